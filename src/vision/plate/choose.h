// Sixth step: one reading from the candidates of one or more views of a plate. Pure.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "vision/plate/beam.h"

namespace patente::vision {

constexpr std::size_t candidates_max = 10;
constexpr std::size_t text_length_min = 2;

// `views`: the candidates of each view, their probabilities summing to at most 1; `weight`: the prior of a text.
// Likeliest first, at most 10, each with the probability of being right. Empty when all texts are too short.
std::vector<Candidate> chosen(const std::vector<std::vector<Candidate>>& views,
                              const std::function<double(const std::string&)>& weight);

// How sure each character of the first candidate is, 0…1: the share of the candidates that have it at the same place.
std::vector<float> character_confidence(const std::vector<Candidate>& candidates);

}  // namespace patente::vision
