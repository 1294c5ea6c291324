// The rows of every room, where no server runs: for the OpenAPI document and the list of permissions.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "platform/http/route.h"

namespace patente {

// The rows belong to rooms, and rooms stand on a database: an empty one, for as long as `act` takes.
void with_rows(const std::function<void(const std::vector<http::Route>&)>& act);

std::vector<std::string> all_permissions();  // that a row asks for; sorted

}  // namespace patente
