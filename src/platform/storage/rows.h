// Many rows in few statements: 64 of them cost little more than one.
#pragma once

#include <array>
#include <span>
#include <string>
#include <tuple>
#include <utility>

#include "platform/storage/postgresql_rows.h"
#include "platform/storage/session.h"

namespace patente::storage {

// Calls `act(part)` for one part of `all` after the other. Parts have one of few lengths, so that a statement whose text
// depends on the length stays prepared.
template <typename T, typename Act>
void in_parts(std::span<const T> all, const Act& act) {
    for (const std::size_t length : {64, 16, 4, 1})
        for (; all.size() >= length; all = all.subspan(length)) act(all.first(length));
}

// ":v0, :v1, …": as many values for an IN.
inline std::string values_text(std::size_t count) {
    std::string text = ":v0";
    for (std::size_t value = 1; value < count; ++value) text += ", :v" + std::to_string(value);
    return text;
}

// INSERT INTO `into` VALUES (…), (…) … `ending`, for every row. `into`: "table (column, …)". `cells(row)`: std::tie of what
// goes into those columns, which must stay where it is until the rows are written.
template <typename Row, typename Cells>
void insert_rows(Session& session, std::string_view into, std::span<const Row> rows, const Cells& cells,
                 std::string_view ending = {}) {
    constexpr std::size_t copied_min = 8;  // two questions where an INSERT is one
    if (session.dialect() == Dialect::postgresql && ending.empty() && rows.size() >= copied_min)
        return copy_rows(session, into, rows, cells);
    constexpr std::size_t columns = std::tuple_size_v<std::invoke_result_t<Cells, const Row&>>;
    in_parts(rows, [&](std::span<const Row> part) {
        session.run_with(insert_text(into, columns, part.size(), ending), [&](soci::statement& statement) {
            for (const Row& row : part)
                std::apply([&](const auto&... cell) { (statement.exchange(soci::use(cell)), ...); }, cells(row));
        });
    });
}

}  // namespace patente::storage
