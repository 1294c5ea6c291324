// How a graph is computed for one size of input: the steps after fusing, and where each value lies in memory. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "vision/runtime/graph.h"

namespace patente::vision::runtime {

enum class Precision { fp32, bf16 };

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
    bool relu_before_sum = false, relu_last = false;
};

struct Value {
    int channels = 0, height = 0, width = 0;
    bool fp32 = true;        // else bfloat16
    std::size_t offset = 0;  // bytes into the arena; of values that a step computes, and the input
    std::size_t bytes = 0;
};

struct Plan {
    InputSize size;
    std::vector<Step> steps;
    std::vector<Value> values;  // by the graph's numbers
    std::size_t arena_bytes = 0;
};

// The graph must outlive the plan. Error: invalid "model-unusable" when it does not fit this size.
Result<Plan> plan_for(const Graph& graph, InputSize size, Precision precision);

}  // namespace patente::vision::runtime
