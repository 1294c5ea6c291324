#include "vision/plate/beam.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

namespace patente::vision {
namespace {

constexpr std::size_t plate_length_max = 12;
constexpr float class_log_min = -9.2f;  // less likely than 1 in 10,000: not followed

struct Prefix {
    std::array<char, 16> text{};  // zeros behind its end; compared as two words
    std::uint8_t length = 0;
    double blank = 0, letter = 0;  // probability of all ways here that end in a blank, or in the last letter

    double probability() const { return blank + letter; }
    std::string_view view() const { return {text.data(), length}; }
};

class Beam {
public:
    explicit Beam(std::size_t width) : width_(width) {
        Prefix nothing;
        nothing.blank = 1;
        prefixes_.push_back(nothing);
    }

    void step(const float* logarithms, int classes, std::string_view alphabet) {
        letters_.clear();
        for (int c = 1; c < classes; ++c)
            if (logarithms[c] > class_log_min) letters_.push_back({alphabet[c - 1], std::exp(logarithms[c])});
        const double blank = std::exp(logarithms[0]);
        if (letters_.empty()) return fade(blank);
        next_ = prefixes_;
        for (auto& same : next_) same.blank = same.probability() * blank, same.letter = 0;
        for (std::size_t i = 0; i < prefixes_.size(); ++i)
            for (const auto& letter : letters_) write(i, letter);
        const auto kept = std::min(width_, next_.size());
        std::ranges::partial_sort(next_, next_.begin() + static_cast<std::ptrdiff_t>(kept), std::greater{}, &Prefix::probability);
        next_.resize(kept);
        prefixes_.swap(next_);
    }

    const std::vector<Prefix>& prefixes() const { return prefixes_; }

private:
    struct Letter {
        char name;
        double probability;
    };

    // Nothing can be written here.
    void fade(double blank) {
        for (auto& prefix : prefixes_) prefix.blank = prefix.probability() * blank, prefix.letter = 0;
    }

    // `next_` begins with the prefixes as they were. Two of them never grow into one text, but one may grow into another.
    void write(std::size_t i, const Letter& letter) {
        const Prefix& prefix = prefixes_[i];
        const bool repeats = prefix.length > 0 && prefix.text[prefix.length - 1] == letter.name;
        if (repeats) next_[i].letter += prefix.letter * letter.probability;
        const double before = repeats ? prefix.blank : prefix.probability();
        if (prefix.length == plate_length_max || before == 0) return;
        Prefix longer = prefix;
        longer.text[longer.length++] = letter.name;
        longer.blank = 0, longer.letter = before * letter.probability;
        const auto known = std::ranges::find(prefixes_, longer.text, &Prefix::text);
        if (known == prefixes_.end())
            next_.push_back(longer);
        else
            next_[known - prefixes_.begin()].letter += longer.letter;
    }

    std::size_t width_;
    std::vector<Prefix> prefixes_, next_;
    std::vector<Letter> letters_;  // that may be written at this step
};

}  // namespace

std::vector<Candidate> likeliest_texts(const Characters& characters, std::string_view alphabet, std::size_t width) {
    Beam beam{width};
    for (int i = 0; i < characters.steps(); ++i) beam.step(characters.step(i), characters.classes, alphabet);
    std::vector<Candidate> candidates;
    for (const auto& prefix : beam.prefixes()) candidates.push_back({std::string{prefix.view()}, prefix.probability()});
    return candidates;
}

}  // namespace patente::vision
