// Fourth step: the likeliest texts of a sequence of CTC steps. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "vision/plate/characters.h"

namespace patente::vision {

struct Candidate {
    std::string text;
    double probability = 0;  // 0…1

    bool operator==(const Candidate&) const = default;
};

// Prefix beam search (Graves 2012): every way of writing a text counts. Likeliest first, at most `width`; what the
// probabilities lack to 1 belongs to texts that were dropped. Texts are at most 12 characters long.
std::vector<Candidate> likeliest_texts(const Characters& characters, std::string_view alphabet, std::size_t width);

}  // namespace patente::vision
