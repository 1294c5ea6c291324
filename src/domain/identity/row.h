// What the stores of this room share: lists of texts in a column.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "base/json.h"
#include "platform/storage/soci_types.h"

namespace patente::identity {

inline std::vector<std::string> list_from(const std::string& text) {
    auto list = json::read<std::vector<std::string>>(text);
    if (!list) throw std::runtime_error("a table of identity holds what should be a list: " + text);
    return *std::move(list);
}

}  // namespace patente::identity
