"""Which facts the mere shape of a piece of text states.

Pure. An e-mail address or a telephone number speaks for itself. An amount or a number only
does when just that was asked for and nothing else in the message competes.
"""

from __future__ import annotations

from bot.understanding.shapes import Shape, ShapeKind
from bot.understanding.spans import BY_SHAPE, Span

_ASKED_FOR = 0.9

_SPEAKS_FOR_ITSELF = {ShapeKind.EMAIL: "email", ShapeKind.PHONE: "phone"}
_ANSWERS = {
    "budget": (ShapeKind.MONEY, ShapeKind.NUMBER),
    "team_size": (ShapeKind.NUMBER,),
}


def facts_by_shape(shapes: list[Shape], requested: str | None, extractor: str) -> list[Span]:
    spans = [
        Span(_SPEAKS_FOR_ITSELF[shape.kind], shape.start, shape.end, BY_SHAPE, extractor)
        for shape in shapes
        if shape.kind in _SPEAKS_FOR_ITSELF
    ]
    for kind in _ANSWERS.get(requested or "", ()):
        fitting = [shape for shape in shapes if shape.kind is kind]
        if len(fitting) == 1:
            (shape,) = fitting
            spans.append(Span(requested or "", shape.start, shape.end, _ASKED_FOR, extractor))
            break
    return spans
