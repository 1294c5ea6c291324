// Which processes run over a database now.
#pragma once

#include <vector>

#include "platform/queue/store.h"

namespace patente::queue {

// Those of this machine whose pid lives, and those of other machines (or containers) whose beat goes on; that takes a second
// when there are any of these. The tables must be there.
std::vector<Process> living_processes(storage::Database& database);

}  // namespace patente::queue
