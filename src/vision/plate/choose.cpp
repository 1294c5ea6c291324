#include "vision/plate/choose.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace patente::vision {
namespace {

constexpr std::size_t compared_max = 16;

// Characters of `a` that a best alignment (longest common subsequence) finds again in `b`.
std::vector<bool> shared_places(std::string_view a, std::string_view b) {
    a = a.substr(0, compared_max), b = b.substr(0, compared_max);
    std::array<std::array<int, compared_max + 1>, compared_max + 1> common{};  // of the rest from here
    for (std::size_t i = a.size(); i-- > 0;)
        for (std::size_t j = b.size(); j-- > 0;)
            common[i][j] = a[i] == b[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
    std::vector<bool> shared(a.size());
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        if (a[i] == b[j]) {
            shared[i++] = true, ++j;
        } else if (common[i + 1][j] >= common[i][j + 1]) {
            ++i;
        } else {
            ++j;
        }
    }
    return shared;
}

}  // namespace

std::vector<Candidate> chosen(const std::vector<std::vector<Candidate>>& views,
                              const std::function<double(const std::string&)>& weight) {
    std::map<std::string, double> seen;
    double unseen = 1;  // probability of texts that no beam kept
    for (const auto& view : views)
        for (const auto& candidate : view) {
            const double share = candidate.probability / static_cast<double>(views.size());
            seen[candidate.text] += share;
            unseen -= share;
        }
    std::vector<Candidate> candidates;
    double all = std::max(0.0, unseen);
    for (const auto& [text, probability] : seen) {
        const double weighted = text.size() < text_length_min ? probability : probability * weight(text);
        all += weighted;
        if (text.size() >= text_length_min) candidates.push_back({text, weighted});
    }
    std::ranges::stable_sort(candidates, std::greater{}, &Candidate::probability);
    if (candidates.size() > candidates_max) candidates.resize(candidates_max);
    for (auto& candidate : candidates) candidate.probability /= std::max(all, 1e-12);
    return candidates;
}

std::vector<float> character_confidence(const std::vector<Candidate>& candidates) {
    if (candidates.empty()) return {};
    std::vector<float> sure(candidates[0].text.size());
    double all = 0;
    for (const auto& candidate : candidates) {
        const auto shared = shared_places(candidates[0].text, candidate.text);
        for (std::size_t i = 0; i < shared.size(); ++i) sure[i] += shared[i] ? static_cast<float>(candidate.probability) : 0.0f;
        all += candidate.probability;
    }
    for (auto& each : sure) each /= static_cast<float>(std::max(all, 1e-12));
    return sure;
}

}  // namespace patente::vision
