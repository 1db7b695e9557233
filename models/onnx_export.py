"""What the two ONNX models share: building a graph, checking it, and evaluating it in plain numpy.

The evaluator knows exactly the operators the two graphs use and is written from the ONNX operator
specification, so that a mistake in the exported graph cannot hide behind the code that exported it.
"""
import json
import os
import pathlib

import numpy as np
import onnx
from onnx import TensorProto, checker, helper, numpy_helper

OPSET = 17
IR_VERSION = 8


def build(name, description, inputs, outputs, nodes, constants):
    """A checked model; inputs and outputs are (name, shape) of float32 tensors."""
    value = lambda spec: helper.make_tensor_value_info(spec[0], TensorProto.FLOAT, spec[1])
    initializers = [numpy_helper.from_array(array, constant) for constant, array in constants.items()]
    graph = helper.make_graph(nodes, name, [value(i) for i in inputs], [value(o) for o in outputs], initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="opengradient-models", doc_string=description)
    model.ir_version = IR_VERSION
    checker.check_model(model, full_check=True)
    return model


def save(model, path):
    """Writes atomically, so a reader never sees half a file."""
    write_atomically(path, model.SerializeToString())


def save_json(value, path):
    write_atomically(path, (json.dumps(value, indent=1) + "\n").encode())


def write_atomically(path, content):
    temporary = pathlib.Path(f"{path}.tmp")
    temporary.write_bytes(content)
    os.replace(temporary, path)


def tensor_json(name, array):
    """A tensor of the Open Inference Protocol v2."""
    return {"name": name, "shape": list(array.shape), "datatype": "FP32", "data": [float(f"{x:.9g}") for x in array.ravel()]}


def evaluate(model, inputs):
    """Outputs by name."""
    values = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer} | inputs
    for node in model.graph.node:
        attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
        values[node.output[0]] = OPERATORS[node.op_type](*(values[name] for name in node.input), **attributes)
    return {output.name: values[output.name] for output in model.graph.output}


def _slice(x, starts, ends, axes):
    index = [slice(None)] * x.ndim
    for start, end, axis in zip(starts, ends, axes):
        index[axis] = slice(int(start), int(end))
    return x[tuple(index)]


def _windows(x, size, stride):
    """[n, c, h, w] to [n, c, out_h, out_w, size, size]."""
    return np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))[:, :, ::stride, ::stride]


def _conv(x, weight, bias, kernel_shape, pads):
    top, left, bottom, right = pads
    x = np.pad(x, ((0, 0), (0, 0), (top, bottom), (left, right)))
    return np.einsum("nchwij,ocij->nohw", _windows(x, kernel_shape[0], 1), weight, dtype=np.float32) + bias[:, None, None]


OPERATORS = {
    "Add": np.add, "Sub": np.subtract, "Mul": np.multiply, "Div": np.divide, "Tanh": np.tanh,
    "Relu": lambda x: np.maximum(x, 0),
    "Softplus": lambda x: np.logaddexp(np.float32(0), x),
    "ReduceMean": lambda x, axes, keepdims: x.mean(tuple(axes), keepdims=bool(keepdims), dtype=np.float32),
    "Slice": _slice,
    "Concat": lambda *xs, axis: np.concatenate(xs, axis),
    "Flatten": lambda x, axis: x.reshape(x.shape[0], -1),
    "Gemm": lambda a, b, c, transB: a @ b.T + c,
    "Conv": _conv,
    "MaxPool": lambda x, kernel_shape, strides: _windows(x, kernel_shape[0], strides[0]).max((4, 5)),
}
