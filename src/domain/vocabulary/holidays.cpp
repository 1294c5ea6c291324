#include "domain/vocabulary/holidays.h"

namespace patente {
namespace {

using namespace std::chrono;

Day moved(Day day, Moved how) {
    const auto after_monday = static_cast<int>(weekday_of(day).iso_encoding()) - 1;  // Monday 0 … Sunday 6
    const Day monday_before = day - days{after_monday}, monday_after = monday_before + days{7};
    const bool weekend = after_monday >= 5;
    switch (how) {
        case Moved::no: return day;
        case Moved::argentina:
            if (after_monday == 0 || weekend) return day;
            return after_monday <= 2 ? monday_before : monday_after;
        case Moved::chile:
            if (after_monday == 0 || weekend) return day;
            return after_monday <= 3 ? monday_before : monday_after;
        case Moved::next_monday: return after_monday == 0 ? day : monday_after;
    }
    return day;
}

std::optional<Day> day_in(const HolidayRule& rule, year y) {
    if (rule.once) return rule.once;
    if (rule.easter) return moved(easter_sunday(int{y}) + days{*rule.easter}, rule.moved);
    const year_month_day date{y, month(static_cast<unsigned>(rule.month)), std::chrono::day(static_cast<unsigned>(rule.day))};
    return date.ok() ? std::optional{moved(Day{date}, rule.moved)} : std::nullopt;  // 29 February comes some years
}

}  // namespace

// Anonymous Gregorian algorithm (Nature, 20 April 1876; Meeus, Astronomical Algorithms, ch. 8).
Day easter_sunday(int y) {
    const int a = y % 19, b = y / 100, c = y % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    const int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
    const int m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
    return Day{
        year_month_day{year{y}, month(static_cast<unsigned>(n / 31)), std::chrono::day(static_cast<unsigned>(n % 31 + 1))}};
}

const std::string* HolidayCalendar::holiday_on(Day day) const {
    const year y = year_month_day{day}.year();
    for (const auto& rule : rules)
        if (int{y} >= rule.since && int{y} <= rule.until && day_in(rule, y) == day) return &rule.name;
    return nullptr;
}

}  // namespace patente
