// Many rows and many values at once, for stores that put their SQL together by the dialect. Rows go by COPY, the way that
// PostgreSQL takes them in fastest: no parameter of its own for each cell, and pages written once for all their rows.
// https://www.postgresql.org/docs/15/sql-copy.html, text format.
#pragma once

#include <fmt/format.h>

#include <concepts>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "platform/storage/soci_types.h"

namespace patente::storage {

inline void append_copied(std::string& data, const std::string& text) {
    for (const char each : text) {
        switch (each) {
            case '\\': data += "\\\\"; break;
            case '\t': data += "\\t"; break;
            case '\n': data += "\\n"; break;
            case '\r': data += "\\r"; break;
            default: data += each;
        }
    }
}
template <typename Number>
    requires std::is_arithmetic_v<Number>
void append_copied(std::string& data, Number number) {
    fmt::format_to(std::back_inserter(data), "{}", number);
}

// The cell as soci::use would give it to SQL.
template <typename Cell>
void append_cell(std::string& data, const Cell& cell) {
    if constexpr (std::same_as<Cell, std::string> || (std::is_arithmetic_v<Cell> && !std::same_as<Cell, bool>)) {
        append_copied(data, cell);
    } else {
        typename soci::type_conversion<Cell>::base_type base{};
        soci::indicator indicator = soci::i_ok;
        soci::type_conversion<Cell>::to_base(cell, base, indicator);
        if (indicator == soci::i_null)
            data += "\\N";
        else
            append_copied(data, base);
    }
}

// Texts as one value, for CAST(:texts AS text[]).
std::string array_text(std::span<const std::string> texts);

// COPY `into` FROM STDIN. `data`: a line a row. Throws soci::postgresql_soci_error.
void copy_in(Session& session, std::string_view into, std::string_view data);

// `into` and `cells` as for insert_rows.
template <typename Row, typename Cells>
void copy_rows(Session& session, std::string_view into, std::span<const Row> rows, const Cells& cells) {
    std::string data;
    for (const Row& row : rows) {
        std::apply([&](const auto&... cell) { ((append_cell(data, cell), data += '\t'), ...); }, cells(row));
        data.back() = '\n';
    }
    copy_in(session, into, data);
}

}  // namespace patente::storage
