#include "domain/oauth/api.h"
#include "domain/oauth/pages.h"
#include "platform/http/credentials.h"
#include "platform/http/embedded.h"
#include "platform/http/form.h"

namespace patente::embedded {
std::span<const http::EmbeddedFile> oauth_page();
}

namespace patente::oauth {
namespace {

using http::Request, http::Response;
using storage::Session;

constexpr std::string_view again = "again";  // the browser was sent here by ourselves

Response page_for(const Request& request, int status, const Text& what) { return fault_page(request.language, status, what); }

Response sent_back(const AuthorizationRequest& asked, Parameters parameters, const std::string& issuer) {
    if (!asked.state.empty()) parameters.emplace_back("state", asked.state);
    parameters.emplace_back("iss", issuer);  // RFC 9207: whose answer it is
    return {.status = 303, .content_type = "", .headers = {{"Location", with_parameters(asked.redirect_uri, parameters)}}};
}

Response sent_back(const AuthorizationRequest& asked, const Refusal& refusal, const std::string& issuer) {
    return sent_back(asked, Parameters{{"error", refusal.error}, {"error_description", refusal.description}}, issuer);
}

// The client, where it may have people sent back to this address; else nobody is sent anywhere.
std::optional<Client> client_of(const Dependencies& on, const Request& request) {
    const auto id = single(request.query, "client_id"), uri = single(request.query, "redirect_uri");
    const auto parsed = id ? ClientId::parse(*id) : std::nullopt;
    if (!parsed || !uri) return std::nullopt;
    auto client = on.database.read([&](Session& session) { return store::client(session, *parsed); });
    if (!client || !names(client->settings.redirect_uris, *uri)) return std::nullopt;
    return client;
}

std::string address_of(const Request& request, bool once_more) {
    Parameters parameters;
    for (const auto& each : request.query)
        if (each.first != again) parameters.push_back(each);
    if (once_more) parameters.emplace_back(again, "1");
    return with_parameters("/oauth/authorize", parameters);
}

Response ask_to_sign_in(const Dependencies& on, const Request& request, const std::string& return_path,
                        const std::string& fault) {
    std::vector<LinkToProvider> links;
    for (const auto& each : on.database.read([](Session& session) { return store::providers(session); }))
        if (each.settings.active)
            links.push_back({each.settings.name, with_parameters("/oauth/login/" + each.id.text(), {{"return", return_path}})});
    return sign_in_page(request.language, return_path, links, fault);
}

bool signed_in_too_long_ago(const Request& request, const SignedIn& signed_in) {
    const auto max_age = single(request.query, "max_age").value_or("");
    const bool is_number = !max_age.empty() && max_age.size() < 9 && max_age.find_first_not_of("0123456789") == std::string::npos;
    return is_number && signed_in.at + std::chrono::seconds{std::stoi(max_age)} < request.received;
}

http::Answer authorize(const Dependencies& on, const Request& request) {
    const auto client = client_of(on, request);
    if (!client)
        return page_for(request, 400,
                        {"No client is registered with this client_id and exactly this redirect_uri.",
                         "Ningún cliente está registrado con este client_id y exactamente este redirect_uri."});
    const auto issuer = on.services.issuer.text();
    AuthorizationRequest asked{.redirect_uri = *single(request.query, "redirect_uri"),
                               .state = single(request.query, "state").value_or("")};
    const auto checked = request_of(request.query, *client);
    if (!checked) return sent_back(asked, checked.error(), issuer);
    asked = *checked;
    const auto prompt = single(request.query, "prompt").value_or("");

    const auto signed_in = oauth::signed_in(on, request);
    if (!signed_in && !request.query_value(again)) return going_on_page(request.language, address_of(request, true));
    if (!signed_in && prompt == "none") return sent_back(asked, Refusal{"login_required", "nobody is signed in"}, issuer);
    if (!signed_in) return ask_to_sign_in(on, request, address_of(request, true), "");
    if (signed_in_too_long_ago(request, *signed_in))
        return sent_back(asked, Refusal{"login_required", "the log-in is older than max_age"}, issuer);

    const auto user = on.database.read([&](Session& session) { return on.users.user(session, signed_in->user); });
    if (!user)
        return page_for(
            request, 403,
            {"Choose your own password first, in the application.", "Elija primero su propia contraseña, en la aplicación."});
    const bool asked_permissions = !std::ranges::all_of(asked.scopes, is_standard_scope);
    asked.scopes = narrowed(asked.scopes, user->permissions);
    if (asked_permissions && std::ranges::all_of(asked.scopes, is_standard_scope))
        return sent_back(asked, Refusal{"access_denied", "the user may do nothing of what is asked for"}, issuer);
    if (client->settings.trusted && prompt != "consent") {
        const auto code = on.database.write(
            [&](Session& session) { return grant(session, {asked, user->id, signed_in->at}, request.received); });
        return sent_back(asked, Parameters{{"code", code}}, issuer);
    }
    if (prompt == "none") return sent_back(asked, Refusal{"consent_required", "the user was not asked yet"}, issuer);
    const auto secret = auth::random_token();
    on.database.write(
        [&](Session& session) { store::ask(session, token_hash(secret), user->id, asked, request.received + consent_time); });
    return consent_page(request.language, *client, user->name, asked.scopes, secret, asked.redirect_uri);
}

// The page's answer. The secret in it is the user's alone, so no page of another site can have it given.
http::Answer answer(const Dependencies& on, const Request& request) {
    if (const auto ours = http::check_origin(request); !ours) return page_for(request, 403, ours.error().detail);
    const auto form = TRY(http::form_fields(request));
    const auto signed_in = oauth::signed_in(on, request);
    const auto issuer = on.services.issuer.text();
    const auto over = [&] {
        return page_for(request, 403,
                        {"This page is too old, or was answered already; go back and begin again.",
                         "Esta página es vieja o ya fue contestada; vuelva atrás y empiece de nuevo."});
    };
    if (!signed_in) return over();
    const auto hash = token_hash(single(form, "request").value_or(""));
    const bool allowed = single(form, "answer") == "allow";
    std::optional<AuthorizationRequest> asked;
    const auto code = on.database.write([&](Session& session) -> std::string {
        asked = store::take_asked(session, hash, signed_in->user, request.received);
        const bool is_there = asked && store::client(session, asked->client) && on.users.user(session, signed_in->user);
        if (!is_there) asked.reset();
        return asked && allowed ? grant(session, {*asked, signed_in->user, signed_in->at}, request.received) : "";
    });
    if (!asked) return over();
    if (!allowed) return sent_back(*asked, Refusal{"access_denied", "the user refused"}, issuer);
    return sent_back(*asked, Parameters{{"code", code}}, issuer);
}

http::Answer sign_in(const Dependencies& on, const Request& request) {
    if (const auto ours = http::check_origin(request); !ours) return page_for(request, 403, ours.error().detail);
    const auto form = TRY(http::form_fields(request));
    const auto field = [&](std::string_view name) { return single(form, name).value_or(""); };
    const auto path = return_path(field("return"));
    const auto secret =
        on.sessions.sign_in({field("login"), field("password"), field("code")}, browser_of(request), request.received);
    if (!secret) return ask_to_sign_in(on, request, path, secret.error().detail.in(request.language));
    return Response{
        .status = 303, .content_type = "", .headers = {{"Location", path}, {"Set-Cookie", session_cookie(request, *secret)}}};
}

}  // namespace

std::vector<http::Route> authorize_routes(const Dependencies& on) {
    using http::Method;
    std::vector<http::Route> routes{
        {.method = Method::get,
         .path = "/oauth/authorize",
         .permission = "",
         .summary = "The page where a person signs in and agrees to what a client asks for",
         .answer = [on](const Request& request) { return authorize(on, request); },
         .gives_type = "text/html",
         .query = {{"response_type", "code", {{"type", "string"}, {"const", "code"}}, true},
                   {"client_id", "The client's id.", {{"type", "string"}}, true},
                   {"redirect_uri", "One of the client's, exactly.", {{"type", "string"}}, true},
                   {"scope", "Permissions, openid, profile, offline_access; all that the client may ask for when absent."},
                   {"state", "Comes back as it is."},
                   {"nonce", "Stands in the id_token."},
                   {"code_challenge", "base64url of the SHA-256 of the code_verifier (PKCE).", {{"type", "string"}}, true},
                   {"code_challenge_method", "S256", {{"type", "string"}, {"const", "S256"}}, true},
                   {"prompt", "none: ask nobody anything; consent: ask also where the client is trusted."},
                   {"max_age", "Seconds since the log-in, at most."}}},
        {.method = Method::post,
         .path = "/oauth/authorize",
         .permission = "",
         .summary = "What the person answered",
         .answer = [on](const Request& request) { return answer(on, request); },
         .hidden = true,
         .idempotent = false},
        {.method = Method::post,
         .path = "/oauth/sign-in",
         .permission = "",
         .summary = "The log-in of that page",
         .answer = [on](const Request& request) { return sign_in(on, request); },
         .hidden = true,
         .idempotent = false},
    };
    for (auto& each : http::routes_of(embedded::oauth_page(), "/oauth/")) routes.push_back(std::move(each));
    return routes;
}

}  // namespace patente::oauth
