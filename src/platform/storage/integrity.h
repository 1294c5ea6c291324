// What a database says of its own health.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "platform/storage/session.h"

namespace patente::storage {

// Faults in its pages and references (SQLite, at most twenty), or settings by which a server may lose what it acknowledged
// (PostgreSQL, MariaDB). Reads the whole of an SQLite file.
std::vector<std::string> faults_of(Session& session);

// What the clock of the database's server says; nullopt where there is no server.
std::optional<Instant> server_time(Session& session);

}  // namespace patente::storage
