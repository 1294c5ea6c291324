// The address of a MariaDB server as people write it.
#pragma once

#include <string>
#include <string_view>

namespace patente::storage {

// mysql://user:password@host:port/name?socket=PATH&sslca=PATH&sslcert=PATH&sslkey=PATH → what SOCI's backend takes. User,
// password, name and values may hold %XX. Throws std::runtime_error that says what is wrong, without the password.
std::string mysql_connect_string(std::string_view address);

}  // namespace patente::storage
