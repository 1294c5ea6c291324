// The database: SQLite by default, PostgreSQL by a connection string, the same verbs on both.
//
// SQLite has one writer thread. write() hands it a function and waits; all that wait together share one
// transaction (each in a SAVEPOINT of its own) and one fsync, so many small durable writes are cheap.
// PostgreSQL has a bounded pool; a write that loses a serialisation race or a deadlock is run again.
// A function handed to write() may therefore run more than once before it returns: it must have no
// effect but through its Session. A returned Error or an exception undoes it.
#pragma once

#include <soci/soci.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "base/result.h"
#include "platform/storage/dialect.h"

namespace patente::storage {

// One transaction. Used only by the thread that runs the function it was handed to.
class Session {
public:
    Session(soci::session& sql, Dialect dialect) : sql_(sql), dialect_(dialect) {}

    soci::session& sql() { return sql_; }
    Dialect dialect() const { return dialect_; }
    // Runs after the commit that made this session's changes durable; never when they were undone.
    void after_commit(std::function<void()> act) { after_commit_.push_back(std::move(act)); }
    std::vector<std::function<void()>> take_after_commit() { return std::move(after_commit_); }

private:
    soci::session& sql_;
    Dialect dialect_;
    std::vector<std::function<void()>> after_commit_;
};

// One numbered, forward-only step of a room's tables. `name` is "parking/0001_stays"; SQL may hold many
// statements and the placeholders of dialect.h ({blob}, {instant}, …).
struct Migration {
    std::string name;
    std::string sql;
};

struct DatabaseSettings {
    std::string connection;  // "sqlite:PATH", "postgresql://user:password@host:port/name"
    int readers = 4;         // connections for read(); on PostgreSQL also for write()
};

class Database {
public:
    static std::unique_ptr<Database> open(const DatabaseSettings& settings);  // throws with what to do
    virtual ~Database() = default;

    virtual Dialect dialect() const = 0;

    // Applies what is not applied yet, in order of name within a room and of rooms as given; one runner at a
    // time, also across processes. Throws when a migration that was applied has changed since.
    virtual void migrate(const std::vector<Migration>& migrations) = 0;

    // Runs `act(Session&)` in one transaction and gives back what it gave, after it is on disk.
    template <typename Act>
    std::invoke_result_t<Act, Session&> write(Act&& act) {
        using Outcome = std::invoke_result_t<Act, Session&>;
        if constexpr (std::is_void_v<Outcome>) {
            run_write([&](Session& session) { act(session); return true; });
        } else {
            std::optional<Outcome> outcome;
            run_write([&](Session& session) {
                outcome.emplace(act(session));
                if constexpr (requires { outcome->error(); }) return outcome->has_value();
                else return true;
            });
            return *std::move(outcome);
        }
    }

    // Runs `act(Session&)` on a connection that only reads, on a snapshot.
    template <typename Act>
    std::invoke_result_t<Act, Session&> read(Act&& act) {
        using Outcome = std::invoke_result_t<Act, Session&>;
        if constexpr (std::is_void_v<Outcome>) {
            run_read([&](Session& session) { act(session); });
        } else {
            std::optional<Outcome> outcome;
            run_read([&](Session& session) { outcome.emplace(act(session)); });
            return *std::move(outcome);
        }
    }

protected:
    virtual void run_write(const std::function<bool(Session&)>& act) = 0;  // false: undo
    virtual void run_read(const std::function<void(Session&)>& act) = 0;
};

}  // namespace patente::storage
