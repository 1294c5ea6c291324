#include "domain/parking/what_if_rules.h"

#include <gtest/gtest.h>

namespace patente::parking {
namespace {

const Zone buenos_aires = *Zone::named("America/Argentina/Buenos_Aires");

Recharged stay_at(const std::string& entered, std::int64_t was, std::int64_t would) {
    const Instant at = *parse_rfc3339(entered);
    Recharged stay{.was = was, .would = would};
    stay.stay.id = StayId::made_at(at);
    stay.stay.entered_at = at;
    return stay;
}

TEST(WhatIf, AddsUpByTheCivilDayOfTheEntry) {
    WhatIf sums{buenos_aires};
    ASSERT_TRUE(sums.add(stay_at("2026-03-02T02:59:00Z", 100, 150)));  // 23:59 of the first
    ASSERT_TRUE(sums.add(stay_at("2026-03-02T03:00:00Z", 200, 100)));
    ASSERT_TRUE(sums.add(stay_at("2026-03-02T20:00:00Z", 70, 70)));
    sums.leave_out();
    EXPECT_EQ(sums.whole().stays, 3);
    EXPECT_EQ(sums.whole().dearer, 1);
    EXPECT_EQ(sums.whole().cheaper, 1);
    EXPECT_EQ(sums.whole().was, 370);
    EXPECT_EQ(sums.whole().would, 320);
    EXPECT_EQ(sums.left_out(), 1);
    ASSERT_EQ(sums.days().size(), 2u);
    EXPECT_EQ(sums.days().at(*parse_day("2026-03-01")).would, 150);
    EXPECT_EQ(sums.days().at(*parse_day("2026-03-02")).stays, 2);
    EXPECT_EQ(sums.days().at(*parse_day("2026-03-02")).was, 270);
}

TEST(WhatIf, KeepsTheTenThatDifferMostUpOrDown) {
    WhatIf sums{buenos_aires};
    for (int i = 0; i < 30; ++i)
        ASSERT_TRUE(
            sums.add(stay_at("2026-03-02T12:00:" + std::to_string(10 + i) + "Z", 1000, i % 2 == 0 ? 1000 + i : 1000 - i)));
    ASSERT_EQ(sums.differ_most().size(), differ_most_count);
    for (std::size_t i = 0; i < differ_most_count; ++i)
        EXPECT_EQ(std::abs(sums.differ_most()[i].difference()), 29 - static_cast<int>(i));
    EXPECT_LT(sums.differ_most().front().difference(), 0);
}

TEST(WhatIf, OfEqualDifferencesTheEarlierComesFirstAndNoneIsNotListed) {
    WhatIf sums{buenos_aires};
    ASSERT_TRUE(sums.add(stay_at("2026-03-02T12:00:02Z", 10, 20)));
    ASSERT_TRUE(sums.add(stay_at("2026-03-02T12:00:01Z", 20, 10)));
    ASSERT_TRUE(sums.add(stay_at("2026-03-02T12:00:00Z", 20, 20)));
    ASSERT_EQ(sums.differ_most().size(), 2u);
    EXPECT_EQ(sums.differ_most()[0].difference(), -10);
}

TEST(WhatIf, SaysSoWhenASumDoesNotFit) {
    WhatIf sums{buenos_aires};
    ASSERT_TRUE(sums.add(stay_at("2026-03-02T12:00:00Z", 0, std::numeric_limits<std::int64_t>::max())));
    EXPECT_EQ(sums.add(stay_at("2026-03-02T12:00:01Z", 0, 1)).error().problem, "money-overflow");
}

}  // namespace
}  // namespace patente::parking
