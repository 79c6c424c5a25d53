"""Writes a network down as an ONNX graph, node by node.

By hand, because exporting one the usual way would pull in torch (2 GB) only to be thrown away again.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

FloatArray = npt.NDArray[np.float32]

OPSET = 17
IR_VERSION = 8


class GraphWriter:
    """Collects nodes and constants; every method that adds one returns the name of its result."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}

    def node(self, operator: str, inputs: list[str], **attributes: Any) -> str:
        return self.emit(operator, inputs, f"value{len(self._nodes)}", **attributes)

    def emit(self, operator: str, inputs: list[str], result: str, **attributes: Any) -> str:
        self.emit_all(operator, inputs, [result], **attributes)
        return result

    def emit_all(self, operator: str, inputs: list[str], results: list[str], **attributes: Any) -> None:
        """For the few operators with several results."""
        name = f"{operator}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, inputs, results, name=name, **attributes))

    def constant(self, name: str, value: npt.ArrayLike, kind: type = np.float32) -> str:
        # ascontiguousarray would turn a scalar into a vector, so it is used for matrices only
        array: npt.NDArray[Any] = np.asarray(value, dtype=kind)
        array = np.ascontiguousarray(array) if array.ndim else array
        self._constants[name] = numpy_helper.from_array(array, name)
        return name

    def integers(self, name: str, *values: int) -> str:
        return self.constant(name, values, np.int64)

    def model(self, name: str, outputs: dict[str, list[str | int]]) -> onnx.ModelProto:
        """`outputs`: their names and shapes. The inputs are the same for every encoder."""
        inputs = [
            helper.make_tensor_value_info(given, TensorProto.INT64, ["batch", "length"])
            for given in ("input_ids", "attention_mask")
        ]
        results = [helper.make_tensor_value_info(given, TensorProto.FLOAT, shape) for given, shape in outputs.items()]
        graph = helper.make_graph(self._nodes, name, inputs, results, list(self._constants.values()))
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
        onnx.checker.check_model(model)
        return model
