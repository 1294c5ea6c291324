#include "vision/plate/prior.h"

#include <fmt/format.h>

#include <algorithm>

namespace patente::vision {
namespace {

constexpr double escape = 0.02;        // what a text of no format keeps
constexpr double chosen_share = 0.15;  // a text that no serial of the region gives
constexpr double hint_weight = 0.97;   // a person knows better than the picture, but cars travel
constexpr int repeats_max = 12;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool allowed(char kind, char c, std::string_view letters) {
    if (is_digit(c)) return kind != 'L';
    return kind != 'D' && (letters.empty() || letters.find(c) != letters.npos);
}

std::string_view country_of(std::string_view region) { return region.substr(0, region.find('-')); }

// "{n}" or "{n,m}" at the start of `rest`, which it leaves behind; false when it is malformed.
bool read_repeats(std::string_view& rest, int& least, int& most) {
    if (!rest.starts_with('{')) return true;
    rest.remove_prefix(1);
    const auto number = [&](int& value) {
        for (value = 0; !rest.empty() && is_digit(rest[0]) && value <= repeats_max; rest.remove_prefix(1))
            value = value * 10 + (rest[0] - '0');
    };
    number(least);
    most = least;
    if (rest.starts_with(',')) {
        rest.remove_prefix(1);
        number(most);
    }
    if (!rest.starts_with('}') || least > most || most < 1 || most > repeats_max) return false;
    rest.remove_prefix(1);
    return true;
}

}  // namespace

Result<Prior::Compiled> Prior::compiled(const Format& format) {
    Compiled result{{}, format.letters, format.chosen};
    std::string_view rest = format.pattern;
    while (!rest.empty()) {
        Piece piece{rest[0], 1, 1};
        rest.remove_prefix(1);
        if (std::string_view{"LDA"}.find(piece.kind) == std::string_view::npos || !read_repeats(rest, piece.least, piece.most))
            return fail(ErrorKind::invalid, "format-invalid",
                        {fmt::format("Format {} of {} is not made of L, D, A and {{n,m}}.", format.pattern, format.region),
                         fmt::format("El formato {} de {} no está hecho de L, D, A y {{n,m}}.", format.pattern, format.region)});
        result.pieces.push_back(piece);
    }
    return result;
}

bool Prior::fits(const Compiled& format, std::size_t piece, std::string_view text) {
    if (piece == format.pieces.size()) return text.empty();
    const auto& [kind, least, most] = format.pieces[piece];
    int taken = 0;
    while (taken < least) {
        if (text.empty() || !allowed(kind, text[0], format.letters)) return false;
        text.remove_prefix(1), ++taken;
    }
    for (;; ++taken) {
        if (fits(format, piece + 1, text)) return true;
        if (taken == most || text.empty() || !allowed(kind, text[0], format.letters)) return false;
        text.remove_prefix(1);
    }
}

Result<Prior> Prior::made(std::span<const Format> formats, const std::vector<std::string>& regions) {
    Prior prior;
    prior.regions_ = regions;
    prior.formats_.resize(regions.size());
    for (const auto& format : formats) {
        auto found = std::ranges::find(regions, country_of(format.region));
        if (found == regions.end()) found = std::ranges::find(regions, "eu");
        if (found != regions.end()) prior.formats_[found - regions.begin()].push_back(TRY(compiled(format)));
    }
    return prior;
}

double Prior::share_fitting(const std::vector<Compiled>& formats, std::string_view text) {
    double share = formats.empty() ? 1 : 0;
    for (const auto& format : formats)
        if (share < (format.chosen ? chosen_share : 1) && fits(format, 0, text)) share = format.chosen ? chosen_share : 1;
    return share;
}

double Prior::weight(std::string_view text, std::span<const float> seen, std::string_view hint) const {
    const auto hinted = std::ranges::find(regions_, country_of(hint));
    const double share_seen = hinted == regions_.end() ? 1 : 1 - hint_weight;
    double weight = escape;
    for (std::size_t i = 0; i < regions_.size() && i < seen.size(); ++i) {
        const double share =
            share_seen * seen[i] + (hinted == regions_.begin() + static_cast<std::ptrdiff_t>(i) ? hint_weight : 0);
        if (share > 1e-3) weight += share * share_fitting(formats_[i], text);
    }
    return weight;
}

}  // namespace patente::vision
