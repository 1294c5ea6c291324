// Runs another program to its end: pg_dump and its like.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace patente::backup {

// Throws std::runtime_error when it is not installed (naming `package`, which has it), and with what it said on standard
// error when it ends badly. `environment` is added to ours: passwords go there, since everybody sees arguments. It reads
// `input` as its standard input.
void run_program(const std::string& package, const std::vector<std::string>& command,
                 const std::map<std::string, std::string>& environment, const std::filesystem::path& input = "/dev/null");

}  // namespace patente::backup
