// Third step: what the reader network says of straightened crops.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "vision/plate/models.h"

namespace patente::vision {

// Of one crop. Steps run along the upper row, then along the lower.
struct Characters {
    int classes = 0;
    std::vector<float> logarithms;     // steps × classes: natural logarithm of the probability
    std::vector<float> regions;        // probability of each of the model's regions
    float two_lines = 0, legible = 0;  // 0…1; `legible`: this is a plate

    int steps() const { return static_cast<int>(logarithms.size()) / classes; }
    const float* step(int i) const { return logarithms.data() + static_cast<std::size_t>(i) * classes; }
};

// `crops` holds whole crops of the model's width × height, one after the other. Throws std::runtime_error when the
// network's answers have not the agreed shape: a broken file.
std::vector<Characters> read_characters(runtime::Context& context, const ReaderModel& model, std::span<const std::uint8_t> crops);

}  // namespace patente::vision
