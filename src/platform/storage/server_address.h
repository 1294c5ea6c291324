// The address of a database server: scheme://user:password@host:port/name?options.
#pragma once

#include <string>

namespace patente::storage {

// Of the database of that name on the same server.
std::string with_database(const std::string& address, const std::string& name);

}  // namespace patente::storage
