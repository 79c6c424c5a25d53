"""The all-MiniLM-L6-v2 network written down as an ONNX graph.

This module only describes the network: where the weights come from and where the file goes is the
business of `english.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import onnx
from onnx import TensorProto

from bot.encoder.graph_writer import FloatArray, GraphWriter

# Added to the attention of padding, small enough to vanish in the softmax.
MASKED_ATTENTION = -1e4


@dataclass(frozen=True)
class NetworkShape:
    """The sizes that the published `config.json` names."""

    layers: int
    heads: int
    width: int
    norm_epsilon: float

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> NetworkShape:
        return cls(
            layers=int(config["num_hidden_layers"]),
            heads=int(config["num_attention_heads"]),
            width=int(config["hidden_size"]),
            norm_epsilon=float(config["layer_norm_eps"]),
        )

    @property
    def head_width(self) -> int:
        return self.width // self.heads


def build_network(weights: Mapping[str, FloatArray], shape: NetworkShape) -> onnx.ModelProto:
    """Inputs `input_ids`, `attention_mask`; outputs `sentence` and `tokens` (see the package).

    `sentence` is the mean over the unmasked tokens, scaled to length 1.
    """
    writer = _Writer(weights, shape)
    mask = writer.node("Cast", ["attention_mask"], to=TensorProto.FLOAT)
    hidden = writer.embed("input_ids")
    attention_bias = writer.attention_bias(mask)
    for layer in range(shape.layers):
        hidden = writer.layer(hidden, attention_bias, f"encoder.layer.{layer}.")
    writer.emit("Identity", [hidden], "tokens")
    writer.pool(hidden, mask)
    outputs: dict[str, list[str | int]] = {
        "sentence": ["batch", shape.width],
        "tokens": ["batch", "length", shape.width],
    }
    return writer.model("all_minilm_l6_v2", outputs)


class _Writer(GraphWriter):
    """The parts of the network."""

    def __init__(self, weights: Mapping[str, FloatArray], shape: NetworkShape) -> None:
        super().__init__()
        self._weights = weights
        self._shape = shape

    def normalised(self, value: str, weight: str) -> str:
        gain = self.constant(f"{weight}.gain", self._weights[f"{weight}.weight"])
        bias = self.constant(f"{weight}.bias", self._weights[f"{weight}.bias"])
        epsilon = self._shape.norm_epsilon
        return self.node("LayerNormalization", [value, gain, bias], axis=-1, epsilon=epsilon)

    def linear(self, value: str, weight: str) -> str:
        matrix = self.constant(f"{weight}.matrix", self._weights[f"{weight}.weight"].T)
        bias = self.constant(f"{weight}.bias", self._weights[f"{weight}.bias"])
        return self.node("Add", [self.node("MatMul", [value, matrix]), bias])

    def embed(self, ids: str) -> str:
        words = self.constant("words", self._weights["embeddings.word_embeddings.weight"])
        # A chat message is always one segment, so its type embedding is a constant.
        place = (
            self._weights["embeddings.position_embeddings.weight"]
            + self._weights["embeddings.token_type_embeddings.weight"][0]
        )
        length = self.node("Slice", [self.node("Shape", [ids]), *self._second_size()])
        start, axis = self.integers("start", 0), self.integers("first_axis", 0)
        places = self.node("Slice", [self.constant("places", place), start, length, axis])
        summed = self.node("Add", [self.node("Gather", [words, ids], axis=0), places])
        return self.normalised(summed, "embeddings.LayerNorm")

    def _second_size(self) -> tuple[str, str]:
        return self.integers("size_from", 1), self.integers("size_to", 2)

    def attention_bias(self, mask: str) -> str:
        spread = self.node("Unsqueeze", [mask, self.integers("heads_and_queries", 1, 2)])
        hidden = self.node("Sub", [self.constant("one", 1.0), spread])
        return self.node("Mul", [hidden, self.constant("masked", MASKED_ATTENTION)])

    def layer(self, hidden: str, attention_bias: str, prefix: str) -> str:
        context = self._attend(hidden, attention_bias, prefix + "attention.self.")
        attended = self.linear(context, prefix + "attention.output.dense")
        hidden = self.normalised(self.node("Add", [attended, hidden]), prefix + "attention.output.LayerNorm")
        wide = self._gelu(self.linear(hidden, prefix + "intermediate.dense"))
        narrow = self.linear(wide, prefix + "output.dense")
        return self.normalised(self.node("Add", [narrow, hidden]), prefix + "output.LayerNorm")

    def _attend(self, hidden: str, attention_bias: str, prefix: str) -> str:
        query = self._heads(self.linear(hidden, prefix + "query"), [0, 2, 1, 3])
        key = self._heads(self.linear(hidden, prefix + "key"), [0, 2, 3, 1])
        value = self._heads(self.linear(hidden, prefix + "value"), [0, 2, 1, 3])
        scale = self.constant("attention_scale", self._shape.head_width**-0.5)
        scores = self.node("Mul", [self.node("MatMul", [query, key]), scale])
        shares = self.node("Softmax", [self.node("Add", [scores, attention_bias])], axis=-1)
        mixed = self.node("Transpose", [self.node("MatMul", [shares, value])], perm=[0, 2, 1, 3])
        return self.node("Reshape", [mixed, self.integers("joined", 0, 0, self._shape.width)])

    def _heads(self, value: str, order: list[int]) -> str:
        split = self.integers("split", 0, 0, self._shape.heads, self._shape.head_width)
        return self.node("Transpose", [self.node("Reshape", [value, split])], perm=order)

    def _gelu(self, value: str) -> str:
        scaled = self.node("Mul", [value, self.constant("root_half", 0.5**0.5)])
        gate = self.node("Add", [self.node("Erf", [scaled]), self.constant("one", 1.0)])
        return self.node("Mul", [self.node("Mul", [value, gate]), self.constant("half", 0.5)])

    def pool(self, hidden: str, mask: str) -> str:
        weights = self.node("Unsqueeze", [mask, self.integers("last_axis", 2)])
        tokens = self.integers("token_axis", 1)
        summed = self.node("ReduceSum", [self.node("Mul", [hidden, weights]), tokens], keepdims=0)
        count = self.node("ReduceSum", [mask, tokens], keepdims=1)
        mean = self.node("Div", [summed, count])
        squares = self.node("ReduceSum", [self.node("Mul", [mean, mean]), tokens], keepdims=1)
        return self.emit("Div", [mean, self.node("Sqrt", [squares])], "sentence")
