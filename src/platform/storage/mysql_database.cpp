#include "platform/storage/mysql_database.h"

#include <soci/mysql/soci-mysql.h>

#include <mysqld_error.h>

#include <array>
#include <cstdio>

#include "platform/observe/log.h"
#include "platform/storage/migrations.h"
#include "platform/storage/mysql_address.h"
#include "platform/storage/server_pool.h"

namespace patente::storage {
namespace {

// For statements as the other databases take them: || joins, "x" is a name, nothing is cut short in silence. A backslash in
// a literal stays what it is to MariaDB alone: the driver would cut a value at a NUL that it could not write as \0.
constexpr std::string_view set_modes =
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO,ONLY_FULL_GROUP_BY,PIPES_AS_CONCAT,"
    "ANSI_QUOTES', time_zone = '+00:00', default_storage_engine = InnoDB, "
    "innodb_lock_wait_timeout = 10, lock_wait_timeout = 10, max_statement_time = 60";
constexpr std::string_view set_names = "SET NAMES utf8mb4 COLLATE utf8mb4_nopad_bin";

constexpr std::array<unsigned, 3> races{ER_LOCK_DEADLOCK, ER_CHECKREAD, ER_USER_LOCK_DEADLOCK};
constexpr std::array<unsigned, 15> outside_troubles{ER_DISK_FULL,         ER_ERROR_ON_WRITE,
                                                    ER_GET_ERRNO,         ER_OUTOFMEMORY,
                                                    ER_OUT_OF_RESOURCES,  ER_CON_COUNT_ERROR,
                                                    ER_SERVER_SHUTDOWN,   ER_NORMAL_SHUTDOWN,
                                                    ER_RECORD_FILE_FULL,  ER_LOCK_WAIT_TIMEOUT,
                                                    ER_READ_ONLY_MODE,    ER_QUERY_INTERRUPTED,
                                                    ER_STATEMENT_TIMEOUT, ER_OPTION_PREVENTS_STATEMENT,
                                                    ER_CONNECTION_KILLED};

bool is_one_of(const auto& codes, unsigned code) { return std::ranges::find(codes, code) != codes.end(); }

struct Connection {
    explicit Connection(const std::string& connect_string) : sql(soci::mysql, connect_string), statements(sql, Dialect::mysql) {
        sql << set_names;
        sql << set_modes;
    }
    ~Connection() { statements.clear(); }

    bool is_lost() const { return lost; }

    Trouble trouble_of(const soci::soci_error& error) {
        const auto* ours = dynamic_cast<const soci::mysql_soci_error*>(&error);
        if (!ours) return Trouble::own;
        const unsigned code = ours->err_num_;
        const bool of_client = code >= CR_MIN_ERROR && code <= CR_MAX_ERROR;
        lost = lost || of_client || code == ER_CONNECTION_KILLED || code == ER_SERVER_SHUTDOWN;
        if (is_one_of(races, code)) return Trouble::lost_race;
        return lost || is_one_of(outside_troubles, code) ? Trouble::outside : Trouble::own;
    }

    void undo() {
        run_quietly("ROLLBACK");
        give_turns_back();
    }
    void give_turns_back() { run_quietly("DO RELEASE_ALL_LOCKS()"); }

    // Saves the statement that sets the level while transactions of one kind follow each other.
    void begin(std::string_view wanted_level, std::string_view start) {
        if (wanted_level != level) sql << fmt::format("SET SESSION TRANSACTION ISOLATION LEVEL {}", wanted_level);
        level = wanted_level;
        sql << start;
    }

    void run_quietly(const char* statement) {
        if (lost) return;
        try {
            sql << statement;
        } catch (const soci::soci_error&) {
            lost = true;  // the server ends it with the connection, and the pool makes a new one
        }
    }

    soci::session sql;
    Statements statements;
    int tables_version = 0;
    bool lost = false;
    std::string_view level;
};

class MysqlDatabase final : public Database {
public:
    explicit MysqlDatabase(const DatabaseSettings& settings)
        : connect_string_(mysql_connect_string(settings.connection)), pool_(connect_string_, 3 * std::max(1, settings.readers)) {
        check_server();
    }

    Dialect dialect() const override { return Dialect::mysql; }

    // On a connection of its own: what is set for it, and the lock that keeps others waiting, end with it.
    void migrate(const std::vector<Migration>& migrations) override {
        try {
            Connection connection(connect_string_);
            connection.sql << "SET SESSION max_statement_time = 0, lock_wait_timeout = 86400, autocommit = 0";
            connection.sql << "DO GET_LOCK(SHA2(CONCAT(DATABASE(), ' migrations'), 256), 86400)";
            Session session(connection.sql, connection.statements, *this, Dialect::mysql);
            apply_migrations(session, migrations);
            connection.sql << "COMMIT";
        } catch (const soci::soci_error& error) {
            throw Unavailable("the database server did not prepare the tables: " + error.get_error_message());
        }
    }

protected:
    void run_write(const std::function<bool(Session&)>& act, Isolation isolation) override {
        const auto level = isolation == Isolation::serializable ? "SERIALIZABLE" : "READ COMMITTED";
        std::vector<std::function<void()>> after_commit;
        pool_.repeated([&](Connection& connection, bool& may_repeat) {
            Session session(connection.sql, connection.statements, *this, Dialect::mysql, Cause::current());
            connection.begin(level, "START TRANSACTION");
            const bool keep = act(session);
            may_repeat = !keep;
            connection.sql << (keep ? "COMMIT" : "ROLLBACK");
            if (keep) after_commit = session.take_after_commit();
            if (session.took_turn()) connection.give_turns_back();
        });
        for (const auto& act_after : after_commit) act_after();
    }

    void run_read(const std::function<void(Session&)>& act) override {
        pool_.repeated([&](Connection& connection, bool&) {
            Session session(connection.sql, connection.statements, *this, Dialect::mysql, Cause::current());
            connection.begin("REPEATABLE READ", "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
            act(session);
            connection.sql << "COMMIT";
        });
    }

private:
    void check_server() {
        std::string version;
        int flush = 0;
        run_read([&](Session& session) {
            session.run("SELECT VERSION(), @@innodb_flush_log_at_trx_commit", soci::into(version), soci::into(flush));
        });
        int major = 0, minor = 0;
        std::sscanf(version.c_str(), "%d.%d", &major, &minor);
        if (version.find("MariaDB") == std::string::npos || std::pair{major, minor} < std::pair{10, 6})
            throw std::runtime_error("mysql:// needs MariaDB 10.6 or later (RETURNING, SKIP LOCKED); the server is " + version);
        if (flush != 1)
            observe::log_warning("storage",
                                 "innodb_flush_log_at_trx_commit is not 1: a crash of the server may lose what was acknowledged",
                                 {{"value", flush}});
    }

    const std::string connect_string_;
    ServerPool<Connection> pool_;
};

}  // namespace

std::unique_ptr<Database> open_mysql(const DatabaseSettings& settings) { return std::make_unique<MysqlDatabase>(settings); }

}  // namespace patente::storage
