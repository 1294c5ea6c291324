// Names this process so that another one on the same machine can tell whether it still runs.
#pragma once

#include <string>
#include <string_view>

namespace patente::http {

// Boot, pid namespace, pid and start time, from /proc.
const std::string& this_process();

// True only when the process named so is known to have ended; false also for one of another machine or container.
bool has_ended(std::string_view process);

}  // namespace patente::http
