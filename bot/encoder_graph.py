"""The all-MiniLM-L6-v2 network written down as an ONNX graph.

Built straight from the weights, because exporting it the usual way would pull in torch
(2 GB) only to be thrown away again. This module only describes the network: where the
weights come from and where the file goes is the business of `encoder.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

FloatArray = npt.NDArray[np.float32]

# Added to the attention of padding, small enough to vanish in the softmax.
MASKED_ATTENTION = -1e4
OPSET = 17
IR_VERSION = 8


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
    """Inputs `input_ids`, `attention_mask`; outputs `sentence` and `tokens` (see `encoder.py`).

    `sentence` is the mean over the unmasked tokens, scaled to length 1.
    """
    writer = _GraphWriter(weights, shape)
    mask = writer.node("Cast", ["attention_mask"], to=TensorProto.FLOAT)
    hidden = writer.embed("input_ids")
    attention_bias = writer.attention_bias(mask)
    for layer in range(shape.layers):
        hidden = writer.layer(hidden, attention_bias, f"encoder.layer.{layer}.")
    writer.emit("Identity", [hidden], "tokens")
    writer.pool(hidden, mask)
    return writer.model()


class _GraphWriter:
    """Collects nodes and constants; every method returns the name of its result."""

    def __init__(self, weights: Mapping[str, FloatArray], shape: NetworkShape) -> None:
        self._weights = weights
        self._shape = shape
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}

    def node(self, operator: str, inputs: list[str], **attributes: Any) -> str:
        return self.emit(operator, inputs, f"value{len(self._nodes)}", **attributes)

    def emit(self, operator: str, inputs: list[str], result: str, **attributes: Any) -> str:
        name = f"{operator}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, inputs, [result], name=name, **attributes))
        return result

    def constant(self, name: str, value: npt.ArrayLike, kind: type = np.float32) -> str:
        # ascontiguousarray would turn a scalar into a vector, so it is used for matrices only
        array: npt.NDArray[Any] = np.asarray(value, dtype=kind)
        array = np.ascontiguousarray(array) if array.ndim else array
        self._constants[name] = numpy_helper.from_array(array, name)
        return name

    def integers(self, name: str, *values: int) -> str:
        return self.constant(name, values, np.int64)

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

    def model(self) -> onnx.ModelProto:
        width = self._shape.width
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"])
            for name in ("input_ids", "attention_mask")
        ]
        outputs = [
            helper.make_tensor_value_info("sentence", TensorProto.FLOAT, ["batch", width]),
            helper.make_tensor_value_info("tokens", TensorProto.FLOAT, ["batch", "length", width]),
        ]
        graph = helper.make_graph(self._nodes, "all_minilm_l6_v2", inputs, outputs, list(self._constants.values()))
        opset = [helper.make_opsetid("", OPSET)]
        model = helper.make_model(graph, opset_imports=opset, ir_version=IR_VERSION)
        onnx.checker.check_model(model)
        return model
