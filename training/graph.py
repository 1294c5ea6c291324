"""Writes a network as the small subset of ONNX that the runtime knows (models/README.md lists it)."""
import hashlib
import json
import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET, IR = 13, 8
VERSION = "1"


class Graph:
    """Nodes and weights in order. Weights are float16 followed by a Cast; biases stay float32."""

    def __init__(self, name):
        self.name, self.nodes, self.weights = name, [], []

    def node(self, kind, inputs, output, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def convolve(self, x, name, layer, norm=None, relu=False):
        """A convolution with its batch normalisation folded in; the Conv's own output is called `name`."""
        weight, bias = folded(layer, norm)
        self.weights.append(numpy_helper.from_array(weight.astype(np.float16), f"{name}.weight16"))
        self.weights.append(numpy_helper.from_array(bias.astype(np.float32), f"{name}.bias"))
        self.node("Cast", [f"{name}.weight16"], f"{name}.weight", to=TensorProto.FLOAT)
        padding = layer.padding if isinstance(layer.padding, tuple) else (layer.padding,) * 2
        self.node(
            "Conv",
            [x, f"{name}.weight", f"{name}.bias"],
            name,
            kernel_shape=list(layer.kernel_size),
            strides=list(layer.stride),
            pads=[*padding, *padding],
        )
        return self.node("Relu", [name], f"{name}.relu") if relu else name

    def block(self, x, name, block):
        return self.convolve(x, name, block.conv, block.norm, True)

    def double(self, x, name):
        """Nearest-neighbour enlargement by two."""
        scales = f"{name}.scales"
        self.weights.append(numpy_helper.from_array(np.float32([1, 1, 2, 2]), scales))
        return self.node(
            "Resize",
            [x, "", scales],
            name,
            mode="nearest",
            coordinate_transformation_mode="asymmetric",
            nearest_mode="floor",
        )

    def model(self, inputs, outputs, metadata):
        """The checked model; inputs and outputs are [(name, shape)], strings are symbolic sizes."""
        infos = [
            [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in group]
            for group in (inputs, outputs)
        ]
        graph = helper.make_graph(self.nodes, self.name, *infos, self.weights)
        model = helper.make_model(
            graph, producer_name="patente training", opset_imports=[helper.make_opsetid("", OPSET)]
        )
        model.ir_version = IR
        set_metadata(model, metadata)
        onnx.checker.check_model(model)
        return model


def folded(layer, norm):
    """(weight, bias) of a convolution followed by an optional batch normalisation."""
    weight = layer.weight.detach().numpy().astype(np.float64)
    bias = np.zeros(len(weight)) if layer.bias is None else layer.bias.detach().numpy().astype(np.float64)
    if norm is not None:
        gain = norm.weight.detach().numpy() / np.sqrt(norm.running_var.numpy() + norm.eps)
        weight = weight * gain[:, None, None, None]
        bias = norm.bias.detach().numpy() + (bias - norm.running_mean.numpy()) * gain
    return weight, bias


def set_metadata(model, values):
    """Replaces the metadata; what is not a string is written as JSON."""
    del model.metadata_props[:]
    helper.set_model_props(model, {k: v if isinstance(v, str) else json.dumps(v) for k, v in values.items()})


def metadata(model):
    return {p.key: p.value for p in model.metadata_props}


def save(model, path, entry):
    """Writes the model and its line in manifest.json beside it."""
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(path))
    data = path.read_bytes()
    manifest_path = path.with_name("manifest.json")
    manifest = json.loads(manifest_path.read_text()) if manifest_path.exists() else {"models": {}}
    manifest["models"][path.name] = {**entry, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    manifest_path.write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n")
    print(f"{path}: {len(data) / 1e6:.2f} MB")
