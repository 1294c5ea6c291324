#include "domain/vocabulary/capture_time.h"

namespace patente {
namespace {

using namespace std::chrono;

int digits(std::string_view two) {
    if (two.size() != 2 || two[0] < '0' || two[0] > '9' || two[1] < '0' || two[1] > '9') return -1;
    return (two[0] - '0') * 10 + (two[1] - '0');
}

SeenAt most_trusted(const TimesGiven& given, const Zone& zone) {
    if (given.exif && given.exif_offset)
        return {Instant{given.exif->time_since_epoch() - *given.exif_offset}, TimeSource::exif_offset, {}};
    if (given.gps) return {*given.gps, TimeSource::gps, {}};
    if (given.exif) return {zone.instant(*given.exif), TimeSource::exif_zone, {}};
    if (given.client) return {*given.client, TimeSource::client, {}};
    return {given.arrival, TimeSource::arrival, {}};
}

}  // namespace

SeenAt capture_time(const TimesGiven& given, const Zone& zone, milliseconds max_age) {
    SeenAt seen = most_trusted(given, zone);
    if (seen.value > given.arrival + capture_future_tolerance) seen.flags.emplace_back("future");
    if (seen.value < given.arrival - max_age) seen.flags.emplace_back("too_old");
    return seen;
}

std::optional<Civil> parse_exif_time(std::string_view text) {
    if (text.size() != 19 || text[4] != ':' || text[7] != ':' || text[10] != ' ') return std::nullopt;
    std::string usual{text};
    usual[4] = usual[7] = '-';
    if (usual.starts_with("0000")) return std::nullopt;  // cameras whose clock was never set
    return parse_civil(usual);
}

std::optional<minutes> parse_exif_offset(std::string_view text) {
    if (text == "Z") return minutes{0};
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
    const int hour = digits(text.substr(1, 2)), minute = digits(text.substr(4, 2));
    if (hour < 0 || hour > 14 || minute < 0 || minute > 59) return std::nullopt;
    return (text[0] == '-' ? -1 : 1) * (hours{hour} + minutes{minute});
}

std::optional<Instant> iso_time(std::string text) {
    constexpr std::size_t date_length = 10;
    if (text.size() <= date_length) return std::nullopt;
    if (text[date_length] == ' ') text[date_length] = 'T';
    const bool states_offset = text.ends_with('Z') || text.find_first_of("+-", date_length) != std::string::npos;
    return parse_rfc3339(states_offset ? text : text + 'Z');
}

}  // namespace patente
