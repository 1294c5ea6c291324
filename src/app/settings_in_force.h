// What a command's options were set to, by whom, and what they are for, in both languages.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "domain/operations/contract.h"

namespace CLI {
class App;
}

namespace patente {

// Sets the options that neither a flag nor the environment set to what the TOML file says; gives their names. Throws
// CLI::ConfigError that names a line it does not know.
std::set<std::string> take_from_file(CLI::App& command, const std::string& file);

// The options of `serve`, in the order of its help. `of_file`: those that a file set.
std::vector<operations::Setting> in_force(const CLI::App& serve, const std::set<std::string>& of_file);

// postgresql://user:•••@host/name: without the password.
std::string without_password(const std::string& address);

}  // namespace patente
