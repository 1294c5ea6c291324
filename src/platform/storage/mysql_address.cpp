#include "platform/storage/mysql_address.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <utility>

namespace patente::storage {
namespace {

constexpr std::string_view scheme = "mysql://";
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> options{
    {{"socket", "unix_socket"}, {"sslca", "sslca"}, {"sslcert", "sslcert"}, {"sslkey", "sslkey"}}};

[[noreturn]] void refuse(std::string_view why) {
    throw std::runtime_error(
        "a MariaDB address is mysql://user:password@host:port/name or mysql://user@localhost/name?socket=PATH: " +
        std::string(why));
}

std::string decoded(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            result += text[i];
            continue;
        }
        unsigned value = 0;
        const auto digits = text.substr(i + 1, 2);
        const auto [end, fault] = std::from_chars(digits.begin(), digits.end(), value, 16);
        if (digits.size() != 2 || fault != std::errc{} || end != digits.end()) refuse("% stands before two hex digits");
        result += static_cast<char>(value);
        i += 2;
    }
    return result;
}

// Cuts what stands before the separator off `rest`; all of it when there is none.
std::string_view cut(std::string_view& rest, char separator) {
    const auto at = rest.find(separator);
    const auto head = rest.substr(0, at);
    rest = at == std::string_view::npos ? std::string_view{} : rest.substr(at + 1);
    return head;
}

void add(std::string& to, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    ((to += ' ') += name) += "='";
    for (const char c : decoded(value)) {
        if (c == '\'' || c == '\\') to += '\\';
        to += c;
    }
    to += '\'';
}

void add_options(std::string& to, std::string_view query) {
    while (!query.empty()) {
        auto value = cut(query, '&');
        const auto name = cut(value, '=');
        const auto* option = std::ranges::find(options, name, &std::pair<std::string_view, std::string_view>::first);
        if (option == options.end()) refuse("the options are socket, sslca, sslcert and sslkey");
        add(to, option->second, value);
    }
}

}  // namespace

std::string mysql_connect_string(std::string_view address) {
    if (!address.starts_with(scheme)) refuse("it begins with mysql://");
    auto query = address.substr(scheme.size());
    auto name = cut(query, '?');
    auto authority = cut(name, '/');
    if (name.empty()) refuse("the name of the database is missing");
    const auto at = authority.rfind('@');
    auto password = at == std::string_view::npos ? std::string_view{} : authority.substr(0, at);
    const auto user = cut(password, ':');
    auto port = authority.substr(at == std::string_view::npos ? 0 : at + 1);
    const auto host = cut(port, ':');
    if (port.find_first_not_of("0123456789") != std::string_view::npos) refuse("the port is a number");
    std::string result = "charset=utf8mb4 connect_timeout=5";
    add(result, "host", host);
    add(result, "port", port);
    add(result, "user", user);
    add(result, "password", password);
    add(result, "db", name);
    add_options(result, query);
    return result;
}

}  // namespace patente::storage
