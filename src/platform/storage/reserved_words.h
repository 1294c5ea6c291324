// Words that SQLite, PostgreSQL 15 or MariaDB 10.11 do not take as the bare name of a table or column.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace patente::storage {

class Session;

bool is_reserved_word(std::string_view name);  // either case

// The names of tables, views and columns of this SQLite database that one of the three refuses, as "table" or
// "table.column". The fixture of the store tests demands that there are none.
std::vector<std::string> reserved_names(Session& session);

}  // namespace patente::storage
