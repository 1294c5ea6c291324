#include "domain/audit/store.h"

#include <gtest/gtest.h>

#include <thread>

#include "domain/audit/chain.h"
#include "domain/audit/erasing.h"
#include "domain/audit/rules.h"
#include "domain/audit/test_log.h"

namespace patente::audit {
namespace {

using storage::Session;

class StoreTest : public LogTest {};
INSTANTIATE_EACH_DATABASE(StoreTest);

TEST_P(StoreTest, GivesNumbersAndHashesInOrder) {
    add(5);
    add(3, "AB123CD");
    EXPECT_EQ(size(), 8);
    std::string previous(hex_length, '0');
    std::int64_t number = 0;
    database_->read([&](Session& session) {
        store::for_each(session, 1, 100, [&](const KeptEntry& each) {
            EXPECT_EQ(each.entry.number, ++number);
            EXPECT_EQ(each.entry.previous_hash, previous);
            EXPECT_EQ(each.hash, hash_of(each.entry));
            EXPECT_EQ(each.personal.has_value(), number > 5);
            previous = each.hash;
        });
        EXPECT_EQ(store::last_hash(session), previous);
    });
    EXPECT_EQ(number, 8);
}

TEST_P(StoreTest, AnEntryOfAnUndoneChangeIsGoneWithIt) {
    database_->write([&](Session& session) -> Result<> {
        store::add(session, entry());
        return fail(ErrorKind::conflict, "taken", {"Taken.", "Ocupado."});
    });
    number();
    EXPECT_EQ(size(), 0);
}

TEST_P(StoreTest, NobodyMayChangeOrRemoveWhatIsThere) {
    add(300, "AB123CD");
    head();
    for (const std::string statement :
         {"UPDATE audit_entries SET act = 'x' WHERE number = 3", "UPDATE audit_entries SET number = NULL WHERE number = 3",
          "DELETE FROM audit_entries WHERE number = 3", "UPDATE audit_personal SET content = '{}'",
          "UPDATE audit_nodes SET node_hash = 'x'", "DELETE FROM audit_nodes", "UPDATE audit_heads SET root = 'x'",
          "DELETE FROM audit_heads", "UPDATE audit_tree SET size = 1", "DELETE FROM audit_tree"})
        EXPECT_THROW(by_hand(statement), std::exception) << statement;
    if (GetParam() == storage::Dialect::postgresql) {
        for (const std::string table : {"audit_entries", "audit_personal", "audit_nodes", "audit_heads", "audit_tree"})
            EXPECT_THROW(by_hand("TRUNCATE " + table), std::exception) << table;
    }
    const auto report = verified();
    EXPECT_FALSE(report.fault) << report.fault->said.en;
    EXPECT_EQ(report.entries, 300);
}

TEST_P(StoreTest, ProvesEntriesAndGrowthFromTheStoredTiles) {
    add(70);
    std::vector<std::pair<std::uint64_t, Hash>> roots;
    for (const int more : {186, 1, 300, 211}) {
        database_->read([&](Session& session) {
            store::StoredNodes nodes(session);
            const auto size = static_cast<std::uint64_t>(store::size_of_tree(session));
            roots.emplace_back(size, root_of(nodes, size));
        });
        add(more);
    }
    const auto last = static_cast<std::uint64_t>(size());
    database_->read([&](Session& session) {
        store::StoredNodes nodes(session);
        const auto root = root_of(nodes, last);
        EXPECT_EQ(hex_of(root), verified().root);
        for (const std::uint64_t leaf : {0, 69, 255, 256, 511, 512, 767})
            EXPECT_TRUE(is_included(nodes.node(0, leaf), leaf, last, inclusion_proof(nodes, leaf, last), root)) << leaf;
        for (const auto& [size, old_root] : roots)
            EXPECT_TRUE(is_consistent(size, last, old_root, root, consistency_proof(nodes, size, last))) << size;
    });
}

TEST_P(StoreTest, TwoWhoNumberTakeTurns) {
    database_->write([&](Session& session) {
        for (int i = 0; i < 400; ++i) store::add(session, entry());
    });
    const auto other = fresh();
    const auto number_in = [](storage::Database& database) {
        while (database.write([](Session& session) { return store::number_added(session, 7); },
                              storage::Isolation::read_committed) > 0) {}
    };
    std::thread second([&] { number_in(*other); });
    number_in(*database_);
    second.join();
    const auto report = verified();
    EXPECT_FALSE(report.fault) << report.fault->said.en;
    EXPECT_EQ(report.entries, 400);
}

TEST_P(StoreTest, FindsByWhoActSubjectPlateTextAndTime) {
    add(20);
    add(2, "AB123CD");
    const auto found = [&](store::Search search) {
        search.limit = 100;
        std::vector<std::int64_t> numbers;
        for (const auto& each : database_->read([&](Session& session) { return store::search(session, search); }))
            numbers.push_back(each.kept.entry.number);
        return numbers;
    };
    using Numbers = std::vector<std::int64_t>;
    EXPECT_EQ(found({}).size(), 22u);
    EXPECT_EQ(found({}).front(), 22);
    EXPECT_EQ(found({.who = "key-1"}), (Numbers{20, 17, 14, 11, 8, 5, 2}));
    EXPECT_EQ(found({.act = "GET /v1/sightings"}).size(), 11u);
    EXPECT_EQ(found({.act = "PATCH "}).size(), 11u);
    EXPECT_EQ(found({.act = "PATC"}).size(), 0u);
    EXPECT_EQ(found({.subject = "d4"}), Numbers{5});
    EXPECT_EQ(found({.plate = "AB123CD"}), (Numbers{22, 21}));
    EXPECT_EQ(found({.text = "denuncia"}), (Numbers{22, 21}));
    EXPECT_EQ(found({.text = "100%"}), Numbers{});
    EXPECT_EQ(found({.outcome = Outcome::refused}), Numbers{});
    const Instant began = *parse_rfc3339("2026-03-01T12:00:00Z");
    using namespace std::chrono_literals;
    EXPECT_EQ(found({.from = began + 50ms, .until = began + 80ms}), (Numbers{8, 7, 6}));
    EXPECT_EQ(found({.who = "key-1", .act = "PATCH /v1/devices/{device}", .text = "d1"}), (Numbers{20, 14, 2}));
    store::Search page{.limit = 5};
    const auto first = database_->read([&](Session& session) { return store::search(session, page); });
    add(3);  // the next page does not shift
    page.before = store::Place{first.back().kept.entry.at, first.back().position};
    EXPECT_EQ(database_->read([&](Session& session) { return store::search(session, page); }).front().kept.entry.number, 17);
}

TEST_P(StoreTest, ErasesWhatItSaysOfAPlateAndStaysWhole) {
    add(2, "AB123CD");
    add(2, "XY987ZW");
    add(1, "AB123CD");
    EXPECT_EQ(erase_plate(*database_, "AB123CD", entry()), 3);
    EXPECT_EQ(erase_plate(*database_, "AB123CD", entry()), 0);
    number();
    const auto report = verified();
    EXPECT_FALSE(report.fault) << report.fault->said.en;
    EXPECT_EQ(report.erased, 3);
    EXPECT_EQ(report.entries, 6);
    const auto last = database_->read([](Session& session) { return store::entry(session, 6); });
    EXPECT_EQ(last->entry.detail, R"({"erased":"1-2,5","count":3})");
    EXPECT_FALSE(database_->read([](Session& session) { return store::entry(session, 1); })->personal);
    EXPECT_TRUE(database_->read([](Session& session) { return store::entry(session, 3); })->personal);
}

TEST_P(StoreTest, ErasesWhatIsOld) {
    add(3, "AB123CD");
    clock_.advance(std::chrono::days{30});
    add(1, "AB123CD");
    Sequencer sequencer(*database_, clock_, *signer_, {.personal_kept = std::chrono::days{7}});
    sequencer.erase_what_is_old();
    sequencer.number_all();
    const auto report = verified();
    EXPECT_FALSE(report.fault) << report.fault->said.en;
    EXPECT_EQ(report.erased, 3);
}

TEST_P(StoreTest, SignsHeadsThatTheLogAgreesWith) {
    add(10);
    const auto first = head();
    add(300);
    const auto second = head();
    EXPECT_EQ(second.size, 310);
    EXPECT_TRUE(is_signed(first, signer_->public_key()));
    Sequencer sequencer(*database_, clock_, *signer_);
    EXPECT_FALSE(sequencer.make_head());  // there is one of this size
    const auto report = verified({{first}, signer_->public_key()});
    EXPECT_FALSE(report.fault) << report.fault->said.en;
    EXPECT_EQ(report.heads, 3);
}

}  // namespace
}  // namespace patente::audit
