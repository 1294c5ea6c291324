#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <semaphore>

#include "platform/storage/database.h"
#include "platform/storage/soci_types.h"
#include "platform/storage/test_database.h"

namespace patente::storage {
namespace {

const std::vector<Migration> tables = {
    {"test/0001",
     "CREATE TABLE counts (id {id} PRIMARY KEY, amount {big} NOT NULL); INSERT INTO counts VALUES ('a', 0), ('b', 0);"}};

class PostgresqlDatabaseTest : public testing::Test {
protected:
    void SetUp() override {
        if (!std::getenv("PATENTE_TEST_POSTGRES")) GTEST_SKIP() << "PATENTE_TEST_POSTGRES is not set";
        place_ = std::make_unique<TestDatabase>(Dialect::postgresql);
        place_->settings.readers = 1;
        database_ = Database::open(place_->settings);
        database_->migrate(tables);
    }
    static long long amount(Session& session, const std::string& id) {
        long long amount = 0;
        session.run("SELECT amount FROM counts WHERE id = :id", soci::use(id), soci::into(amount));
        return amount;
    }
    static void set_amount(Session& session, const std::string& id, long long amount) {
        session.run("UPDATE counts SET amount = :amount WHERE id = :id", soci::use(amount), soci::use(id));
    }
    // As an administrator or a restart of the server does it.
    void cut_all_connections() {
        soci::session other(soci::postgresql, place_->settings.connection);
        int cut = 0;
        other << "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
                 "pg_backend_pid()",
            soci::into(cut);
        EXPECT_GE(cut, 1);
    }

    std::unique_ptr<TestDatabase> place_;
    std::unique_ptr<Database> database_;
};

// Each reads what the other writes: on their own both would commit under READ COMMITTED.
TEST_F(PostgresqlDatabaseTest, AWriteThatLosesARaceIsRunAgain) {
    std::counting_semaphore<> both_have_read(0);
    std::atomic<int> runs = 0;
    const auto cross = [&](const std::string& from, const std::string& to) {
        bool is_first = true;
        database_->write([&, from, to](Session& session) {
            ++runs;
            const auto seen = amount(session, from);
            if (std::exchange(is_first, false)) {
                both_have_read.release();
                while (runs < 2) std::this_thread::yield();
            }
            set_amount(session, to, seen + 1);
        });
    };
    auto one = std::async(std::launch::async, [&] { cross("a", "b"); });
    cross("b", "a");
    one.get();
    EXPECT_GE(runs, 3);
    database_->read([](Session& session) { EXPECT_EQ(amount(session, "a") + amount(session, "b"), 3); });  // 1 and 2, not 1 and 1
}

TEST_F(PostgresqlDatabaseTest, ComesBackAfterItsConnectionsWereCut) {
    database_->read([](Session& session) { amount(session, "a"); });
    cut_all_connections();
    database_->write([](Session& session) { set_amount(session, "a", 5); });
    cut_all_connections();
    database_->read([](Session& session) { EXPECT_EQ(amount(session, "a"), 5); });
}

TEST_F(PostgresqlDatabaseTest, AConnectionCutInAWriteRunsItAgain) {
    int runs = 0;
    database_->write([&](Session& session) {
        set_amount(session, "a", amount(session, "a") + 1);
        if (++runs == 1) cut_all_connections();
        set_amount(session, "b", 7);
    });
    EXPECT_EQ(runs, 2);
    database_->read([](Session& session) { EXPECT_EQ(amount(session, "a"), 1); });
}

TEST_F(PostgresqlDatabaseTest, ThePoolIsBoundedAndItsUsersTakeTurns) {
    std::vector<std::future<void>> writes;
    for (int i = 0; i < 40; ++i)
        writes.push_back(std::async(std::launch::async, [&] {
            database_->write([](Session& session) { set_amount(session, "a", amount(session, "a") + 1); });
        }));
    for (auto& write : writes) write.get();
    int connections = 0;
    database_->read([&](Session& session) {
        EXPECT_EQ(amount(session, "a"), 40);
        session.run("SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()", soci::into(connections));
    });
    EXPECT_LE(connections, 3 + 1);  // and the one of the announcements
}

TEST_F(PostgresqlDatabaseTest, CommitsAreSynchronous) {
    std::string value;
    database_->read([&](Session& session) { session.run("SHOW synchronous_commit", soci::into(value)); });
    EXPECT_EQ(value, "on");
}

}  // namespace
}  // namespace patente::storage
