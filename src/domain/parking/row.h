// Rows on their way to and from SQL; only the stores include this.
#pragma once

#include <fmt/format.h>

#include <stdexcept>

#include "domain/parking/store.h"
#include "platform/storage/rows.h"
#include "platform/storage/soci_types.h"

namespace patente::parking {

template <typename T>
T kept(const std::string& text) {
    auto value = json::read<T>(text);
    if (!value) throw std::runtime_error("a stored document is not readable: " + text);
    return *std::move(value);
}

// A table's columns in the order of a row's `exchange`.
struct Columns {
    std::string_view table;
    std::string_view names;

    std::string placeholders() const {
        std::string list = ":v0";
        const auto more = std::ranges::count(names, ',');
        for (std::ptrdiff_t i = 1; i <= more; ++i) list += fmt::format(", :v{}", i);
        return list;
    }
    std::string insert() const { return fmt::format("INSERT INTO {} ({}) VALUES ({})", table, names, placeholders()); }
    std::string update(std::string_view where) const {
        std::string changes;
        int number = 0;
        for (std::size_t at = 0, end = 0; end != names.npos; at = end + 2, ++number) {
            end = names.find(", ", at);
            changes += fmt::format("{}{} = :v{}", number == 0 ? "" : ", ", names.substr(at, end - at), number);
        }
        return fmt::format("UPDATE {} SET {} WHERE {}", table, changes, where);
    }
    std::string select(std::string_view rest) const { return fmt::format("SELECT {} FROM {} {}", names, table, rest); }
};

// The condition that this column names one of these zones; none named: any. Only ids come into the SQL.
inline std::string within_zones(const std::vector<std::string>& zones, std::string_view column) {
    if (zones.empty()) return "1 = 1";
    std::string list;
    for (const auto& each : zones)
        if (const auto id = ZoneId::parse(each)) list += fmt::format("{}'{}'", list.empty() ? "" : ", ", id->text());
    return list.empty() ? "1 = 0" : fmt::format("{} IN ({})", column, list);
}

// The end of a range that holds `last`; MariaDB finds no range in a comparison of pairs, so pages say both.
inline Instant end_after(Instant last) { return last == Instant::max() ? last : last + Instant::duration{1}; }

// All rows of a query over the row type's columns, as values.
template <typename Row>
auto rows_of(storage::Session& session, const std::string& query, const auto&... uses) {
    Row row;
    std::vector<decltype(row.value())> found;
    row.exchange([](auto& field) { return soci::into(field); },
                 [&](const auto&... into) { session.for_each([&] { found.push_back(row.value()); }, query, uses..., into...); });
    return found;
}

// Those whose `column` holds one of these.
template <typename Row, typename Wanted>
auto rows_in(storage::Session& session, const Columns& columns, std::string_view column, const std::vector<Wanted>& wanted) {
    Row row;
    std::vector<decltype(row.value())> found;
    storage::in_parts(std::span<const Wanted>(wanted), [&](std::span<const Wanted> part) {
        const auto query = columns.select(fmt::format("WHERE {} IN ({})", column, storage::values_text(part.size())));
        row.exchange([](auto& field) { return soci::into(field); },
                     [&](const auto&... into) {
                         session.for_each_with([&] { found.push_back(row.value()); }, query,
                                               [&](soci::statement& statement) {
                                                   for (const auto& each : part) statement.exchange(soci::use(each));
                                                   (statement.exchange(into), ...);
                                               });
                     });
    });
    return found;
}

template <typename Row>
auto row_of(storage::Session& session, const std::string& query, const auto&... uses) {
    auto found = rows_of<Row>(session, query, uses...);
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

// Runs an insert or update of the whole row, followed by the uses of its WHERE.
template <typename Row>
storage::Ran write_row(storage::Session& session, const std::string& query, Row row, const auto&... uses) {
    storage::Ran ran;
    static const std::string no_name;  // SOCI keeps a reference to it
    row.exchange([](auto& field) { return soci::use(field, no_name); },
                 [&](const auto&... use) { ran = session.run(query, use..., uses...); });
    return ran;
}

}  // namespace patente::parking
