#include "platform/backup/dump.h"

#include "platform/backup/postgresql_dump.h"
#include "platform/backup/sqlite_dump.h"

namespace patente::backup {

std::unique_ptr<Dump> dump_of(const std::string& connection) {
    if (connection.starts_with("sqlite:")) return sqlite_dump(connection.substr(7));
    if (connection.starts_with("postgresql://") || connection.starts_with("postgres://")) return postgresql_dump(connection);
    if (connection.starts_with("mysql://") || connection.starts_with("mariadb://"))
        throw std::runtime_error(
            "a database of this kind is copied with its own program: mariadb-dump --single-transaction, and DATA/evidence after it");
    throw std::runtime_error("the database must be given as sqlite:PATH or postgresql://user:password@host:port/name");
}

}  // namespace patente::backup
