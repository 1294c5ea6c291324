// Erases what the log says of persons. The entries stay, and say by whom and when it was erased, in the same transaction.
#pragma once

#include "domain/audit/store.h"

namespace patente::audit {

// Reasons, queries and addresses of entries that asked for this plate; how many. `entry`: who does it and why.
std::int64_t erase_plate(storage::Database& database, const std::string& plate, const NewEntry& entry);
std::int64_t erase_before(storage::Database& database, Instant before, const NewEntry& entry);  // of older entries

}  // namespace patente::audit
