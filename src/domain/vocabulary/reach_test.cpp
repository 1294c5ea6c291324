#include "domain/vocabulary/reach.h"

#include <gtest/gtest.h>

namespace patente {
namespace {

TEST(Reach, WithoutLimitsIsEverywhere) {
    const Reach all;
    EXPECT_TRUE(all.is_everywhere());
    EXPECT_TRUE(all.holds("a", "gate") && all.holds("", ""));
}

TEST(Reach, IsLimitedByPlace) {
    const Reach reach{.zones = {"a", "b"}, .devices_there = {"gate-a"}};
    EXPECT_FALSE(reach.is_everywhere());
    EXPECT_TRUE(reach.holds("a", "") && reach.holds("b", "anything"));
    EXPECT_FALSE(reach.holds("c", "") || reach.holds("", "")) << "also what is nowhere";
    EXPECT_TRUE(reach.holds("", "gate-a")) << "a device of the zone sees what is there";
    EXPECT_FALSE(reach.holds("c", "gate-a")) << "unless it says that it is elsewhere";
}

TEST(Reach, IsLimitedByDevice) {
    const Reach reach{.devices = {"gate"}};
    EXPECT_TRUE(reach.holds("", "gate") && reach.holds("a", "gate"));
    EXPECT_FALSE(reach.holds("a", "camera") || reach.holds("a", ""));
}

TEST(Reach, BothLimitsHoldTogether) {
    const Reach reach{.zones = {"a"}, .devices = {"gate"}};
    EXPECT_TRUE(reach.holds("a", "gate"));
    EXPECT_FALSE(reach.holds("a", "camera") || reach.holds("b", "gate"));
}

}  // namespace
}  // namespace patente
