#include "domain/watch/travel_rules.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace patente::watch {
namespace {

using namespace std::chrono_literals;
using sightings::Passage;
using sightings::PlateSeen;

const Instant noon = *parse_rfc3339("2026-03-02T12:00:00Z");
const Confusions confusions = Confusions::of_look_alikes();

// Kilometres north of the Obelisco.
PlateSeen at(double km_north, Instant when, double accuracy_m = 10, double confidence = 0.97) {
    return {.plate = "AB123CD",
            .confidence = confidence,
            .seen_at = when,
            .place = Place{-34.6037 + km_north / 111.195, -58.3816, accuracy_m, PlaceSource::device}};
}

std::optional<AlertDetail> travel(const PlateSeen& seen, const PlateSeen& other, TravelSettings settings = {},
                                  std::chrono::milliseconds stays = 0ms) {
    return impossible_travel(seen, {other, other.seen_at + stays}, settings, confusions);
}

struct Case {
    const char* what;
    double km;
    std::chrono::seconds apart;
    double accuracy_m;
    bool alerts;
};

TEST(Travel, IsImpossibleBeyondTheSpeed) {
    const std::vector<Case> cases{
        {"40 km in 5 minutes", 40, 5min, 10, true},
        {"40 km in 12 minutes is 200 km/h: the clocks may differ", 40, 12min, 10, false},
        {"40 km in an hour", 40, 1h, 10, false},
        {"the same place", 0, 1s, 10, false},
        {"300 m at once: within what the clocks may differ", 0.3, 0s, 10, false},
        {"3 km at once", 3, 0s, 10, true},
        {"3 km at once, each place known to 2 km", 3, 0s, 2000, false},
        {"a plane: 650 km in an hour", 650, 1h, 10, true},
        {"700 km in four hours", 700, 4h, 10, false},
        {"12,000 km in a day", 12'000, 24h, 10, true},
    };
    for (const auto& each : cases) {
        const auto here = at(0, noon, each.accuracy_m), there = at(each.km, noon + each.apart, each.accuracy_m);
        EXPECT_EQ(travel(there, here).has_value(), each.alerts) << each.what;
        EXPECT_EQ(travel(here, there).has_value(), each.alerts) << each.what << ", the other way round";
    }
}

TEST(Travel, SaysTheSpeedTheDoubtAndBothSightings) {
    auto there = at(40, noon + 5min, 10, 0.9);
    there.alternatives = {{"A8123CD", 0.06}};
    there.crop_sha256 = "c0ffee";
    const auto alert = travel(there, at(0, noon, 10, 0.8));
    ASSERT_TRUE(alert);
    EXPECT_NEAR(alert->chance, 0.72, 0.001);
    EXPECT_NEAR(alert->travel->distance_m, 39'980, 20);
    EXPECT_EQ(alert->travel->seconds, 330);
    EXPECT_NEAR(alert->travel->needed_kmh, 436, 1);
    EXPECT_EQ(alert->travel->other.seen_at, noon);
    EXPECT_EQ(
        alert->text.en,
        "AB123CD was seen 40.0 km apart within 5.5 minutes, which needs 436 km/h: a plate may be cloned. Both readings are right "
        "with a chance of 72%. One may be A8123CD.");
    EXPECT_NE(alert->text.es.find("40,0 km de distancia en 5,5 minutos"), std::string::npos);
}

TEST(Travel, NeedsPlacesTimesAndReadingsToTrust) {
    const auto here = at(0, noon);
    auto there = at(40, noon + 5min);
    EXPECT_TRUE(travel(there, here));
    EXPECT_FALSE(travel(there, here, {.kmh_max = 0}));
    EXPECT_FALSE(travel(there, here, {.kmh_max = 500}));
    EXPECT_GT(travel(there, here, {}, 1h)->travel->needed_kmh, 4'000);  // it stayed there meanwhile
    EXPECT_FALSE(travel(at(40, noon + 5min, 10, 0.2), at(0, noon, 10, 0.2)));
    auto flagged = there;
    flagged.time_flags = {"future"};
    EXPECT_FALSE(travel(flagged, here));
    EXPECT_FALSE(travel(here, flagged));
    auto nowhere = there;
    nowhere.place.reset();
    EXPECT_FALSE(travel(nowhere, here));
    there.plate = "ZZ999ZZ";
    EXPECT_FALSE(travel(there, here));
}

// 100,000 trips that can be driven, with clocks up to 10 s off and places up to twice their accuracy off: no alert.
TEST(Travel, ThatCanBeDrivenAlertsNobody) {
    std::mt19937 random(11);
    std::uniform_real_distribution<double> unit(0, 1);
    int alerts = 0;
    for (int i = 0; i < 100'000; ++i) {
        const double kmh = 5 + 155 * unit(random), hours = std::pow(10.0, -3 + 4 * unit(random));
        const double accuracy = 5 + 45 * unit(random);
        const double off_km = accuracy / 1000 * (2 * unit(random) - 1);
        const auto off = std::chrono::milliseconds{static_cast<int>(10'000 * (2 * unit(random) - 1))};
        const auto took = std::chrono::milliseconds{static_cast<std::int64_t>(hours * 3'600'000)};
        alerts += travel(at(kmh * hours + off_km, noon + took + off, accuracy), at(0, noon, accuracy)).has_value();
    }
    EXPECT_EQ(alerts, 0);
}

}  // namespace
}  // namespace patente::watch
