#include "domain/devices/rules.h"

#include <gtest/gtest.h>

namespace patente::devices {
namespace {

TEST(DeviceRules, NameEveryFaultAtOnce) {
    EXPECT_TRUE(checked({.name = "gate-1"}, {}));
    EXPECT_TRUE(checked({.name = "gate-1", .zone = "a zone", .direction = Direction::in}, {.zone_exists = true}));
    const auto wrong = checked({.name = "gate-1", .zone = "no zone"}, {.name_taken = true});
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().problem, "device-invalid");
    ASSERT_EQ(wrong.error().faults.size(), 2u);
    EXPECT_EQ(wrong.error().faults[0].pointer, "/name");
    EXPECT_EQ(wrong.error().faults[1].pointer, "/zone");
    EXPECT_EQ(checked({.name = "gate-1", .direction = Direction::out}, {}).error().faults[0].code, "required");
}

TEST(DeviceRules, APositionIsAPlaceThatTheDeviceSays) {
    EXPECT_FALSE(registered({.name = "phone-1"}).place);
    const auto camera = registered({.name = "camera-1", .position = Position{-34.6, -58.4, 5.0}, .direction = Direction::out});
    EXPECT_EQ(camera.place, (Place{-34.6, -58.4, 5.0, PlaceSource::device}));
    EXPECT_EQ(camera.direction, Direction::out);
}

}  // namespace
}  // namespace patente::devices
