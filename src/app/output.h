// How commands write rows: for people, and for programs.
#pragma once

#include <array>
#include <initializer_list>
#include <string>
#include <vector>

#include "base/json.h"

namespace CLI {
class App;
}

namespace patente {

enum class Format { table, json, jsonl, csv };
constexpr auto names_of(Format) {
    return std::array<std::pair<Format, std::string_view>, 4>{
        {{Format::table, "table"}, {Format::json, "json"}, {Format::jsonl, "jsonl"}, {Format::csv, "csv"}}};
}

struct Rows {
    std::vector<std::string> columns;  // of the table and the CSV, in order; JSON has every member
    std::vector<json::Value> rows;     // objects
};

// Whole lines. Table: as wide as needed, counted in characters. CSV: RFC 4180, with its header.
std::string written(const Rows& rows, Format format);

template <typename T>
Rows rows_of(std::vector<std::string> columns, const std::vector<T>& values) {
    Rows rows{std::move(columns), {}};
    for (const auto& value : values) rows.rows.push_back(json::value_of(value));
    return rows;
}

// --format with these names, and `format` as its default.
void add_format_option(CLI::App& command, Format& format, std::initializer_list<Format> allowed);

}  // namespace patente
