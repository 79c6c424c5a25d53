"""The figures of understanding, on messages that can be counted by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.bench_nlu.scores import (
    Parse,
    f1_macro,
    f1_micro,
    figures,
    in_scope,
    kept,
    oos_precision,
    oos_recall,
    over_all,
    past_the_border,
)
from ops.bench_nlu.sets import OUT_OF_SCOPE, Case, Example, Span


def said(intent: str, *spans: Span) -> Example:
    return Example("text", intent, spans)


def parsed(intent: str | None, confidence: float = 0.9, *spans: Span) -> Parse:
    return Parse(intent, confidence, spans, 0.001)


PAIRS = (
    (said("price"), parsed("price")),
    (said("price"), parsed("price", 0.49)),
    (said("price"), parsed("hours", 0.5)),
    (said(OUT_OF_SCOPE), parsed("hours", 0.1)),
    (said(OUT_OF_SCOPE), parsed("hours")),
    (said(OUT_OF_SCOPE), parsed(None, 0.0)),
)


def test_below_the_border_a_message_counts_as_out_of_scope() -> None:
    assert [parse.answer for _, parse in PAIRS] == ["price", OUT_OF_SCOPE, "hours", OUT_OF_SCOPE, "hours", OUT_OF_SCOPE]


def test_each_figure_counts_what_its_name_says() -> None:
    assert in_scope(PAIRS) == pytest.approx(2 / 3)
    assert past_the_border(PAIRS) == pytest.approx(1 / 3)
    assert over_all(PAIRS) == pytest.approx(3 / 6)
    assert oos_recall(PAIRS) == pytest.approx(2 / 3)
    assert oos_precision(PAIRS) == pytest.approx(2 / 3)
    assert kept(PAIRS) == pytest.approx(2 / 3)


def test_f1_weighs_labels_alike_or_spans_alike() -> None:
    common = {"time": (1, 2), "people": (0, 1)}
    assert f1_micro([common, {"time": (1, 2), "people": (0, 1)}]) == pytest.approx(4 / 6)
    assert f1_macro([common], ["time", "people"]) == pytest.approx(0.5)


def test_a_span_is_right_when_its_ends_and_its_label_are() -> None:
    example = said("inform", (0, 2, "time"))
    case = Case("made up", (example,), (example,) * 4, "")
    answers = [
        parsed("inform", 0.9, (0, 2, "time")),
        parsed("inform", 0.9, (0, 3, "time")),
        # A label that the set does not know is nobody's mistake here.
        parsed("inform", 0.9, (0, 2, "time"), (0, 2, "email")),
        parsed("inform"),
    ]
    assert figures(case, answers)["entity F1, micro"].value == pytest.approx(4 / 7)


def test_a_set_without_out_of_scope_has_no_figures_of_it() -> None:
    case = Case("made up", (said("price"),), (said("price"),), "")
    assert set(figures(case, [parsed("price")])) == {"in scope"}


@given(st.lists(st.tuples(st.sampled_from(["a", "b", OUT_OF_SCOPE]), st.sampled_from(["a", "b"]), st.floats(0, 1))))
def test_every_share_lies_between_its_bounds_and_those_between_0_and_1(rows: list[tuple[str, str, float]]) -> None:
    case = Case("made up", (), tuple(said(intent) for intent, _, _ in rows), "")
    found = figures(case, [parsed(intent, confidence) for _, intent, confidence in rows])
    assert all(0 <= figure.low <= figure.value <= figure.high <= 1 for figure in found.values())
