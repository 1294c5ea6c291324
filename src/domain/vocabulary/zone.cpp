#include "domain/vocabulary/zone.h"

#include <fmt/format.h>

// As Debian builds libdate-tz: zones come from /usr/share/zoneinfo.
#define USE_OS_TZDB 1
#include <date/tz.h>

#include <stdexcept>

namespace patente {
namespace {

using namespace std::chrono;

date::local_info info_of(const date::time_zone* zone, Civil civil) {
    return zone->get_info(date::local_time<milliseconds>{civil.time_since_epoch()});
}

std::optional<int> take_number(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) return std::nullopt;
    int value = 0;
    for (const char c : text.substr(0, digits)) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, char expected) {
    if (text.empty() || text.front() != expected) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<Day> take_day(std::string_view& text) {
    const auto y = take_number(text, 4);
    if (!y || !take(text, '-')) return std::nullopt;
    const auto m = take_number(text, 2);
    if (!m || !take(text, '-')) return std::nullopt;
    const auto d = take_number(text, 2);
    if (!d) return std::nullopt;
    const year_month_day date{year{*y}, month(static_cast<unsigned>(*m)), day(static_cast<unsigned>(*d))};
    if (!date.ok()) return std::nullopt;
    return Day{date};
}

}  // namespace

Result<Zone> Zone::named(std::string_view name) {
    try {
        return Zone{date::locate_zone(name)};
    } catch (const std::runtime_error&) {  // the library's only way to say that it has no such zone
        return fail(ErrorKind::invalid, "zone-unknown",
                    {fmt::format("\"{}\" is no time zone; write one as \"America/Argentina/Buenos_Aires\".", name),
                     fmt::format("«{}» no es una zona horaria; se escribe como «America/Argentina/Buenos_Aires».", name)});
    }
}

Zone Zone::utc() { return Zone{date::locate_zone("Etc/UTC")}; }

const std::string& Zone::name() const { return zone_->name(); }

minutes Zone::offset(Instant instant) const { return floor<minutes>(zone_->get_info(floor<seconds>(instant)).offset); }

Civil Zone::civil(Instant instant) const {
    return Civil{instant.time_since_epoch() + zone_->get_info(floor<seconds>(instant)).offset};
}

Day Zone::day(Instant instant) const { return floor<days>(civil(instant)); }

CivilKind Zone::kind(Civil civil) const {
    switch (info_of(zone_, civil).result) {
        case date::local_info::nonexistent: return CivilKind::skipped;
        case date::local_info::ambiguous: return CivilKind::twice;
        default: return CivilKind::unique;
    }
}

Instant Zone::instant(Civil civil) const {
    const auto info = info_of(zone_, civil);
    if (info.result == date::local_info::nonexistent) return info.first.end;
    return Instant{civil.time_since_epoch() - info.first.offset};
}

Instant Zone::instant_later(Civil civil) const {
    const auto info = info_of(zone_, civil);
    if (info.result == date::local_info::nonexistent) return info.first.end;
    const auto offset = info.result == date::local_info::ambiguous ? info.second.offset : info.first.offset;
    return Instant{civil.time_since_epoch() - offset};
}

weekday weekday_of(Day day) { return weekday{day}; }

std::string to_text(Day day) {
    const year_month_day date{day};
    return fmt::format("{:04}-{:02}-{:02}", int{date.year()}, unsigned{date.month()}, unsigned{date.day()});
}

std::optional<Day> parse_day(std::string_view text) {
    const auto day = take_day(text);
    return text.empty() ? day : std::nullopt;
}

std::string to_text(Civil civil) {
    const auto day = floor<days>(civil);
    const hh_mm_ss time{floor<seconds>(civil) - day};
    const std::string text = fmt::format("{} {:02}:{:02}", to_text(Day{day}), time.hours().count(), time.minutes().count());
    return time.seconds().count() == 0 ? text : fmt::format("{}:{:02}", text, time.seconds().count());
}

std::optional<Civil> parse_civil(std::string_view text) {
    const auto day = take_day(text);
    if (!day || (!take(text, ' ') && !take(text, 'T'))) return std::nullopt;
    const auto hour = take_number(text, 2);
    if (!hour || !take(text, ':')) return std::nullopt;
    const auto minute = take_number(text, 2);
    std::optional<int> second = 0;
    if (minute && take(text, ':')) second = take_number(text, 2);
    if (!minute || !second || !text.empty() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    return Civil{*day} + hours{*hour} + minutes{*minute} + seconds{*second};
}

}  // namespace patente
