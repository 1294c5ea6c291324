#include "platform/backup/dump.h"

#include "platform/backup/mysql_dump.h"
#include "platform/backup/postgresql_dump.h"
#include "platform/backup/sqlite_dump.h"

namespace patente::backup {

std::unique_ptr<Dump> dump_of(const std::string& connection) {
    if (connection.starts_with("sqlite:")) return sqlite_dump(connection.substr(7));
    if (connection.starts_with("postgresql://") || connection.starts_with("postgres://")) return postgresql_dump(connection);
    if (connection.starts_with("mysql://")) return mysql_dump(connection);
    throw std::runtime_error(
        "the database must be given as sqlite:PATH, postgresql://user:password@host:port/name or mysql://user:password@host:port/name");
}

}  // namespace patente::backup
