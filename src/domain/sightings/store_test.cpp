#include "domain/sightings/store.h"

#include <fmt/format.h>

#include <gtest/gtest.h>

#include <map>

#include "domain/sightings/feature.h"
#include "domain/sightings/rules.h"
#include "domain/sightings/search_rules.h"
#include "platform/storage/test_database.h"

namespace patente::sightings {
namespace {

using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-03-01T12:00:00Z");

NewSighting seen(const std::string& plate, Instant at, std::optional<Place> where = std::nullopt,
                 const std::string& device = "") {
    NewSighting sighting;
    sighting.plate = plate;
    sighting.plate_as_read = plate;
    sighting.seen_at = at;
    sighting.place = where;
    sighting.device = device;
    sighting.key_id = "key";
    return sighting;
}

Sighting made(const NewSighting& seen) { return {SightingId::made_at(seen.seen_at), seen, seen.seen_at, 1, 1, noon}; }

class SightingsStoreTest : public storage::EachDatabase {
protected:
    void SetUp() override { database = fresh(migrations()); }

    Sighting keep(const NewSighting& sighting) {
        const Sighting kept = made(sighting);
        database->write([&](storage::Session& session) {
            store::take_plates(session, std::span(&sighting.plate, 1));
            store::add(session, std::span(&kept, 1));
        });
        return kept;
    }
    std::optional<Sighting> found(const SightingId& id) {
        return database->read([&](storage::Session& session) { return store::find(session, id); });
    }
    Page page(const Search& search, const std::optional<After>& after = std::nullopt, int limit = 50) {
        return database->read([&](storage::Session& session) { return store::page(session, search, after, limit); });
    }
    std::vector<std::string> plates(const Query& query) {
        const auto search = search_of(query, noon + 24h);
        if (!search) return {search.error().problem};
        std::vector<std::string> all;
        for (const auto& each : page(*search).items) all.push_back(each.seen.plate);
        std::ranges::sort(all);
        return all;
    }

    std::unique_ptr<storage::Database> database;
};
INSTANTIATE_EACH_DATABASE(SightingsStoreTest);

using Plates = std::vector<std::string>;

TEST_P(SightingsStoreTest, KnowsWhereAPlateWasBeforeAndAfter) {
    const Place there{-34.6, -58.4, 10.0, PlaceSource::device};
    keep(seen("AB123CD", noon - 2h, there));
    const auto before = keep(seen("AB123CD", noon - 1h, there)), itself = keep(seen("AB123CD", noon, there)),
               after = keep(seen("AB123CD", noon + 1h, there));
    keep(seen("AB123CD", noon + 2h, there));
    keep(seen("AB123CD", noon - 1min));
    keep(seen("ZZ999ZZ", noon - 1min, there));
    auto flagged = seen("AB123CD", noon + 1min, there);
    flagged.time_flags = {"future"};
    keep(flagged);
    const auto beside = [&](Instant at) {
        return database->read([&](storage::Session& session) {
            std::vector<SightingId> ids;
            for (const auto& each : store::beside(session, "AB123CD", at, itself.id)) ids.push_back(each.id);
            return ids;
        });
    };
    EXPECT_EQ(beside(noon), (std::vector{before.id, after.id}));
    database->write([&](storage::Session& session) { store::see_again(session, before, noon + 30s); });
    EXPECT_EQ(beside(noon)[1], before.id);  // it was still there
    EXPECT_TRUE(
        database->read([&](storage::Session& session) { return store::beside(session, "NO1", noon, itself.id); }).empty());
}

TEST_P(SightingsStoreTest, GivesBackAllThatWasKept) {
    auto full = seen("AB123CD", noon, Place{-34.6037, -58.3816, 12.5, PlaceSource::exif}, "gate-1");
    full.plate_as_read = "AB 123 CD";
    full.confidence = 0.93;
    full.alternatives = {{"AB123CO", 0.05}};
    full.region = "ar";
    full.time_flags = {"too_old"};
    full.zone = "Centro A";
    full.capture_id = "c";
    full.evidence_sha256 = "e";
    full.crop_sha256 = "p";
    const Sighting kept = keep(full);
    const auto back = found(kept.id);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->seen.place, full.place);
    EXPECT_EQ(back->seen.alternatives, full.alternatives);
    EXPECT_EQ(back->seen.time_flags, full.time_flags);
    EXPECT_EQ(json::text_of(event_of(*back)), json::text_of(event_of(kept)));
    EXPECT_EQ(std::tie(back->seen.plate_as_read, back->seen.region, back->seen.capture_id, back->seen.evidence_sha256,
                       back->seen.crop_sha256, back->seen.key_id),
              std::tie(full.plate_as_read, full.region, full.capture_id, full.evidence_sha256, full.crop_sha256, full.key_id));
    EXPECT_EQ(found(SightingId::made_at(noon)), std::nullopt);
}

TEST_P(SightingsStoreTest, FindsPlatesExactlyPartlyAndAlike) {
    for (const auto* plate : {"AB123CD", "A8123CD", "AB123CO", "XYZ987", "ABC1C34"}) keep(seen(plate, noon));
    EXPECT_EQ(plates({{"plate", "ab 123 cd"}}), Plates{"AB123CD"});
    EXPECT_EQ(plates({{"plate", "abc1234"}}), Plates{"ABC1C34"});
    EXPECT_EQ(plates({{"plate", "ab123cd"}, {"similar", "true"}}), (Plates{"A8123CD", "AB123CD", "AB123CO"}));
    EXPECT_EQ(plates({{"plate", "*123C?"}}), (Plates{"A8123CD", "AB123CD", "AB123CO"}));
    EXPECT_EQ(plates({{"plate", "AB123*"}}), (Plates{"AB123CD", "AB123CO"}));
    EXPECT_EQ(plates({{"plate", "?YZ987"}}), Plates{"XYZ987"});
    EXPECT_EQ(plates({{"plate", "A?123*"}, {"from", "2026-03-01T00:00:00Z"}}), (Plates{"A8123CD", "AB123CD", "AB123CO"}));
    EXPECT_EQ(plates({{"plate", "AB12*"}, {"similar", "true"}}), (Plates{"A8123CD", "AB123CD", "AB123CO"}));
    EXPECT_EQ(plates({{"plate", "A?1*"}, {"similar", "true"}, {"from", "2026-03-01T00:00:00Z"}}),
              (Plates{"A8123CD", "AB123CD", "AB123CO"}));
    EXPECT_EQ(plates({{"plate", "A*1?*D"}}), Plates{"search-too-wide"});
}

TEST_P(SightingsStoreTest, FindsByConfidence) {
    for (const auto& [plate, confidence] : std::map<std::string, double>{{"LOW123", 0.4}, {"EVN123", 0.75}, {"SURE123", 0.99}}) {
        auto sighting = seen(plate, noon);
        sighting.confidence = confidence;
        keep(sighting);
    }
    EXPECT_EQ(plates({{"confidence_max", "0.75"}}), (Plates{"EVN123", "LOW123"}));
    EXPECT_EQ(plates({{"confidence_min", "0.75"}, {"plate", "*123"}}), (Plates{"EVN123", "SURE123"}));
    EXPECT_EQ(plates({{"confidence_min", "0.5"}, {"confidence_max", "0.8"}}), Plates{"EVN123"});
}

TEST_P(SightingsStoreTest, FindsByPlaceTimeAndDevice) {
    keep(seen("HERE00", noon, Place{-34.6037, -58.3816, 10, PlaceSource::phone}, "cam-1"));
    keep(seen("NEAR00", noon + 1h, Place{-34.6044, -58.3816, 10, PlaceSource::phone}, "cam-2"));  // 78 m south
    keep(seen("CORNER", noon, Place{-34.6044, -58.3825, 10, PlaceSource::phone}));  // 113 m off, inside the box of 100 m
    keep(seen("FAR000", noon, Place{-33.0, -58.3816, 10, PlaceSource::phone}, "cam-1"));
    keep(seen("NOWHER", noon));
    EXPECT_EQ(plates({{"near", "-34.6037,-58.3816"}}), (Plates{"HERE00", "NEAR00"}));
    EXPECT_EQ(plates({{"near", "-34.6037,-58.3816"}, {"radius_m", "50000"}}), (Plates{"CORNER", "HERE00", "NEAR00"}));
    EXPECT_EQ(plates({{"polygon", "-58.382,-34.604;-58.381,-34.604;-58.3815,-34.6"}}), Plates{"HERE00"});
    EXPECT_EQ(plates({{"polygon", "-60,-36;-57,-36;-57,-30;-60,-30"}}), (Plates{"CORNER", "FAR000", "HERE00", "NEAR00"}));
    EXPECT_EQ(plates({{"device", "cam-1"}}), (Plates{"FAR000", "HERE00"}));
    EXPECT_EQ(plates({{"from", "2026-03-01T12:00:00Z"}, {"to", "2026-03-01T13:00:00Z"}}),
              (Plates{"CORNER", "FAR000", "HERE00", "NOWHER"}));
    EXPECT_EQ(plates({{"from", "2026-03-01T13:00:00Z"}}), Plates{"NEAR00"});
    EXPECT_EQ(plates({{"device", "cam-1"}, {"near", "-34.6037,-58.3816"}, {"plate", "H*"}}), Plates{"HERE00"});
}

TEST_P(SightingsStoreTest, PagesNeitherSkipNorRepeatWhileRowsAreAdded) {
    for (int i = 0; i < 20; ++i) keep(seen(fmt::format("AAA{:03}", i), noon + std::chrono::seconds{i / 4}));
    std::vector<SightingId> all;
    std::optional<After> after;
    do {
        const Page part = page({}, after, 3);
        EXPECT_LE(part.items.size(), 3u);
        for (const auto& each : part.items) all.push_back(each.id);
        after = part.next;
        keep(seen("NEW000", noon + 1h));
    } while (after);
    EXPECT_EQ(all.size(), 20u);
    std::ranges::sort(all);
    EXPECT_EQ(std::ranges::unique(all).size(), 0u);
}

TEST_P(SightingsStoreTest, PagesOfAnAreaGoOnBeyondWhatLiesOutside) {
    const auto put = [&](double lat, int count) {
        for (int i = 0; i < count; ++i) keep(seen("AAA111", noon, Place{lat, -58.4, 10, PlaceSource::phone}));
    };
    put(-34.6007, 3);
    database->write([&](storage::Session& session) {
        const Place corner{-34.60065, -58.39925, 10, PlaceSource::phone};  // of the circle's box, outside the circle
        std::vector<Sighting> many;
        for (int i = 0; i < 600; ++i) many.push_back(made(seen("BBB222", noon + 1h, corner)));
        const std::string plate = "BBB222";
        store::take_plates(session, std::span(&plate, 1));
        store::add(session, many);
    });
    const auto search = search_of({{"near", "-34.6,-58.4"}, {"radius_m", "80"}}, noon);
    const Page found = page(*search, std::nullopt, 2);
    EXPECT_EQ(found.items.size(), 2u);
    ASSERT_TRUE(found.next);
    EXPECT_EQ(page(*search, found.next, 2).items.size(), 1u);
}

TEST_P(SightingsStoreTest, ACorrectionKeepsItsHistoryAndIsFoundUnderItsNewPlate) {
    const Sighting before = keep(seen("AB123CO", noon));
    Corrected wanted{"AB123CD", noon - 1min, Place{-34.6, -58.4, std::nullopt, PlaceSource::map}};
    const Sighting after = corrected(before, wanted, 24h);
    const Change change{after.version, noon + 5min, {"key", "Ana"}, correctable(before), wanted};
    database->write([&](storage::Session& session) { store::save_correction(session, after, change); });

    const auto back = found(before.id);
    EXPECT_EQ(correctable(*back), wanted);
    EXPECT_EQ(back->version, 2);
    EXPECT_EQ(plates({{"plate", "*123CD"}}), Plates{"AB123CD"});
    EXPECT_EQ(plates({{"plate", "*123CO"}}), Plates{});
    const auto changes = database->read([&](storage::Session& session) { return store::history(session, before.id); });
    ASSERT_EQ(changes.size(), 1u);
    EXPECT_EQ(changes[0].before, correctable(before));
    EXPECT_EQ(changes[0].after, wanted);
    EXPECT_EQ(changes[0].by.name, "Ana");
    EXPECT_EQ(changes[0].at, noon + 5min);
}

TEST_P(SightingsStoreTest, PartialSearchUsesTheTrigramIndex) {
    if (GetParam() != storage::Dialect::sqlite) GTEST_SKIP() << "PostgreSQL's planner walks small tables";
    std::string plan, line;
    database->read([&](storage::Session& session) {
        const std::string pattern = "*123*";
        int id = 0, parent = 0, unused = 0;
        session.for_each([&] { plan += line + "\n"; },
                         "EXPLAIN QUERY PLAN SELECT id FROM sightings_sightings WHERE plate IN "
                         "(SELECT plate FROM sightings_trigrams WHERE plate GLOB :pattern)",
                         soci::use(pattern), soci::into(id), soci::into(parent), soci::into(unused), soci::into(line));
    });
    EXPECT_NE(plan.find("VIRTUAL TABLE INDEX 0:G"), std::string::npos) << plan;
    EXPECT_NE(plan.find("sightings_by_plate"), std::string::npos) << plan;
}

}  // namespace
}  // namespace patente::sightings
