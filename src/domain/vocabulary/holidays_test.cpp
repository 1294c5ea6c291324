#include "domain/vocabulary/holidays.h"

#include <gtest/gtest.h>

namespace patente {
namespace {

std::string easter(int year) { return to_text(easter_sunday(year)); }

TEST(Easter, FallsAsTheCalendarSays) {
    EXPECT_EQ(easter(2024), "2024-03-31");
    EXPECT_EQ(easter(2025), "2025-04-20");
    EXPECT_EQ(easter(2026), "2026-04-05");
    EXPECT_EQ(easter(2028), "2028-04-16");
    EXPECT_EQ(easter(2038), "2038-04-25");  // the latest there can be
    EXPECT_EQ(easter(1818), "1818-03-22");  // the earliest
}

HolidayCalendar one(HolidayRule rule) { return {"x", {std::move(rule)}}; }
bool on(const HolidayCalendar& calendar, std::string_view day) { return calendar.holiday_on(*parse_day(day)) != nullptr; }

TEST(Holidays, ComeByDateEasterOrDecree) {
    EXPECT_TRUE(on(one({"Navidad", 12, 25}), "2026-12-25"));
    EXPECT_FALSE(on(one({"Navidad", 12, 25}), "2026-12-24"));
    EXPECT_TRUE(on(one({"Viernes Santo", 0, 0, -2}), "2026-04-03"));
    EXPECT_TRUE(on(one({"Puente", 0, 0, std::nullopt, parse_day("2026-03-23")}), "2026-03-23"));
    EXPECT_FALSE(on(one({"Puente", 0, 0, std::nullopt, parse_day("2026-03-23")}), "2027-03-23"));
    EXPECT_TRUE(on(one({"Bisiesto", 2, 29}), "2028-02-29"));
    EXPECT_FALSE(on(one({"Bisiesto", 2, 29}), "2026-03-01"));
    EXPECT_EQ(*one({"Navidad", 12, 25}).holiday_on(*parse_day("2026-12-25")), "Navidad");
}

TEST(Holidays, HoldFromAndUntilTheirYears) {
    HolidayRule rule{"Güemes", 6, 17};
    rule.since = 2016, rule.until = 2030;
    EXPECT_FALSE(on(one(rule), "2015-06-17"));
    EXPECT_TRUE(on(one(rule), "2016-06-17"));
    EXPECT_FALSE(on(one(rule), "2031-06-17"));
}

TEST(Holidays, MoveAsTheLawSays) {
    const auto twelfth = [](Moved moved) { return one({"12 October", 10, 12, std::nullopt, std::nullopt, moved}); };
    EXPECT_TRUE(on(twelfth(Moved::argentina), "2026-10-12"));  // a Monday stays
    EXPECT_TRUE(on(twelfth(Moved::argentina), "2027-10-11"));  // Tuesday to the Monday before
    EXPECT_FALSE(on(twelfth(Moved::argentina), "2027-10-12"));
    EXPECT_TRUE(on(twelfth(Moved::argentina), "2028-10-16"));    // Thursday to the Monday after
    EXPECT_TRUE(on(twelfth(Moved::argentina), "2025-10-12"));    // a Sunday stays
    EXPECT_TRUE(on(twelfth(Moved::chile), "2028-10-09"));        // Thursday to the Monday before
    EXPECT_TRUE(on(twelfth(Moved::chile), "2029-10-15"));        // Friday to the Monday after
    EXPECT_TRUE(on(twelfth(Moved::next_monday), "2025-10-13"));  // Sunday to Monday
    EXPECT_TRUE(on(twelfth(Moved::next_monday), "2027-10-18"));
}

}  // namespace
}  // namespace patente
