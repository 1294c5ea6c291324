// The log as files: JSON lines that prove themselves, and CSV for spreadsheets.
#pragma once

#include <functional>
#include <istream>
#include <string>

#include "domain/audit/verifier.h"

namespace patente::audit {

enum class ExportFormat { jsonl, csv };
constexpr auto names_of(ExportFormat) {
    return std::array<std::pair<ExportFormat, std::string_view>, 2>{{{ExportFormat::jsonl, "jsonl"}, {ExportFormat::csv, "csv"}}};
}

struct ExportAsked {
    ExportFormat format = ExportFormat::jsonl;
    std::int64_t first = 1, last = 0;  // numbers of entries
};

// What comes next of the export, "" at its end. JSON lines: {"head": {size, root, at, note}} of each signed head, then
// {"entry": …, "hash": "…", "personal": {"salt", "content"}} of each entry, whose bytes between "entry": and ,"hash": are hashed.
std::function<std::string()> exporter(storage::Database& database, const ExportAsked& asked);

// Throws std::runtime_error with the line that is no line of an export.
Report verify_export(std::istream& in, const Expected& expected = {});

}  // namespace patente::audit
