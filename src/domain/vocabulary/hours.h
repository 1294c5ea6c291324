// Stretches of time, and the hours of a week as people write them in a place's civil time.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "domain/vocabulary/holidays.h"
#include "domain/vocabulary/zone.h"

namespace patente {

enum class Weekday { mon = 1, tue, wed, thu, fri, sat, sun };
constexpr auto names_of(Weekday) {
    return std::array<std::pair<Weekday, std::string_view>, 7>{{{Weekday::mon, "mon"},
                                                                {Weekday::tue, "tue"},
                                                                {Weekday::wed, "wed"},
                                                                {Weekday::thu, "thu"},
                                                                {Weekday::fri, "fri"},
                                                                {Weekday::sat, "sat"},
                                                                {Weekday::sun, "sun"}}};
}

enum class OnHolidays { same, only, never };
constexpr auto names_of(OnHolidays) {
    return std::array<std::pair<OnHolidays, std::string_view>, 3>{
        {{OnHolidays::same, "same"}, {OnHolidays::only, "only"}, {OnHolidays::never, "never"}}};
}

// [from, to)
struct Span {
    Instant from, to;

    bool operator==(const Span&) const = default;
};

// In order, those that touch or overlap as one, without empty ones.
std::vector<Span> merged(std::vector<Span> spans);
std::vector<Span> clipped(const std::vector<Span>& spans, const Span& to);                    // of merged ones
std::chrono::milliseconds total(const std::vector<Span>& spans);                              // of merged ones
std::chrono::milliseconds overlap(const std::vector<Span>& spans, Instant from, Instant to);  // of merged ones

// [from, to) on the days it begins; `to` at or before `from` is the next day's.
struct WeeklyHours {
    std::vector<Weekday> weekdays;  // none named: all
    std::string from = "00:00";
    std::string to = "24:00";
    OnHolidays holidays = OnHolidays::same;

    bool operator==(const WeeklyHours&) const = default;
    static constexpr std::string_view schema_name = "WeeklyHours";
    static constexpr auto fields() {
        return std::tuple{json::field("weekdays", &WeeklyHours::weekdays).length(0, 7).or_default().help("None named: all."),
                          json::field("from", &WeeklyHours::from).pattern("([01][0-9]|2[0-3]):[0-5][0-9]", "08:00").or_default(),
                          json::field("to", &WeeklyHours::to)
                              .pattern("([01][0-9]|2[0-3]):[0-5][0-9]|24:00", "20:00")
                              .or_default()
                              .help("At or before `from`: the next day."),
                          json::field("holidays", &WeeklyHours::holidays).or_default().help("same: as on any day of that name.")};
    }
};

// When these hours hold within `within`, merged; all of it when none are given. Without a calendar no day is a holiday.
std::vector<Span> spans_of(const std::vector<WeeklyHours>& hours, const Zone& zone, const HolidayCalendar* calendar,
                           const Span& within);

}  // namespace patente
