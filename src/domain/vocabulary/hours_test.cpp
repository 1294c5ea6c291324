#include "domain/vocabulary/hours.h"

#include <gtest/gtest.h>

namespace patente {
namespace {

using std::chrono::hours, std::chrono::milliseconds;

Instant utc(const std::string& text) { return *parse_rfc3339(text + ":00Z"); }
Span span(const std::string& from, const std::string& to) { return {utc(from), utc(to)}; }

TEST(Hours, SpansThatTouchAreOneAndEmptyOnesAreNone) {
    EXPECT_EQ(merged({span("2026-03-02T12:00", "2026-03-02T13:00"), span("2026-03-02T10:00", "2026-03-02T12:00"),
                      span("2026-03-02T15:00", "2026-03-02T15:00"), span("2026-03-02T12:30", "2026-03-02T12:40")}),
              (std::vector{span("2026-03-02T10:00", "2026-03-02T13:00")}));
    EXPECT_EQ(overlap({span("2026-03-02T10:00", "2026-03-02T11:00"), span("2026-03-02T12:00", "2026-03-02T13:00")},
                      utc("2026-03-02T10:30"), utc("2026-03-02T12:15")),
              milliseconds{45 * 60'000});
}

TEST(Hours, HoldAtTheCivilHoursOfTheirDaysAndOverMidnight) {
    const auto zone = *Zone::named("America/Argentina/Buenos_Aires");  // UTC−3; 2026-03-02 is a Monday
    const Span week = span("2026-03-02T03:00", "2026-03-09T03:00");
    EXPECT_EQ(spans_of({}, zone, nullptr, week), std::vector{week});
    EXPECT_EQ(spans_of({{{Weekday::mon, Weekday::fri}, "08:00", "20:00"}}, zone, nullptr, week),
              (std::vector{span("2026-03-02T11:00", "2026-03-02T23:00"), span("2026-03-06T11:00", "2026-03-06T23:00")}));
    EXPECT_EQ(spans_of({{{Weekday::sun}, "22:00", "06:00"}}, zone, nullptr, week),
              (std::vector{span("2026-03-02T03:00", "2026-03-02T09:00"), span("2026-03-09T01:00", "2026-03-09T03:00")}))
        << "Sunday's night runs into Monday";
}

TEST(Hours, HolidaysAreLeftOutOrAlone) {
    const HolidayCalendar calendar{"ar", {{"Memoria", 3, 24}}};  // a Tuesday
    const Span days = span("2026-03-23T00:00", "2026-03-26T00:00");
    EXPECT_EQ(spans_of({{{}, "08:00", "09:00", OnHolidays::never}}, Zone::utc(), &calendar, days),
              (std::vector{span("2026-03-23T08:00", "2026-03-23T09:00"), span("2026-03-25T08:00", "2026-03-25T09:00")}));
    EXPECT_EQ(spans_of({{{}, "08:00", "09:00", OnHolidays::only}}, Zone::utc(), &calendar, days),
              (std::vector{span("2026-03-24T08:00", "2026-03-24T09:00")}));
    EXPECT_EQ(spans_of({{{}, "08:00", "09:00", OnHolidays::only}}, Zone::utc(), nullptr, days), std::vector<Span>{});
}

TEST(Hours, ClockChangesMakeNightsOfSevenAndNineHours) {
    const auto madrid = *Zone::named("Europe/Madrid");
    const std::vector<WeeklyHours> night{{{}, "22:00", "06:00"}};
    EXPECT_EQ(total(spans_of(night, madrid, nullptr, span("2026-03-28T12:00", "2026-03-29T12:00"))), hours{7});
    EXPECT_EQ(total(spans_of(night, madrid, nullptr, span("2026-10-24T12:00", "2026-10-25T12:00"))), hours{9});
}

}  // namespace
}  // namespace patente
