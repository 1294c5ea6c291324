// What the values of a graph can be, as the file's metadata states it (`patente.ranges`): what bytes are scaled by.
#pragma once

#include <vector>

#include "base/result.h"
#include "vision/runtime/graph.h"

namespace patente::vision::runtime {

struct Range {
    float lowest = 0, highest = 0;
};

// By value: stated, or what follows from the inputs' ranges. Error: invalid "model-unusable" when the file states none for a
// convolution, or no numbers.
Result<std::vector<Range>> ranges_of(const Graph& graph);

// How a byte stands for a number: (byte − zero_point) · scale. Zero is always exact.
struct Scaling {
    float scale = 1;
    int zero_point = 0;

    bool operator==(const Scaling&) const = default;
};

Scaling scaling_for(Range range);

}  // namespace patente::vision::runtime
