#include "domain/oauth/api.h"

#include <fmt/format.h>

#include <algorithm>

#include "platform/http/credentials.h"

namespace patente::oauth {

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    std::string encoded;
    for (const char c : text) {
        if (unreserved.contains(c))
            encoded += c;
        else
            fmt::format_to(std::back_inserter(encoded), "%{:02X}", static_cast<unsigned char>(c));
    }
    return encoded;
}

std::string with_parameters(std::string uri, const Parameters& parameters) {
    char separator = uri.find('?') == std::string::npos ? '?' : '&';
    for (const auto& [name, value] : parameters) {
        uri += separator + percent_encoded(name) + "=" + percent_encoded(value);
        separator = '&';
    }
    return uri;
}

std::optional<SignedIn> signed_in(const Dependencies& on, const http::Request& request) {
    const auto secret = http::cookie_of(request, http::session_cookie);
    return secret.empty() ? std::nullopt : on.sessions.signed_in(secret, request.received);
}

std::string session_cookie(const http::Request& request, const std::string& secret) {
    return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict{}", http::session_cookie, secret,
                       request.origin.starts_with("https://") ? "; Secure" : "");
}

}  // namespace patente::oauth
