#include "domain/vocabulary/zone.h"

#include <gtest/gtest.h>

namespace patente {
namespace {

using namespace std::chrono;

Zone zone(std::string_view name) { return Zone::named(name).value(); }
Civil civil(std::string_view text) { return *parse_civil(text); }
Instant utc(std::string_view text) { return *parse_rfc3339(text); }

TEST(Zone, KnowsTheTzDatabase) {
    EXPECT_EQ(zone("America/Argentina/Buenos_Aires").name(), "America/Argentina/Buenos_Aires");
    for (const auto* name : {"", "Buenos Aires", "../../etc/passwd", "America/Atlantis", "-03:00"})
        EXPECT_EQ(Zone::named(name).error().problem, "zone-unknown") << name;
}

TEST(Zone, ShowsAndReadsCivilTime) {
    const Zone buenos_aires = zone("America/Argentina/Buenos_Aires");
    EXPECT_EQ(to_text(buenos_aires.civil(utc("2026-03-01T02:30:00Z"))), "2026-02-28 23:30");
    EXPECT_EQ(buenos_aires.instant(civil("2026-02-28 23:30")), utc("2026-03-01T02:30:00Z"));
    EXPECT_EQ(to_text(buenos_aires.day(utc("2026-03-01T02:30:00Z"))), "2026-02-28");
    EXPECT_EQ(buenos_aires.offset(utc("2026-03-01T02:30:00Z")), hours{-3});
    EXPECT_EQ(zone("Asia/Kathmandu").offset(utc("2026-03-01T00:00:00Z")), minutes{345});
}

TEST(Zone, MapsSkippedTimesToTheChange) {
    const Zone madrid = zone("Europe/Madrid");
    EXPECT_EQ(madrid.kind(civil("2026-03-29 02:30")), CivilKind::skipped);
    EXPECT_EQ(madrid.instant(civil("2026-03-29 02:30")), utc("2026-03-29T01:00:00Z"));
    EXPECT_EQ(madrid.instant(civil("2026-03-29 01:59")), utc("2026-03-29T00:59:00Z"));
    EXPECT_EQ(madrid.instant(civil("2026-03-29 03:00")), utc("2026-03-29T01:00:00Z"));
}

TEST(Zone, MapsTimesShownTwiceToTheFirst) {
    const Zone madrid = zone("Europe/Madrid");
    EXPECT_EQ(madrid.kind(civil("2026-10-25 02:30")), CivilKind::twice);
    EXPECT_EQ(madrid.kind(civil("2026-10-25 03:00")), CivilKind::unique);
    EXPECT_EQ(madrid.instant(civil("2026-10-25 02:30")), utc("2026-10-25T00:30:00Z"));
    EXPECT_EQ(madrid.instant_later(civil("2026-10-25 02:30")), utc("2026-10-25T01:30:00Z"));
    EXPECT_EQ(to_text(madrid.civil(utc("2026-10-25T00:30:00Z"))), to_text(madrid.civil(utc("2026-10-25T01:30:00Z"))));
}

TEST(Zone, BeginsDaysWhereMidnightIsSkipped) {
    const Zone santiago = zone("America/Santiago");  // the clock goes from 24:00 to 01:00
    const Day day = *parse_day("2026-09-06");
    EXPECT_EQ(santiago.day_begins(day), utc("2026-09-06T04:00:00Z"));
    EXPECT_EQ(to_text(santiago.civil(santiago.day_begins(day))), "2026-09-06 01:00");
    EXPECT_EQ(santiago.day(santiago.day_begins(day) - milliseconds{1}), day - days{1});
}

TEST(Zone, KeepsClockChangesYearsAhead) {
    EXPECT_EQ(zone("Europe/Madrid").offset(utc("2035-07-01T00:00:00Z")), hours{2});
    EXPECT_EQ(zone("America/Santiago").offset(utc("2035-07-01T00:00:00Z")), hours{-4});
    EXPECT_EQ(zone("America/Santiago").offset(utc("2035-01-01T00:00:00Z")), hours{-3});
}

TEST(Zone, NeverFallsAsCivilTimeGrows) {
    for (const auto* name : {"Europe/Madrid", "America/Santiago", "Australia/Lord_Howe", "Pacific/Apia", "America/Asuncion"}) {
        const Zone here = zone(name);
        Instant before = here.instant(civil("2026-01-01 00:00"));
        for (Civil at = civil("2026-01-01 00:00"); at < civil("2027-01-01 00:00"); at += minutes{17}) {
            const Instant now = here.instant(at);
            ASSERT_GE(now, before) << name << " " << to_text(at);
            ASSERT_TRUE(here.kind(at) != CivilKind::unique || here.civil(now) == at) << name;
            before = now;
        }
    }
}

TEST(Day, IsWrittenAndRead) {
    EXPECT_EQ(to_text(*parse_day("2028-02-29")), "2028-02-29");
    for (const auto* text : {"2026-02-29", "2026-2-9", "2026-13-01", "2026-00-10", "26-01-01", "2026-01-01 ", ""})
        EXPECT_FALSE(parse_day(text)) << text;
    EXPECT_EQ(weekday_of(*parse_day("2028-02-29")), Tuesday);
}

TEST(Civil, IsWrittenAndRead) {
    EXPECT_EQ(to_text(civil("2026-03-01T12:00")), "2026-03-01 12:00");
    EXPECT_EQ(to_text(civil("2026-03-01 12:00:07")), "2026-03-01 12:00:07");
    for (const auto* text :
         {"2026-03-01", "2026-03-01 24:00", "2026-03-01 12:60", "2026-03-01 12:00:60", "2026-03-01 1:00", "2026-03-01 12:00:"})
        EXPECT_FALSE(parse_civil(text)) << text;
}

}  // namespace
}  // namespace patente
