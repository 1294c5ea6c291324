#include "domain/parking/figures_rules.h"

#include <gtest/gtest.h>

namespace patente::parking {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

TEST(Totals, add_up_by_civil_days_and_hours) {
    const auto zone = *Zone::named("America/Argentina/Buenos_Aires");
    const Instant from = *parse_rfc3339("2026-03-02T03:00:00Z"), to = from + hours{48};
    Totals totals{part_starts(zone, from, to, TotalsBy::day), to};
    ASSERT_EQ(totals.parts().size(), 2u);
    totals.entered(from, "A", "x");
    totals.entered(from + hours{1}, "A", "y");
    totals.entered(from + hours{24}, "A", "x");
    totals.entered(from + hours{25}, "B", "x");
    totals.entered(to, "C", "z");
    totals.charged(from + hours{1}, {100, "ARS"});
    totals.charged(from + hours{30}, {250, "ARS"});
    totals.charged(from + hours{30}, {7, "USD"});
    EXPECT_EQ(totals.whole().plates.size(), 2u);
    EXPECT_EQ(totals.whole().places.size(), 2u);
    EXPECT_EQ(totals.whole().charges.at("ARS"), 350);
    EXPECT_EQ(totals.parts()[0].plates.size(), 1u);
    EXPECT_EQ(totals.parts()[1].plates.size(), 2u);
    EXPECT_EQ(totals.parts()[1].charges.at("USD"), 7);
    EXPECT_EQ(part_starts(zone, from + minutes{30}, from + hours{2}, TotalsBy::hour),
              (std::vector{from + minutes{30}, from + hours{1}}));
    EXPECT_TRUE(part_starts(zone, from, from, TotalsBy::day).empty());
}

// A day of 23 hours, and one of 25.
TEST(Totals, days_follow_the_clock_changes) {
    const auto madrid = *Zone::named("Europe/Madrid");
    const Instant spring = *parse_rfc3339("2026-03-28T23:00:00Z"), autumn = *parse_rfc3339("2026-10-24T22:00:00Z");
    EXPECT_EQ(part_starts(madrid, spring, spring + hours{23}, TotalsBy::day).size(), 1u);
    EXPECT_EQ(part_starts(madrid, spring, spring + hours{24}, TotalsBy::day).size(), 2u);
    EXPECT_EQ(part_starts(madrid, autumn, autumn + hours{25}, TotalsBy::day).size(), 1u);
    EXPECT_EQ(part_starts(madrid, autumn, autumn + hours{25}, TotalsBy::hour).size(), 25u);
}

TEST(Usual, is_the_median_of_the_same_weekdays_since_the_first_with_anything) {
    const auto day = [](Figures figures) {
        DayFigures all{.until_now = figures};
        all.hours[9] = figures;
        return all;
    };
    EXPECT_EQ(usual_of({}).weeks, 0);
    EXPECT_EQ(usual_of({{}, {}}).weeks, 0);
    const auto three = usual_of({day({10, 2, {{"ARS", 100}}}), {}, day({30, 4, {{"ARS", 500}, {"USD", 7}}}), {}, {}});
    EXPECT_EQ(three.weeks, 3) << "a week of nothing counts once there was something";
    EXPECT_EQ(three.day.until_now, (Figures{10, 2, {{"ARS", 100}, {"USD", 0}}}));
    EXPECT_EQ(three.day.hours[9], three.day.until_now);
    EXPECT_TRUE(three.day.hours[10].is_nothing());
    EXPECT_EQ(usual_of({day({10, 1, {}}), day({13, 1, {}})}).day.until_now.plates, 11);
    DayFigures of_the_evening;
    of_the_evening.hours[22] = {4, 1, {}};
    EXPECT_EQ(usual_of({{}, of_the_evening}).weeks, 2) << "nothing until now is a figure too";
}

// Three in the afternoon is so by the clock on the wall, before the change and after it.
TEST(Usual, days_are_civil_days) {
    const auto madrid = *Zone::named("Europe/Madrid");
    const Instant now = *parse_rfc3339("2026-04-01T13:00:00Z");  // 15:00, summer time since 29 March
    const auto before = day_before(madrid, now, 1);
    EXPECT_EQ(to_rfc3339(before.from), "2026-03-24T23:00:00Z");
    EXPECT_EQ(to_rfc3339(before.until), "2026-03-25T14:00:00Z");
    EXPECT_EQ(to_rfc3339(before.to), "2026-03-25T23:00:00Z");
    EXPECT_EQ(day_before(madrid, now, 0).until, now);
    EXPECT_EQ(civil_hour(madrid, now), 15u);
}

}  // namespace
}  // namespace patente::parking
