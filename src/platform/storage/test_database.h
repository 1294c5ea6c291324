// For tests: fresh databases of every kind that is configured, so that one suite of a store runs on all.
//
//     class StoreTest : public storage::EachDatabase {};
//     TEST_P(StoreTest, Keeps) { auto database = fresh(parking::migrations()); … }
//     INSTANTIATE_EACH_DATABASE(StoreTest);
//
// SQLite always; PostgreSQL when PATENTE_TEST_POSTGRES holds a server's address (scripts/postgres start prints one), MariaDB
// likewise with PATENTE_TEST_MARIADB and scripts/mariadb.
#pragma once

#include <gtest/gtest.h>
#include <soci/mysql/soci-mysql.h>
#include <soci/postgresql/soci-postgresql.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/id.h"
#include "platform/storage/database.h"
#include "platform/storage/mysql_address.h"
#include "platform/storage/reserved_words.h"
#include "platform/storage/server_address.h"

namespace patente::storage {

// A place for one database; what was made there is gone with it.
class TestDatabase {
public:
    explicit TestDatabase(Dialect dialect) : name_("test_" + Uuid::made_at(SystemClock{}.now()).text()), dialect_(dialect) {
        if (dialect == Dialect::sqlite) {
            folder_ = std::filesystem::temp_directory_path() / name_;
            settings.connection = "sqlite:" + (folder_ / "patente.db").string();
        } else {
            server_ = std::getenv(dialect == Dialect::postgresql ? "PATENTE_TEST_POSTGRES" : "PATENTE_TEST_MARIADB");
            on_server("CREATE DATABASE " + quoted_name());
            settings.connection = with_database(server_, name_);
        }
    }
    ~TestDatabase() {
        std::error_code gone;
        if (server_.empty())
            std::filesystem::remove_all(folder_, gone);
        else
            on_server("DROP DATABASE " + quoted_name() + (dialect_ == Dialect::postgresql ? " WITH (FORCE)" : ""));
    }
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    DatabaseSettings settings;

    // A connection beside those of the Database, for what an administrator does.
    static std::unique_ptr<soci::session> connect(Dialect dialect, const std::string& address) {
        return dialect == Dialect::postgresql ? std::make_unique<soci::session>(soci::postgresql, address)
                                              : std::make_unique<soci::session>(soci::mysql, mysql_connect_string(address));
    }

private:
    void on_server(const std::string& statement) const { *connect(dialect_, server_) << statement; }

    std::string quoted_name() const {
        const char quote = dialect_ == Dialect::postgresql ? '"' : '`';
        return quote + name_ + quote;
    }

    std::string name_;
    Dialect dialect_;
    std::filesystem::path folder_;
    std::string server_;
};

inline std::vector<Dialect> each_dialect() {
    std::vector dialects{Dialect::sqlite};
    if (std::getenv("PATENTE_TEST_POSTGRES")) dialects.push_back(Dialect::postgresql);
    if (std::getenv("PATENTE_TEST_MARIADB")) dialects.push_back(Dialect::mysql);
    return dialects;
}

class EachDatabase : public testing::TestWithParam<Dialect> {
protected:
    // One place a test; calling it again opens the same database once more, as a second process would.
    std::unique_ptr<Database> fresh(const std::vector<Migration>& migrations = {}, int readers = 4) {
        if (!place_) place_ = std::make_unique<TestDatabase>(GetParam());
        place_->settings.readers = readers;
        auto database = Database::open(place_->settings);
        database->migrate(migrations);
        if (GetParam() == Dialect::sqlite) {
            EXPECT_EQ(database->read(reserved_names), std::vector<std::string>{}) << "choose other names";
        }
        return database;
    }
    const std::string& address() const { return place_->settings.connection; }

private:
    std::unique_ptr<TestDatabase> place_;
};

}  // namespace patente::storage

#define INSTANTIATE_EACH_DATABASE(suite)                                                              \
    INSTANTIATE_TEST_SUITE_P(Databases, suite, testing::ValuesIn(::patente::storage::each_dialect()), \
                             [](const auto& test) { return std::string(::patente::storage::name_of(test.param)); })
