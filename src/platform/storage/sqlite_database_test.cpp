#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <semaphore>

#include "platform/storage/database.h"
#include "platform/storage/soci_types.h"
#include "platform/storage/test_database.h"

namespace patente::storage {
namespace {

const std::vector<Migration> tables = {{"test/0001", "CREATE TABLE notes (id {id} PRIMARY KEY, body {text} NOT NULL);"}};

class SqliteDatabaseTest : public testing::Test {
protected:
    SqliteDatabaseTest() {
        place_.settings.waiting_max = 8;
        database_ = Database::open(place_.settings);
        database_->migrate(tables);
    }
    static void add_note(Session& session, const std::string& id, std::size_t size = 10) {
        const std::string body(size, 'x');
        session.run("INSERT INTO notes (id, body) VALUES (:id, :body)", soci::use(id), soci::use(body));
    }
    int notes() {
        int count = 0;
        database_->read([&](Session& session) { session.run("SELECT COUNT(*) FROM notes", soci::into(count)); });
        return count;
    }
    // What a full disk does, without one: SQLite may not grow the file further.
    void limit_pages(long long pages) {
        database_->write([&](Session& session) {
            long long now = 0;
            session.sql() << "PRAGMA max_page_count = " + std::to_string(pages), soci::into(now);
        });
    }
    std::string setting(const std::string& name) {
        std::string value;
        database_->write([&](Session& session) { session.sql() << "PRAGMA " + name, soci::into(value); });
        return value;
    }

    TestDatabase place_{Dialect::sqlite};
    std::unique_ptr<Database> database_;
};

TEST_F(SqliteDatabaseTest, IsSetUpToLoseNothing) {
    EXPECT_EQ(setting("journal_mode"), "wal");
    EXPECT_EQ(setting("synchronous"), "2");  // FULL
    EXPECT_EQ(setting("foreign_keys"), "1");
}

TEST_F(SqliteDatabaseTest, AFullDiskIsToldAndForgottenWhenThereIsSpace) {
    limit_pages(1);  // SQLite takes the size it has as the least
    EXPECT_THROW(database_->write([](Session& session) { add_note(session, "big", 1 << 20); }), Unavailable);
    EXPECT_EQ(notes(), 0);
    limit_pages(1 << 20);
    database_->write([](Session& session) { add_note(session, "big", 1 << 20); });
    EXPECT_EQ(notes(), 1);
}

TEST_F(SqliteDatabaseTest, WithAFullDiskWhoWasToldYesIsThereAndWhoWasToldNoIsNot) {
    limit_pages(30);
    std::vector<std::future<bool>> writes;
    for (int i = 0; i < 40; ++i)
        writes.push_back(std::async(std::launch::async, [&, i] {
            try {
                database_->write([&](Session& session) { add_note(session, std::to_string(i), i % 4 == 0 ? 40'000 : 100); });
                return true;
            } catch (const Unavailable&) {
                return false;
            }
        }));
    int kept = 0;
    for (auto& write : writes) kept += write.get();
    EXPECT_EQ(notes(), kept);
    EXPECT_LT(kept, 40);
    limit_pages(1 << 20);
    database_->write([](Session& session) { add_note(session, "after"); });
    EXPECT_EQ(notes(), kept + 1);
}

TEST_F(SqliteDatabaseTest, TheWaitingListIsBounded) {
    std::binary_semaphore running(0), go_on(0);
    auto first = std::async(std::launch::async, [&] {
        database_->write([&](Session&) {
            running.release();
            go_on.acquire();
        });
    });
    running.acquire();
    std::atomic<int> refused = 0;
    std::counting_semaphore<> told(0);
    std::vector<std::future<void>> waiting;
    for (int i = 0; i < 20; ++i)
        waiting.push_back(std::async(std::launch::async, [&] {
            try {
                database_->write([](Session&) {});
            } catch (const Unavailable&) {
                ++refused;
                told.release();
            }
        }));
    for (int i = 0; i < 12; ++i) told.acquire();  // 20 less the 8 that may wait
    go_on.release();
    for (auto& each : waiting) each.get();
    first.get();
    EXPECT_EQ(refused, 12);
}

TEST_F(SqliteDatabaseTest, WhatIsNotKeptTakesNothingOfItsBatchWithIt) {
    std::binary_semaphore running(0), go_on(0);
    std::atomic<int> runs_of_first = 0, committed = 0;
    const auto keep = [&](Session& session, const std::string& id) {
        add_note(session, id);
        session.after_commit([&] { ++committed; });
    };
    auto first = std::async(std::launch::async, [&] {
        database_->write([&](Session& session) {
            keep(session, "first");
            if (++runs_of_first > 1) return;  // when the others are known
            running.release();
            go_on.acquire();
        });
    });
    running.acquire();
    std::atomic<int> refused = 0;
    std::vector<std::future<void>> waiting;
    for (int i = 0; i < 6; ++i)
        waiting.push_back(std::async(std::launch::async, [&, i] {
            const auto outcome = database_->write([&](Session& session) -> Result<> {
                keep(session, std::to_string(i));
                if (i % 2 == 0) return fail(ErrorKind::invalid, "test-refused", {"No.", "No."});
                return {};
            });
            if (!outcome) ++refused;
        }));
    EXPECT_THROW(
        {
            go_on.release();
            database_->write([&](Session& session) { keep(session, "first"); });  // breaks the key, whenever it runs
        },
        std::exception);
    for (auto& each : waiting) each.get();
    first.get();
    EXPECT_EQ(refused, 3);
    EXPECT_EQ(notes(), 4);
    EXPECT_EQ(committed, 4) << "each once, however often it ran";
}

TEST_F(SqliteDatabaseTest, AWriteInsideAWriteIsRefusedAtOnce) {
    EXPECT_THROW(database_->write([&](Session&) { database_->write([](Session&) {}); }), std::logic_error);
}

TEST_F(SqliteDatabaseTest, WaitsForAnotherProgramThatWrites) {
    const auto other = Database::open(place_.settings);
    std::binary_semaphore running(0), go_on(0);
    auto long_write = std::async(std::launch::async, [&] {
        other->write([&](Session& session) {
            add_note(session, "other");
            running.release();
            go_on.acquire();
        });
    });
    running.acquire();
    auto ours = std::async(std::launch::async, [&] { database_->write([](Session& session) { add_note(session, "ours"); }); });
    EXPECT_EQ(ours.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
    go_on.release();
    long_write.get();
    ours.get();
    EXPECT_EQ(notes(), 2);
}

TEST_F(SqliteDatabaseTest, TheLogStaysShortUnderSteadyWriting) {
    const auto file = std::filesystem::path(place_.settings.connection.substr(7) + "-wal");
    for (int i = 0; i < 150; ++i) database_->write([&](Session& session) { add_note(session, std::to_string(i), 1 << 20); });
    EXPECT_LT(std::filesystem::file_size(file), 100u << 20);
}

TEST(Sqlite, TakesPathsWithSpacesAndEqualSigns) {
    TestDatabase place(Dialect::sqlite);
    const auto folder = std::filesystem::path(place.settings.connection.substr(7)).parent_path() / "a b=c ñ";
    const auto file = folder / "d e.db";
    Database::open({.connection = "sqlite:" + file.string()})->migrate(tables);
    EXPECT_TRUE(std::filesystem::exists(file));
}

TEST(Sqlite, SaysWhyItCannotOpen) {
    EXPECT_THROW(Database::open({.connection = "sqlite:"}), std::runtime_error);
    EXPECT_THROW(Database::open({.connection = "sqlite:/proc/nowhere/patente.db"}), Unavailable);
}

}  // namespace
}  // namespace patente::storage
