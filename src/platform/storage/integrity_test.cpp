#include "platform/storage/integrity.h"

#include <fstream>

#include <soci/sqlite3/soci-sqlite3.h>

#include "platform/storage/soci_types.h"
#include "platform/storage/test_database.h"

namespace patente::storage {
namespace {

class IntegrityTest : public EachDatabase {};
INSTANTIATE_EACH_DATABASE(IntegrityTest);

TEST_P(IntegrityTest, AWholeDatabaseHasNoFaults) {
    const auto database = fresh({{"room/0001_a", "CREATE TABLE a (id INTEGER PRIMARY KEY); INSERT INTO a VALUES (1)"}});
    EXPECT_EQ(database->read(faults_of), std::vector<std::string>{});
    const auto time = database->read(server_time);
    EXPECT_EQ(time.has_value(), GetParam() != Dialect::sqlite);
    if (time) {
        EXPECT_LT(std::chrono::abs(*time - SystemClock{}.now()), std::chrono::seconds{60});
    }
}

TEST(Integrity, ABrokenReferenceAndABrokenPageAreFound) {
    const TestDatabase place(Dialect::sqlite);
    const auto file = place.settings.connection.substr(7);
    {
        const auto database = Database::open(place.settings);
        database->migrate({{"room/0001_a",
                            "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a INTEGER REFERENCES a (id));"
                            "CREATE TABLE c (text TEXT); CREATE INDEX c_by_text ON c (text);"}});
        database->write([](Session& session) {
            for (int i = 0; i < 500; ++i) session.run("INSERT INTO c VALUES (hex(randomblob(40)))");
        });
        soci::session raw(soci::sqlite3, "dbname=" + file);
        raw << "INSERT INTO b VALUES (7)";  // a connection that does not enforce it
        const auto faults = database->read(faults_of);
        ASSERT_EQ(faults.size(), 1u);
        EXPECT_NE(faults[0].find("rows of b"), std::string::npos);
    }
    const auto size = std::filesystem::file_size(file);
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(static_cast<std::streamoff>(size - 2 * 4096));
    bytes << std::string(4096, 'x');
    bytes.close();
    const auto database = Database::open(place.settings);
    EXPECT_GE(database->read(faults_of).size(), 2u);
}

}  // namespace
}  // namespace patente::storage
