// Civil time in a zone of the tz database, and back. From Howard Hinnant's date/tz with the system's tzdata.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace date {
class time_zone;
}

namespace patente {

using Civil = std::chrono::local_time<std::chrono::milliseconds>;  // what a clock on the wall shows
using Day = std::chrono::local_days;                               // a civil date

// A time that the clocks skipped (spring) has no instant; one they showed twice (autumn) has two.
enum class CivilKind { unique, skipped, twice };

class Zone {
public:
    // "America/Argentina/Buenos_Aires"; error: invalid "zone-unknown".
    static Result<Zone> named(std::string_view name);
    static Zone utc();

    const std::string& name() const;

    Civil civil(Instant instant) const;
    Day day(Instant instant) const;
    CivilKind kind(Civil civil) const;

    // Never falls as `civil` grows. A skipped time is the instant of the change; of a time shown twice, the first.
    Instant instant(Civil civil) const;
    Instant instant_later(Civil civil) const;  // as above, but of a time shown twice the second

    Instant day_begins(Day day) const {
        return instant(Civil{day});
    }  // the first instant of that date, also where midnight is skipped
    std::chrono::minutes offset(Instant instant) const;  // east of UTC

    bool operator==(const Zone&) const = default;

private:
    explicit Zone(const date::time_zone* zone) : zone_(zone) {}
    const date::time_zone* zone_;
};

std::chrono::weekday weekday_of(Day day);
std::string to_text(Day day);                             // "2026-03-01"
std::optional<Day> parse_day(std::string_view text);      // the same form; nullopt for anything else (also 30 February)
std::string to_text(Civil civil);                         // "2026-03-01 12:00", ":07" when the seconds are not zero
std::optional<Civil> parse_civil(std::string_view text);  // "2026-03-01 12:00[:07]", also with "T"; nullopt for anything else

}  // namespace patente
