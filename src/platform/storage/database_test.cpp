#include "platform/storage/database.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "platform/storage/soci_types.h"
#include "platform/storage/test_database.h"

namespace patente::storage {
namespace {

const std::vector<Migration> tables = {
    {"test/0001_marks",
     "CREATE TABLE marks (id {id} PRIMARY KEY, owner {text} NOT NULL, made_at {instant}, weight {real}, big {big}, picture {blob});\n"
     "CREATE INDEX marks_by_owner ON marks (owner);"},
    {"test/0002_parts", "CREATE TABLE parts (mark {id} NOT NULL REFERENCES marks (id), number INTEGER NOT NULL);"}};

void add_mark(Session& session, const std::string& id, const std::string& owner = "ana") {
    session.run("INSERT INTO marks (id, owner) VALUES (:id, :owner)", soci::use(id), soci::use(owner));
}

int marks_in(Database& database) {
    return database.read([](Session& session) {
        int count = 0;
        session.run("SELECT COUNT(*) FROM marks", soci::into(count));
        return count;
    });
}

class DatabaseTest : public EachDatabase {};
INSTANTIATE_EACH_DATABASE(DatabaseTest);

TEST_P(DatabaseTest, KeepsWhatWasWrittenAndGivesBackWhatTheFunctionGave) {
    const auto database = fresh(tables);
    const int given = database->write([](Session& session) {
        add_mark(session, "a");
        return 7;
    });
    EXPECT_EQ(given, 7);
    EXPECT_EQ(marks_in(*fresh(tables)), 1);  // also seen by another process
}

TEST_P(DatabaseTest, AnErrorUndoesItAndReachesItsCaller) {
    const auto database = fresh(tables);
    const auto outcome = database->write([](Session& session) -> Result<int> {
        add_mark(session, "a");
        return fail(ErrorKind::conflict, "taken", {"Taken.", "Ocupado."});
    });
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().problem, "taken");
    EXPECT_EQ(marks_in(*database), 0);
}

TEST_P(DatabaseTest, AWitnessNotesWhatIsKeptInItsOwnTransaction) {
    const auto database = fresh(tables);
    const Witness outer([](Session& session) { add_mark(session, "outer"); });
    {
        const Witness inner([](Session& session) { add_mark(session, "of a"); });
        database->write([](Session& session) { add_mark(session, "a"); });
        database->write([](Session& session) -> Result<> {
            add_mark(session, "b");
            return fail(ErrorKind::conflict, "taken", {"Taken.", "Ocupado."});
        });
    }
    EXPECT_EQ(marks_in(*database), 2);
    // What cannot be noted is not done.
    const Witness failing([](Session&) { throw std::domain_error("no note"); });
    EXPECT_THROW(database->write([](Session& session) { add_mark(session, "c"); }), std::domain_error);
    EXPECT_EQ(marks_in(*database), 2);
    std::thread([&] { database->write([](Session& session) { add_mark(session, "of another thread"); }); }).join();
    EXPECT_EQ(marks_in(*database), 3);
}

TEST_P(DatabaseTest, AnExceptionUndoesItAndReachesItsCaller) {
    const auto database = fresh(tables);
    const auto act = [](Session& session) {
        add_mark(session, "a");
        throw std::domain_error("mine");
    };
    EXPECT_THROW(database->write(act), std::domain_error);
    EXPECT_EQ(marks_in(*database), 0);
}

TEST_P(DatabaseTest, ABrokenConstraintUndoesOnlyItsOwnWrite) {
    const auto database = fresh(tables);
    database->write([](Session& session) { add_mark(session, "a"); });
    std::vector<std::future<bool>> writes;
    for (int i = 0; i < 24; ++i)
        writes.push_back(std::async(std::launch::async, [&, i] {
            try {
                database->write([&](Session& session) { add_mark(session, i % 3 == 0 ? "a" : std::to_string(i)); });
                return true;
            } catch (const soci::soci_error&) {
                return false;
            }
        }));
    for (int i = 0; i < 24; ++i) EXPECT_EQ(writes[static_cast<std::size_t>(i)].get(), i % 3 != 0) << i;
    EXPECT_EQ(marks_in(*database), 17);
}

TEST_P(DatabaseTest, ADuplicateThatMayBeIsCountedAndNothingElseIsLetPass) {
    const auto database = fresh(tables);
    const auto add = [&](const std::string& id, const std::string& owner) {
        return database->write([&](Session& session) {
            return session
                .run("INSERT INTO marks (id, owner) VALUES (:id, :owner) ON CONFLICT (id) DO NOTHING", soci::use(id),
                     soci::use(owner))
                .rows_changed;
        });
    };
    EXPECT_EQ(add("a", "ana"), 1);
    EXPECT_EQ(add("a", "eva"), 0);
    EXPECT_THROW(database->write([](Session& session) {
        session.run("INSERT INTO parts (mark, number) VALUES ('nobody', 1) ON CONFLICT DO NOTHING");
    }),
                 soci::soci_error);
    database->read([](Session& session) {
        int parts = 0;
        session.run("SELECT COUNT(*) FROM parts", soci::into(parts));
        EXPECT_EQ(parts, 0);
    });
}

TEST_P(DatabaseTest, APartialUniqueIndexHoldsWhereItsConditionDoes) {
    const auto database = fresh({{"test/0001",
                                  "CREATE TABLE seats (id {id} PRIMARY KEY, place {text} NOT NULL, phase {text} NOT NULL);"
                                  "CREATE UNIQUE INDEX seats_taken ON seats (place) WHERE phase IN ('open', 'ask')"}});
    const auto run = [&](const char* statement) { database->write([&](Session& session) { session.run(statement); }); };
    run("INSERT INTO seats (id, place, phase) VALUES ('a', 'x', 'open'), ('b', 'x', 'gone'), ('c', 'x', 'gone')");
    EXPECT_THROW(run("INSERT INTO seats (id, place, phase) VALUES ('d', 'x', 'ask')"), soci::soci_error);
    EXPECT_THROW(run("UPDATE seats SET phase = 'ask' WHERE id = 'b'"), soci::soci_error);
    run("UPDATE seats SET phase = 'gone' WHERE id = 'a'");
    run("UPDATE seats SET phase = 'ask' WHERE id = 'b'");
}

TEST_P(DatabaseTest, TextsAreComparedByteByByte) {
    const auto database = fresh(tables);
    database->write([](Session& session) {
        for (const char* owner : {"a", "A", "a ", "á", "Z"}) add_mark(session, owner, owner);
        std::string owner, all;
        session.for_each([&] { all += owner + "|"; }, "SELECT owner FROM marks ORDER BY owner", soci::into(owner));
        EXPECT_EQ(all, "A|Z|a|a |á|");
    });
}

TEST_P(DatabaseTest, ForeignKeysHold) {
    const auto database = fresh(tables);
    EXPECT_THROW(database->write([](Session& session) { session.run("INSERT INTO parts (mark, number) VALUES ('nobody', 1)"); }),
                 soci::soci_error);
}

TEST_P(DatabaseTest, CommittedHooksRunOnceAfterwardsAndOnlyThen) {
    const auto database = fresh(tables);
    int ran = 0;
    const auto caller = std::this_thread::get_id();
    database->write([&](Session& session) {
        add_mark(session, "a");
        session.after_commit([&] {
            EXPECT_EQ(std::this_thread::get_id(), caller);
            EXPECT_EQ(marks_in(*database), 1);
            ++ran;
        });
    });
    database->write([&](Session& session) -> Result<int> {
        session.after_commit([&] { ++ran; });
        return fail(ErrorKind::conflict, "no", {"No.", "No."});
    });
    EXPECT_EQ(ran, 1);
}

TEST_P(DatabaseTest, ConcurrentReadThenWriteLosesNothing) {
    const auto database = fresh(tables);
    database->write([](Session& session) { session.run("INSERT INTO marks (id, owner, big) VALUES ('sum', 'ana', 0)"); });
    const auto add = [&] {
        for (int i = 0; i < 25; ++i)
            database->write([](Session& session) {
                long long sum = 0;
                session.run("SELECT big FROM marks WHERE id = 'sum'", soci::into(sum));
                ++sum;
                session.run("UPDATE marks SET big = :sum WHERE id = 'sum'", soci::use(sum));
            });
    };
    std::vector<std::future<void>> adders;
    for (int i = 0; i < 4; ++i) adders.push_back(std::async(std::launch::async, add));
    for (auto& adder : adders) adder.get();
    long long sum = 0;
    database->read([&](Session& session) { session.run("SELECT big FROM marks", soci::into(sum)); });
    EXPECT_EQ(sum, 100);
}

TEST_P(DatabaseTest, AReadSeesOneSnapshot) {
    const auto database = fresh(tables);
    database->read([&](Session& session) {
        int before = 0;
        int after = 0;
        session.run("SELECT COUNT(*) FROM marks", soci::into(before));
        std::async(std::launch::async, [&] { database->write([](Session& other) { add_mark(other, "a"); }); }).get();
        session.run("SELECT COUNT(*) FROM marks", soci::into(after));
        EXPECT_EQ(before, 0);
        EXPECT_EQ(after, 0);
    });
    EXPECT_EQ(marks_in(*database), 1);
}

TEST_P(DatabaseTest, AReadCannotWrite) {
    const auto database = fresh(tables);
    EXPECT_ANY_THROW(database->read([](Session& session) { add_mark(session, "a"); }));
    EXPECT_EQ(marks_in(*database), 0);
}

TEST_P(DatabaseTest, OurTypesComeBackAsTheyWent) {
    const auto database = fresh(tables);
    const Instant made = *parse_rfc3339("2096-02-29T23:59:59.999Z");
    const auto id = Uuid::made_at(made);
    const std::string owner = R"(ñandú; 'x' "y" :z {text \' \)";
    std::string bytes(256, '\0');
    for (int i = 0; i < 256; ++i) bytes[static_cast<std::size_t>(i)] = static_cast<char>(i);
    const std::optional<long long> big = (1LL << 53) + 1;
    const std::optional<double> weight = 0.1;
    database->write([&](Session& session) {
        const auto picture = bytes_to_sql(session, bytes);
        session.run(
            "INSERT INTO marks (id, owner, made_at, weight, big, picture) VALUES "
            "(:id, :owner, :made, :weight, :big, CAST(:picture AS {blob}))",
            soci::use(id), soci::use(owner), soci::use(made), soci::use(weight), soci::use(big), soci::use(picture));
    });
    database->read([&](Session& session) {
        Uuid id_back;
        std::string owner_back, picture;
        std::optional<Instant> made_back;
        std::optional<double> weight_back;
        std::optional<long long> big_back;
        ASSERT_TRUE(session
                        .run("SELECT id, owner, made_at, weight, big, picture FROM marks WHERE id = :id", soci::use(id),
                             soci::into(id_back), soci::into(owner_back), soci::into(made_back), soci::into(weight_back),
                             soci::into(big_back), soci::into(picture))
                        .got_data);
        EXPECT_EQ(id_back, id);
        EXPECT_EQ(owner_back, owner);
        EXPECT_EQ(made_back, made);
        EXPECT_EQ(weight_back, weight);
        EXPECT_EQ(big_back, big);
        EXPECT_EQ(bytes_from_sql(session, picture), bytes);
    });
}

TEST_P(DatabaseTest, NullIsAnEmptyOptionalAndNoRowLeavesThingsAsTheyWere) {
    const auto database = fresh(tables);
    const std::optional<Instant> never;
    database->write([&](Session& session) {
        session.run("INSERT INTO marks (id, owner, made_at) VALUES ('a', 'ana', :never)", soci::use(never));
        std::optional<Instant> made = Instant{};
        EXPECT_TRUE(session.run("SELECT made_at FROM marks", soci::into(made)).got_data);
        EXPECT_EQ(made, std::nullopt);
        Uuid id = Uuid::made_at(Instant{});
        const auto kept = id;
        EXPECT_FALSE(session.run("SELECT id FROM marks WHERE owner = 'nobody'", soci::into(id)).got_data);
        EXPECT_EQ(id, kept);
    });
}

TEST_P(DatabaseTest, CountsChangedRowsAndWalksOverMany) {
    const auto database = fresh(tables);
    database->write([](Session& session) {
        for (const char* id : {"a", "b", "c"}) add_mark(session, id);
        EXPECT_EQ(session.run("UPDATE marks SET owner = 'eva' WHERE id > 'a'").rows_changed, 2);
        EXPECT_EQ(session.run("DELETE FROM marks WHERE id = 'nobody'").rows_changed, 0);
        std::string id, all;
        session.for_each([&] { all += id; }, "SELECT id FROM marks ORDER BY id", soci::into(id));
        EXPECT_EQ(all, "abc");
    });
}

TEST_P(DatabaseTest, AStatementMayRunInsideItsOwnLoop) {
    const auto database = fresh(tables);
    database->write([](Session& session) {
        add_mark(session, "a");
        add_mark(session, "b");
        int pairs = 0;
        std::string outer, inner;
        const char* query = "SELECT id FROM marks ORDER BY id";
        session.for_each([&] { session.for_each([&] { ++pairs; }, query, soci::into(inner)); }, query, soci::into(outer));
        EXPECT_EQ(pairs, 4);
    });
}

TEST_P(DatabaseTest, TransactionsCarryTheCauseOfTheirThread) {
    const auto database = fresh(tables);
    const Cause cause("event 1");
    database->write([](Session& session) { EXPECT_EQ(session.cause(), "event 1"); });
    {
        const Cause inner("event 2");
        database->read([](Session& session) { EXPECT_EQ(session.cause(), "event 2"); });
    }
    EXPECT_EQ(Cause::current(), "event 1");
}

TEST(Database, RefusesAnUnknownAddress) { EXPECT_THROW(Database::open({.connection = "mongodb:x"}), std::runtime_error); }

TEST(Database, AServerThatIsNotThereIsUnavailable) {
    EXPECT_THROW(Database::open({.connection = "postgresql://nobody@127.0.0.1:1/none"}), Unavailable);
    EXPECT_THROW(Database::open({.connection = "mysql://nobody@127.0.0.1:1/none"}), Unavailable);
}

}  // namespace
}  // namespace patente::storage
