// What PostgreSQL and MariaDB have beyond SQLite: several writers, and a way to them that can break.
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <latch>

#include "platform/storage/database.h"
#include "platform/storage/soci_types.h"
#include "platform/storage/test_database.h"

namespace patente::storage {
namespace {

const std::vector<Migration> tables = {
    {"test/0001",
     "CREATE TABLE counts (id {id} PRIMARY KEY, amount {big} NOT NULL); INSERT INTO counts VALUES ('a', 0), ('b', 0);"}};

class ServerDatabaseTest : public EachDatabase {
protected:
    void SetUp() override { database_ = fresh(tables, 1); }

    // What an administrator sees.
    static constexpr const char* connections_of(Dialect dialect) {
        return dialect == Dialect::postgresql
                   ? "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
                     "AND backend_type = 'client backend'"
                   : "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()";
    }
    static std::vector<int> connections(Dialect dialect, soci::session& sql) {
        std::vector<int> ids(100);
        sql << connections_of(dialect), soci::into(ids);
        return ids;
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
        const auto administrator = TestDatabase::connect(GetParam(), address());
        const auto ids = connections(GetParam(), *administrator);
        EXPECT_GE(ids.size(), 1U);
        for (const int id : ids) try {
                *administrator << (GetParam() == Dialect::postgresql ? fmt::format("SELECT pg_terminate_backend({})", id)
                                                                     : fmt::format("KILL {}", id));
            } catch (const soci::soci_error&) {
                // MariaDB: it was just ending, such as the one that made the tables.
            }
    }

    std::unique_ptr<Database> database_;
};

std::vector<Dialect> servers() {
    auto dialects = each_dialect();
    std::erase(dialects, Dialect::sqlite);
    return dialects;
}
INSTANTIATE_TEST_SUITE_P(Servers, ServerDatabaseTest, testing::ValuesIn(servers()),
                         [](const auto& test) { return std::string(name_of(test.param)); });
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(ServerDatabaseTest);  // where no server was given

// Each reads what the other writes: on their own both would commit under READ COMMITTED.
TEST_P(ServerDatabaseTest, AWriteThatLosesARaceIsRunAgain) {
    std::latch both_have_read(2);
    std::atomic<int> runs = 0;
    const auto cross = [&](const std::string& from, const std::string& to) {
        bool is_first = true;
        database_->write([&, from, to](Session& session) {
            ++runs;
            const auto seen = amount(session, from);
            if (std::exchange(is_first, false)) both_have_read.arrive_and_wait();
            set_amount(session, to, seen + 1);
        });
    };
    auto one = std::async(std::launch::async, [&] { cross("a", "b"); });
    cross("b", "a");
    one.get();
    EXPECT_GE(runs, 3);
    database_->read([](Session& session) { EXPECT_EQ(amount(session, "a") + amount(session, "b"), 3); });  // 1 and 2, not 1 and 1
}

TEST_P(ServerDatabaseTest, ComesBackAfterItsConnectionsWereCut) {
    database_->read([](Session& session) { amount(session, "a"); });
    cut_all_connections();
    database_->write([](Session& session) { set_amount(session, "a", 5); });
    cut_all_connections();
    database_->read([](Session& session) { EXPECT_EQ(amount(session, "a"), 5); });
}

TEST_P(ServerDatabaseTest, AConnectionCutInAWriteRunsItAgain) {
    int runs = 0;
    database_->write([&](Session& session) {
        set_amount(session, "a", amount(session, "a") + 1);
        if (++runs == 1) cut_all_connections();
        set_amount(session, "b", 7);
    });
    EXPECT_EQ(runs, 2);
    database_->read([](Session& session) { EXPECT_EQ(amount(session, "a"), 1); });
}

TEST_P(ServerDatabaseTest, ThePoolIsBoundedAndItsUsersTakeTurns) {
    std::vector<std::future<void>> writes;
    for (int i = 0; i < 40; ++i)
        writes.push_back(std::async(std::launch::async, [&] {
            database_->write([](Session& session) { set_amount(session, "a", amount(session, "a") + 1); });
        }));
    for (auto& write : writes) write.get();
    database_->read([&](Session& session) { EXPECT_EQ(amount(session, "a"), 40); });
    const auto administrator = TestDatabase::connect(GetParam(), address());
    // And the one of PostgreSQL's announcements. Those of the tables' making may still be ending.
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes{1};
    while (connections(GetParam(), *administrator).size() > 3U + 1U && std::chrono::steady_clock::now() < end)
        std::this_thread::yield();
    EXPECT_LE(connections(GetParam(), *administrator).size(), 3U + 1U);
}

TEST_P(ServerDatabaseTest, CommitsAreSynchronous) {
    std::string value;
    const auto query = GetParam() == Dialect::postgresql ? "SHOW synchronous_commit" : "SELECT @@innodb_flush_log_at_trx_commit";
    database_->read([&](Session& session) { session.run(query, soci::into(value)); });
    EXPECT_EQ(value, GetParam() == Dialect::postgresql ? "on" : "1");
}

TEST_P(ServerDatabaseTest, ATurnIsTakenByOneWriteAtATime) {
    std::atomic<int> inside = 0, most = 0;
    std::vector<std::future<void>> writes;
    for (int i = 0; i < 3; ++i)
        writes.push_back(std::async(std::launch::async, [&] {
            for (int round = 0; round < 20; ++round)
                database_->write([&](Session& session) {
                    session.take_turn("a");
                    most = std::max<int>(most, ++inside);
                    std::this_thread::yield();
                    --inside;  // before a statement that may lose its race: PostgreSQL ends the transaction with it
                    set_amount(session, "a", amount(session, "a") + 1);
                });
        }));
    for (auto& write : writes) write.get();
    EXPECT_EQ(most, 1);
    database_->read([](Session& session) { EXPECT_EQ(amount(session, "a"), 60); });
}

TEST_P(ServerDatabaseTest, ATurnIsFreeAgainAfterAnUndoneWrite) {
    const auto fails = [](Session& session) {
        session.take_turn("a");
        throw std::domain_error("mine");
    };
    EXPECT_THROW(database_->write(fails), std::domain_error);
    std::async(std::launch::async, [&] { database_->write([](Session& session) { session.take_turn("a"); }); }).get();
}

}  // namespace
}  // namespace patente::storage
