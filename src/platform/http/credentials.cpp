#include "platform/http/credentials.h"

#include "platform/auth/csrf.h"
#include "platform/http/field_value.h"

namespace patente::http {
namespace {

// "Bearer KEY" or "Token KEY"; "" when there is no such field. A row that is open to all may read "Basic …" itself.
Result<std::string_view> bearer_of(std::string_view authorization, bool open_to_all) {
    if (authorization.empty()) return std::string_view{};
    const auto space = authorization.find(' ');
    const auto scheme = authorization.substr(0, space);
    if (open_to_all && equals_ignoring_case(scheme, "basic")) return std::string_view{};
    const auto key = space == std::string_view::npos ? std::string_view{} : trimmed(authorization.substr(space));
    if (key.empty() || (!equals_ignoring_case(scheme, "bearer") && !equals_ignoring_case(scheme, "token")))
        return fail(ErrorKind::unauthenticated, "authorization-malformed",
                    {"Send Authorization: Bearer and the key.", "Envíe Authorization: Bearer y la clave."});
    return key;
}

bool is_ours(std::string_view origin, const Request& request) {
    if (origin == request.origin) return true;
    const auto scheme_end = origin.find("://");
    return scheme_end != std::string_view::npos && equals_ignoring_case(origin.substr(scheme_end + 3), request.header("host"));
}

Result<> check_csrf(const Request& request, std::string_view session) {
    TRY(check_origin(request));
    if (auth::is_csrf_of(session, request.header("x-csrf-token"))) return {};
    return fail(ErrorKind::forbidden, "csrf-missing",
                {"Send X-CSRF-Token with the value that the session was opened with.",
                 "Envíe X-CSRF-Token con el valor con el que se abrió la sesión."});
}

}  // namespace

std::string_view cookie_of(const Request& request, std::string_view name) {
    std::string_view found;
    for (const auto& [field, value] : request.headers) {
        if (field != "cookie") continue;
        std::string_view rest = value;
        while (!rest.empty()) {
            const auto end = rest.find(';');
            const auto pair = trimmed(rest.substr(0, end));
            rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
            const auto equals = pair.find('=');
            if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
            if (!found.empty()) return {};
            found = pair.substr(equals + 1);
        }
    }
    return found;
}

Result<> check_origin(const Request& request) {
    const auto origin = request.header("origin");
    if (origin.empty() || is_ours(origin, request)) return {};
    return fail(ErrorKind::forbidden, "origin-foreign",
                {"A page of another site may not do this.", "Una página de otro sitio no puede hacer esto."});
}

Result<auth::Credentials> credentials_of(const Exchange& exchange) {
    const Request& request = exchange.request;
    auth::Credentials shown{.address = request.remote_address};
    const bool open_to_all = exchange.route->permission.empty();
    shown.bearer = TRY(bearer_of(request.header("authorization"), open_to_all));
    if (shown.bearer.empty() && exchange.web_socket) shown.bearer = exchange.web_socket->key;
    if (!shown.bearer.empty()) return shown;
    shown.session = cookie_of(request, session_cookie);
    if (!shown.session.empty() && request.method != Method::get) {
        if (const auto checked = check_csrf(request, shown.session); !checked) {
            if (!open_to_all) return Failure{checked.error()};
            shown.session = {};
        }
    }
    if (shown.session.empty() && exchange.certificate) shown.certificate = &*exchange.certificate;
    return shown;
}

}  // namespace patente::http
