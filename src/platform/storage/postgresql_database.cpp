#include "platform/storage/postgresql_database.h"

#include <soci/postgresql/soci-postgresql.h>

#include <algorithm>
#include <chrono>

#include "platform/storage/migrations.h"
#include "platform/storage/postgresql_wire.h"
#include "platform/storage/server_pool.h"

namespace patente::storage {
namespace {

constexpr std::chrono::milliseconds plans_kept_min{250};
constexpr std::chrono::minutes plans_kept_max{1};
constexpr std::string_view migration_lock = "SELECT pg_advisory_xact_lock(7283684)";

bool lost_a_race(const std::string& state) { return state == "40001" || state == "40P01"; }

// 08 connection · 53 no space, no memory · 55P03 a lock was not to be had · 57 the server is stopped or cancels · 58 I/O
bool is_outside_trouble(const std::string& state) {
    return state.starts_with("08") || state.starts_with("53") || state == "55P03" || state.starts_with("57") ||
           state.starts_with("58");
}

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

    // A plan is made for the tables as they are then. Those of the first rows would stay, however much is put in, until the
    // server analyses the tables: so plans are forgotten each time the connection is twice as old, and later each minute.
    void forget_old_plans() {
        const auto now = Steady::now();
        if (now < plans_end_) return;
        sql << "DISCARD PLANS";
        plans_end_ = now + std::clamp<Steady::duration>(now - made_at_, plans_kept_min, plans_kept_max);
    }

    Trouble trouble_of(const soci::soci_error& error) {
        const auto* ours = dynamic_cast<const soci::postgresql_soci_error*>(&error);
        const auto state = ours ? ours->sqlstate() : std::string{};
        if (lost_a_race(state)) return Trouble::lost_race;
        return is_lost() || is_outside_trouble(state) ? Trouble::outside : Trouble::own;
    }

    void undo() {
        if (is_lost() || PQtransactionStatus(handle()) == PQTRANS_IDLE) return;
        try {
            sql << "ROLLBACK";
        } catch (const soci::soci_error&) {
            // The connection broke just now: the server undoes it, and the pool makes a new one.
        }
    }

    soci::session sql;
    Statements statements;
    int tables_version = 0;  // prepared statements do not outlive a change of the tables

private:
    using Steady = std::chrono::steady_clock;
    const Steady::time_point made_at_ = Steady::now();
    Steady::time_point plans_end_ = made_at_ + plans_kept_min;
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
        pool_.repeated([&](Connection& connection, bool& may_repeat) {
            Session session(connection.sql, connection.statements, *this, Dialect::postgresql, Cause::current());
            connection.forget_old_plans();
            connection.sql << begin;
            const bool keep = act(session);
            may_repeat = !keep;
            connection.sql << (keep ? "COMMIT" : "ROLLBACK");
            if (keep) after_commit = session.take_after_commit();
        });
        for (const auto& act_after : after_commit) act_after();
    }

    void run_read(const std::function<void(Session&)>& act) override {
        pool_.repeated([&](Connection& connection, bool&) {
            Session session(connection.sql, connection.statements, *this, Dialect::postgresql, Cause::current());
            connection.forget_old_plans();
            connection.sql << "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
            act(session);
            connection.sql << "COMMIT";
        });
    }

private:
    ServerPool<Connection> pool_;
    PostgresqlWire wire_;  // last: its thread calls the others
};

}  // namespace

std::unique_ptr<Database> open_postgresql(const DatabaseSettings& settings) {
    return std::make_unique<PostgresqlDatabase>(settings);
}

}  // namespace patente::storage
