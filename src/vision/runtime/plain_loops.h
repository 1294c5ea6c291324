// The slow and obvious way to compute a graph, in float32: what the tests hold the runtime against.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <vector>

#include "vision/runtime/graph.h"

namespace patente::vision::runtime {

struct PlainTensor {
    int channels = 0, height = 0, width = 0;
    std::vector<float> values;  // channels side by side

    PlainTensor() = default;
    PlainTensor(int channels, int height, int width)
        : channels(channels), height(height), width(width), values(channels * height * width) {}
    float& at(int y, int x, int c) { return values[(y * width + x) * channels + c]; }
    float at(int y, int x, int c) const { return values[(y * width + x) * channels + c]; }
};

// Calls visit(y, x, c, top row of the window, its left column) for each output pixel.
template <typename Visit>
PlainTensor plain_windows(const PlainTensor& in, const Window& w, int channels, Visit&& visit) {
    PlainTensor out(channels, (in.height + w.top + w.bottom - w.height) / w.stride_y + 1,
                    (in.width + w.left + w.right - w.width) / w.stride_x + 1);
    for (int y = 0; y < out.height; ++y)
        for (int x = 0; x < out.width; ++x)
            for (int c = 0; c < channels; ++c) out.at(y, x, c) = visit(y * w.stride_y - w.top, x * w.stride_x - w.left, c);
    return out;
}

inline PlainTensor plain_convolution(const Node& node, const PlainTensor& in) {
    const auto& w = node.window;
    return plain_windows(in, w, node.channels_out, [&](int top, int left, int c) {
        double sum = node.bias[c];
        for (int i = 0; i < node.channels_in; ++i)
            for (int u = std::max(0, -top); u < w.height && top + u < in.height; ++u)
                for (int v = std::max(0, -left); v < w.width && left + v < in.width; ++v)
                    sum += in.at(top + u, left + v, i) *
                           float_from_half(node.weights[((c * node.channels_in + i) * w.height + u) * w.width + v]);
        return static_cast<float>(sum);
    });
}

inline PlainTensor plain_max_pool(const Node& node, const PlainTensor& in) {
    const auto& w = node.window;
    return plain_windows(in, w, in.channels, [&](int top, int left, int c) {
        float most = -std::numeric_limits<float>::infinity();
        for (int u = std::max(0, -top); u < w.height && top + u < in.height; ++u)
            for (int v = std::max(0, -left); v < w.width && left + v < in.width; ++v)
                most = std::max(most, in.at(top + u, left + v, c));
        return most;
    });
}

inline PlainTensor plain_upsample(const PlainTensor& in) {
    PlainTensor out(in.channels, in.height * 2, in.width * 2);
    for (int y = 0; y < out.height; ++y)
        for (int x = 0; x < out.width; ++x)
            for (int c = 0; c < in.channels; ++c) out.at(y, x, c) = in.at(y / 2, x / 2, c);
    return out;
}

inline PlainTensor plain_mean(const PlainTensor& in) {
    PlainTensor out(in.channels, 1, 1);
    for (int c = 0; c < in.channels; ++c) {
        double sum = 0;
        for (int i = c; i < static_cast<int>(in.values.size()); i += in.channels) sum += in.values[i];
        out.values[c] = static_cast<float>(sum / (in.height * in.width));
    }
    return out;
}

inline PlainTensor plain_concat(const std::vector<const PlainTensor*>& parts, int channels) {
    PlainTensor out(channels, parts[0]->height, parts[0]->width);
    for (int y = 0; y < out.height; ++y)
        for (int x = 0; x < out.width; ++x) {
            int to = 0;
            for (const auto* part : parts)
                for (int c = 0; c < part->channels; ++c) out.at(y, x, to++) = part->at(y, x, c);
        }
    return out;
}

inline std::map<std::string, PlainTensor> plain_run(const Graph& graph, PlainTensor input) {
    std::vector<PlainTensor> values(graph.values);
    values[0] = std::move(input);
    for (const auto& node : graph.nodes) {
        const PlainTensor& first = values[node.inputs[0]];
        PlainTensor result = first;
        switch (node.kind) {
            case Operator::convolution: result = plain_convolution(node, first); break;
            case Operator::relu:
                for (auto& value : result.values) value = std::max(0.0f, value);
                break;
            case Operator::add:
                for (std::size_t i = 0; i < result.values.size(); ++i) result.values[i] += values[node.inputs[1]].values[i];
                break;
            case Operator::upsample: result = plain_upsample(first); break;
            case Operator::max_pool: result = plain_max_pool(node, first); break;
            case Operator::mean: result = plain_mean(first); break;
            case Operator::concat: {
                std::vector<const PlainTensor*> parts;
                for (const int value : node.inputs) parts.push_back(&values[value]);
                result = plain_concat(parts, node.channels_out);
            }
        }
        values[node.output] = std::move(result);
    }
    std::map<std::string, PlainTensor> outputs;
    for (const auto& output : graph.outputs) outputs[output.name] = values[output.value];
    return outputs;
}

}  // namespace patente::vision::runtime
