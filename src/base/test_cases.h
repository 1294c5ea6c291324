// Tables of examples (*.cases): a line a case, cells between |, comments begin with #. For tests.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace patente {

struct Case {
    std::string line;  // for messages
    std::vector<std::string> cells;
};

// The parts between separators, without the spaces around them.
inline std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts;
    std::istringstream stream{text};
    for (std::string part; std::getline(stream, part, separator);) {
        part.erase(0, part.find_first_not_of(' '));
        part.erase(part.find_last_not_of(' ') + 1);
        parts.push_back(part);
    }
    return parts;
}

inline std::vector<Case> cases_in(const std::filesystem::path& file) {
    std::ifstream table{file};
    if (!table) throw std::runtime_error("there is no " + file.string());
    std::vector<Case> cases;
    for (std::string line; std::getline(table, line);)
        if (!line.empty() && !line.starts_with('#')) cases.push_back({line, split(line, '|')});
    return cases;
}

}  // namespace patente
