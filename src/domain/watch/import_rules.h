// Entries of a list from a CSV file (RFC 4180), with what is wrong by line. Pure.
#pragma once

#include "domain/watch/rules.h"

namespace patente::watch {

constexpr std::size_t import_lines_max = 100'000;

struct LineFault {
    int line = 0;  // as an editor counts them, from 1
    std::string column, code;
    Text detail;
};

struct Imported {
    std::vector<EntrySettings> entries;  // checked; each plate once, the last line of it
    std::vector<LineFault> faults;       // of the lines that are left out
    int lines = 0;                       // below the header
};

// Columns by the names in the first line, in any order: plate, why, who (required), reference, region, until (a date, to its end
// in UTC, or a time as in RFC 3339). Divided by commas or semicolons. Errors: invalid "import-invalid" when the first line or the
// quotes do not hold, or there are too many lines.
Result<Imported> imported(std::string_view csv);

}  // namespace patente::watch
