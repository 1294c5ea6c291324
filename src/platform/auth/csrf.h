// The CSRF token of a browser's session: made of the session's secret, so it is stored nowhere and lives as long.
#pragma once

#include <string>
#include <string_view>

namespace patente::auth {

std::string csrf_of(std::string_view session);
bool is_csrf_of(std::string_view session, std::string_view token);  // takes the same time for all that have its length

}  // namespace patente::auth
