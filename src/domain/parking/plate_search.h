// Stays and tickets found by plate: whole, partial or with look-alikes; the condition in SQL.
#pragma once

#include <string>
#include <string_view>

#include "platform/storage/dialect.h"

namespace patente::parking {

struct PlateSearch {
    std::string text;      // normalised, or a pattern with * and ?; "" = any
    bool similar = false;  // look-alike characters count as equal
};

// The condition on this column, which binds :plate to `value`.
struct PlateCondition {
    std::string sql;
    std::string value;
};
PlateCondition plate_condition(const PlateSearch& search, std::string_view column, storage::Dialect dialect);

}  // namespace patente::parking
