// SQLite's part of dump.h, by its online backup.
#pragma once

#include <memory>

#include "platform/backup/dump.h"

namespace patente::backup {

std::unique_ptr<Dump> sqlite_dump(std::filesystem::path file);

}  // namespace patente::backup
