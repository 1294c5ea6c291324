#include "platform/storage/dialect.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <regex>
#include <stdexcept>
#include <vector>

namespace patente::storage {
namespace {

struct Word {
    std::string_view placeholder;
    std::string_view sqlite;
    std::string_view postgresql;
    std::string_view mysql;
    std::string_view mysql_cast;  // CAST knows other names there
};

// COLLATE "C" makes PostgreSQL compare byte by byte, as SQLite does of itself. MariaDB's _bin alone takes 'a ' for 'a'.
#define BYTEWISE " CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin"
constexpr std::array<Word, 9> words{{
    {"blob", "BLOB", "BYTEA", "LONGBLOB", "BINARY"},
    {"instant", "BIGINT", "BIGINT", "BIGINT", "SIGNED"},
    {"real", "REAL", "DOUBLE PRECISION", "DOUBLE", "DOUBLE"},
    {"big", "BIGINT", "BIGINT", "BIGINT", "SIGNED"},
    {"id", "TEXT", "TEXT COLLATE \"C\"", "VARCHAR(36)" BYTEWISE, "CHAR"},
    {"text", "TEXT", "TEXT COLLATE \"C\"", "VARCHAR(255)" BYTEWISE, "CHAR"},
    {"long", "TEXT", "TEXT COLLATE \"C\"", "LONGTEXT" BYTEWISE, "CHAR"},
    {"json", "TEXT", "TEXT", "LONGTEXT" BYTEWISE, "CHAR"},
    {"serial", "INTEGER PRIMARY KEY AUTOINCREMENT", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
     "BIGINT AUTO_INCREMENT PRIMARY KEY", ""},
}};
#undef BYTEWISE

const Word& word_named(std::string_view name) {
    for (const auto& word : words)
        if (word.placeholder == name) return word;
    throw std::logic_error("no SQL placeholder is called {" + std::string(name) + "}");
}

std::string_view put_in(const Word& word, Dialect dialect, bool is_cast) {
    if (dialect == Dialect::sqlite) return word.sqlite;
    if (dialect == Dialect::mysql) return is_cast ? word.mysql_cast : word.mysql;
    return is_cast ? word.postgresql.substr(0, word.postgresql.find(" COLLATE")) : word.postgresql;
}

bool is_name(std::string_view text) {
    return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos;
}

std::string with_words(Dialect dialect, std::string_view sql) {
    std::string result;
    result.reserve(sql.size() + 32);
    while (!sql.empty()) {
        const auto open = sql.find('{');
        result += sql.substr(0, open);
        if (open == std::string_view::npos) break;
        const auto close = sql.find('}', open);
        const auto name = close == std::string_view::npos ? std::string_view{} : sql.substr(open + 1, close - open - 1);
        if (!is_name(name)) {  // a brace that is no placeholder, such as JSON in a text
            result += '{';
            sql.remove_prefix(open + 1);
            continue;
        }
        result += put_in(word_named(name), dialect, result.ends_with("AS "));
        sql.remove_prefix(close + 1);
    }
    return result;
}

std::string with_duplicates(const std::string& statement) {
    static const std::regex nothing(R"(^(\s*INSERT)( INTO [^]*?)\s+ON CONFLICT\s*(?:\([^)]*\)\s*)?DO NOTHING)");
    static const std::regex update(R"(ON CONFLICT\s*\([^)]*\)\s*DO UPDATE SET)");
    static const std::regex excluded(R"(\bexcluded\.(\w+))");
    if (std::regex_search(statement, nothing)) return std::regex_replace(statement, nothing, "$1 IGNORE$2");
    const auto updating = std::regex_replace(statement, update, "ON DUPLICATE KEY UPDATE");
    return std::regex_replace(updating, excluded, "VALUES($1)");
}

std::vector<std::string> names_in(const std::string& list) {
    static const std::regex name(R"(\w+)");
    std::vector<std::string> names;
    for (std::sregex_iterator each(list.begin(), list.end(), name), end; each != end; ++each) names.push_back(each->str());
    return names;
}

// The columns of a key that answers what the index of `columns` under this condition answers.
std::string key_of(const std::string& columns, const std::string& condition) {
    static const std::regex part(R"(^\s*(\w+)\s*(=|IS NULL\b)?)");
    static const std::regex conjunction(R"(\s+AND\s+)");
    const auto own = names_in(columns);
    std::string in_front, behind;
    std::sregex_token_iterator each(condition.begin(), condition.end(), conjunction, -1), end;
    for (; each != end; ++each) {
        const std::string text = *each;
        std::smatch found;
        if (!std::regex_search(text, found, part) || std::ranges::find(own, found.str(1)) != own.end()) continue;
        if (found[2].matched)
            in_front += found.str(1) + ", ";
        else
            behind += ", " + found.str(1);
    }
    return in_front + columns + behind;
}

// Of columns that are NULL a unique key of MariaDB takes any number.
bool is_there(const std::string& columns, const std::string& condition) {
    static const std::regex not_null(R"(\s*(\w+) IS NOT NULL\s*)");
    const auto own = names_in(columns);
    std::smatch found;
    return std::regex_match(condition, found, not_null) && std::ranges::find(own, found.str(1)) != own.end();
}

std::string with_whole_index(const std::string& statement) {
    static const std::regex index(R"(^\s*CREATE\s+(UNIQUE\s+)?INDEX\s+(\w+)\s+ON\s+(\w+)\s*\(([^)]*)\)\s*WHERE\s+([^]*)$)");
    std::smatch found;
    if (!std::regex_match(statement, found, index)) return statement;
    const std::string name = found.str(2), table = found.str(3), columns = found.str(4), condition = found.str(5);
    if (found[1].matched && is_there(columns, condition))
        return fmt::format("CREATE UNIQUE INDEX {} ON {} ({})", name, table, columns);
    if (!found[1].matched) return fmt::format("CREATE INDEX {} ON {} ({})", name, table, key_of(columns, condition));
    return fmt::format(
        "ALTER TABLE {} ADD COLUMN {}_holds TINYINT AS (CASE WHEN {} THEN 1 END) STORED INVISIBLE, ADD UNIQUE INDEX {} ({}, "
        "{}_holds)",
        table, name, condition, name, columns, name);
}

}  // namespace

std::string_view name_of(Dialect dialect) {
    constexpr std::array<std::string_view, 3> names{"sqlite", "postgresql", "mysql"};
    return names.at(static_cast<std::size_t>(dialect));
}

std::string in_dialect(Dialect dialect, std::string_view statement) {
    auto result = with_words(dialect, statement);
    if (dialect != Dialect::mysql) return result;
    if (result.find("ON CONFLICT") != std::string::npos) return with_duplicates(result);
    if (result.find("INDEX") != std::string::npos) return with_whole_index(result);
    return result;
}

}  // namespace patente::storage
