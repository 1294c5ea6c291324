#include "platform/storage/migrations.h"

#include <gtest/gtest.h>

#include <future>

#include "platform/storage/soci_types.h"
#include "platform/storage/test_database.h"

namespace patente::storage {
namespace {

using Strings = std::vector<std::string>;

TEST(Statements, AreCutAtTheirSemicolonsAlone) {
    EXPECT_EQ(statements_of("SELECT 1; SELECT 2 ;;\n"), (Strings{"SELECT 1", "SELECT 2"}));
    EXPECT_EQ(statements_of("SELECT ';', \"a;b\", 'it''s;' ; x"), (Strings{"SELECT ';', \"a;b\", 'it''s;'", "x"}));
    EXPECT_EQ(statements_of("-- a; comment\nSELECT 1 /* ; */ + 2"), (Strings{"SELECT 1   + 2"}));
    EXPECT_EQ(statements_of("DO $$ BEGIN x; y; END $$; SELECT $1"), (Strings{"DO $$ BEGIN x; y; END $$", "SELECT $1"}));
    EXPECT_EQ(statements_of("DO $a$ $$;$$ $a$;"), (Strings{"DO $a$ $$;$$ $a$"}));
    EXPECT_EQ(
        statements_of("CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT CASE WHEN 1 THEN 2 END; DELETE FROM b; END; SELECT 1"),
        (Strings{"CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT CASE WHEN 1 THEN 2 END; DELETE FROM b; END", "SELECT 1"}));
    EXPECT_EQ(statements_of("CREATE TRIGGER t BEFORE UPDATE ON a FOR EACH ROW BEGIN IF x THEN SIGNAL y; END IF; END; SELECT 1"),
              (Strings{"CREATE TRIGGER t BEFORE UPDATE ON a FOR EACH ROW BEGIN IF x THEN SIGNAL y; END IF; END", "SELECT 1"}));
    EXPECT_EQ(statements_of(" \n ; -- nothing"), Strings{});
}

TEST(ReservedWords, AreThoseOfAllThreeDatabases) {
    for (const char* word : {"user", "READS", "order", "rank_of"})
        EXPECT_EQ(is_reserved_word(word), std::string(word) != "rank_of") << word;
}

class MigrationsTest : public EachDatabase {
protected:
    static int rows_of(Database& database, const std::string& table) {
        int count = 0;
        database.read([&](Session& session) { session.run("SELECT COUNT(*) FROM " + table, soci::into(count)); });
        return count;
    }
    const Migration first{"room/0001_a", "CREATE TABLE a (id {id} PRIMARY KEY); INSERT INTO a VALUES ('x');"};
    const Migration second{"room/0002_b", "INSERT INTO a VALUES ('y');"};
};
INSTANTIATE_EACH_DATABASE(MigrationsTest);

TEST_P(MigrationsTest, EachIsAppliedOnceAndInOrder) {
    const auto database = fresh({first});
    database->migrate({first, second});
    database->migrate({first, second});
    EXPECT_EQ(rows_of(*database, "a"), 2);
}

TEST_P(MigrationsTest, TheirStateIsToldWithoutTouchingAnything) {
    const Migration elsewhere{
        "room/0003_c", "SELECT 1",
        GetParam() == Dialect::sqlite ? std::optional(Dialect::postgresql) : std::optional(Dialect::sqlite)};
    const TestDatabase place(GetParam());
    const auto database = Database::open(place.settings);
    const auto state_of = [&](const std::vector<Migration>& migrations) {
        return database->read([&](Session& session) { return migration_state(session, migrations); });
    };
    EXPECT_EQ(state_of({first, second}).waiting, (Strings{first.name, second.name}));
    database->migrate({first});
    EXPECT_EQ(state_of({first, second}).waiting, Strings{second.name});
    database->migrate({first, second, elsewhere});
    const auto done = state_of({first, second, elsewhere});
    EXPECT_EQ(done.present, 2);
    EXPECT_TRUE(done.waiting.empty() && done.changed.empty() && done.unknown.empty());
    const auto older = state_of({{first.name, first.sql + " "}});
    EXPECT_EQ(older.changed, Strings{first.name});
    EXPECT_EQ(older.unknown, Strings{second.name});
}

TEST_P(MigrationsTest, AChangedOneIsRefusedByName) {
    const auto database = fresh({first});
    try {
        database->migrate({{first.name, first.sql + " "}, second});
        FAIL() << "it was taken";
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find("room/0001_a"), std::string::npos);
    }
    EXPECT_EQ(rows_of(*database, "a"), 1);
}

TEST_P(MigrationsTest, AFailedOneLeavesNothing) {
    const auto database = fresh({first});
    EXPECT_THROW(database->migrate({first, {"room/0002_bad", "INSERT INTO a VALUES ('y'); INSERT INTO nowhere VALUES (1);"}}),
                 std::runtime_error);
    EXPECT_EQ(rows_of(*database, "a"), 1);
    database->migrate({first, second});
    EXPECT_EQ(rows_of(*database, "a"), 2);
}

TEST_P(MigrationsTest, OneOfAnotherDatabaseIsPassedOver) {
    const auto database = fresh({first,
                                 {"room/0002_b", "INSERT INTO a VALUES ('sqlite');", Dialect::sqlite},
                                 {"room/0002_b", "INSERT INTO a VALUES ('postgresql');", Dialect::postgresql},
                                 {"room/0002_b", "INSERT INTO a VALUES ('mysql');", Dialect::mysql}});
    std::string which;
    database->read([&](Session& session) { session.run("SELECT id FROM a WHERE id <> 'x'", soci::into(which)); });
    EXPECT_EQ(which, name_of(GetParam()));
}

// MariaDB cannot undo a new table: what broke off after one goes on behind it.
TEST_P(MigrationsTest, OneThatBrokeOffIsDoneOnceItsCauseIsGone) {
    const auto database = fresh({first});
    const Migration broken{"room/0002_c",
                           "INSERT INTO a VALUES ('y'); CREATE TABLE c (id {id} PRIMARY KEY); CREATE INDEX c_by_id ON c (id); "
                           "INSERT INTO c VALUES ('1'); INSERT INTO later VALUES ('z');"};
    EXPECT_THROW(database->migrate({first, broken}), std::runtime_error);
    database->migrate({first, {"room/0001_later", "CREATE TABLE later (id {id} PRIMARY KEY)"}});
    database->migrate({first, broken});
    EXPECT_EQ(rows_of(*database, "a"), 2);
    EXPECT_EQ(rows_of(*database, "c"), 1);
    EXPECT_EQ(rows_of(*database, "later"), 1);
}

TEST_P(MigrationsTest, ManyProcessesMayStartAtOnce) {
    fresh();
    std::vector<std::future<void>> starts;
    for (int i = 0; i < 5; ++i)
        starts.push_back(
            std::async(std::launch::async, [&] { Database::open({.connection = address()})->migrate({first, second}); }));
    for (auto& start : starts) start.get();
    EXPECT_EQ(rows_of(*fresh(), "a"), 2);
}

TEST_P(MigrationsTest, StatementsSurviveAChangeOfTheirTable) {
    const auto database = fresh({first});
    std::string id, note;
    const auto look = [&] { database->read([&](Session& session) { session.run("SELECT * FROM a", soci::into(id)); }); };
    look();
    database->migrate({first, {"room/0002_note", "ALTER TABLE a ADD COLUMN note {text}"}});
    look();
    EXPECT_EQ(id, "x");
}

}  // namespace
}  // namespace patente::storage
