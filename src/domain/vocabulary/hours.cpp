#include "domain/vocabulary/hours.h"

#include <algorithm>

namespace patente {
namespace {

using std::chrono::days, std::chrono::minutes, std::chrono::milliseconds;

minutes clock_time(const std::string& hh_mm) {
    return minutes{std::stoi(hh_mm.substr(0, 2)) * 60 + std::stoi(hh_mm.substr(3, 2))};
}

bool begins_on(const WeeklyHours& hours, const HolidayCalendar* calendar, Day day) {
    const auto weekday = static_cast<Weekday>(weekday_of(day).iso_encoding());
    if (!hours.weekdays.empty() && std::ranges::find(hours.weekdays, weekday) == hours.weekdays.end()) return false;
    if (hours.holidays == OnHolidays::same) return true;
    const bool holiday = calendar && calendar->holiday_on(day);
    return holiday == (hours.holidays == OnHolidays::only);
}

}  // namespace

std::vector<Span> merged(std::vector<Span> spans) {
    std::erase_if(spans, [](const Span& span) { return span.from >= span.to; });
    std::ranges::sort(spans, {}, &Span::from);
    std::vector<Span> result;
    for (const auto& span : spans) {
        if (!result.empty() && span.from <= result.back().to)
            result.back().to = std::max(result.back().to, span.to);
        else
            result.push_back(span);
    }
    return result;
}

std::vector<Span> clipped(const std::vector<Span>& spans, const Span& to) {
    std::vector<Span> result;
    for (const auto& span : spans) result.push_back({std::max(span.from, to.from), std::min(span.to, to.to)});
    return merged(std::move(result));
}

milliseconds total(const std::vector<Span>& spans) {
    milliseconds sum{0};
    for (const auto& span : spans) sum += span.to - span.from;
    return sum;
}

milliseconds overlap(const std::vector<Span>& spans, Instant from, Instant to) { return total(clipped(spans, {from, to})); }

std::vector<Span> spans_of(const std::vector<WeeklyHours>& hours, const Zone& zone, const HolidayCalendar* calendar,
                           const Span& within) {
    if (hours.empty()) return merged({within});
    std::vector<Span> spans;
    // Hours that began the day before may still hold.
    for (Day day = zone.day(within.from) - days{1}; day <= zone.day(within.to); day += days{1})
        for (const auto& each : hours) {
            if (!begins_on(each, calendar, day)) continue;
            const minutes from = clock_time(each.from), to = clock_time(each.to);
            spans.push_back({zone.instant(Civil{day} + from), zone.instant(Civil{day} + to + (to > from ? days{0} : days{1}))});
        }
    return clipped(merged(std::move(spans)), within);
}

}  // namespace patente
