#include "app/commands/labelled.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/clock.h"
#include "base/id.h"

namespace patente {
namespace {

using vision::Vehicle;
using vision::VehicleKind;

const vision::Box near{0, 0, 100, 50}, beside{10, 0, 100, 50}, far{500, 300, 40, 40};

LabelledPhoto showing(std::vector<LabelledVehicle> vehicles) {
    LabelledPhoto photo;
    photo.vehicles = std::move(vehicles);
    return photo;
}

vision::PhotoReading seeing(std::vector<Vehicle> vehicles) {
    vision::PhotoReading reading;
    reading.vehicles = std::move(vehicles);
    return reading;
}

Result<std::vector<LabelledPhoto>> manifest(const std::string& line) {
    const auto file = std::filesystem::temp_directory_path() / ("manifest-" + Uuid::made_at(SystemClock{}.now()).text());
    std::ofstream{file} << line << '\n';
    auto photos = read_manifest(file);
    std::filesystem::remove(file);
    return photos;
}

TEST(Manifest, NamesVehiclesByClassAndBox) {
    const auto photos = manifest(R"({"image": "a.jpg", "plates": [], "vehicles": [{"class": "bus", "bbox": [1, 2, 30.5, 40]}]})");
    ASSERT_TRUE(photos);
    ASSERT_TRUE((*photos)[0].vehicles);
    ASSERT_EQ((*photos)[0].vehicles->size(), 1u);
    EXPECT_EQ((*photos)[0].vehicles->front().kind, VehicleKind::bus);
    EXPECT_EQ((*photos)[0].vehicles->front().box, (vision::Box{1, 2, 30.5f, 40}));
}

TEST(Manifest, WithoutVehiclesSaysNothingOfThem) {
    const auto photos = manifest(R"({"image": "a.jpg", "plates": []})");
    ASSERT_TRUE(photos);
    EXPECT_FALSE((*photos)[0].vehicles);
}

TEST(Manifest, AVehicleOfNoKindOrPlaceIsRefusedWithItsLine) {
    for (const std::string vehicle : {R"({"class": "boat", "bbox": [1, 2, 3, 4]})", R"({"class": "car"})", "7"}) {
        const auto photos = manifest(R"({"image": "a.jpg", "plates": [], "vehicles": [)" + vehicle + "]}");
        ASSERT_FALSE(photos) << vehicle;
        EXPECT_EQ(photos.error().problem, "manifest-invalid");
        EXPECT_NE(photos.error().detail.en.find(":1:"), std::string::npos);
    }
    EXPECT_FALSE(manifest(R"({"image": "a.jpg", "plates": [], "vehicles": 3})"));
}

TEST(VehiclesScored, AllFoundAndNothingElseIsOne) {
    const auto scores = vehicles_scored({showing({{VehicleKind::car, near}, {VehicleKind::car, far}})},
                                        {seeing({{VehicleKind::car, 0.9f, beside}, {VehicleKind::car, 0.2f, far}})});
    ASSERT_EQ(scores.size(), 1u);
    EXPECT_EQ(scores.at(VehicleKind::car).labelled, 2);
    EXPECT_DOUBLE_EQ(scores.at(VehicleKind::car).average_precision, 1);
}

// Ranks: right, wrong, right, of four labelled: 1/4 at precision 1, 1/4 at 2/3, the rest is never reached.
TEST(VehiclesScored, IsTheAreaUnderTheGreatestPrecisionAtEachRecall) {
    const auto scores = vehicles_scored({showing({{VehicleKind::bus, near}, {VehicleKind::bus, far}}),
                                         showing({{VehicleKind::bus, near}, {VehicleKind::bus, far}})},
                                        {seeing({{VehicleKind::bus, 0.8f, near}, {VehicleKind::bus, 0.7f, {200, 200, 10, 10}}}),
                                         seeing({{VehicleKind::bus, 0.6f, far}})});
    EXPECT_NEAR(scores.at(VehicleKind::bus).average_precision, 0.25 * 1 + 0.25 * 2 / 3, 1e-9);
}

TEST(VehiclesScored, ASecondAnswerForOneLabelIsWrong) {
    const auto scores = vehicles_scored(
        {showing({{VehicleKind::car, near}, {VehicleKind::car, far}})},
        {seeing({{VehicleKind::car, 0.9f, near}, {VehicleKind::car, 0.8f, beside}, {VehicleKind::car, 0.7f, far}})});
    EXPECT_NEAR(scores.at(VehicleKind::car).average_precision, 0.5 * 1 + 0.5 * 2 / 3, 1e-9);
}

TEST(VehiclesScored, AnotherKindThereIsMissedAndSaysNothingOfItsOwn) {
    const auto scores = vehicles_scored({showing({{VehicleKind::truck, near}})}, {seeing({{VehicleKind::bus, 0.9f, near}})});
    ASSERT_EQ(scores.size(), 1u);
    EXPECT_DOUBLE_EQ(scores.at(VehicleKind::truck).average_precision, 0);
}

TEST(VehiclesScored, PhotosWithoutLabelsOfVehiclesDoNotCount) {
    const auto scores = vehicles_scored({showing({{VehicleKind::car, near}}), LabelledPhoto{}},
                                        {seeing({{VehicleKind::car, 0.5f, near}}), seeing({{VehicleKind::car, 0.9f, far}})});
    EXPECT_DOUBLE_EQ(scores.at(VehicleKind::car).average_precision, 1);
}

}  // namespace
}  // namespace patente
