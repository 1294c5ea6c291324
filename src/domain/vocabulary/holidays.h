// Holidays of a place: rules by year, as data/holidays/*.toml states them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "domain/vocabulary/zone.h"

namespace patente {

// Where a law moves a holiday to make a long weekend.
enum class Moved {
    no,
    argentina,    // Ley 27.399: Tuesday and Wednesday to the Monday before, Thursday and Friday to the Monday after
    chile,        // Ley 19.668: Tuesday to Thursday to the Monday before, Friday to the Monday after
    next_monday,  // Colombia's Ley Emiliani: any day but Monday to the Monday after
};

constexpr auto names_of(Moved) {
    return std::array<std::pair<Moved, std::string_view>, 4>{
        {{Moved::no, "no"}, {Moved::argentina, "argentina"}, {Moved::chile, "chile"}, {Moved::next_monday, "next_monday"}}};
}

// One of: month and day, days from Easter Sunday, or one date.
struct HolidayRule {
    std::string name;
    int month = 0, day = 0;     // yearly
    std::optional<int> easter;  // days after Easter Sunday: Good Friday −2
    std::optional<Day> once;    // by decree
    Moved moved = Moved::no;
    int since = 1583, until = 9999;  // years, both included
};

struct HolidayCalendar {
    std::string id;  // "ar", "cl", "es-md"
    std::vector<HolidayRule> rules;

    // The holiday's name; nullptr on other days.
    const std::string* holiday_on(Day day) const;
};

using HolidayCalendars = std::map<std::string, HolidayCalendar>;  // by id

Day easter_sunday(int year);  // Gregorian, 1583…9999

}  // namespace patente
