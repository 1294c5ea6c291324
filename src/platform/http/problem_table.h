// The meanings of docs/problems.toml, put into the program by scripts/problems.py.
#pragma once

#include <map>
#include <string>

#include "base/text.h"

namespace patente::http {

const std::map<std::string, Text, std::less<>>& problem_table();  // slug → its meaning

}  // namespace patente::http
