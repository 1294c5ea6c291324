#include "platform/storage/mysql_address.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <utility>

namespace patente::storage {
namespace {

constexpr std::string_view scheme = "mysql://";
using Option = std::string MysqlAddress::*;
constexpr std::array<std::pair<std::string_view, Option>, 4> options{{{"socket", &MysqlAddress::socket},
                                                                      {"sslca", &MysqlAddress::ssl_ca},
                                                                      {"sslcert", &MysqlAddress::ssl_cert},
                                                                      {"sslkey", &MysqlAddress::ssl_key}}};

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
    for (const char c : value) {
        if (c == '\'' || c == '\\') to += '\\';
        to += c;
    }
    to += '\'';
}

void take_options(MysqlAddress& into, std::string_view query) {
    while (!query.empty()) {
        auto value = cut(query, '&');
        const auto name = cut(value, '=');
        const auto* option = std::ranges::find(options, name, &std::pair<std::string_view, Option>::first);
        if (option == options.end()) refuse("the options are socket, sslca, sslcert and sslkey");
        into.*option->second = decoded(value);
    }
}

}  // namespace

MysqlAddress mysql_address_of(std::string_view address) {
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
    MysqlAddress result{.host = decoded(host),
                        .port = std::string(port),
                        .user = decoded(user),
                        .password = decoded(password),
                        .name = decoded(name)};
    take_options(result, query);
    return result;
}

std::string mysql_connect_string(std::string_view address) {
    const auto parts = mysql_address_of(address);
    std::string result = "charset=utf8mb4 connect_timeout=5";
    add(result, "host", parts.host);
    add(result, "port", parts.port);
    add(result, "user", parts.user);
    add(result, "password", parts.password);
    add(result, "db", parts.name);
    add(result, "unix_socket", parts.socket);
    add(result, "sslca", parts.ssl_ca);
    add(result, "sslcert", parts.ssl_cert);
    add(result, "sslkey", parts.ssl_key);
    return result;
}

}  // namespace patente::storage
