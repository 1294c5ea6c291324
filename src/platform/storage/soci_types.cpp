#include "platform/storage/soci_types.h"

namespace patente::storage {
namespace {

constexpr std::string_view digits = "0123456789abcdef";

}  // namespace

// PostgreSQL takes and gives bytea as "\x" and hex digits.
std::string bytes_to_sql(const Session& session, std::string_view bytes) {
    if (session.dialect() != Dialect::postgresql) return std::string(bytes);
    std::string text = "\\x";
    text.reserve(2 + 2 * bytes.size());
    for (const unsigned char byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

std::string bytes_from_sql(const Session& session, std::string text) {
    if (session.dialect() != Dialect::postgresql) return text;
    if (!text.starts_with("\\x") || text.size() % 2 != 0) throw soci::soci_error("no bytea where bytes were expected");
    std::string bytes;
    bytes.reserve(text.size() / 2 - 1);
    for (std::size_t i = 2; i < text.size(); i += 2)
        bytes += static_cast<char>(digits.find(text[i]) << 4 | digits.find(text[i + 1]));
    return bytes;
}

}  // namespace patente::storage
