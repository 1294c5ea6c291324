#include "app/output.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <map>

namespace patente {
namespace {

std::string text_in(const json::Value& row, const std::string& column) {
    const auto* value = row.as_object().if_contains(column);
    if (!value || value->is_null()) return {};
    return value->is_string() ? std::string(value->as_string()) : json::text_of(*value);
}

// Characters of UTF-8, not bytes.
std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string table_of(const Rows& rows) {
    std::vector<std::size_t> widths;
    for (const auto& column : rows.columns) {
        widths.push_back(width_of(column));
        for (const auto& row : rows.rows) widths.back() = std::max(widths.back(), width_of(text_in(row, column)));
    }
    std::string result;
    const auto add_line = [&](const auto& cell_in) {
        std::string line;
        for (std::size_t i = 0; i < rows.columns.size(); ++i) {
            const std::string cell = cell_in(rows.columns[i]);
            line += cell + std::string(widths[i] - width_of(cell) + 2, ' ');
        }
        line.resize(line.find_last_not_of(' ') + 1);
        result += line + '\n';
    };
    add_line([](const std::string& column) { return column; });
    for (const auto& row : rows.rows) add_line([&](const std::string& column) { return text_in(row, column); });
    return result;
}

std::string csv_cell(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
    return quoted + '"';
}

std::string csv_of(const Rows& rows) {
    std::string result = fmt::format("{}\r\n", fmt::join(rows.columns, ","));
    for (const auto& row : rows.rows) {
        std::vector<std::string> cells;
        for (const auto& column : rows.columns) cells.push_back(csv_cell(text_in(row, column)));
        result += fmt::format("{}\r\n", fmt::join(cells, ","));
    }
    return result;
}

}  // namespace

std::string written(const Rows& rows, Format format) {
    std::string result;
    switch (format) {
        case Format::table: return table_of(rows);
        case Format::csv: return csv_of(rows);
        case Format::json: return json::text_of(json::Value(json::Array(rows.rows.begin(), rows.rows.end()))) + '\n';
        case Format::jsonl:
            for (const auto& row : rows.rows) result += json::text_of(row) + '\n';
    }
    return result;
}

void add_format_option(CLI::App& command, Format& format, std::initializer_list<Format> allowed) {
    std::map<std::string, Format> names;
    for (const auto each : allowed) names.emplace(json::name_of(each), each);
    std::string list;
    for (const auto each : allowed) list += (list.empty() ? "" : ", ") + std::string(json::name_of(each));
    command.add_option("--format", format, "How it is written: " + list + " (" + std::string(json::name_of(format)) + ")")
        ->transform(CLI::CheckedTransformer(names).description(""));
}

}  // namespace patente
