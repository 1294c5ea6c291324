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

}  // namespace
}  // namespace patente::parking
