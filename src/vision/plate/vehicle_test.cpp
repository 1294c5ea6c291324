#include "vision/plate/vehicle.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "base/json.h"

namespace patente::vision {
namespace {

constexpr int channels = 8;  // four heats, two of the centre, two of the size
const VehicleAnswer four_kinds{{VehicleKind::car, VehicleKind::truck, VehicleKind::bus, VehicleKind::motorcycle}, 16, 0.5f};

// A detector's answer of nothing, into which vehicles are put.
struct Answer {
    int height = 20, width = 30;
    std::vector<float> values = std::vector<float>(static_cast<std::size_t>(height) * width * channels, -8);

    float* cell(int y, int x) { return values.data() + (static_cast<std::size_t>(y) * width + x) * channels; }
    // A vehicle of `w` × `h` cells.
    void put(int y, int x, VehicleKind kind, float logit, float w, float h) {
        float* to = cell(y, x);
        to[static_cast<int>(kind)] = logit;
        to[4] = 0.25f, to[5] = -0.25f, to[6] = std::log(w), to[7] = std::log(h);
    }
    std::vector<Vehicle> vehicles(float scale = 1) const {
        return vehicles_in({1, height, width, channels, values.data()}, four_kinds, scale, four_kinds.threshold);
    }
};

TEST(Vehicles, ArePutBackIntoThePhotosPixels) {
    Answer answer;
    answer.put(4, 10, VehicleKind::bus, 3, 6, 2);
    const auto vehicles = answer.vehicles(0.5f);
    ASSERT_EQ(vehicles.size(), 1u);
    EXPECT_EQ(vehicles[0].kind, VehicleKind::bus);
    EXPECT_NEAR(vehicles[0].score, 1 / (1 + std::exp(-3.0)), 1e-5);
    EXPECT_NEAR(vehicles[0].box.centre().x, (10.5 + 0.25) * 16 / 0.5, 1e-3);
    EXPECT_NEAR(vehicles[0].box.centre().y, (4.5 - 0.25) * 16 / 0.5, 1e-3);
    EXPECT_NEAR(vehicles[0].box.width, 6 * 16 / 0.5, 1e-3);
    EXPECT_NEAR(vehicles[0].box.height, 2 * 16 / 0.5, 1e-3);
}

TEST(Vehicles, OfOneKindThatCoverEachOtherAreOneAndAnotherKindInFrontStays) {
    Answer answer;
    answer.put(4, 5, VehicleKind::car, 2, 8, 4);
    answer.put(4, 7, VehicleKind::car, 3, 8, 4);         // mostly over the first
    answer.put(5, 5, VehicleKind::motorcycle, 1, 3, 3);  // in front of it
    answer.put(14, 20, VehicleKind::truck, 2, 6, 4);
    answer.put(14, 20, VehicleKind::bus, 1, 6, 4);     // the same place: one of them is wrong
    answer.put(15, 5, VehicleKind::car, -0.1f, 6, 4);  // below the threshold
    const auto vehicles = answer.vehicles();
    ASSERT_EQ(vehicles.size(), 3u);
    EXPECT_EQ(vehicles[0].kind, VehicleKind::car);
    EXPECT_EQ(vehicles[1].kind, VehicleKind::truck);
    EXPECT_EQ(vehicles[2].kind, VehicleKind::motorcycle);
}

TEST(Vehicles, OfOneKindThatShareAThirdAreOneAndThatShareAFifthAreTwo) {
    Answer third, fifth;
    third.put(4, 5, VehicleKind::car, 3, 8, 4);
    third.put(4, 9, VehicleKind::car, 2, 8, 4);  // half of each is the other's
    fifth.put(4, 5, VehicleKind::car, 3, 6, 4);
    fifth.put(4, 9, VehicleKind::car, 2, 6, 4);  // a third of each
    EXPECT_EQ(third.vehicles().size(), 1u);
    EXPECT_EQ(fifth.vehicles().size(), 2u);
}

TEST(Vehicles, OnlyTheHighestOfNeighbouringCellsCounts) {
    Answer answer;
    answer.put(4, 5, VehicleKind::car, 2, 1, 1);
    answer.put(4, 6, VehicleKind::car, 1, 1, 1);
    EXPECT_EQ(answer.vehicles().size(), 1u);
}

TEST(Vehicles, WithoutAPlaceAreLeftOut) {
    Answer answer;
    answer.put(4, 5, VehicleKind::car, 2, 4, 4);
    answer.cell(4, 5)[4] = std::numeric_limits<float>::quiet_NaN();
    answer.put(12, 5, VehicleKind::car, 2, 4, 4);
    answer.cell(12, 5)[7] = -std::numeric_limits<float>::infinity();
    EXPECT_TRUE(answer.vehicles().empty());
}

TEST(Vehicles, AreNoMoreThanTheMost) {
    Answer answer;
    answer.height = 60, answer.width = 60;
    answer.values.assign(60 * 60 * channels, -8);
    for (int y = 1; y < 60; y += 2)
        for (int x = 1; x < 60; x += 2) answer.put(y, x, VehicleKind::car, 2, 1, 1);
    EXPECT_EQ(answer.vehicles().size(), vehicles_max);
}

const Vehicle car_seen{VehicleKind::car, 0.6f, {100, 100, 80, 40}};

Vehicle moved(Vehicle vehicle, float right, float score) {
    vehicle.box.x += right, vehicle.score = score;
    return vehicle;
}

TEST(JoinedVehicles, OfOneLookAreWhatItSaw) {
    const Vehicle truck{VehicleKind::truck, 0.9f, {0, 0, 400, 300}};
    EXPECT_EQ(joined({{truck, car_seen}}, 0.1f), (std::vector{truck, car_seen}));
    EXPECT_EQ(joined({{truck, car_seen}}, 0.7f), std::vector{truck});
    EXPECT_TRUE(joined({{}, {}}, 0.1f).empty());
}

TEST(JoinedVehicles, AreTheMeanOfTheirBoxesWeighedByScore) {
    const auto vehicles = joined({{car_seen}, {moved(car_seen, 8, 0.2f)}}, 0.1f);
    ASSERT_EQ(vehicles.size(), 1u);
    EXPECT_NEAR(vehicles[0].box.x, 102, 1e-3);
    EXPECT_NEAR(vehicles[0].score, 0.4, 1e-6);
}

TEST(JoinedVehicles, WhatALookDidNotSeeCountsAgainstThem) {
    const auto vehicles = joined({{car_seen}, {}, {}}, 0.1f);
    ASSERT_EQ(vehicles.size(), 1u);
    EXPECT_NEAR(vehicles[0].score, 0.2, 1e-6);
    EXPECT_TRUE(joined({{car_seen}, {}, {}}, 0.3f).empty());
}

TEST(JoinedVehicles, OfTwoAnswersOfOneLookTheBetterScores) {
    const auto vehicles = joined({{car_seen, moved(car_seen, 10, 0.4f)}, {car_seen}}, 0.1f);
    ASSERT_EQ(vehicles.size(), 1u);
    EXPECT_NEAR(vehicles[0].score, 0.6, 1e-6);
}

TEST(JoinedVehicles, OfOtherKindsOrPlacesStayApart) {
    Vehicle truck = car_seen;
    truck.kind = VehicleKind::truck;
    EXPECT_EQ(joined({{car_seen}, {truck}, {moved(car_seen, 60, 0.6f)}}, 0.1f).size(), 3u);
}

TEST(JoinedVehicles, DoNotDependOnTheOrderOfLooks) {
    const std::vector one{car_seen, moved(car_seen, 200, 0.3f)}, other{moved(car_seen, 5, 0.5f)},
        third{moved(car_seen, 195, 0.8f)};
    const auto vehicles = joined({one, other, third}, 0.1f), again = joined({third, one, other}, 0.1f);
    ASSERT_EQ(vehicles.size(), 2u);
    ASSERT_EQ(again.size(), 2u);
    for (int i = 0; i < 2; ++i) {
        EXPECT_NEAR(vehicles[i].score, again[i].score, 1e-6);
        EXPECT_NEAR(vehicles[i].box.x, again[i].box.x, 1e-3);
    }
}

TEST(Vehicles, APlateBelongsToTheSmallestThatHoldsItsCentre) {
    const Vehicle truck{VehicleKind::truck, 0.9f, {0, 0, 400, 300}}, car{VehicleKind::car, 0.5f, {100, 150, 150, 140}};
    const Vehicle away{VehicleKind::car, 0.8f, {500, 0, 50, 50}};
    EXPECT_EQ(vehicle_of({150, 240, 60, 20}, {truck, car, away}), car);
    EXPECT_EQ(vehicle_of({20, 240, 60, 20}, {truck, car, away}), truck);
    EXPECT_FALSE(vehicle_of({450, 240, 20, 10}, {truck, car, away}));
}

TEST(Vehicles, KindsHaveNames) { EXPECT_EQ(json::name_of(VehicleKind::motorcycle), "motorcycle"); }

}  // namespace
}  // namespace patente::vision
