#include "platform/storage/sqlite_database.h"

#include <condition_variable>
#include <filesystem>
#include <mutex>

#include "platform/storage/migrations.h"
#include "platform/storage/sqlite_connection.h"
#include "platform/storage/sqlite_writer.h"

namespace patente::storage {
namespace {

constexpr std::chrono::seconds reader_wait{10};

// A small set of connections, made as they are first needed; who finds none waits.
class Readers {
public:
    Readers(std::string path, int at_most) : path_(std::move(path)), left_to_make_(std::max(1, at_most)) {}

    using Loan = std::unique_ptr<SqliteConnection, std::function<void(SqliteConnection*)>>;
    Loan borrow() {
        std::unique_lock lock(mutex_);
        if (!freed_.wait_for(lock, reader_wait, [&] { return !idle_.empty() || left_to_make_ > 0; }))
            throw Unavailable("too many queries wait for the database; try again later");
        if (idle_.empty()) idle_.push_back(make());
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        return {connection.release(), [this](SqliteConnection* back) { give_back(back); }};
    }

private:
    std::unique_ptr<SqliteConnection> make() {
        auto made = std::make_unique<SqliteConnection>(path_, SqliteConnection::Use::read);
        --left_to_make_;
        return made;
    }
    void give_back(SqliteConnection* connection) {
        connection->rollback();
        {
            const std::lock_guard lock(mutex_);
            idle_.emplace_back(connection);
        }
        freed_.notify_one();
    }

    const std::string path_;
    std::mutex mutex_;
    std::condition_variable freed_;
    int left_to_make_;
    std::vector<std::unique_ptr<SqliteConnection>> idle_;
};

class SqliteDatabase final : public Database {
public:
    SqliteDatabase(const std::string& path, const DatabaseSettings& settings)
        : writer_(path, static_cast<std::size_t>(settings.waiting_max), *this), readers_(path, settings.readers) {}

    Dialect dialect() const override { return Dialect::sqlite; }

    // The transaction of the writer locks out other processes too.
    void migrate(const std::vector<Migration>& migrations) override {
        write([&](Session& session) { apply_migrations(session, migrations); });
    }

protected:
    void run_write(const std::function<bool(Session&)>& act, Isolation) override { writer_.write(act); }

    void run_read(const std::function<void(Session&)>& act) override {
        try {
            const auto connection = readers_.borrow();
            connection->begin();
            Session session(connection->sql, connection->statements, *this, Dialect::sqlite, Cause::current());
            act(session);
        } catch (...) {
            std::rethrow_exception(as_seen_outside(std::current_exception()));
        }
    }

private:
    SqliteWriter writer_;
    Readers readers_;
};

}  // namespace

std::unique_ptr<Database> open_sqlite(const std::string& path, const DatabaseSettings& settings) {
    if (path.empty()) throw std::runtime_error("sqlite: needs the path of a file");
    try {
        if (const auto folder = std::filesystem::path(path).parent_path(); !folder.empty())
            std::filesystem::create_directories(folder);
        return std::make_unique<SqliteDatabase>(path, settings);
    } catch (const std::filesystem::filesystem_error& error) {
        throw Unavailable(std::string("the folder of the database cannot be made: ") + error.what());
    } catch (const soci::soci_error& error) {
        throw Unavailable("the database " + path + " cannot be opened: " + error.get_error_message());
    }
}

}  // namespace patente::storage
