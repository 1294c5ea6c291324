// MariaDB behind the verbs of Database: a bounded pool, SERIALIZABLE writes that are run again when they lose.
#pragma once

#include <memory>

#include "platform/storage/database.h"

namespace patente::storage {

// Throws Unavailable when the server cannot be reached, std::runtime_error when it is no MariaDB 10.6 or later.
std::unique_ptr<Database> open_mysql(const DatabaseSettings& settings);

}  // namespace patente::storage
