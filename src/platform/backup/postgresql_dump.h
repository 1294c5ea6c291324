// PostgreSQL's part of dump.h, by its own pg_dump and pg_restore.
#pragma once

#include <memory>

#include "platform/backup/dump.h"

namespace patente::backup {

std::unique_ptr<Dump> postgresql_dump(std::string address);

}  // namespace patente::backup
