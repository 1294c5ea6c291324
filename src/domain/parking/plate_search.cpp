#include "domain/parking/plate_search.h"

#include <fmt/format.h>

#include "domain/vocabulary/plate.h"

namespace patente::parking {
namespace {

// GLOB of SQLite, or a regular expression: both know sets of characters.
std::string pattern_of(const PlateSearch& search, bool glob) {
    std::string pattern;
    for (const char c : search.text) {
        if (c == '*')
            pattern += glob ? "*" : ".*";
        else if (c == '?')
            pattern += glob ? "?" : ".";
        else if (search.similar)
            pattern += "[" + look_alikes_of(c) + "]";
        else
            pattern += c;
    }
    return glob ? pattern : "^" + pattern + "$";
}

}  // namespace

PlateCondition plate_condition(const PlateSearch& search, std::string_view column, storage::Dialect dialect) {
    if (search.text.empty()) return {"CAST(:plate AS {text}) = ''", ""};
    if (search.similar || is_plate_pattern(search.text)) {
        const auto matches = dialect == storage::Dialect::sqlite       ? "GLOB"
                             : dialect == storage::Dialect::postgresql ? "~"
                                                                       : "REGEXP";
        return {fmt::format("{} {} :plate", column, matches), pattern_of(search, dialect == storage::Dialect::sqlite)};
    }
    const auto spellings = spellings_of(search.text, "br");  // Brazil's other one stands in the text: letters and digits only
    return {spellings.size() < 2 ? fmt::format("{} = :plate", column)
                                 : fmt::format("({} = :plate OR {} = '{}')", column, column, spellings[1]),
            search.text};
}

}  // namespace patente::parking
