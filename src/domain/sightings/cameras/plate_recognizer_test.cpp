#include "domain/sightings/cameras/plate_recognizer.h"

#include <gtest/gtest.h>

namespace patente::sightings::plate_recognizer {
namespace {

std::vector<std::string> pointers(const std::string& text) {
    std::vector<std::string> all;
    const auto seen = seen_in(text);
    if (!seen)
        for (const auto& fault : seen.error().faults) all.push_back(fault.pointer);
    return all;
}

TEST(PlateRecognizerWebhook, AResultIsASighting) {
    const auto seen = seen_in(R"({"hook": {"target": "http://x/", "id": "camera-1", "event": "recognition", "filename": "a.jpg"},
        "data": {"camera_id": "camera-1", "filename": "a.jpg", "timestamp": "2026-03-01T12:00:00.250000Z", "timestamp_local":
        "2026-03-01 09:00:00.250000-03:00", "results": [{"box": {"xmin": 1, "ymin": 2, "xmax": 3, "ymax": 4}, "plate": "ab123cd",
        "region": {"code": "ar", "score": 0.9}, "score": 0.91, "dscore": 0.8, "vehicle": {"type": "Sedan", "score": 0.7},
        "candidates": [{"score": 0.91, "plate": "ab123cd"}, {"score": 0.5, "plate": "ab123co"}, {"score": 0.4, "plate": "?"}],
        "model_make": [], "direction": 210}]}})");
    ASSERT_TRUE(seen) << seen.error().detail.en;
    EXPECT_EQ(seen->device, "camera-1");
    EXPECT_EQ(seen->at, parse_rfc3339("2026-03-01T12:00:00.250Z"));
    ASSERT_EQ(seen->plates.size(), 1u);
    const auto& plate = seen->plates.front();
    EXPECT_EQ(plate.plate, "AB123CD");
    EXPECT_EQ(plate.plate_as_read, "ab123cd");
    EXPECT_EQ(plate.confidence, 0.91);
    EXPECT_EQ(plate.region, "ar");
    EXPECT_EQ(plate.alternatives, (std::vector<Alternative>{{"AB123CO", 0.5}}));
}

TEST(PlateRecognizerWebhook, TheShapeOfVehicleDetectionIsUnderstood) {
    const auto seen = seen_in(R"({"data": {"camera_id": null, "results": [
        {"plate": {"type": "Plate", "score": 0.9, "box": {}, "props": {"plate": [{"value": "aa000bb", "score": 0.8}, {"value":
        "aa0o0bb", "score": 0.1}], "region": [{"value": "us-ca", "score": 0.5}]}}, "vehicle": {}}, {"plate": null, "vehicle": {}}]}})");
    ASSERT_TRUE(seen) << seen.error().detail.en;
    EXPECT_EQ(seen->device, "");
    EXPECT_FALSE(seen->at);
    ASSERT_EQ(seen->plates.size(), 1u) << "a vehicle without a plate is none";
    EXPECT_EQ(seen->plates[0].plate, "AA000BB");
    EXPECT_EQ(seen->plates[0].region, "us-ca");
    EXPECT_EQ(seen->plates[0].alternatives, (std::vector<Alternative>{{"AA0O0BB", 0.1}}));
}

TEST(PlateRecognizerWebhook, WhatIsNotKnownDoesNoHarm) {
    const auto seen = seen_in(R"({"data": {"results": [{"plate": "ab 123 cd", "score": 7, "region": {"code": "Roswell; DROP"},
        "candidates": [3, {}, {"plate": []}]}]}})");
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->plates[0].confidence, 1);
    EXPECT_EQ(seen->plates[0].region, "");
    EXPECT_TRUE(seen->plates[0].alternatives.empty());
    EXPECT_TRUE(seen_in(R"({"data": {"results": []}})")->plates.empty());
}

TEST(PlateRecognizerWebhook, EveryBadFieldIsNamed) {
    EXPECT_EQ(seen_in("json=").error().problem, "json-malformed");
    EXPECT_EQ(pointers("{}"), std::vector<std::string>{"/data"});
    EXPECT_EQ(pointers(R"([1])"), std::vector<std::string>{"/data"});
    EXPECT_EQ(
        pointers(R"({"data": {"camera_id": ")" + std::string(81, 'c') +
                 R"(", "timestamp": "soon", "results": [{"plate": "?"}, 7, {"plate": "ab123cd"}, {"plate": {"props": {}}}]}})"),
        (std::vector<std::string>{"/data/camera_id", "/data/timestamp", "/data/results/0/plate", "/data/results/1/plate",
                                  "/data/results/3/plate"}));
    EXPECT_EQ(pointers(R"({"data": {"results": {}}})"), std::vector<std::string>{"/data/results"});
}

}  // namespace
}  // namespace patente::sightings::plate_recognizer
