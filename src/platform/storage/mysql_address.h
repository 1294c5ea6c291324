// The address of a MariaDB server as people write it:
// mysql://user:password@host:port/name?socket=PATH&sslca=PATH&sslcert=PATH&sslkey=PATH
// User, password, name and values may hold %XX.
#pragma once

#include <string>
#include <string_view>

namespace patente::storage {

struct MysqlAddress {
    std::string host, port, user, password, name, socket, ssl_ca, ssl_cert, ssl_key;  // "" where not given
};

// Throws std::runtime_error that says what is wrong, without the password.
MysqlAddress mysql_address_of(std::string_view address);

// What SOCI's backend takes. Throws as mysql_address_of.
std::string mysql_connect_string(std::string_view address);

}  // namespace patente::storage
