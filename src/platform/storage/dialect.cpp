#include "platform/storage/dialect.h"

#include <array>
#include <stdexcept>

namespace patente::storage {
namespace {

struct Word {
    std::string_view placeholder;
    std::string_view sqlite;
    std::string_view postgresql;
};

// COLLATE "C" makes PostgreSQL compare byte by byte, as SQLite does of itself.
constexpr std::array<Word, 8> words{{
    {"blob", "BLOB", "BYTEA"},
    {"instant", "BIGINT", "BIGINT"},
    {"real", "REAL", "DOUBLE PRECISION"},
    {"big", "BIGINT", "BIGINT"},
    {"id", "TEXT", "TEXT COLLATE \"C\""},
    {"text", "TEXT", "TEXT COLLATE \"C\""},
    {"json", "TEXT", "TEXT"},
    {"serial", "INTEGER PRIMARY KEY AUTOINCREMENT", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"},
}};

const Word* word_named(std::string_view name) {
    for (const auto& word : words)
        if (word.placeholder == name) return &word;
    return nullptr;
}

bool is_name(std::string_view text) {
    return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos;
}

}  // namespace

std::string in_dialect(Dialect dialect, std::string_view sql) {
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
        const auto* word = word_named(name);
        if (!word) throw std::logic_error("no SQL placeholder is called {" + std::string(name) + "}");
        result += dialect == Dialect::sqlite ? word->sqlite : word->postgresql;
        sql.remove_prefix(close + 1);
    }
    return result;
}

}  // namespace patente::storage
