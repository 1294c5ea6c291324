// How a graph is computed for one size of input: the steps after fusing, and where each value lies in memory. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "vision/runtime/ranges.h"

namespace patente::vision::runtime {

enum class Precision { fp32, bf16, int8 };

enum class Element { f32, bf16, byte };  // what a value is stored as; a byte stands for a number by its value's scaling

struct InputSize {
    int batch = 1, height = 0, width = 0;

    bool operator==(const InputSize&) const = default;
};

struct Step {
    const Node* node = nullptr;
    std::vector<int> inputs;
    int output = 0;
    // Of a convolution: what was fused into it.
    std::optional<int> sum_with;  // the value its result is added to
    bool sum_in_place = false;    // that value's memory becomes the output's
    bool relu_last = false;
};

struct Value {
    int channels = 0, height = 0, width = 0;
    Element element = Element::f32;
    Scaling scaling = {};    // of bytes
    std::size_t offset = 0;  // bytes into the arena; of values that a step computes, and the input
    std::size_t bytes = 0;
};

struct Plan {
    InputSize size;
    std::vector<Step> steps;
    std::vector<Value> values;  // by the graph's numbers
    std::vector<GraphOutput> outputs;
    std::size_t arena_bytes = 0;
};

std::size_t bytes_of(Element element);

// The graph must outlive the plan. Only what the `wanted` outputs need is computed; none named: all of them.
// Error: invalid "model-unusable" when the graph does not fit this size, or states no ranges for int8.
Result<Plan> plan_for(const Graph& graph, InputSize size, Precision precision, const std::vector<std::string>& wanted = {});

}  // namespace patente::vision::runtime
