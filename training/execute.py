"""Runs the ONNX subset in plain floats with torch: the reference for the runtime, and the judge of what
ships."""
import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper


class Executor:
    """A loaded model. `watch`, where it is set, is called with the name and the tensor of every Conv and Add: where a Relu alone reads
    one, with what it lets through, as the runtime joins the two."""

    def __init__(self, path):
        self.model = onnx.load(str(path))
        self.constants = {
            t.name: torch.from_numpy(numpy_helper.to_array(t).copy()) for t in self.model.graph.initializer
        }
        self.watch = None
        self.outputs = [o.name for o in self.model.graph.output]
        self.input = self.model.graph.input[0].name
        sides = [d.dim_value for d in self.model.graph.input[0].type.tensor_type.shape.dim[2:]]
        self.size = sides[1], sides[0]  # width and height of its input, 0 where any will do
        self.metadata = {p.key: p.value for p in self.model.metadata_props}
        self.steps = []
        for node in self.model.graph.node:
            attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
            if node.op_type == "Cast":  # weights only
                self.constants[node.output[0]] = self.constants[node.input[0]].float()
            else:
                self.steps.append((node.op_type, list(node.input), node.output[0], attributes))
        self.readers = {}  # what kinds of steps read each value
        for kind, inputs, _, _ in self.steps:
            for name in inputs:
                self.readers.setdefault(name, []).append(kind)

    def is_joined(self, name):
        """Whether the runtime joins this value's step with the Relu that alone reads it."""
        return self.readers.get(name) == ["Relu"]

    @torch.no_grad()
    def run(self, x):
        """{output name: tensor} for a normalised input tensor."""
        values = {self.input: x}

        def value(name):
            return values[name] if name in values else self.constants[name]

        for kind, inputs, output, attributes in self.steps:
            if kind == "Conv":
                top, left, bottom, right = attributes.get("pads", [0, 0, 0, 0])
                x = F.pad(value(inputs[0]), (left, right, top, bottom))
                values[output] = F.conv2d(
                    x, value(inputs[1]), value(inputs[2]), tuple(attributes.get("strides", [1, 1]))
                )
            elif kind == "Relu":
                values[output] = F.relu(value(inputs[0]))
            elif kind == "Add":
                values[output] = value(inputs[0]) + value(inputs[1])
            elif kind == "Resize":
                values[output] = F.interpolate(value(inputs[0]), scale_factor=2, mode="nearest")
            elif kind == "MaxPool":
                top, left, bottom, right = attributes.get("pads", [0, 0, 0, 0])
                x = F.pad(value(inputs[0]), (left, right, top, bottom), value=-np.inf)
                values[output] = F.max_pool2d(x, tuple(attributes["kernel_shape"]), tuple(attributes["strides"]))
            elif kind == "GlobalAveragePool":
                values[output] = value(inputs[0]).mean((2, 3), keepdim=True)
            elif kind == "Concat":
                values[output] = torch.cat([value(n) for n in inputs], 1)
            else:
                raise ValueError(f"operator outside the subset: {kind}")
            if self.watch and kind == "Relu" and self.is_joined(inputs[0]):
                self.watch(inputs[0], values[output])
            elif self.watch and kind in ("Conv", "Add") and not self.is_joined(output):
                self.watch(output, values[output])
        return {name: values[name] for name in self.outputs}
