"""The picture of the bench is true to scale, says everything in words too, and knows light and dark."""

from xml.etree import ElementTree as ET

from ops.bench.picture import BARS, draw
from ops.bench.report import Estimate, Judged, Row, rows_of
from tests.ops.bench.samples import MACHINE, sides

SVG = "{http://www.w3.org/2000/svg}"


def _drawn(*rows: Row) -> ET.Element:
    return ET.fromstring(draw(rows, MACHINE))  # noqa: S314 - our own picture


def _widths(drawn: ET.Element, kind: str) -> list[float]:
    return [float(bar.attrib["width"]) for bar in drawn.iter(f"{SVG}rect") if bar.attrib.get("class") == kind]


def _row(stock: float, foyer: float) -> Row:
    return Row("turns, quickly", "ms", Estimate.once(stock), Estimate.once(foyer), 0.5)


def test_bars_begin_at_zero_and_keep_their_proportion() -> None:
    drawn = _drawn(_row(40.0, 10.0))
    assert _widths(drawn, "stock")[0] == 4 * _widths(drawn, "foyer")[0]
    assert {bar.attrib["x"] for bar in drawn.iter(f"{SVG}rect") if "x" in bar.attrib} == {str(BARS)}


def test_the_target_stands_where_its_value_is() -> None:
    drawn = _drawn(_row(40.0, 10.0))
    mark = next(line for line in drawn.iter(f"{SVG}line") if line.attrib["class"] == "target")
    assert float(mark.attrib["x1"]) - BARS == _widths(drawn, "stock")[0] / 2


def test_only_rows_with_a_target_are_drawn() -> None:
    untargeted = Row("waiting, quietly", "ms", Estimate.once(1.0), Estimate.once(1.0), None, Judged.RATIO)
    assert len(_widths(_drawn(_row(40.0, 10.0), untargeted), "foyer")) == 1


def test_rounds_that_differ_are_shown_as_a_line() -> None:
    assert 'class="spread"' in draw(rows_of(sides()), MACHINE)


def test_the_picture_can_be_read_aloud_and_in_the_dark() -> None:
    picture = draw([_row(40.0, 10.0)], MACHINE)
    assert "prefers-color-scheme: dark" in picture
    assert "stock Rasa 40.0 ms, Foyer 10.0 ms." in picture


def test_words_with_signs_of_markup_do_not_break_the_picture() -> None:
    _drawn(Row("a < b & c, d", "ms", Estimate.once(2.0), Estimate.once(1.0), 0.5))
