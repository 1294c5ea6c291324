#include "platform/storage/postgresql_database.h"

#include <soci/postgresql/soci-postgresql.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>

#include "platform/observe/metrics.h"
#include "platform/storage/migrations.h"
#include "platform/storage/postgresql_wire.h"

namespace patente::storage {
namespace {

constexpr int attempts_max = 40;
constexpr int attempts_together = 3;
constexpr std::chrono::seconds pool_wait{10};
constexpr std::string_view migration_lock = "SELECT pg_advisory_xact_lock(7283684)";

struct Connection {
    explicit Connection(const std::string& address) : sql(soci::postgresql, address), statements(sql, Dialect::postgresql) {
        sql << "SET client_min_messages = warning";  // libpq would print notices
        sql << "SET synchronous_commit = on";
        sql << "SET lock_timeout = '10s'";
        sql << "SET statement_timeout = '60s'";
    }
    ~Connection() { statements.clear(); }

    PGconn* handle() { return static_cast<soci::postgresql_session_backend*>(sql.get_backend())->conn_; }
    bool is_lost() { return PQstatus(handle()) != CONNECTION_OK; }
    bool in_transaction() { return PQtransactionStatus(handle()) != PQTRANS_IDLE; }

    soci::session sql;
    Statements statements;
    int tables_version = 0;  // prepared statements do not outlive a change of the tables
};

std::string state_of(const soci::soci_error& error) {
    const auto* ours = dynamic_cast<const soci::postgresql_soci_error*>(&error);
    return ours ? ours->sqlstate() : std::string{};
}

bool lost_a_race(const std::string& state) { return state == "40001" || state == "40P01"; }

// 08 connection · 53 no space, no memory · 55P03 a lock was not to be had · 57 the server is stopped or cancels · 58 I/O
bool is_outside_trouble(const std::string& state) {
    return state.starts_with("08") || state.starts_with("53") || state == "55P03" || state.starts_with("57") ||
           state.starts_with("58");
}

void pause_before_attempt(int attempt) {
    thread_local std::minstd_rand random{std::random_device{}()};
    const int most_ms = 1 << std::min(attempt, 6);
    std::this_thread::sleep_for(std::chrono::microseconds(std::uniform_int_distribution(0, most_ms * 1000)(random)));
}

// Connections made as they are first needed; who finds none waits. A lost one is thrown away and made anew.
class Pool {
public:
    Pool(std::string address, int at_most) : address_(std::move(address)), left_to_make_(at_most) {
        borrow();  // so that a wrong address is told at once
    }

    using Loan = std::unique_ptr<Connection, std::function<void(Connection*)>>;
    Loan borrow() {
        auto connection = take();
        if (connection->tables_version != tables_version_) connection->statements.clear();
        connection->tables_version = tables_version_;
        return {connection.release(), [this](Connection* back) { give_back(back); }};
    }
    void tables_changed() { ++tables_version_; }

private:
    std::unique_ptr<Connection> take() {
        std::unique_lock lock(mutex_);
        if (!freed_.wait_for(lock, pool_wait, [&] { return !idle_.empty() || left_to_make_ > 0; }))
            throw Unavailable("too many requests wait for the database; try again later");
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return connection;
        }
        --left_to_make_;
        lock.unlock();
        return made();
    }

    std::unique_ptr<Connection> made() {
        try {
            return std::make_unique<Connection>(address_);
        } catch (const soci::soci_error& error) {
            forget_one();
            throw Unavailable("the database server cannot be reached: " + error.get_error_message());
        }
    }

    void give_back(Connection* connection) {
        std::unique_ptr<Connection> owned(connection);
        if (owned->is_lost()) {
            owned.reset();
            return forget_one();
        }
        {
            const std::lock_guard lock(mutex_);
            idle_.push_back(std::move(owned));
        }
        freed_.notify_one();
    }

    void forget_one() {
        {
            const std::lock_guard lock(mutex_);
            ++left_to_make_;
        }
        freed_.notify_one();
    }

    const std::string address_;
    std::atomic<int> tables_version_ = 0;
    std::mutex mutex_;
    std::condition_variable freed_;
    int left_to_make_;
    std::vector<std::unique_ptr<Connection>> idle_;
};

class PostgresqlDatabase final : public Database {
public:
    explicit PostgresqlDatabase(const DatabaseSettings& settings)
        : pool_(settings.connection, 3 * std::max(1, settings.readers)),
          wire_(settings.connection, [this](const Announcement& announcement) { listeners_.call(announcement); }) {}

    Dialect dialect() const override { return Dialect::postgresql; }

    void announce(const Announcement& announcement) override {
        Database::announce(announcement);
        wire_.send(announcement);
    }
    bool hears_others() const override { return wire_.is_connected(); }

    void migrate(const std::vector<Migration>& migrations) override {
        write(
            [&](Session& session) {
                session.sql() << "SET LOCAL statement_timeout = 0";
                session.sql() << "SET LOCAL lock_timeout = 0";
                session.sql() << migration_lock;
                apply_migrations(session, migrations);
            },
            Isolation::read_committed);
        pool_.tables_changed();
    }

protected:
    void run_write(const std::function<bool(Session&)>& act, Isolation isolation) override {
        const char* begin = isolation == Isolation::serializable ? "BEGIN ISOLATION LEVEL SERIALIZABLE" : "BEGIN";
        std::vector<std::function<void()>> after_commit;
        repeated([&](Connection& connection, bool& may_repeat) {
            Session session(connection.sql, connection.statements, *this, Dialect::postgresql, Cause::current());
            connection.sql << begin;
            const bool keep = act(session);
            may_repeat = !keep;  // once COMMIT is sent, a lost connection leaves open what became of it
            connection.sql << (keep ? "COMMIT" : "ROLLBACK");
            if (keep) after_commit = session.take_after_commit();
        });
        for (const auto& act_after : after_commit) act_after();
    }

    void run_read(const std::function<void(Session&)>& act) override {
        repeated([&](Connection& connection, bool&) {
            Session session(connection.sql, connection.statements, *this, Dialect::postgresql, Cause::current());
            connection.sql << "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
            act(session);
            connection.sql << "COMMIT";
        });
    }

private:
    template <typename Transaction>
    void repeated(const Transaction& transaction) {
        for (int attempt = 1;; ++attempt) {
            if (attempt > 1) pause_before_attempt(attempt);
            std::unique_lock turn(turn_, std::defer_lock);
            if (attempt > attempts_together) turn.lock();  // losers go one by one, so that each round has a winner
            const auto connection = pool_.borrow();
            bool may_repeat = true;
            try {
                return transaction(*connection, may_repeat);
            } catch (const soci::soci_error& error) {
                undo(*connection);
                const auto state = state_of(error);
                const bool again = lost_a_race(state) || (connection->is_lost() && may_repeat);
                if (again && attempt < attempts_max) {
                    repeats_.add();
                    continue;
                }
                if (again || connection->is_lost() || is_outside_trouble(state))
                    throw Unavailable("the database server did not do it: " + error.get_error_message());
                throw;
            } catch (...) {
                undo(*connection);
                throw;
            }
        }
    }

    static void undo(Connection& connection) {
        if (connection.is_lost() || !connection.in_transaction()) return;
        try {
            connection.sql << "ROLLBACK";
        } catch (const soci::soci_error&) {
            // The connection broke just now: the server undoes it, and the pool makes a new one.
        }
    }

    Pool pool_;
    std::mutex turn_;
    observe::Counter repeats_ =
        observe::counter("patente_storage_repeats_total", "Transactions run again after a lost race or a lost connection");
    PostgresqlWire wire_;  // last: its thread calls the others
};

}  // namespace

std::unique_ptr<Database> open_postgresql(const DatabaseSettings& settings) {
    return std::make_unique<PostgresqlDatabase>(settings);
}

}  // namespace patente::storage
