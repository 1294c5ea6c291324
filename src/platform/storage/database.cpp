#include "platform/storage/database.h"

#include "platform/storage/mysql_database.h"
#include "platform/storage/postgresql_database.h"
#include "platform/storage/sqlite_database.h"

namespace patente::storage {

std::unique_ptr<Database> Database::open(const DatabaseSettings& settings) {
    const std::string_view connection = settings.connection;
    if (connection.starts_with("sqlite:")) return open_sqlite(std::string(connection.substr(7)), settings);
    if (connection.starts_with("postgresql://") || connection.starts_with("postgres://")) return open_postgresql(settings);
    if (connection.starts_with("mysql://")) return open_mysql(settings);
    throw std::runtime_error("the database must be given as sqlite:PATH, postgresql://user:password@host:port/name or mysql://…");
}

void Database::write_witnessed(const std::function<bool(Session&)>& act, Isolation isolation) {
    const auto* note = Witness::current();
    if (!note) return run_write(act, isolation);
    run_write(
        [&](Session& session) {
            if (!act(session)) return false;
            (*note)(session);
            return true;
        },
        isolation);
}

}  // namespace patente::storage
