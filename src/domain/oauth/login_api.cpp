#include <algorithm>

#include "domain/oauth/api.h"
#include "domain/oauth/pages.h"
#include "domain/oauth/wire.h"
#include "platform/http/credentials.h"
#include "platform/http/problem.h"
#include "platform/observe/log.h"

namespace patente::oauth {
namespace {

using http::Request, http::Response;
using storage::Session;

constexpr std::string_view login_cookie = "patente_login";

Result<Provider> provider_in(Session& session, const Request& request) {
    const auto id = ProviderId::parse(request.path_parameters.at("provider"));
    auto provider = id ? store::provider(session, *id) : std::nullopt;
    if (!provider || !provider->settings.active)
        return fail(ErrorKind::not_found, "oauth-provider-not-found", {"There is no such provider.", "No hay tal proveedor."});
    return *std::move(provider);
}

// Everything that binds the answer is made of the state, which only this browser and the provider see.
Bond bond_of(const Dependencies& on, const Provider& provider, const std::string& state) {
    auto& sealer = on.services.sealer;
    return {.redirect_uri = on.services.issuer.text() + "/oauth/callback/" + provider.id.text(),
            .state = state,
            .nonce = sealer.derived("nonce of log-in", state),
            .verifier = sealer.derived("verifier of log-in", state)};
}

// Lax: the browser comes back from another site.
std::string cookie(const Request& request, const std::string& value, std::chrono::seconds time) {
    return std::string(login_cookie) + "=" + value +
           "; Path=/oauth/callback; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(time.count()) +
           (request.origin.starts_with("https://") ? "; Secure" : "");
}

Response page_for(const Request& request, const Error& error) {
    auto page = fault_page(request.language, http::status_of(error.kind), error.detail);
    page.headers.emplace_back("Set-Cookie", cookie(request, "", std::chrono::seconds{0}));
    return page;
}

http::Answer begin(const Dependencies& on, const Request& request) {
    const auto provider = TRY(on.database.read([&](Session& session) { return provider_in(session, request); }));
    const auto state = auth::random_token(), browser = auth::random_token();
    const auto address = TRY(on.services.outside.address(provider.settings, bond_of(on, provider, state)));
    on.database.write([&](Session& session) {
        store::add(session, Login{.hash = token_hash(state),
                                  .provider = provider.id,
                                  .browser_hash = token_hash(browser),
                                  .return_path = return_path(request.query_value("return").value_or("/")),
                                  .expires_at = request.received + login_time});
    });
    return Response{.status = 303,
                    .content_type = "",
                    .headers = {{"Location", address}, {"Set-Cookie", cookie(request, browser, login_time)}}};
}

// The user that the claims speak of: linked before, or made now where the provider may.
Result<std::string> user_of(const Dependencies& on, Session& session, const Provider& provider, const json::Object& claims,
                            Instant now) {
    const auto& settings = provider.settings;
    const std::string subject(claims.at("sub").as_string());
    const auto roles = roles_of(settings, claims);
    if (auto known = store::subject(session, settings.issuer, subject)) {
        known->seen_at = now;
        store::put(session, *known);
        if (!settings.roles_claim.empty() && settings.makes_users) TRY(on.users.set_roles(session, known->user, roles, now));
        return known->user;
    }
    if (!settings.makes_users)
        return fail(ErrorKind::forbidden, "provider-user-unknown",
                    {"Nobody here is linked to your account at this provider; ask an administrator.",
                     "Nadie aquí está vinculado a su cuenta en ese proveedor; pida a un administrador."});
    const auto* name = claims.if_contains("name");
    auto login = login_of(claims, settings.name);
    auto user = on.users.add(session, {login, name && name->is_string() ? std::string(name->get_string()) : login, roles}, now);
    if (!user) {  // the login is taken, by another subject that calls itself so
        login += "-" + token_hash(settings.issuer + subject).substr(0, 6);
        std::ranges::transform(login, login.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c == '_' ? '-' : c;
        });
        user = on.users.add(session, {login, login, roles}, now);
    }
    const auto id = TRY(std::move(user));
    store::put(session, Subject{settings.issuer, subject, id, now, now});
    return id;
}

Result<std::pair<std::string, std::string>> finished(const Dependencies& on, const Request& request) {
    const auto field = [&](std::string_view name) { return single(request.query, name).value_or(""); };
    const auto state = field("state");
    const auto browser = http::cookie_of(request, login_cookie);
    const auto provider = TRY(on.database.read([&](Session& session) { return provider_in(session, request); }));
    const auto login =
        on.database.write([&](Session& session) { return store::take_login(session, token_hash(state), request.received); });
    if (!login || login->provider != provider.id || browser.empty() ||
        !auth::same_secret(token_hash(browser), login->browser_hash))
        return fail(ErrorKind::forbidden, "login-foreign",
                    {"This log-in was not begun in this browser, is over, or took too long; begin again.",
                     "Este ingreso no empezó en este navegador, ya terminó o tardó demasiado; empiece de nuevo."});
    if (const auto error = field("error"); !error.empty()) {
        observe::log_info("oauth", "a provider refused a log-in", {{"error", error.substr(0, 200)}});
        return fail(ErrorKind::unauthenticated, "provider-refused",
                    {"The provider refused the log-in.", "El proveedor rechazó el ingreso."});
    }
    const auto secret = provider.sealed.empty() ? "" : on.services.sealer.opened(provider.sealed, provider.id.text());
    const auto claims =
        TRY(on.services.outside.claims(provider.settings, secret, {field("code"), field("iss")}, bond_of(on, provider, state)));
    const auto user =
        TRY(on.database.write([&](Session& session) { return user_of(on, session, provider, claims, request.received); }));
    auto session = TRY(on.sessions.open(user, browser_of(request), request.received));
    return std::pair{std::move(session), login->return_path};
}

http::Answer finish(const Dependencies& on, const Request& request) {
    const auto done = finished(on, request);
    if (!done) return page_for(request, done.error());
    auto page = going_on_page(request.language, done->second);
    page.headers.emplace_back("Set-Cookie", session_cookie(request, done->first));
    page.headers.emplace_back("Set-Cookie", cookie(request, "", std::chrono::seconds{0}));
    return page;
}

http::Answer logins(const Dependencies& on) {
    wire::LoginsOut all;
    for (const auto& each : on.database.read([](Session& session) { return store::providers(session); }))
        if (each.settings.active) all.items.push_back({each.settings.name, "/oauth/login/" + each.id.text()});
    return http::json_response(all);
}

}  // namespace

std::vector<http::Route> login_routes(const Dependencies& on) {
    using http::Method;
    return {
        {.method = Method::get,
         .path = "/v1/oauth/logins",
         .permission = "",
         .summary = "The outside providers that people may sign in with",
         .answer = [on](const Request&) { return logins(on); },
         .gives = http::schema_of<wire::LoginsOut>()},
        {.method = Method::get,
         .path = "/oauth/login/{provider}",
         .permission = "",
         .summary = "Sends the browser to a provider to sign in",
         .answer = [on](const Request& request) { return begin(on, request); },
         .gives_type = "text/html",
         .success = 303,
         .query = {{"return", "A path of this server to come back to."}}},
        {.method = Method::get,
         .path = "/oauth/callback/{provider}",
         .permission = "",
         .summary = "Where the provider sends the browser back to",
         .answer = [on](const Request& request) { return finish(on, request); },
         .hidden = true},
    };
}

}  // namespace patente::oauth
