#include "domain/captures/store.h"

#include <gtest/gtest.h>

#include "domain/captures/feature.h"
#include "platform/storage/test_database.h"

namespace patente::captures {
namespace {

using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-03-01T12:00:00Z");

Capture capture(const std::string& sha256, Instant at = noon) {
    Capture made{.id = CaptureId::made_at(at),
                 .sha256 = sha256,
                 .size = 7,
                 .content_type = "image/png",
                 .received_at = at,
                 .key_id = "key"};
    made.given = {noon - 1h, {{-34.6, -58.4, 9, PlaceSource::phone}}, "gate-1", "ar", "Centro"};
    made.job = "job";
    made.taken_at = {noon - 1h, TimeSource::client, {}};
    return made;
}

class CapturesStoreTest : public storage::EachDatabase {
protected:
    void SetUp() override {
        auto tables = migrations();
        tables.resize(1);  // the view needs the tables of sightings
        database = fresh(tables);
    }
    Capture kept(const Capture& one) {
        database->write([&](storage::Session& session) { store::add(session, one); });
        return one;
    }
    std::optional<Capture> found(const CaptureId& id) {
        return database->read([&](storage::Session& session) { return store::find(session, id); });
    }
    std::optional<Capture> original(const std::string& sha256) {
        return database->read([&](storage::Session& session) { return store::original(session, sha256); });
    }
    std::unique_ptr<storage::Database> database;
};
INSTANTIATE_EACH_DATABASE(CapturesStoreTest);

TEST_P(CapturesStoreTest, GivesBackAllThatWasKept) {
    const auto made = kept(capture("a"));
    const auto back = found(made.id);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->given, made.given);
    EXPECT_EQ(back->taken_at, made.taken_at);
    EXPECT_EQ(back->place, std::nullopt);
    EXPECT_EQ(back->state, State::waiting);
    EXPECT_EQ(
        std::tie(back->sha256, back->size, back->content_type, back->duplicate_of, back->received_at, back->key_id, back->job),
        std::tie(made.sha256, made.size, made.content_type, made.duplicate_of, made.received_at, made.key_id, made.job));
    EXPECT_FALSE(found(CaptureId::made_at(noon)));
}

TEST_P(CapturesStoreTest, AnOutcomeReplacesTheOneBefore) {
    auto made = kept(capture("a"));
    made.state = State::read;
    made.place = Place{-34.6, -58.4, std::nullopt, PlaceSource::exif};
    made.places_disagree = true;
    made.thumbnail_sha256 = "t";
    made.width = 4000;
    made.height = 3000;
    made.sighting = sightings::SightingId::made_at(noon);
    Reading reading{
        .plate = "AB123CD", .as_read = "AB123CD", .confidence = 0.9, .region = "ar", .lines = 2, .box = Box{1.5, 2, 3, 4}};
    reading.corners = {{1, 2}, {3, 4}, {5, 6}, {7.25, 8}};
    reading.alternatives = {{"AB123CO", 0.1}};
    reading.crop_sha256 = "c";
    reading.verdict = Verdict::accepted;
    reading.sighting = made.sighting;
    made.readings = {reading, {.plate = "XYZ987", .as_read = "XYZ987", .verdict = Verdict::none}};
    database->write([&](storage::Session& session) { store::save_outcome(session, made); });

    auto back = *found(made.id);
    ASSERT_EQ(back.readings.size(), 2u);
    const auto& read = back.readings[0];
    EXPECT_EQ(read.plate, "AB123CD");
    EXPECT_EQ(read.box->x, 1.5);
    EXPECT_EQ(read.corners, reading.corners);
    EXPECT_EQ(read.alternatives, reading.alternatives);
    EXPECT_EQ(std::tie(read.lines, read.crop_sha256, read.verdict, read.sighting),
              std::tie(reading.lines, reading.crop_sha256, reading.verdict, reading.sighting));
    EXPECT_FALSE(back.readings[1].box);
    EXPECT_EQ(back.place, made.place);
    EXPECT_EQ(std::tie(back.state, back.places_disagree, back.thumbnail_sha256, back.width, back.height, back.sighting),
              std::tie(made.state, made.places_disagree, made.thumbnail_sha256, made.width, made.height, made.sighting));

    made.readings.pop_back();
    database->write([&](storage::Session& session) { store::save_outcome(session, made); });
    EXPECT_EQ(found(made.id)->readings.size(), 1u);
}

TEST_P(CapturesStoreTest, TheOriginalIsTheFirstThatDidNotFail) {
    EXPECT_FALSE(original("a"));
    const auto failed = kept(capture("a"));
    database->write([&](storage::Session& session) { store::mark_failed(session, failed.id, NothingRead::failed); });
    EXPECT_EQ(found(failed.id)->nothing_read, NothingRead::failed);
    EXPECT_FALSE(original("a"));
    const auto first = kept(capture("a", noon + 1s));
    auto duplicate = capture("a", noon + 2s);
    duplicate.duplicate_of = first.id;
    kept(duplicate);
    EXPECT_EQ(original("a")->id, first.id);
    EXPECT_FALSE(original("b"));
}

TEST_P(CapturesStoreTest, OneThatWasReadDoesNotFailAfterwards) {
    auto made = kept(capture("a"));
    made.state = State::read;
    database->write([&](storage::Session& session) {
        store::save_outcome(session, made);
        store::mark_failed(session, made.id, NothingRead::failed);
    });
    EXPECT_EQ(found(made.id)->state, State::read);
}

TEST_P(CapturesStoreTest, PagesGoFromTheNewestArrivalOn) {
    std::vector<CaptureId> ids;
    for (int i = 0; i < 5; ++i) ids.push_back(kept(capture(std::to_string(i), noon + std::chrono::seconds{i / 2})).id);
    std::ranges::reverse(ids);
    std::vector<CaptureId> seen;
    std::optional<store::After> after;
    for (;;) {
        const auto page = database->read([&](storage::Session& session) { return store::page(session, after, 2); });
        if (page.empty()) break;
        for (const auto& each : page) seen.push_back(each.id);
        after = store::After{page.back().received_at, page.back().id};
        kept(capture("new", noon + 1h));
    }
    EXPECT_EQ(seen, ids);
}

}  // namespace
}  // namespace patente::captures
