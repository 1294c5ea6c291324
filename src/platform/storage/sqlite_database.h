// SQLite behind the verbs of Database.
#pragma once

#include <memory>
#include <string>

#include "platform/storage/database.h"

namespace patente::storage {

// Makes the folder and the file when they are missing. Throws Unavailable.
std::unique_ptr<Database> open_sqlite(const std::string& path, const DatabaseSettings& settings);

}  // namespace patente::storage
