"""The figures with a target as a picture for the docs: a dot with its bounds for each system, the target as a mark.

All on one scale from 50 to 100 %, so that lengths may be compared. The table in the docs says the same in words.
"""

from collections.abc import Sequence
from html import escape

from ops.bench_nlu.models import FOYER, STOCK
from ops.bench_nlu.report import TARGETS, Compared
from ops.bench_nlu.scores import Figure

WIDTH, HEAD, FOOT, ROW = 760, 72, 40, 34
LABELS, LEFT, RIGHT = 24, 300, 640
LOWEST, HIGHEST, STEP = 50, 100, 10
READ_ALOUD = 'role="img" aria-labelledby="title about"'
STYLE = """
  svg { --ground: #ffffff; --text: #1d2129; --soft: #5c6470; --line: #d9dde3; --stock: #8a94a3; --foyer: #2b5fd9;
        --target: #b3261e; font-family: system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; font-size: 13px; }
  @media (prefers-color-scheme: dark) {
    svg { --ground: #14171c; --text: #e8eaee; --soft: #a2a9b4; --line: #343a44; --stock: #8a94a3; --foyer: #7aa2ff;
          --target: #ff8a80; } }
  text { fill: var(--text); } .ground { fill: var(--ground); } .soft { fill: var(--soft); font-size: 12px; }
  .title { font-size: 16px; font-weight: 600; } .grid { stroke: var(--line); }
  .stock { fill: var(--stock); stroke: var(--stock); } .foyer { fill: var(--foyer); stroke: var(--foyer); }
  .target { stroke: var(--target); stroke-width: 2; }
"""


def draw(compared: Sequence[Compared]) -> str:
    rows = [(one, name) for one in compared for case, name in TARGETS if case == one.case]
    height = HEAD + ROW * len(rows) + FOOT
    size = f' width="{WIDTH}" height="{height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"{size} {READ_ALOUD}>',
        '<title id="title">What is understood of public language sets</title>',
        f'<desc id="about">{escape(" ".join(_in_words(one, name) for one, name in rows))}</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="ground" width="{WIDTH}" height="{height}" rx="8"/>',
        _text(LABELS, 32, "What is understood of public language sets", "title"),
        _text(LABELS, 52, "Blue: Foyer. Grey: stock Rasa. Red: target. Lines: 95 % bounds. In percent.", "soft"),
        *(_grid(percent, height) for percent in range(LOWEST, HIGHEST + 1, STEP)),
        *(_row(one, name, HEAD + ROW * number) for number, (one, name) in enumerate(rows)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _row(one: Compared, name: str, top: int) -> str:
    drawn = [_text(LABELS, top + 15, one.case, ""), _text(LABELS, top + 29, name, "soft")]
    x = _x(TARGETS[one.case, name])
    drawn.append(f'<line class="target" x1="{x:.1f}" x2="{x:.1f}" y1="{top + 4}" y2="{top + 30}"/>')
    if STOCK in one.systems:
        drawn.append(_dot(one.systems[STOCK].figures[name], top + 24, "stock"))
    ours = one.systems[FOYER].figures[name]
    drawn += [_dot(ours, top + 12, "foyer"), _text(RIGHT + 16, top + 17, f"{ours.value:.1%}", "")]
    return "\n".join(drawn)


def _dot(figure: Figure, y: int, side: str) -> str:
    low, middle, high = (_x(value) for value in (figure.low, figure.value, figure.high))
    line = f'<line class="{side}" x1="{low:.1f}" x2="{high:.1f}" y1="{y}" y2="{y}"/>'
    return f'{line}\n<circle class="{side}" cx="{middle:.1f}" cy="{y}" r="4"/>'


def _grid(percent: int, height: int) -> str:
    x = _x(percent / 100)
    line = f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{HEAD - 4}" y2="{height - FOOT}"/>'
    return f'{line}\n<text class="soft" x="{x:.1f}" y="{height - 20}" text-anchor="middle">{percent}</text>'


def _x(share: float) -> float:
    """What is below the scale stands at its beginning; the number beside it is the true one."""
    inside = min(max(share * 100, LOWEST), HIGHEST)
    return LEFT + (RIGHT - LEFT) * (inside - LOWEST) / (HIGHEST - LOWEST)


def _in_words(one: Compared, name: str) -> str:
    shown = ", ".join(f"{system} {found.figures[name].value:.1%}" for system, found in one.systems.items())
    return f"{one.case}, {name}: {shown}, target {TARGETS[one.case, name]:.1%}."


def _text(x: float, y: int, words: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y}">{escape(words)}</text>'
