#include "domain/captures/rules.h"

#include <gtest/gtest.h>

namespace patente::captures {
namespace {

using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-03-01T12:00:00Z");
constexpr auto day = std::chrono::hours{24};

Reading reading(const std::string& plate, double confidence, double width = 100) {
    return {.plate = plate, .as_read = plate, .confidence = confidence, .box = Box{0, 0, width, 20}};
}

Capture capture() {
    return {.id = CaptureId::made_at(noon), .sha256 = "e", .content_type = "image/jpeg", .received_at = noon, .key_id = "key"};
}

std::vector<std::string> plates(const std::vector<Reading>& readings) {
    std::vector<std::string> all;
    for (const auto& each : readings) all.push_back(each.plate);
    return all;
}

TEST(Judged, ByItsConfidence) {
    const Thresholds thresholds{.accept_min = 0.8, .doubtful_min = 0.3};
    EXPECT_EQ(judged(reading("AB123CD", 0.8), thresholds), Verdict::accepted);
    EXPECT_EQ(judged(reading("AB123CD", 0.79), thresholds), Verdict::doubtful);
    EXPECT_EQ(judged(reading("AB123CD", 0.3), thresholds), Verdict::doubtful);
    EXPECT_EQ(judged(reading("AB123CD", 0.29), thresholds), Verdict::none);
}

TEST(Judge, TheLargestAndSurestAcceptedOneStandsForThePhoto) {
    std::vector<Reading> all{reading("DOUBT0", 0.4, 900), reading("SMALL0", 0.99, 50), reading("LARGE0", 0.9, 200),
                             reading("NONE00", 0.01)};
    judge(all, {.accept_min = 0.5, .doubtful_min = 0.1});
    EXPECT_EQ(plates(all), (std::vector<std::string>{"LARGE0", "SMALL0", "DOUBT0", "NONE00"}));
}

TEST(PlaceInTime, TheCameraComesBeforeTheSenderAndThePhoneBeforeTheCamera) {
    const auto zone = *Zone::named("America/Argentina/Buenos_Aires");
    auto photo = capture();
    photo.given.taken_at = noon - 5min;
    photo.given.places = {{-34.6, -58.4, 10, PlaceSource::phone}};
    CameraSays camera{.time = *parse_civil("2026-03-01 08:50"), .place = Place{-34.7, -58.4, 10, PlaceSource::exif}};
    place_in_time(photo, camera, zone, day);
    EXPECT_EQ(photo.taken_at, (SeenAt{noon - 10min, TimeSource::exif_zone, {}}));
    EXPECT_EQ(photo.place, photo.given.places[0]);
    EXPECT_TRUE(photo.places_disagree);
}

TEST(PlaceInTime, WithoutAnythingItIsTheArrivalAndNowhere) {
    auto photo = capture();
    place_in_time(photo, {}, Zone::utc(), day);
    EXPECT_EQ(photo.taken_at, (SeenAt{noon, TimeSource::arrival, {}}));
    EXPECT_EQ(photo.place, std::nullopt);
    EXPECT_FALSE(may_use_arrival(photo));
    photo.given.taken_at = noon - day - 1ms;
    place_in_time(photo, {}, Zone::utc(), day);
    EXPECT_EQ(photo.taken_at.flags, std::vector<std::string>{"too_old"});
    EXPECT_TRUE(may_use_arrival(photo));
}

TEST(PositionOf, TakesTheFormsPhonesSend) {
    EXPECT_EQ(*position_of("-34.6,-58.4", PlaceSource::phone), (Place{-34.6, -58.4, std::nullopt, PlaceSource::phone}));
    EXPECT_EQ(*position_of("-34.6, -58.4, 12.5", PlaceSource::map), (Place{-34.6, -58.4, 12.5, PlaceSource::map}));
    EXPECT_EQ(*position_of(R"({"lat":-34.6,"lon":-58.4,"accuracy_m":8})", PlaceSource::phone),
              (Place{-34.6, -58.4, 8, PlaceSource::phone}));
    EXPECT_EQ(*position_of(R"({"lat":-34.6,"lon":-58.4,"accuracy_m":null,"source":"map"})", PlaceSource::phone),
              (Place{-34.6, -58.4, std::nullopt, PlaceSource::map}));
}

TEST(PositionOf, RefusesWhatIsNoPlaceOnEarth) {
    for (const auto* bad : {"", "1", "1,2,3,4", "91,0", "0,181", "0,0,-1", "a,b", "nan,0", "1,2,", "1,2 3", "{}", "{\"lat\":1}",
                            "{\"lat\":91,\"lon\":0}", "{\"lat\":1,\"lon\":2,\"who\":3}"})
        EXPECT_FALSE(position_of(bad, PlaceSource::phone)) << bad;
}

TEST(SightingOf, CarriesEverythingThatIsKnown) {
    auto photo = capture();
    photo.taken_at = {noon - 1min, TimeSource::gps, {"too_old"}};
    photo.place = Place{-34.6, -58.4, 5, PlaceSource::exif};
    photo.given.device = "gate-1";
    photo.given.zone = "Centro";
    auto read = reading("AB123CD", 0.9);
    read.crop_sha256 = "c";
    read.region = "ar";
    read.alternatives = {{"AB123CO", 0.05}};
    const auto sighting = sighting_of(photo, read);
    EXPECT_EQ(sighting.plate, "AB123CD");
    EXPECT_EQ(sighting.confidence, 0.9);
    EXPECT_EQ(sighting.alternatives, read.alternatives);
    EXPECT_EQ(sighting.seen_at, noon - 1min);
    EXPECT_EQ(sighting.time_flags, photo.taken_at.flags);
    EXPECT_EQ(sighting.place, photo.place);
    EXPECT_EQ(std::tie(sighting.device, sighting.zone, sighting.key_id, sighting.evidence_sha256, sighting.crop_sha256,
                       sighting.region),
              std::tie(photo.given.device, photo.given.zone, photo.key_id, photo.sha256, read.crop_sha256, read.region));
    EXPECT_EQ(sighting.capture_id, photo.id.text());
}

class ShowCorrection : public testing::Test {
protected:
    void SetUp() override {
        photo.taken_at = {noon, TimeSource::gps, {}};
        photo.readings = {reading("AB123CO", 0.7)};
        photo.readings[0].alternatives = {{"AB123CD", 0.2}};
        photo.readings[0].sighting = photo.sighting = id;
        standing = {{.sighting = id, .plate = "AB123CO", .confidence = 0.7, .seen_at = noon}, photo.id.text()};
    }
    const sightings::SightingId id = sightings::SightingId::made_at(noon);
    Capture photo = capture();
    sightings::Standing standing;
};

TEST_F(ShowCorrection, ShowsTheCorrectedPlateAndKeepsTheReading) {
    standing.now.plate = "AB123CD";
    standing.now.confidence = 1;
    show_correction(photo, id, standing);
    EXPECT_EQ(photo.readings[0].plate, "AB123CD");
    EXPECT_EQ(photo.readings[0].confidence, 1);
    EXPECT_EQ(photo.readings[0].as_read, "AB123CO");
    EXPECT_EQ(photo.readings[0].alternatives, (std::vector<Alternative>{{"AB123CO", 0.7}}));
    EXPECT_EQ(photo.taken_at.source, TimeSource::gps);
}

TEST_F(ShowCorrection, ShowsCorrectedTimeAndPlaceOnlyOfThePhotoItCameFrom) {
    standing.now.seen_at = noon - 1h;
    standing.now.place = Place{-34.6, -58.4, std::nullopt, PlaceSource::map};
    Capture merged = photo;
    show_correction(photo, id, standing);
    EXPECT_EQ(photo.taken_at, (SeenAt{noon - 1h, TimeSource::client, {}}));
    EXPECT_EQ(photo.place, standing.now.place);

    standing.capture_id = "another";
    show_correction(merged, id, standing);
    EXPECT_EQ(merged.taken_at.value, noon);
    EXPECT_EQ(merged.place, std::nullopt);
}

TEST_F(ShowCorrection, WhatNobodyCorrectedStaysAsItIs) {
    show_correction(photo, id, standing);
    EXPECT_EQ(photo.taken_at, (SeenAt{noon, TimeSource::gps, {}}));
    EXPECT_EQ(photo.readings[0].alternatives.size(), 1u);
}

TEST(Enter, APersonsPlateTakesTheDoubtfulReadingsCropAndKeepsItsText) {
    auto photo = capture();
    photo.state = State::read;
    photo.readings = {reading("AB123CO", 0.3), reading("XYZ987", 0.2)};
    photo.readings[0].crop_sha256 = "c";
    EXPECT_TRUE(may_enter_plate(photo));
    enter(photo, "AB123CD", "ab 123 cd");
    EXPECT_EQ(plates(photo.readings), (std::vector<std::string>{"AB123CD", "XYZ987"}));
    EXPECT_EQ(photo.readings[0].verdict, Verdict::entered);
    EXPECT_EQ(photo.readings[0].as_read, "ab 123 cd");
    EXPECT_EQ(photo.readings[0].crop_sha256, "c");
    EXPECT_EQ(photo.readings[0].alternatives, (std::vector<Alternative>{{"AB123CO", 0.3}}));
}

TEST(Enter, APhotoWithoutAReadingGetsOne) {
    auto photo = capture();
    photo.state = State::failed;
    photo.nothing_read = NothingRead::failed;
    enter(photo, "AB123CD", "AB123CD");
    EXPECT_EQ(plates(photo.readings), std::vector<std::string>{"AB123CD"});
    EXPECT_EQ(photo.readings[0].box.has_value(), false);
    EXPECT_EQ(photo.state, State::read);
    EXPECT_EQ(photo.nothing_read, std::nullopt);
}

TEST(Enter, NotWhileItIsReadNorBesideASightingNorWithoutAnImage) {
    auto photo = capture();
    EXPECT_FALSE(may_enter_plate(photo));
    photo.state = State::read;
    photo.sighting = sightings::SightingId::made_at(noon);
    EXPECT_FALSE(may_enter_plate(photo));
    photo.sighting.reset();
    photo.content_type = "";
    EXPECT_FALSE(may_enter_plate(photo));
}

TEST(ShownAs, ADuplicateHasItsOwnNameAndArrivalOnly) {
    auto first = capture(), again = capture();
    first.readings = {reading("AB123CD", 0.9)};
    first.taken_at = {noon - 1h, TimeSource::gps, {}};
    again.received_at = noon + 1h;
    again.given.device = "other";
    const auto shown = shown_as(again, first);
    EXPECT_EQ(shown.id, again.id);
    EXPECT_EQ(shown.duplicate_of, first.id);
    EXPECT_EQ(shown.received_at, again.received_at);
    EXPECT_EQ(shown.taken_at, first.taken_at);
    EXPECT_EQ(plates(shown.readings), std::vector<std::string>{"AB123CD"});
}

TEST(RegionHeld, IsLeftOutWhenThePlateFitsNoneOfItsFormats) {
    const auto formats =
        *Formats::of({{.region = "ar", .name = "a", .pattern = "LLDDDLL", .classes = {"car"}, .example = "AB123CD"},
                      {.region = "gb", .name = "b", .pattern = "LLDDLLL", .classes = {"car"}, .example = "AB12CDE"}});
    Reading read = reading("AF508XC", 0.99);
    read.region = "gb";
    EXPECT_EQ(region_held(formats, read), "");
    read.region = "ar";
    EXPECT_EQ(region_held(formats, read), "ar");
    read.region = "eu";  // no format is known of it
    EXPECT_EQ(region_held(formats, read), "eu");
}

}  // namespace
}  // namespace patente::captures
