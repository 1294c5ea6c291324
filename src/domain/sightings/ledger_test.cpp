#include "domain/sightings/ledger.h"

#include <gtest/gtest.h>

#include <random>

#include "domain/sightings/feature.h"
#include "domain/sightings/store.h"
#include "platform/storage/test_database.h"

namespace patente::sightings {
namespace {

using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-03-01T12:00:00Z");

NewSighting seen(const std::string& plate, Instant at, const std::string& device = "") {
    NewSighting sighting;
    sighting.plate = plate;
    sighting.plate_as_read = plate;
    sighting.seen_at = at;
    sighting.device = device;
    sighting.key_id = "key";
    return sighting;
}

class LedgerTest : public storage::EachDatabase {
protected:
    void SetUp() override {
        database = fresh(queue::Queue::migrations());
        database->migrate(migrations());
        queue = queue::Queue::make(
            *database, clock,
            {{.job = "t.alone", .role = "worker", .run = nothing, .event = std::string(PlateSeen::event)},
             {.job = "t.many", .role = "worker", .run = nothing, .event = std::string(PlateSeen::event), .takes_many = true}});
        ledger.emplace(*queue, 24h);
    }

    std::vector<Recorded> record(const std::vector<NewSighting>& sightings) {
        return database->write([&](storage::Session& session) { return ledger->record(session, sightings, noon); });
    }
    std::optional<Sighting> found(const SightingId& id) {
        return database->read([&](storage::Session& session) { return store::find(session, id); });
    }
    // Every sighting as one line, without its id, in order.
    std::vector<std::string> lines() {
        std::vector<std::string> all;
        const auto page = database->read([&](storage::Session& session) { return store::page(session, {}, {}, 10'000); });
        for (const auto& each : page.items)
            all.push_back(fmt::format("{} {} {} {} {}", each.seen.plate, each.seen.device, to_rfc3339(each.seen.seen_at),
                                      to_rfc3339(each.seen_until), each.times_seen));
        std::ranges::sort(all);
        return all;
    }
    std::int64_t count(const std::string& what) {
        long long count = 0;
        database->read([&](storage::Session& session) { session.run("SELECT COUNT(*) FROM " + what, soci::into(count)); });
        return count;
    }

    static void nothing(const std::string&, const queue::Lease&) {}

    std::unique_ptr<storage::Database> database;
    ManualClock clock{noon};
    std::unique_ptr<queue::Queue> queue;
    std::optional<Ledger> ledger;
};
INSTANTIATE_EACH_DATABASE(LedgerTest);

// A plan made while the table is nearly empty is kept, so it must not read all of the table.
TEST_P(LedgerTest, NeverReadsAllSightingsToRecordMany) {
    if (GetParam() != storage::Dialect::postgresql) return;
    database->write([&](storage::Session& session) {
        const auto all_read = [&] {
            long long times = 0;
            session.run("SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relid = CAST('sightings_sightings' AS regclass)",
                        soci::into(times));
            return times;
        };
        const auto before = all_read();             // its indexes were made
        for (int batch = 0; batch < 10; ++batch) {  // after the fifth a plan is made for good
            std::vector<NewSighting> sightings;
            for (int i = 0; i < 64; ++i) sightings.push_back(seen(fmt::format("AA{:03}BB", 64 * batch + i), noon));
            ledger->record(session, sightings, noon);
        }
        EXPECT_EQ(all_read(), before);
    });
}

TEST_P(LedgerTest, MergesIntoTheSightingThatWasSeenLast) {
    const auto first = record({seen("AB123CD", noon)}).front();
    EXPECT_FALSE(first.merged);
    const auto merged = [&](Instant at, const std::string& plate = "AB123CD") {
        return record({seen(plate, at)}).front().merged;
    };
    EXPECT_TRUE(merged(noon + 50s));
    EXPECT_TRUE(merged(noon + 100s));
    EXPECT_TRUE(merged(noon - 10s));
    EXPECT_FALSE(merged(noon + 161s));
    EXPECT_FALSE(merged(noon, "AB123CE"));
    const auto back = found(first.id);
    EXPECT_EQ(back->times_seen, 4);
    EXPECT_EQ(back->seen.seen_at, noon);
    EXPECT_EQ(back->seen_until, noon + 100s);
}

TEST_P(LedgerTest, MergesWithinWhatComesTogether) {
    const auto recorded =
        record({seen("AB123CD", noon), seen("XYZ987", noon), seen("AB123CD", noon + 30s), seen("AB123CD", noon + 80s)});
    ASSERT_EQ(recorded.size(), 4u);
    EXPECT_EQ(recorded[2].id, recorded[0].id);
    EXPECT_EQ(recorded[3].id, recorded[0].id);
    EXPECT_TRUE(recorded[3].merged);
    EXPECT_EQ(recorded[3].event_id, "");
    EXPECT_EQ(found(recorded[0].id)->times_seen, 3);
    EXPECT_EQ(found(recorded[0].id)->seen_until, noon + 80s);
    EXPECT_EQ(count("feed_events"), 2);
}

TEST_P(LedgerTest, TellsAListenerThatTakesManyOnce) {
    const auto recorded = record({seen("AB123CD", noon), seen("XYZ987", noon), seen("ABC123", noon)});
    EXPECT_EQ(recorded[0].event_id, recorded[2].event_id);
    EXPECT_EQ(count("queue_jobs WHERE job = 't.alone'"), 3);
    EXPECT_EQ(count("queue_jobs WHERE job = 't.many'"), 1);
    std::string payload;
    database->read([&](storage::Session& session) {
        session.run("SELECT payload FROM queue_jobs WHERE job = 't.many'", soci::into(payload));
    });
    const auto told = json::read<std::vector<PlateSeen>>(payload);
    ASSERT_TRUE(told);
    EXPECT_EQ((*told)[1].plate, "XYZ987");
}

TEST_P(LedgerTest, ManyAtOnceBecomeWhatTheyBecomeOneByOne) {
    std::mt19937 random{7};
    std::vector<NewSighting> all;
    for (int i = 0; i < 300; ++i) {
        const auto pick = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
        all.push_back(
            seen(fmt::format("AAA{:03}", pick(6)), noon + std::chrono::seconds{pick(3000)}, fmt::format("d{}", pick(2))));
    }
    for (std::size_t i = 0; i < all.size(); i += 50)
        record({all.begin() + static_cast<long>(i), all.begin() + static_cast<long>(i) + 50});
    const auto together = lines();
    database->write([](storage::Session& session) { session.run("DELETE FROM sightings_sightings"); });
    for (const auto& each : all) record({each});
    EXPECT_EQ(lines(), together);
    EXPECT_LT(together.size(), all.size());
}

}  // namespace
}  // namespace patente::sightings
