// MariaDB's part of dump.h, by its own mariadb-dump and mariadb.
#pragma once

#include <memory>

#include "platform/backup/dump.h"

namespace patente::backup {

std::unique_ptr<Dump> mysql_dump(std::string address);

}  // namespace patente::backup
