// For tests: a log over a database of its own, and the hand of an administrator who changes what triggers would not let change.
#pragma once

#include "domain/audit/sequencer.h"
#include "domain/audit/store.h"
#include "domain/audit/verifier.h"
#include "platform/storage/test_database.h"

namespace patente::audit {

class LogTest : public storage::EachDatabase {
protected:
    LogTest() {
        char name[] = "/tmp/patente_audit_XXXXXX";
        folder_ = ::mkdtemp(name);
        signer_ = std::make_unique<Signer>(folder_ / "audit.key");
        database_ = fresh(migrations());
    }
    ~LogTest() override { std::filesystem::remove_all(folder_); }

    void add(int count, const std::string& plate = "") {
        database_->write([&](storage::Session& session) {
            for (int i = 0; i < count; ++i) store::add(session, entry(plate));
        });
        number();
    }
    NewEntry entry(const std::string& plate = "") {
        NewEntry made{.at = clock_.now(),
                      .by = {"key", "key-" + std::to_string(made_ % 3), "puerta"},
                      .act = made_ % 2 == 0 ? "GET /v1/sightings" : "PATCH /v1/devices/{device}",
                      .subject = {"devices", "d" + std::to_string(made_)},
                      .detail = R"({"count":3})"};
        if (!plate.empty()) made.personal = Personal{R"({"why":"denuncia","query":"plate=)" + plate + "\"}", plate};
        ++made_;
        clock_.advance(std::chrono::milliseconds{10});
        return made;
    }
    void number() {
        const auto some = [](storage::Session& session) { return store::number_added(session, 100); };
        while (database_->write(some, storage::Isolation::read_committed) > 0) {}
    }
    Report verified(const Expected& expected = {}) {
        return database_->read([&](storage::Session& session) { return verify(session, expected); });
    }
    std::int64_t size() { return database_->read(store::size_of_tree); }
    Head head() {
        Sequencer sequencer(*database_, clock_, *signer_);
        return sequencer.make_head().value();
    }

    void drop_triggers() {
        const std::vector<std::pair<std::string, std::string>> triggers{
            {"audit_entries_stay", "audit_entries"},    {"audit_entries_remain", "audit_entries"},
            {"audit_personal_stays", "audit_personal"}, {"audit_nodes_stay", "audit_nodes"},
            {"audit_heads_stay", "audit_heads"},        {"audit_tree_grows", "audit_tree"}};
        for (const auto& [trigger, table] : triggers)
            by_hand("DROP TRIGGER " + trigger + (GetParam() == storage::Dialect::postgresql ? " ON " + table : ""));
        if (GetParam() != storage::Dialect::postgresql)
            for (const char* trigger : {"audit_heads_remain", "audit_nodes_remain"})
                by_hand(std::string("DROP TRIGGER ") + trigger);
    }
    void by_hand(const std::string& statement) {
        database_->write([&](storage::Session& session) { session.sql() << statement; }, storage::Isolation::read_committed);
    }

    std::filesystem::path folder_;
    std::unique_ptr<Signer> signer_;
    ManualClock clock_{*parse_rfc3339("2026-03-01T12:00:00Z")};
    std::unique_ptr<storage::Database> database_;
    int made_ = 0;
};

}  // namespace patente::audit
