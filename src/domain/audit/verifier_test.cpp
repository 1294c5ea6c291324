#include "domain/audit/verifier.h"

#include <gtest/gtest.h>

#include <sstream>

#include "domain/audit/chain.h"
#include "domain/audit/export.h"
#include "domain/audit/rules.h"
#include "domain/audit/test_log.h"
#include "platform/storage/soci_types.h"

namespace patente::audit {
namespace {

using storage::Session;

// An administrator who has dropped the triggers changes the log; verify says which entry is the first at fault.
class VerifierTest : public LogTest {
protected:
    void SetUp() override {
        add(600);
        add(2, "AB123CD");
    }
    // What the log of the database and its export say of it.
    void expect_fault(FaultKind kind, std::int64_t number, const Expected& expected = {}) {
        const auto report = verified(expected);
        ASSERT_TRUE(report.fault);
        EXPECT_EQ(report.fault->kind, kind) << report.fault->said.en;
        EXPECT_EQ(report.fault->number, number) << report.fault->said.en;
    }
    std::string exported(std::int64_t first = 1) {
        std::string text;
        const auto next = exporter(*database_, {.first = first, .last = size()});
        for (auto piece = next(); !piece.empty(); piece = next()) text += piece;
        return text;
    }
    static Report of_export(const std::string& text, const Expected& expected = {}) {
        std::istringstream in(text);
        return verify_export(in, expected);
    }
    // Hashes everything from this entry on anew, as one who knows how would.
    void hash_anew(std::int64_t first) {
        std::vector<Entry> entries;
        database_->read([&](Session& session) {
            store::for_each(session, first, size_, [&](const KeptEntry& each) { entries.push_back(each.entry); });
        });
        std::string previous = entries.front().previous_hash;
        database_->write([&](Session& session) {
            for (auto& each : entries) {
                each.previous_hash = previous;
                previous = hash_of(each);
                session.run("UPDATE audit_entries SET previous_hash = :previous, entry_hash = :hash WHERE number = :number",
                            soci::use(each.previous_hash), soci::use(previous), soci::use(each.number));
            }
            session.run("UPDATE audit_tree SET last_hash = :hash", soci::use(previous));
        });
    }
    // And the roots of the tiles.
    void make_nodes_anew() {
        by_hand("DELETE FROM audit_nodes");
        GrowingTree tree;
        database_->write([&](Session& session) {
            store::for_each(session, 1, size_, [&](const KeptEntry& each) {
                tree.add(leaf_hash(line_of(each.entry)), [&](int level, std::uint64_t index, const Hash& hash) {
                    if (level != 8) return;
                    const auto number = static_cast<std::int64_t>(index);
                    const auto root = hex_of(hash);
                    session.run("INSERT INTO audit_nodes (level, number, node_hash) VALUES (8, :number, :hash)",
                                soci::use(number), soci::use(root));
                });
            });
        });
    }
    static constexpr std::int64_t size_ = 602;
};
INSTANTIATE_EACH_DATABASE(VerifierTest);

TEST_P(VerifierTest, FindsNothingWhereNothingWasDone) {
    const auto report = verified();
    EXPECT_FALSE(report.fault) << report.fault->said.en;
    EXPECT_EQ(report.entries, size_);
}

TEST_P(VerifierTest, FindsEveryChangedColumn) {
    drop_triggers();
    std::int64_t number = 500;
    for (const std::string change :
         {"act = 'GET /v1/captures'", "by_id = 'x'", "by_name = 'x'", "by_kind = 'user'", "outcome = 'refused'",
          "subject_id = 'x'", "subject_kind = 'x'", "detail = '{}'", "happened_at = happened_at + 1", "personal_hash = 'x'",
          "previous_hash = entry_hash", "entry_hash = previous_hash"}) {
        number -= 7;  // each before the last, so that the first is the new one
        by_hand("UPDATE audit_entries SET " + change + " WHERE number = " + std::to_string(number));
        expect_fault(FaultKind::changed, number);
    }
}

TEST_P(VerifierTest, FindsRemovedEntries) {
    drop_triggers();
    by_hand("DELETE FROM audit_entries WHERE number = 300 OR number = 301");
    expect_fault(FaultKind::removed, 300);
}

TEST_P(VerifierTest, FindsARemovedEnd) {
    drop_triggers();
    by_hand("DELETE FROM audit_entries WHERE number > 590");
    expect_fault(FaultKind::removed, 591);
}

TEST_P(VerifierTest, FindsAnEndThatIsHiddenWell) {
    const auto kept = head();
    drop_triggers();
    by_hand("DELETE FROM audit_entries WHERE number > 590");
    by_hand("UPDATE audit_tree SET size = 590, last_hash = (SELECT entry_hash FROM audit_entries WHERE number = 590)");
    expect_fault(FaultKind::removed, 591);
    by_hand("DELETE FROM audit_heads");
    EXPECT_FALSE(verified().fault);  // nothing in the database tells any more,
    expect_fault(FaultKind::removed, 591, {{{kept.size, kept.root, kept.at, ""}}, ""});  // but who kept a head knows
}

TEST_P(VerifierTest, FindsMovedEntries) {
    drop_triggers();
    by_hand("UPDATE audit_entries SET number = 1000 WHERE number = 50");
    by_hand("UPDATE audit_entries SET number = 50 WHERE number = 90");
    by_hand("UPDATE audit_entries SET number = 90 WHERE number = 1000");
    expect_fault(FaultKind::moved, 50);
}

TEST_P(VerifierTest, FindsAnEntryThatWasHashedAnew) {
    drop_triggers();
    by_hand("UPDATE audit_entries SET act = 'x' WHERE number = 400");
    const auto changed = database_->read([](Session& session) { return store::entry(session, 400); });
    by_hand("UPDATE audit_entries SET entry_hash = '" + hash_of(changed->entry) + "' WHERE number = 400");
    expect_fault(FaultKind::changed, 400);
}

TEST_P(VerifierTest, FindsALogThatWasHashedAnewFromAnEntryOn) {
    drop_triggers();
    by_hand("UPDATE audit_entries SET act = 'x' WHERE number = 400");
    hash_anew(400);
    expect_fault(FaultKind::tree, 512);  // the stored root of 257 to 512
    by_hand("DELETE FROM audit_nodes");
    expect_fault(FaultKind::tree, 256);
    make_nodes_anew();
    EXPECT_FALSE(verified().fault);  // nothing in the database tells any more: that is what heads are for
}

TEST_P(VerifierTest, HoldsALogAgainstItsHeads) {
    // Two heads, then a change between them that is hidden as well as can be.
    Head early{.size = 350, .at = clock_.now()};
    database_->read([&](Session& session) {
        store::StoredNodes nodes(session);
        early.root = hex_of(root_of(nodes, 350));
    });
    const auto late = head();
    drop_triggers();
    by_hand("UPDATE audit_entries SET act = 'x' WHERE number = 400");
    hash_anew(400);
    make_nodes_anew();
    expect_fault(FaultKind::head, 1);
    expect_fault(FaultKind::head, 351, {{early}, ""});
    by_hand("DELETE FROM audit_heads");
    expect_fault(FaultKind::head, 1, {{{late.size, late.root, late.at, ""}}, ""});
}

TEST_P(VerifierTest, FindsAHeadThatIsNotSigned) {
    head();
    drop_triggers();
    by_hand("UPDATE audit_heads SET made_at = made_at + 1");
    EXPECT_FALSE(verified().fault);
    expect_fault(FaultKind::head, size_, {{}, signer_->public_key()});
}

TEST_P(VerifierTest, FindsChangedAndSilentlyRemovedPersonalParts) {
    drop_triggers();
    by_hand("DELETE FROM audit_personal WHERE position = (SELECT position FROM audit_entries WHERE number = 602)");
    expect_fault(FaultKind::personal_removed, 602);
    by_hand("UPDATE audit_personal SET content = '{\"why\":\"x\"}'");
    expect_fault(FaultKind::personal_changed, 601);
}

TEST_P(VerifierTest, FindsEntriesAddedBehindItsBack) {
    drop_triggers();
    by_hand("UPDATE audit_tree SET size = 600, last_hash = (SELECT entry_hash FROM audit_entries WHERE number = 600)");
    expect_fault(FaultKind::added, 601);
}

TEST_P(VerifierTest, ChecksAnExportWithoutTheDatabase) {
    head();
    const auto text = exported();
    const auto report = of_export(text, {{}, signer_->public_key()});
    EXPECT_FALSE(report.fault) << report.fault->said.en;
    EXPECT_EQ(report.entries, size_);
    EXPECT_EQ(report.heads, 1);
    EXPECT_EQ(report.root, verified().root);
    const auto part = of_export(exported(300));
    EXPECT_FALSE(part.fault) << part.fault->said.en;
    EXPECT_EQ(part.entries, 303);

    auto changed = text;
    const auto at = changed.find("\"d42\"");
    changed[at + 1] = 'e';
    EXPECT_EQ(of_export(changed).fault->kind, FaultKind::changed);
    EXPECT_EQ(of_export(changed).fault->number, 43);

    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line + "\n");
    const auto joined = [](const std::vector<std::string>& all) {
        std::string one;
        for (const auto& each : all) one += each;
        return one;
    };
    auto fewer = lines;
    fewer.erase(fewer.begin() + 100);  // the first line is the head
    EXPECT_EQ(of_export(joined(fewer)).fault->kind, FaultKind::removed);
    EXPECT_EQ(of_export(joined(fewer)).fault->number, 100);
    auto swapped = lines;
    std::swap(swapped[100], swapped[101]);
    EXPECT_EQ(of_export(joined(swapped)).fault->number, 100);
    lines.pop_back();
    EXPECT_EQ(of_export(joined(lines)).fault->kind, FaultKind::removed);  // the head knows of it
    EXPECT_THROW(of_export("nonsense\n"), std::runtime_error);
}

TEST_P(VerifierTest, WritesCsvThatNoSpreadsheetTakesForAFormula) {
    database_->write([&](Session& session) {
        auto odd = entry();
        odd.by.name = "=HYPERLINK(\"x\")";
        store::add(session, odd);
    });
    number();
    std::string text;
    const auto next = exporter(*database_, {.format = ExportFormat::csv, .first = size_, .last = size_ + 1});
    for (auto piece = next(); !piece.empty(); piece = next()) text += piece;
    EXPECT_TRUE(text.starts_with("number,at,by_kind")) << text;
    EXPECT_NE(text.find(R"x("'=HYPERLINK(""x"")")x"), std::string::npos) << text;
    EXPECT_EQ(std::ranges::count(text, '\n'), 3);
}

}  // namespace
}  // namespace patente::audit
