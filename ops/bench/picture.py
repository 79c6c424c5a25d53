"""The measured rows as a picture for the docs: two bars a row from zero, the target as a mark, values written beside.

Every row has a scale of its own, because the units differ; within a row, lengths are true. Colours follow the reader's
light or dark scheme. The table under the picture in the docs says the same in words.
"""

from collections.abc import Sequence
from html import escape

from ops.bench.measuring import Machine
from ops.bench.report import Estimate, Judged, Row, shown, shown_target

WIDTH, HEAD, FOOT, ROW = 760, 64, 44, 68
LABELS, BARS = 24, 260
BAR_WIDTH, BAR_HEIGHT, BAR_STEP = 300, 14, 20
SUBTITLE = "A whole Foyer turn against the bare REST turn of what rasa init sets up, on the same data"
READ_ALOUD = 'role="img" aria-labelledby="title about"'
STYLE = """
  svg { --ground: #ffffff; --text: #1d2129; --soft: #5c6470; --line: #d9dde3; --stock: #a9b1bc; --foyer: #2b5fd9;
        --target: #b3261e; font-family: system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; font-size: 13px; }
  @media (prefers-color-scheme: dark) {
    svg { --ground: #14171c; --text: #e8eaee; --soft: #a2a9b4; --line: #343a44; --stock: #6b7482; --foyer: #7aa2ff;
          --target: #ff8a80; } }
  text { fill: var(--text); paint-order: stroke; stroke: var(--ground); stroke-width: 4px; stroke-linejoin: round; }
  .ground { fill: var(--ground); } .soft { fill: var(--soft); }
  .title { font-size: 16px; font-weight: 600; } .small { font-size: 12px; } .strong { font-weight: 600; }
  .stock { fill: var(--stock); } .foyer { fill: var(--foyer); } .zero { stroke: var(--line); }
  .spread { stroke: var(--text); stroke-width: 1.5; } .target { stroke: var(--target); stroke-width: 2; }
  .aim { fill: var(--target); }
"""


def draw(rows: Sequence[Row], machine: Machine) -> str:
    """The rows that have a target; the others stand in the table."""
    aimed = [row for row in rows if row.target is not None]
    height = HEAD + ROW * len(aimed) + FOOT
    foot = f"{machine.processor}, {machine.cores} cores, {machine.at:%Y-%m-%d}. Thin lines: lowest and highest round."
    size = f' width="{WIDTH}" height="{height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"{size} {READ_ALOUD}>',
        '<title id="title">Foyer beside stock Rasa</title>',
        f'<desc id="about">{escape(_in_words(aimed))}</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="ground" width="{WIDTH}" height="{height}" rx="8"/>',
        _text(LABELS, 32, "Foyer beside stock Rasa: less is better", "title"),
        _text(LABELS, 52, SUBTITLE, "soft small"),
        *(_row(row, HEAD + ROW * index) for index, row in enumerate(aimed)),
        _text(LABELS, height - 18, foot, "soft small"),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _row(row: Row, top: int) -> str:
    what, _, condition = row.what.partition(", ")
    longest = max(row.stock.high, row.foyer.high, row.target_value or 0.0)
    verdict = "met" if row.is_met else "missed"
    return "\n".join(
        [
            _text(LABELS, top + 27, what[:1].upper() + what[1:], "strong"),
            _text(LABELS, top + 45, condition, "soft small"),
            _bar(row.stock, longest, top + 14, "stock"),
            _bar(row.foyer, longest, top + 14 + BAR_STEP, "foyer"),
            _target(row, longest, top + 10),
            _beside(row.stock, longest, top + 14, f"stock Rasa {shown(row.stock.value)} {row.unit}", "small"),
            _beside(row.foyer, longest, top + 14 + BAR_STEP, _foyer_label(row), "small strong"),
            _text(WIDTH - LABELS, top + 64, f"target {shown_target(row)}: {verdict}", "aim small", anchor="end"),
            _line(BARS, top + 10, top + 52, "zero"),
        ]
    )


def _foyer_label(row: Row) -> str:
    label = f"Foyer {shown(row.foyer.value)} {row.unit}"
    return f"{label} = {row.ratio:.2f} ×" if row.judged is Judged.RATIO else label


def _bar(estimate: Estimate, longest: float, y: int, side: str) -> str:
    low, end, high = (_length(value, longest) for value in (estimate.low, estimate.value, estimate.high))
    drawn = [f'<rect class="{side}" x="{BARS}" y="{y}" width="{end:.1f}" height="{BAR_HEIGHT}" rx="2"/>']
    if high > low:
        middle = y + BAR_HEIGHT / 2
        drawn.append(f'<line class="spread" x1="{BARS + low:.1f}" x2="{BARS + high:.1f}" y1="{middle}" y2="{middle}"/>')
    return "\n".join(drawn)


def _beside(estimate: Estimate, longest: float, y: int, label: str, kind: str) -> str:
    """The value in words; drawn after the target's mark, which may pass under it."""
    return _text(BARS + _length(estimate.high, longest) + 8, y + 11, label, kind)


def _target(row: Row, longest: float, top: int) -> str:
    x = BARS + _length(row.target_value or 0.0, longest)
    return _line(x, top, top + 42, "target")


def _length(value: float, longest: float) -> float:
    return BAR_WIDTH * value / longest if longest else 0.0


def _line(x: float, top: int, bottom: int, kind: str) -> str:
    return f'<line class="{kind}" x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{bottom}"/>'


def _text(x: float, y: int, words: str, kind: str, *, anchor: str = "start") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'


def _in_words(rows: Sequence[Row]) -> str:
    return " ".join(
        f"{row.what}: stock Rasa {shown(row.stock.value)} {row.unit}, Foyer {shown(row.foyer.value)} {row.unit}."
        for row in rows
    )
