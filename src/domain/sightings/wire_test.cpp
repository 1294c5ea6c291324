#include "domain/sightings/wire.h"

#include <gtest/gtest.h>

namespace patente::sightings::wire {
namespace {

using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-03-01T12:00:00Z");
const std::string stored(64, 'a');

Result<std::vector<NewSighting>> in(const std::string& body) {
    return sightings_in(body, {noon, "key", 24h, [](const std::string& sha256) { return sha256 == stored; }});
}

std::vector<std::string> pointers(const std::string& body) {
    std::vector<std::string> all;
    const auto read = in(body);
    if (!read)
        for (const auto& fault : read.error().faults) all.push_back(fault.pointer);
    return all;
}

TEST(SightingsIn, OneWithOnlyItsPlateHasTheTimeOfArrival) {
    const auto read = in(R"({"plate": "ab 123-cd"})");
    ASSERT_TRUE(read);
    ASSERT_EQ(read->size(), 1u);
    const auto& sighting = read->front();
    EXPECT_EQ(sighting.plate, "AB123CD");
    EXPECT_EQ(sighting.plate_as_read, "ab 123-cd");
    EXPECT_EQ(sighting.confidence, 1);
    EXPECT_EQ(sighting.seen_at, noon);
    EXPECT_EQ(sighting.key_id, "key");
    EXPECT_EQ(sighting.place, std::nullopt);
}

TEST(SightingsIn, OneWithEverything) {
    const auto read = in(R"({"plate": "AB123CD", "confidence": 0.9, "alternatives": [{"plate": "ab123co", "confidence": 0.05},
        {"plate": "AB 123 CD", "confidence": 0.01}], "seen_at": "2026-02-27T09:00:00-03:00", "place": {"lat": -34.6, "lon": -58.4},
        "device": "gate-1", "evidence": ")" +
                         stored + R"(", "region": "ar", "zone": "Centro A"})");
    ASSERT_TRUE(read);
    const auto& sighting = read->front();
    EXPECT_EQ(sighting.alternatives, (std::vector<Alternative>{{"AB123CO", 0.05}}));  // the plate itself is no alternative
    EXPECT_EQ(sighting.seen_at, *parse_rfc3339("2026-02-27T12:00:00Z"));
    EXPECT_EQ(sighting.time_flags, std::vector<std::string>{"too_old"});
    EXPECT_EQ(sighting.place, (Place{-34.6, -58.4, std::nullopt, PlaceSource::device}));
    EXPECT_EQ(sighting.evidence_sha256, stored);
    EXPECT_EQ(sighting.capture_id, "");
}

TEST(SightingsIn, EvidenceMayBeACapture) {
    const auto read = in(R"({"plate": "AB123CD", "evidence": "0190A000-0000-7000-8000-000000000001"})");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->front().capture_id, "0190a000-0000-7000-8000-000000000001");
    EXPECT_EQ(read->front().evidence_sha256, "");
}

TEST(SightingsIn, EveryFaultOfEveryItemIsNamedAtOnce) {
    EXPECT_EQ(pointers(R"([{"plate": "AB123CD"}, {"plate": "!", "confidence": 2, "colour": "red"}, 7,
                           {"alternatives": [{"plate": "-", "confidence": 0.5}], "place": {"lat": 91, "lon": 0}}])"),
              (std::vector<std::string>{"/1/plate", "/1/confidence", "/1/colour", "/2", "/3/plate", "/3/alternatives/0/plate",
                                        "/3/place/lat"}));
    EXPECT_EQ(pointers(R"({"plate": "AB123CD", "evidence": ")" + std::string(64, 'b') + R"("})"),
              std::vector<std::string>{"/evidence"});
    EXPECT_EQ(pointers(R"({"plate": "AB123CD", "evidence": "photo.jpg"})"), std::vector<std::string>{"/evidence"});
    EXPECT_EQ(pointers(R"({"plate": ")" + std::string(33, 'A') + R"("})"), std::vector<std::string>{"/plate"});
}

TEST(SightingsIn, ABatchHasFromOneToAThousand) {
    EXPECT_EQ(pointers("[]").size(), 1u);
    std::string many = "[";
    for (int i = 0; i < 1'000; ++i) many += R"({"plate":"AB123CD"},)";
    EXPECT_EQ(in(many.substr(0, many.size() - 1) + "]")->size(), 1'000u);
    EXPECT_FALSE(in(many + R"({"plate":"AB123CD"}])"));
    EXPECT_EQ(in("{").error().kind, ErrorKind::malformed);
}

TEST(CorrectionIn, IsAMergePatch) {
    const Corrected before{"AB123CO", noon, Place{-34.6, -58.4, 5, PlaceSource::phone}};
    EXPECT_EQ(*correction_in("{}", before), before);
    EXPECT_EQ(correction_in(R"({"plate": "ab123cd"})", before)->plate, "AB123CD");
    EXPECT_EQ(correction_in(R"({"plate": "ab123cd"})", before)->place, before.place);
    EXPECT_EQ(correction_in(R"({"place": null})", before)->place, std::nullopt);
    EXPECT_EQ(correction_in(R"({"place": {"lat": 1, "lon": 2}})", before)->place, (Place{1, 2, std::nullopt, PlaceSource::map}));
    EXPECT_EQ(correction_in(R"({"seen_at": "2026-03-01T11:00:00Z"})", before)->seen_at, noon - 1h);
    EXPECT_FALSE(correction_in(R"({"confidence": 1})", before));
    EXPECT_FALSE(correction_in("[]", before));
}

}  // namespace
}  // namespace patente::sightings::wire
