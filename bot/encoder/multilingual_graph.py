"""The network of the Universal Sentence Encoder Multilingual v3 (without attention) as an ONNX graph.

Every word piece is looked up, three branches look at it with its neighbours (two, three and five pieces wide), the
mean over the sentence goes through four small layers. This module only describes the network; see `multilingual.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto

from bot.encoder.graph_writer import FloatArray, GraphWriter

WIDTH, BRANCH_WIDTH = 512, 256
# How many pieces a branch sees at once, and how many of them lie before its own.
BRANCHES = ((2, 0), (3, 1), (5, 2))


def build_network(
    table: npt.NDArray[np.uint8], steps: FloatArray, lowest: FloatArray, weights: Mapping[str, FloatArray]
) -> onnx.ModelProto:
    """`table`: a row of bytes for each word piece; a byte stands for `byte * step + lowest`, both known by row."""
    writer = _Writer(weights)
    present = writer.node("Cast", ["attention_mask"], to=TensorProto.FLOAT)
    mask = writer.node("Unsqueeze", [present, writer.integers("last_axis", 2)])
    pieces = writer.look_up(table, steps, lowest)
    branches = writer.branches(pieces, mask)
    features = writer.normalised(writer.node("Concat", [pieces, *branches], axis=2), "ln_g", "ln_b")
    told = writer.projected(features)
    writer.emit("Identity", [told], "tokens")
    writer.sentence(writer.mean(told, present, mask))
    return writer.model("use_multilingual_v3", {"sentence": ["batch", WIDTH], "tokens": ["batch", "length", WIDTH]})


class _Writer(GraphWriter):
    """The parts of the network, named as the published weights are."""

    def __init__(self, weights: Mapping[str, FloatArray]) -> None:
        super().__init__()
        self._weights = weights
        self._epsilon = float(weights["eps"])

    def look_up(self, table: npt.NDArray[np.uint8], steps: FloatArray, lowest: FloatArray) -> str:
        """The bytes stay bytes in memory: only the rows of the sentence become numbers."""
        rows = self.node("Gather", [self.constant("table", table, np.uint8), "input_ids"], axis=0)
        values = self.node("Cast", [rows], to=TensorProto.FLOAT)
        step = self.node("Gather", [self.constant("steps", steps[:, None]), "input_ids"], axis=0)
        least = self.node("Gather", [self.constant("lowest", lowest[:, None]), "input_ids"], axis=0)
        return self.node("Add", [self.node("Mul", [values, step]), least])

    def branches(self, pieces: str, mask: str) -> list[str]:
        projected = self._linear(pieces, self._beside("proj"), self._beside("proj_b"))
        everything = self.normalised(projected, "ln_g", "ln_b", of_branches=True)
        sizes = self.integers("branch_widths", *(BRANCH_WIDTH for _ in BRANCHES))
        names = [f"branch{width}" for width, _ in BRANCHES]
        self.emit_all("Split", [everything, sizes], names, axis=2)
        return [self._branch(name, mask, width, before) for name, (width, before) in zip(names, BRANCHES, strict=True)]

    def _branch(self, value: str, mask: str, width: int, before: int) -> str:
        for layer in ("w1", "w2"):
            window = self._window(self.node("Mul", [value, mask]), width, before)
            bias = layer.replace("w", "b")
            seen = self._linear(window, self._weights[f"{layer}_{width}"], self._weights[f"{bias}_{width}"])
            value = self.node("Add", [self.node("Relu", [seen]), value])
        return value

    def _window(self, value: str, width: int, before: int) -> str:
        """Each piece beside its neighbours; beyond the ends of the sentence there is nothing."""
        after = width - 1 - before
        edges = self.integers(f"edges{width}", 0, before, 0, 0, after, 0)
        padded = self.node("Pad", [value, edges])
        axis = self.integers("pieces_axis", 1)
        shifted = []
        for offset in range(width):
            start = self.integers(f"from{offset}", offset)
            behind = offset - (width - 1)
            # A slice that ends "0 before the end" would be empty, so the last one ends beyond it.
            end = self.integers(f"until{behind}", behind or np.iinfo(np.int64).max)
            shifted.append(self.node("Slice", [padded, start, end, axis]))
        return self.node("Concat", shifted, axis=2)

    def projected(self, features: str) -> str:
        """What each piece adds to the sentence."""
        return self._linear(features, self._weights["cnn_W"], self._weights["cnn_b"])

    def mean(self, told: str, present: str, mask: str) -> str:
        """Divided by the root of the length, so that a longer sentence says a little more."""
        axis = self.integers("pieces_axis", 1)
        summed = self.node("ReduceSum", [self.node("Mul", [told, mask]), axis], keepdims=0)
        length = self.node("ReduceSum", [present, axis], keepdims=1)
        return self.node("Div", [summed, self.node("Sqrt", [length])])

    def sentence(self, mean: str) -> None:
        first = self.node("Relu", [self._product(mean, "d0")])
        second = self.node("Relu", [self.node("Add", [self._product(mean, "p1"), self._product(first, "d1")])])
        third = self.node("Relu", [self._product(second, "d2")])
        last = self.node("Tanh", [self.node("Add", [self._product(second, "p3"), self._product(third, "d3")])])
        axis = self.integers("pieces_axis", 1)
        squares = self.node("ReduceSum", [self.node("Mul", [last, last]), axis], keepdims=1)
        self.emit("Div", [last, self.node("Sqrt", [squares])], "sentence")

    def normalised(self, value: str, gain: str, bias: str, *, of_branches: bool = False) -> str:
        given = [self._beside(gain), self._beside(bias)] if of_branches else [self._weights[gain], self._weights[bias]]
        label = "branches" if of_branches else "all"
        names = [self.constant(f"{label}.{name}", array) for name, array in zip((gain, bias), given, strict=True)]
        return self.node("LayerNormalization", [value, *names], axis=-1, epsilon=self._epsilon)

    def _beside(self, name: str) -> FloatArray:
        """The same weight of all branches as one array."""
        return np.concatenate([self._weights[f"{name}{width}"] for width, _ in BRANCHES], axis=-1)

    def _linear(self, value: str, matrix: FloatArray, bias: FloatArray) -> str:
        number = len(self._nodes)
        product = self.node("MatMul", [value, self.constant(f"matrix{number}", matrix)])
        return self.node("Add", [product, self.constant(f"bias{number}", bias)])

    def _product(self, value: str, name: str) -> str:
        return self.node("MatMul", [value, self.constant(name, self._weights[name])])
