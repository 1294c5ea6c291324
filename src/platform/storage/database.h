// The database: SQLite by default, PostgreSQL or MariaDB by a connection string, the same verbs on each.
//
// SQLite has one writer thread. write() hands it a function and waits; all that wait together share one
// transaction and one fsync, so many small durable writes are cheap; where one is undone the others run again.
// PostgreSQL and MariaDB have a bounded pool; a write that loses a serialisation race or a deadlock is run again.
// Their writes are SERIALIZABLE, so that a rule that reads before it writes holds there as it does on SQLite.
// A function handed to write() may therefore run more than once before it returns: it must have no
// effect but through its Session. A returned Error or an exception undoes it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include "base/result.h"
#include "platform/storage/announcements.h"
#include "platform/storage/dialect.h"
#include "platform/storage/session.h"

namespace patente::storage {

// The database cannot do it now: no space, a broken disk, locked by another program, a lost server, too many
// waiting. The change was not made (after a lost connection during a commit: perhaps not). what() is a plain
// sentence. platform/http answers 503.
class Unavailable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// One numbered, forward-only step of a room's tables. `name` is "parking/0001_stays"; SQL may hold many
// statements and the placeholders of dialect.h ({blob}, {instant}, …).
struct Migration {
    std::string name;
    std::string sql;
    std::optional<Dialect> only = {};  // for one database alone
};

struct DatabaseSettings {
    std::string connection;  // "sqlite:PATH", "postgresql://user:password@host:port/name", mysql_address.h
    int readers = 4;         // connections for read(); servers write with as many and twice as many again
    int waiting_max = 4096;  // writes that may wait; one more throws Unavailable
};

// How a write sees the others. SQLite always has one writer, so there it makes no difference.
enum class Isolation {
    serializable,    // as if the writes ran one after the other; may be run again
    read_committed,  // for statements that lock what they take themselves (the queue)
};

class Database : public Announcer {
public:
    static std::unique_ptr<Database> open(const DatabaseSettings& settings);  // throws with what to do

    virtual Dialect dialect() const = 0;

    // Applies what is not applied yet, in order of name within a room and of rooms as given; one runner at a
    // time, also across processes. Throws when a migration that was applied has changed since.
    virtual void migrate(const std::vector<Migration>& migrations) = 0;

    // Runs `act(Session&)` in one transaction and gives back what it gave, after it is on disk.
    // Must not be called inside another write or read of the same thread.
    template <typename Act>
    std::invoke_result_t<Act, Session&> write(Act&& act, Isolation isolation = Isolation::serializable) {
        using Outcome = std::invoke_result_t<Act, Session&>;
        if constexpr (std::is_void_v<Outcome>) {
            write_witnessed(
                [&](Session& session) {
                    act(session);
                    return true;
                },
                isolation);
        } else {
            std::optional<Outcome> outcome;
            write_witnessed(
                [&](Session& session) {
                    outcome.emplace(act(session));
                    if constexpr (requires { outcome->error(); })
                        return outcome->has_value();
                    else
                        return true;
                },
                isolation);
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

    // Calls `heard` for what is announced on this channel, by this process and, while hears_others(), by every other one
    // of this database; until the token is gone, which must not outlive the database. `heard` runs on any thread, must be
    // quick, and may neither listen nor announce. Inside a transaction say Session::announce.
    [[nodiscard]] std::shared_ptr<void> listen(std::string channel, Listeners::Heard heard) {
        return listeners_.add(std::move(channel), std::move(heard));
    }
    void announce(const Announcement& announcement) override { listeners_.call(announcement); }
    virtual bool hears_others() const { return false; }  // PostgreSQL alone, while its connection lasts

protected:
    Listeners listeners_;

    virtual void run_write(const std::function<bool(Session&)>& act, Isolation isolation) = 0;  // false: undo
    virtual void run_read(const std::function<void(Session&)>& act) = 0;

private:
    void write_witnessed(const std::function<bool(Session&)>& act, Isolation isolation);
};

}  // namespace patente::storage
