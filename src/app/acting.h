// What commands do, in the audit log.
#pragma once

#include <string>

#include "domain/audit/model.h"
#include "platform/storage/database.h"

namespace patente {

// «command key add», by the user of the system who runs it. `why`: as he said it, "" where nobody asked.
audit::NewEntry entry_of_command(const std::string& name, Instant now, const std::string& why = {});

// While it lives, what this thread writes has such an entry in its transaction.
storage::Witness recorded_as_command(const std::string& name, Instant now);

}  // namespace patente
