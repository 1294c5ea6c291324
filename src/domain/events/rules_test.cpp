#include "domain/events/rules.h"

#include <gtest/gtest.h>

namespace patente::events {
namespace {

TEST(Filter, IsReadFromTheQuery) {
    EXPECT_EQ(filter_of({}), Filter{});
    EXPECT_EQ(
        filter_of(
            {{"type", "sightings,parking.closed"}, {"type", "captures.photo_read"}, {"plate", "ab 123-cd"}, {"zone", "z1"}}),
        (Filter{{"sightings", "parking.closed", "captures.photo_read"}, "AB123CD", "z1"}));
}

TEST(Filter, NamesEveryFault) {
    const auto wrong = filter_of({{"type", "Parking"}, {"type", "a.b.c,ok."}, {"plate", "?"}});
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().problem, "query-invalid");
    EXPECT_EQ(wrong.error().faults.size(), 4u);
}

TEST(Filter, LetsThroughWhatIsWanted) {
    const Filter all, by_room{{"parking"}, "", ""}, by_type{{"parking.closed"}, "", ""}, by_plate{{}, "AB123CD", ""},
        by_zone{{}, "", "z1"};
    EXPECT_TRUE(wants(all, "sightings.plate_seen", "", ""));
    EXPECT_TRUE(wants(by_room, "parking.closed", "AB123CD", "z1"));
    EXPECT_FALSE(wants(by_room, "parkings.closed", "AB123CD", "z1"));
    EXPECT_TRUE(wants(by_type, "parking.closed", "", ""));
    EXPECT_FALSE(wants(by_type, "parking.opened", "", ""));
    EXPECT_TRUE(wants(by_plate, "parking.closed", "AB123CD", ""));
    EXPECT_FALSE(wants(by_plate, "parking.closed", "AB123CE", ""));
    EXPECT_FALSE(wants(by_plate, "captures.photo_received", "", ""));
    EXPECT_TRUE(wants(by_zone, "parking.closed", "", "z1"));
    EXPECT_FALSE(wants(by_zone, "parking.closed", "", ""));
}

TEST(Position, IsANumberThatWasGiven) {
    EXPECT_EQ(*position_in("", 7), std::nullopt);
    EXPECT_EQ(*position_in("0", 7), 0);
    EXPECT_EQ(*position_in("7", 7), 7);
    for (const auto* wrong : {"8", "-1", "x", "7 ", "99999999999999999999"})
        EXPECT_EQ(position_in(wrong, 7).error().problem, "last-event-id-unknown") << wrong;
}

}  // namespace
}  // namespace patente::events
