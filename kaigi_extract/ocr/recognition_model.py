"""The recognition model of RapidOCR, cut before its last layer, which is asked for no more than is used of it.

Two thirds of the 18,710 characters that the model knows are none of Japanese print, and at more than half of the places
along a line there is no character at all. The last layer, which scores every character at every place, is a sixth of
the time. Here it is two: the characters that are kept are scored everywhere, the others only where a character is, so
that they still count against it. What comes out is what the whole model says. May import onnxruntime and protobuf.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnxruntime
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from numpy.typing import NDArray

Floats = NDArray[np.float32]

BLANK = 0
"""Class of no character."""
LIKELIER = 64.0
"""How many times as likely as any character no character must be for a place to be left out: one of three widths (（(⑴)
that is a twentieth is asked for still."""
LEAST = 1e-30
"""Probability that stands for none, which has no logarithm."""
FLOAT = 1
"""ONNX's number for 32-bit floats."""

_FIELDS = {
    # The part of onnx.proto that is needed: field, its number, its kind. Others are handed on as they are.
    "Model": [("graph", 7, "Graph"), ("metadata_props", 14, "*Pair")],
    "Pair": [("key", 1, "string"), ("value", 2, "string")],
    "Graph": [
        ("node", 1, "*Node"),
        ("name", 2, "string"),
        ("initializer", 5, "*Tensor"),
        ("input", 11, "*Value"),
        ("output", 12, "*Value"),
    ],
    "Node": [("input", 1, "*string"), ("output", 2, "*string"), ("op_type", 4, "string")],
    "Tensor": [("dims", 1, "*int64"), ("data_type", 2, "int32"), ("name", 8, "string"), ("raw_data", 9, "bytes")],
    "Value": [("name", 1, "string"), ("type", 2, "Type")],
    "Type": [("tensor_type", 1, "TensorType")],
    "TensorType": [("elem_type", 1, "int32")],
}


class Answer(NamedTuple):
    """What the model says of one line."""

    steps: NDArray[np.intp]
    """The places along the line, from 0, at which there may be a character."""
    scores: Floats
    """How likely each kept character is there, one row a place."""


class RecognitionModel:
    """The model of a file, run on the thread that asks."""

    def __init__(self, path: Path) -> None:
        model = _message("Model").FromString(path.read_bytes())
        self.characters = _characters(model)
        self._head = _cut_head(model)
        self._body = self._session(model)
        self._input = self._body.get_inputs()[0].name
        self._kept: Any = None
        self._others: Any = None
        self.kept: NDArray[np.intp] = np.arange(len(self.characters) + 2)

    def keep(self, kept: NDArray[np.intp]) -> None:
        """Says which classes are wanted, `BLANK` first, and in what order."""
        self.kept = kept
        if self._head is None:
            return
        others = np.setdiff1d(np.arange(self._head.bias.size), kept)
        self._kept, self._others = (self._session(self._head.model_of(classes)) for classes in (kept, others))

    def answer(self, tensor: Floats) -> Answer:
        """What a line of shape (1, 3, height, width) says, place by place."""
        hidden: Floats = self._body.run(None, {self._input: tensor})[0][0]
        logits = self._scored(self._kept, hidden, self.kept)
        blank = logits[:, BLANK]
        steps = np.flatnonzero(blank - logits[:, 1:].max(axis=1) < np.log(LIKELIER))
        if not len(steps):
            return Answer(steps, logits[:0])
        logits, others = logits[steps], self._scored(self._others, hidden[steps], None)
        top = np.maximum(logits.max(axis=1), others.max(axis=1, initial=-np.inf))[:, None]
        scores = np.exp(logits - top)
        rest = np.exp(others - top).sum(axis=1, keepdims=True)
        return Answer(steps, scores / (scores.sum(axis=1, keepdims=True) + rest))

    def _scored(self, part: Any, hidden: Floats, kept: NDArray[np.intp] | None) -> Floats:
        """The last layer's scores of one part of the classes; of a model that could not be cut, logarithms of them."""
        if part is not None:
            scores: Floats = part.run(None, {HIDDEN: hidden})[0]
            return scores
        classes = kept if kept is not None else np.setdiff1d(np.arange(hidden.shape[1]), self.kept)
        return np.log(np.maximum(hidden[:, classes], LEAST))

    def _session(self, model: Any) -> Any:
        return onnxruntime.InferenceSession(model.SerializeToString(), _options(), ["CPUExecutionProvider"])


HIDDEN, SCORES = "hidden", "scores"


class _Head(NamedTuple):
    """The last layer: `weights` of shape (features, classes), `bias` of each class."""

    model: Any
    """The model that it was taken from, emptied."""
    weights: Floats
    bias: Floats

    def model_of(self, classes: NDArray[np.intp]) -> Any:
        """A model of this layer alone that scores some of its classes."""
        model = _message("Model")()
        model.CopyFrom(self.model)
        graph = model.graph
        graph.node.add(op_type="MatMul", input=[HIDDEN, "weights"], output=["product"])
        graph.node.add(op_type="Add", input=["product", "bias"], output=[SCORES])
        for name, values in (("weights", self.weights[:, classes]), ("bias", self.bias[classes])):
            data = np.ascontiguousarray(values, np.float32).tobytes()
            graph.initializer.add(name=name, dims=list(values.shape), data_type=FLOAT, raw_data=data)
        graph.input.add(name=HIDDEN).type.tensor_type.elem_type = FLOAT
        graph.output.add(name=SCORES).type.tensor_type.elem_type = FLOAT
        return model


def _cut_head(model: Any) -> _Head | None:
    """Takes the last layer off a model; None, and nothing taken, where it does not end in one that is known."""
    graph = model.graph
    made = {name: node for node in graph.node for name in node.output}
    tensors = {tensor.name: tensor for tensor in graph.initializer}
    ends = _last_layer(graph.output[0].name, made, tensors) if len(graph.output) == 1 else None
    if ends is None:
        return None
    hidden, weights, bias, taken = ends
    head = _Head(_message("Model")(), _values(tensors[weights]), _values(tensors[bias]))
    nodes = [node for node in graph.node if not set(node.output) & taken]
    kept = [tensor for tensor in graph.initializer if tensor.name not in (weights, bias)]
    head.model.CopyFrom(model)
    for part in (head.model.graph.node, head.model.graph.initializer, head.model.graph.input, head.model.graph.output):
        del part[:]
    del head.model.metadata_props[:]
    head.model.graph.DiscardUnknownFields()
    _replace(graph.node, nodes)
    _replace(graph.initializer, kept)
    del graph.output[:]
    graph.output.add(name=hidden).type.tensor_type.elem_type = FLOAT
    return head


def _last_layer(name: str, made: dict[str, Any], tensors: dict[str, Any]) -> tuple[str, str, str, set[str]] | None:
    """Names of what the last layer takes, of its weights and its bias, and of all that it makes."""
    taken: set[str] = set()
    held: list[str] = []
    for kind in ("Softmax", "Add", "MatMul"):
        while name in made and made[name].op_type == "Identity":
            taken.add(name)
            name = made[name].input[0]
        node = made.get(name)
        if node is None or node.op_type != kind:
            return None
        taken.add(name)
        held += [given for given in node.input if given in tensors]
        name = next((given for given in node.input if given not in tensors), "")
    if len(held) != 2 or any(tensors[one].data_type != FLOAT or not tensors[one].raw_data for one in held):
        return None
    bias, weights = held
    return name, weights, bias, taken


def _values(tensor: Any) -> Floats:
    return np.frombuffer(tensor.raw_data, np.float32).reshape(list(tensor.dims))


def _replace(parts: Any, kept: Sequence[Any]) -> None:
    """Puts others in the place of a message's parts."""
    copies = [type(part).FromString(part.SerializeToString()) for part in kept]
    del parts[:]
    parts.extend(copies)


def _characters(model: Any) -> list[str]:
    """The characters of the classes, from 1; the last class is a space."""
    found: list[str] = next(pair.value for pair in model.metadata_props if pair.key == "character").splitlines()
    return found


def _options() -> Any:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.enable_cpu_mem_arena = False  # else every width of crop keeps its memory
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return options


@lru_cache
def _message(name: str) -> Any:
    """The class of a message of onnx.proto, with the fields that are needed here."""
    kinds = descriptor_pb2.FieldDescriptorProto
    plain = {
        "string": kinds.TYPE_STRING,
        "bytes": kinds.TYPE_BYTES,
        "int32": kinds.TYPE_INT32,
        "int64": kinds.TYPE_INT64,
    }
    file = descriptor_pb2.FileDescriptorProto(name="onnx_part.proto", package="onnx_part", syntax="proto2")
    for message, fields in _FIELDS.items():
        described = file.message_type.add(name=message)
        for field, number, kind in fields:
            made = described.field.add(name=field, number=number)
            made.label = kinds.LABEL_REPEATED if kind.startswith("*") else kinds.LABEL_OPTIONAL
            one = kind.lstrip("*")
            if one in plain:
                made.type = plain[one]
            else:
                made.type, made.type_name = kinds.TYPE_MESSAGE, f".onnx_part.{one}"
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(f"onnx_part.{name}"))
