"""Runs the ONNX subset in plain floats with torch: the reference for the runtime, and the judge of what
ships."""
import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper


class Executor:
    """A loaded model. `ranges` collects [min, max] of every Conv output while `watch` is set."""

    def __init__(self, path):
        self.model = onnx.load(str(path))
        self.constants = {
            t.name: torch.from_numpy(numpy_helper.to_array(t).copy()) for t in self.model.graph.initializer
        }
        self.watch, self.ranges = False, {}
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
                if self.watch:
                    self.note(output, values[output])
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
        return {name: values[name] for name in self.outputs}

    def note(self, name, tensor):
        low, high = float(tensor.min()), float(tensor.max())
        old = self.ranges.get(name, (low, high))
        self.ranges[name] = (min(low, old[0]), max(high, old[1]))

    def rounded_ranges(self):
        return {name: [float(np.round(v, 4)) for v in pair] for name, pair in self.ranges.items()}
