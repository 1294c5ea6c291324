#include "domain/sightings/search_rules.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "domain/vocabulary/plate.h"

namespace patente::sightings {

namespace {

constexpr double cell_degrees = 0.005;
constexpr std::int64_t cells_a_row = 72'000;
constexpr std::int64_t rows_most = 64;

// One query under reading: what is asked and what is wrong with it.
struct Asked {
    const Query& query;
    std::vector<Fault> faults = {};

    std::optional<std::string> value(std::string_view name) const {
        for (const auto& [key, value] : query)
            if (key == name) return value;
        return std::nullopt;
    }
    void fault(std::string_view name, std::string_view code, Text detail) {
        faults.push_back({std::string(name), std::string(code), std::move(detail)});
    }
};

std::optional<double> number_of(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

// "a,b" → two numbers.
std::optional<std::pair<double, double>> pair_of(std::string_view text) {
    const auto comma = text.find(',');
    if (comma == std::string_view::npos) return std::nullopt;
    const auto first = number_of(text.substr(0, comma));
    const auto second = number_of(text.substr(comma + 1));
    return first && second ? std::optional{std::pair{*first, *second}} : std::nullopt;
}

std::string plate_in(Asked& asked) {
    const auto text = asked.value("plate");
    if (!text) return {};
    auto plate = plate_search(*text);
    if (plate) return *plate;
    asked.fault("plate", "pattern", plate.error().detail);
    return {};
}

bool flag_in(Asked& asked, std::string_view name) {
    const auto text = asked.value(name);
    if (!text || *text == "false" || *text == "0") return false;
    if (*text != "true" && *text != "1") asked.fault(name, "type", {"Say true or false.", "Debe ser true o false."});
    return true;
}

std::optional<Instant> instant_in(Asked& asked, std::string_view name) {
    const auto text = asked.value(name);
    if (!text) return std::nullopt;
    const auto instant = parse_rfc3339(*text);
    if (!instant)
        asked.fault(name, "type",
                    {"An RFC 3339 time such as 2026-03-01T12:00:00Z.", "Una hora RFC 3339 como 2026-03-01T12:00:00Z."});
    return instant;
}

std::optional<double> share_in(Asked& asked, std::string_view name) {
    const auto text = asked.value(name);
    if (!text) return std::nullopt;
    const auto share = number_of(*text);
    if (!share || *share < 0 || *share > 1) asked.fault(name, "range", {"A number from 0 to 1.", "Un número de 0 a 1."});
    return share;
}

std::optional<Area> circle_in(Asked& asked) {
    const auto near = asked.value("near");
    const auto radius_text = asked.value("radius_m");
    if (!near) {
        if (radius_text) asked.fault("radius_m", "incomplete", {"It needs near=lat,lon.", "Necesita near=lat,lon."});
        return std::nullopt;
    }
    const auto point = pair_of(*near);
    if (!point || std::abs(point->first) > 90 || std::abs(point->second) > 180)
        asked.fault("near", "type",
                    {"Say it as lat,lon in degrees: -34.6037,-58.3816.", "Debe ser lat,lon en grados: -34.6037,-58.3816."});
    const auto radius = radius_text ? number_of(*radius_text) : std::optional{radius_m_default};
    if (!radius || *radius <= 0 || *radius > radius_m_max)
        asked.fault("radius_m", "range", {"More than 0 and at most 50000 metres.", "Más de 0 y como máximo 50000 metros."});
    if (!asked.faults.empty()) return std::nullopt;
    return Circle{{point->second, point->first}, *radius};
}

// "lon,lat;lon,lat;…" → a ring, closed here when it is not.
std::optional<std::vector<Position>> ring_of(std::string_view text) {
    std::vector<Position> ring;
    while (!text.empty()) {
        const auto end = std::min(text.find(';'), text.size());
        const auto point = pair_of(text.substr(0, end));
        if (!point) return std::nullopt;
        ring.push_back({point->first, point->second});
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return ring;
}

std::optional<Area> closed(std::vector<Position> ring) {
    if (!ring.empty() && ring.front() != ring.back()) ring.push_back(ring.front());
    return Polygon{{std::move(ring)}};
}

// A GeoJSON geometry, a ring [[lon,lat],…], or "lon,lat;lon,lat;…".
std::optional<Area> area_of(const std::string& text) {
    if (text.starts_with('{') || text.starts_with('[')) {
        const auto value = json::parsed(text);
        if (!value) return std::nullopt;
        if (value->is_object()) {
            auto area = json::read_value<Area>(*value);
            return area ? std::optional{*area} : std::nullopt;
        }
        auto ring = json::read_value<std::vector<Position>>(*value);
        return ring ? closed(*std::move(ring)) : std::nullopt;
    }
    auto ring = ring_of(text);
    return ring ? closed(*std::move(ring)) : std::nullopt;
}

std::optional<Area> polygon_in(Asked& asked) {
    const auto text = asked.value("polygon");
    if (!text) return std::nullopt;
    auto area = area_of(*text);
    if (!area) {
        asked.fault("polygon", "type",
                    {"A GeoJSON polygon, its ring, or lon,lat;lon,lat;lon,lat.",
                     "Un polígono GeoJSON, su anillo, o lon,lat;lon,lat;lon,lat."});
        return std::nullopt;
    }
    for (auto& fault : faults_of(*area)) asked.fault("polygon", fault.code, std::move(fault.detail));
    return area;
}

bool is_narrow(const Search& search, Instant now) {
    if (!search.is_pattern() || literal_run(search.plate) >= literals_min || search.area) return true;
    return search.from && search.to.value_or(now) - *search.from <= narrow_span;
}

std::vector<Difference> differences(const std::string& asked, const std::string& found) {
    std::vector<Difference> all;
    for (std::size_t i = 0; i < std::min(asked.size(), found.size()); ++i)
        if (asked[i] != found[i]) all.push_back({static_cast<int>(i) + 1, {asked[i]}, {found[i]}});
    return all;
}

std::int64_t row_of(double lat) {
    return static_cast<std::int64_t>(std::floor((std::clamp(lat, -90.0, 90.0) + 90) / cell_degrees));
}
std::int64_t column_of(double lon) {
    return std::min(static_cast<std::int64_t>(std::floor((std::clamp(lon, -180.0, 180.0) + 180) / cell_degrees)),
                    cells_a_row - 1);
}

}  // namespace

Result<Search> search_of(const Query& query, Instant now) {
    Asked asked{query};
    Search search;
    search.plate = plate_in(asked);
    search.similar = flag_in(asked, "similar");
    search.from = instant_in(asked, "from");
    search.to = instant_in(asked, "to");
    search.device = asked.value("device").value_or("");
    search.confidence_min = share_in(asked, "confidence_min");
    search.confidence_max = share_in(asked, "confidence_max");
    search.area = circle_in(asked);
    if (const auto polygon = polygon_in(asked)) {
        if (search.area)
            asked.fault("polygon", "conflict", {"Give near or polygon, not both.", "Use near o polygon, no los dos."});
        search.area = polygon;
    }
    if (search.from && search.to && *search.from >= *search.to)
        asked.fault("to", "range", {"It must be later than from.", "Debe ser posterior a from."});
    if (!asked.faults.empty())
        return fail(ErrorKind::invalid, "search-invalid",
                    {"Some parameters of the search are not right; see errors.",
                     "Algunos parámetros de la búsqueda no están bien; ver errors."},
                    std::move(asked.faults));
    if (!is_narrow(search, now))
        return fail(
            ErrorKind::invalid, "search-too-wide",
            {"A partial plate needs 3 letters or digits in a row, or a place (near, polygon), or a period of at most 31 days (from, to).",
             "Una patente parcial necesita 3 letras o números seguidos, o un lugar (near, polygon), o un período de hasta 31 días (from, to)."},
            {{"plate", "too_wide", {"Fewer than 3 characters in a row.", "Menos de 3 caracteres seguidos."}}});
    return search;
}

std::optional<Match> match_of(const Search& search, const std::string& plate) {
    if (search.plate.empty()) return std::nullopt;
    if (search.is_pattern()) return Match{matches_wildcard(search.plate, plate) ? MatchKind::exact : MatchKind::look_alike, {}};
    if (plate == search.plate) return Match{};
    const auto kind = look_alike_key(plate) == look_alike_key(search.plate) ? MatchKind::look_alike : MatchKind::other_spelling;
    return Match{kind, differences(search.plate, plate)};
}

std::vector<std::string> accepted_spellings(const Search& search) { return spellings_of(search.plate, "br"); }

std::int64_t cell_of(double lat, double lon) { return row_of(lat) * cells_a_row + column_of(lon); }

std::optional<std::vector<CellRange>> cells_over(const Bounds& bounds) {
    const auto south = row_of(bounds.south), north = row_of(bounds.north);
    if (north - south >= rows_most) return std::nullopt;
    std::vector<CellRange> ranges;
    for (auto row = south; row <= north; ++row)
        ranges.push_back({row * cells_a_row + column_of(bounds.west), row * cells_a_row + column_of(bounds.east)});
    return ranges;
}

}  // namespace patente::sightings
