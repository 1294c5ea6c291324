#include "domain/sightings/rules.h"

#include <gtest/gtest.h>

namespace patente::sightings {
namespace {

using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-03-01T12:00:00Z");
constexpr auto day = std::chrono::hours{24};

// About 111 m north for each 0.001°.
Place place(double lat, double accuracy_m = 10) { return {lat, -58.38, accuracy_m, PlaceSource::phone}; }

NewSighting seen(Instant at, std::optional<Place> where = place(-34.6)) {
    NewSighting sighting;
    sighting.plate = "AB123CD";
    sighting.seen_at = at;
    sighting.place = where;
    sighting.device = "gate-1";
    sighting.key_id = "key";
    return sighting;
}

Sighting kept(Instant first, Instant last) { return {SightingId::made_at(first), seen(first), last, 1, 1, first}; }

TEST(Merging, WindowSlidesWithTheLastLook) {
    const Sighting parked = kept(noon, noon + 10min);
    EXPECT_TRUE(merges(parked, seen(noon + 10min + 60s)));
    EXPECT_FALSE(merges(parked, seen(noon + 10min + 61s)));
    EXPECT_TRUE(merges(parked, seen(noon + 5min)));
    EXPECT_TRUE(merges(parked, seen(noon - 60s)));
    EXPECT_FALSE(merges(parked, seen(noon - 61s)));
}

TEST(Merging, AnotherPlateOrSourceIsAnotherSighting) {
    const Sighting parked = kept(noon, noon);
    auto other = seen(noon);
    other.plate = "AB123CE";
    EXPECT_FALSE(merges(parked, other));
    other = seen(noon);
    other.device = "gate-2";
    EXPECT_FALSE(merges(parked, other));
}

TEST(Merging, KeyCountsOnlyWhereNoDeviceIsNamed) {
    auto a = seen(noon), b = seen(noon);
    b.key_id = "other";
    EXPECT_TRUE(same_source(a, b));
    a.device = b.device = "";
    EXPECT_FALSE(same_source(a, b));
    b.key_id = "key";
    EXPECT_TRUE(same_source(a, b));
    b.device = "gate-1";
    EXPECT_FALSE(same_source(a, b));
}

TEST(Merging, PlacesAreOneWithinTheirAccuracies) {
    EXPECT_TRUE(same_place(seen(noon, place(-34.6)), seen(noon, place(-34.6004))));              // 44 m
    EXPECT_FALSE(same_place(seen(noon, place(-34.6)), seen(noon, place(-34.601))));              // 111 m
    EXPECT_TRUE(same_place(seen(noon, place(-34.6, 80)), seen(noon, place(-34.601, 80))));       // within 160 m
    EXPECT_FALSE(same_place(seen(noon, place(-34.6, 5000)), seen(noon, place(-34.604, 5000))));  // 445 m, never beyond 250
}

TEST(Merging, NoPlaceIsOnlyTheSameAsNoPlace) {
    EXPECT_TRUE(same_place(seen(noon, std::nullopt), seen(noon, std::nullopt)));
    EXPECT_FALSE(same_place(seen(noon, std::nullopt), seen(noon)));
}

TEST(Merging, ANamedZoneIsThePlace) {
    auto a = seen(noon), b = seen(noon, std::nullopt);
    a.zone = b.zone = "Centro A";
    EXPECT_TRUE(same_place(a, b));
    b.zone = "Centro B";
    EXPECT_FALSE(same_place(a, b));
    b = seen(noon);
    EXPECT_FALSE(same_place(a, b));
}

TEST(Correcting, APersonsPlateIsCertainAndNoLongerAnAlternative) {
    Sighting before = kept(noon, noon);
    before.seen.confidence = 0.7;
    before.seen.alternatives = {{"AB123CO", 0.2}, {"AB123CB", 0.1}};
    const Sighting after = corrected(before, {"AB123CO", noon, before.seen.place}, day);
    EXPECT_EQ(after.seen.plate, "AB123CO");
    EXPECT_EQ(after.seen.confidence, 1);
    EXPECT_EQ(after.seen.alternatives, (std::vector<Alternative>{{"AB123CB", 0.1}}));
    EXPECT_EQ(after.version, before.version + 1);
}

TEST(Correcting, AMovedTimeIsFlaggedAnew) {
    Sighting old = kept(noon - 3 * day, noon - 3 * day);
    old.recorded_at = noon;
    old.seen.time_flags = {"too_old"};
    const Sighting now = corrected(old, {"AB123CD", noon, old.seen.place}, day);
    EXPECT_TRUE(now.seen.time_flags.empty());
    EXPECT_EQ(now.seen_until, noon);
    const Sighting future = corrected(old, {"AB123CD", noon + 1h, old.seen.place}, day);
    EXPECT_EQ(future.seen.time_flags, std::vector<std::string>{"future"});
}

TEST(Correcting, NothingElseMoves) {
    const Sighting before = kept(noon, noon + 30s);
    const Sighting after = corrected(before, {"AB123CD", noon, std::nullopt}, day);
    EXPECT_EQ(after.seen.place, std::nullopt);
    EXPECT_EQ(after.seen.plate, before.seen.plate);
    EXPECT_EQ(after.seen_until, before.seen_until);
    EXPECT_EQ(after.seen.device, before.seen.device);
}

}  // namespace
}  // namespace patente::sightings
