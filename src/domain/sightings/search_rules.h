// What a search in the query of a request means, whether it is narrow enough, and why a plate was found.
#pragma once

#include <utility>

#include "domain/sightings/model.h"

namespace patente::sightings {

using Query = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t literals_min = 3;             // in a row, in a pattern that nothing else narrows
constexpr std::chrono::hours narrow_span{31 * 24};  // a period this short narrows a search
constexpr double radius_m_default = 100, radius_m_max = 50'000;

// Reads `plate`, `similar`, `near` with `radius_m`, `polygon`, `from`, `to`, `device`, `confidence_min` and
// `confidence_max`; other names are not its business.
// Errors: invalid "search-invalid" with every bad parameter; invalid "search-too-wide" for a pattern that would have to
// look at every plate there is.
Result<Search> search_of(const Query& query, Instant now);

// Why a plate answers a search for another text.
struct Difference {
    int at = 0;         // character, from 1
    std::string asked;  // what the search says there
    std::string found;

    bool operator==(const Difference&) const = default;
    static constexpr auto fields() {
        return std::tuple{json::field("at", &Difference::at), json::field("asked", &Difference::asked),
                          json::field("found", &Difference::found)};
    }
};

enum class MatchKind { exact, look_alike, other_spelling };

constexpr auto names_of(MatchKind) {
    return std::array<std::pair<MatchKind, std::string_view>, 3>{
        {{MatchKind::exact, "exact"}, {MatchKind::look_alike, "look_alike"}, {MatchKind::other_spelling, "other_spelling"}}};
}

struct Match {
    MatchKind kind = MatchKind::exact;
    std::vector<Difference> differences;

    bool operator==(const Match&) const = default;
    static constexpr std::string_view schema_name = "PlateMatch";
    static constexpr auto fields() {
        return std::tuple{json::field("kind", &Match::kind).help("other_spelling: Brazil's ABC1234 and ABC1C34 are one plate."),
                          json::field("differences", &Match::differences)};
    }
};

// nullopt when no plate was asked for.
std::optional<Match> match_of(const Search& search, const std::string& plate);

// The texts that an exact search accepts: the plate, and its other Brazilian spelling.
std::vector<std::string> accepted_spellings(const Search& search);

// ---- the grid that finds places: cells of 0.005° (about 550 m from south to north) ---------------------------------

std::int64_t cell_of(double lat, double lon);

struct CellRange {
    std::int64_t first = 0, last = 0;  // both included
};

// The cells that cover the bounds, one range for each row of the grid from the south; nullopt when that takes more
// than 64 ranges: then the box alone must do.
std::optional<std::vector<CellRange>> cells_over(const Bounds& bounds);

}  // namespace patente::sightings
