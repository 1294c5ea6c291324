// When a photo was taken, by the most trusted of the times that came with it.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "domain/vocabulary/zone.h"

namespace patente {

// In order of trust.
enum class TimeSource { exif_offset, gps, exif_zone, client, arrival };

constexpr auto names_of(TimeSource) {
    return std::array<std::pair<TimeSource, std::string_view>, 5>{{{TimeSource::exif_offset, "exif_offset"},
                                                                   {TimeSource::gps, "gps"},
                                                                   {TimeSource::exif_zone, "exif_zone"},
                                                                   {TimeSource::client, "client"},
                                                                   {TimeSource::arrival, "arrival"}}};
}

// What came with a photo.
struct TimesGiven {
    std::optional<Civil> exif;                        // DateTimeOriginal
    std::optional<std::chrono::minutes> exif_offset;  // OffsetTimeOriginal, east of UTC
    std::optional<Instant> gps;                       // GPSDateStamp and GPSTimeStamp
    std::optional<Instant> client;                    // `taken_at`
    Instant arrival;
};

struct SeenAt {
    Instant value;
    TimeSource source = TimeSource::arrival;
    std::vector<std::string> flags;  // "future", "too_old"

    bool operator==(const SeenAt&) const = default;
    static constexpr std::string_view schema_name = "SeenAt";
    static constexpr auto fields() {
        return std::tuple{json::field("value", &SeenAt::value), json::field("source", &SeenAt::source),
                          json::field("flags", &SeenAt::flags)};
    }
};

constexpr std::chrono::milliseconds capture_max_age_default = std::chrono::hours{24};
constexpr std::chrono::milliseconds capture_future_tolerance = std::chrono::minutes{2};

// `zone` reads an EXIF time that states no offset. Flagged "too_old" when more than `max_age` before arrival, "future"
// when more than two minutes after it; the time itself is kept as it is.
SeenAt capture_time(const TimesGiven& given, const Zone& zone, std::chrono::milliseconds max_age = capture_max_age_default);

// "2026:03:01 12:00:00", as EXIF writes it; nullopt for anything else, also for zeros and blanks.
std::optional<Civil> parse_exif_time(std::string_view text);
// "-03:00", "+05:45", "Z"; nullopt for anything else.
std::optional<std::chrono::minutes> parse_exif_offset(std::string_view text);

// A time as programs of others write it: ISO 8601 with T or a blank, UTC where it states no offset. nullopt when it is none.
std::optional<Instant> iso_time(std::string text);

}  // namespace patente
