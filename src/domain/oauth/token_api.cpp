#include <algorithm>

#include "base/base64url.h"
#include "domain/oauth/api.h"
#include "platform/http/credentials.h"
#include "platform/http/field_value.h"
#include "platform/http/form.h"
#include "platform/http/target.h"

namespace patente::oauth {
namespace {

using http::Request, http::Response;
using storage::Session;

// An answer of RFC 6749, 5.2.
struct Refused {
    int status = 400;
    Refusal refusal;
};
template <typename T>
using Outcome = std::expected<T, Refused>;

std::unexpected<Refused> refusal(std::string error, std::string description, int status = 400) {
    return std::unexpected(Refused{status, {std::move(error), std::move(description)}});
}

Response document(json::Object object, int status = 200) {
    Response response;
    response.status = status;
    response.body = json::text_of(json::Value(std::move(object)));
    response.headers = {{"Cache-Control", "no-store"}, {"Pragma", "no-cache"}};
    return response;
}

Response answer_of(const Refused& refused) {
    auto response =
        document({{"error", refused.refusal.error}, {"error_description", refused.refusal.description}}, refused.status);
    if (refused.status == 401) response.headers.emplace_back("WWW-Authenticate", "Basic realm=\"oauth\"");
    return response;
}

Response refusal_of(const Error& error, Language) {
    return answer_of({error.kind == ErrorKind::busy ? 503 : 400, {"invalid_request", error.detail.en}});
}

Outcome<Parameters> form_of(const Request& request) {
    auto form = http::form_fields(request);
    if (!form) return refusal("invalid_request", form.error().detail.en);
    for (const auto& [name, value] : *form)
        if (!single(*form, name)) return refusal("invalid_request", name + " is there twice");
    return *std::move(form);
}

std::string field(const Parameters& form, std::string_view name) { return single(form, name).value_or(""); }

// ---- who asks ------------------------------------------------------------------------------------------------------

struct Shown {
    std::string id, secret;
};

Outcome<Shown> shown_by(const Request& request, const Parameters& form) {
    const auto authorization = request.header("authorization");
    Shown shown{field(form, "client_id"), field(form, "client_secret")};
    const auto space = authorization.find(' ');
    if (!http::equals_ignoring_case(authorization.substr(0, space), "basic")) return shown;
    if (!shown.secret.empty()) return refusal("invalid_request", "the client shows its secret twice");
    const auto pair = space == std::string_view::npos ? std::nullopt : from_base64(http::trimmed(authorization.substr(space)));
    const auto colon = pair ? pair->find(':') : std::string::npos;
    if (colon == std::string::npos) return refusal("invalid_client", "the Authorization field is not understood", 401);
    const auto id = http::percent_decoded(pair->substr(0, colon), true),
               secret = http::percent_decoded(pair->substr(colon + 1), true);
    if (!id || !secret || (!shown.id.empty() && shown.id != *id))
        return refusal("invalid_client", "the Authorization field is not understood", 401);
    return Shown{*id, *secret};
}

Outcome<Client> client_of(const Dependencies& on, const Request& request, const Parameters& form) {
    const auto shown = shown_by(request, form);
    if (!shown) return std::unexpected(shown.error());
    const auto id = ClientId::parse(shown->id);
    auto client = id ? on.database.read([&](Session& session) { return store::client(session, *id); }) : std::nullopt;
    const auto wanted = client ? client->secret_hash : "";
    const bool is_itself =
        client && (client->settings.kind == ClientKind::open ? shown->secret.empty()
                                                             : auth::same_secret(token_hash(shown->secret), wanted));
    if (!is_itself) return refusal("invalid_client", "there is no such client, or its secret is another", 401);
    return *std::move(client);
}

Outcome<Client> confidential(Outcome<Client> client) {
    if (client && client->settings.kind == ClientKind::open)
        return refusal("invalid_client", "a client with a secret is needed", 401);
    return client;
}

// ---- tokens --------------------------------------------------------------------------------------------------------

// The same grant at the same time always gives the same token, so that a lost answer can be given again.
AccessToken token_for(auth::Sealer& sealer, const Client& client, const Redeemed& redeemed) {
    const auto text = redeemed.grant->id.text() + redeemed.refresh_token + to_rfc3339(redeemed.at);
    return {.id = redeemed.refresh_token.empty() ? Uuid::made_at(redeemed.at).text()
                                                 : sealer.derived("access token", text).substr(0, 22),
            .grant = redeemed.grant->id,
            .user = redeemed.grant->user,
            .client = client.id,
            .scopes = redeemed.scopes,
            .issued_at = redeemed.at,
            .expires_at = redeemed.at + access_time};
}

std::string id_token(const Dependencies& on, const Client& client, const User& user, const Redeemed& redeemed) {
    json::Object claims{{"iss", on.services.issuer.text()},
                        {"sub", user.id},
                        {"aud", client.id.text()},
                        {"azp", client.id.text()},
                        {"iat", unix_seconds(redeemed.at)},
                        {"exp", unix_seconds(redeemed.at + access_time)},
                        {"auth_time", unix_seconds(redeemed.grant->signed_in_at)}};
    if (!redeemed.nonce.empty()) claims["nonce"] = redeemed.nonce;
    if (names(redeemed.scopes, "profile")) {
        claims["name"] = user.name;
        claims["preferred_username"] = user.login;
    }
    return auth::signed_token(on.services.keys.signing(auth::Algorithm::rs256), "JWT", claims);
}

json::Object answer_with(const std::string& access_token, const std::vector<std::string>& scopes) {
    return {
        {"access_token", access_token}, {"token_type", "Bearer"}, {"expires_in", access_time.count()}, {"scope", joined(scopes)}};
}

Response tokens_of(const Dependencies& on, const Client& client, const Redeemed& redeemed) {
    if (!redeemed.grant) return answer_of({400, {"invalid_grant", redeemed.refused}});
    const auto user = on.database.read([&](Session& session) { return on.users.user(session, redeemed.grant->user); });
    if (!user) return answer_of({400, {"invalid_grant", "the user may not sign in any more"}});
    auto answer = answer_with(on.services.tokens.issued(token_for(on.services.sealer, client, redeemed)), redeemed.scopes);
    if (!redeemed.refresh_token.empty()) answer["refresh_token"] = redeemed.refresh_token;
    if (names(redeemed.scopes, "openid")) answer["id_token"] = id_token(on, client, *user, redeemed);
    return document(std::move(answer));
}

template <typename Shown>
Response redeem(const Dependencies& on, const Client& client, const Shown& shown, Instant now) {
    const auto redeemed =
        on.database.write([&](Session& session) { return oauth::redeemed(session, on.services.sealer, shown, now); });
    if (!redeemed.grant) on.services.tokens.forget_revocations();
    return tokens_of(on, client, redeemed);
}

Outcome<Response> own_token(const Dependencies& on, const Client& client, const Parameters& form, Instant now) {
    if (!client.settings.acts_alone) return refusal("unauthorized_client", "this client may not act alone");
    auto scopes = scopes_asked(field(form, "scope"), client);
    if (!scopes) return std::unexpected(Refused{400, scopes.error()});
    if (std::ranges::any_of(*scopes, is_standard_scope)) return refusal("invalid_scope", "openid and the like are for people");
    const AccessToken token{.id = Uuid::made_at(now).text(),
                            .client = client.id,
                            .scopes = *scopes,
                            .issued_at = now,
                            .expires_at = now + access_time};
    return document(answer_with(on.services.tokens.issued(token), *scopes));
}

Outcome<Response> tokens(const Dependencies& on, const Request& request) {
    const auto form = form_of(request);
    if (!form) return std::unexpected(form.error());
    const auto client = client_of(on, request, *form);
    if (!client) return std::unexpected(client.error());
    const auto kind = field(*form, "grant_type");
    if (kind == "authorization_code")
        return redeem(on, *client,
                      CodeShown{field(*form, "code"), field(*form, "redirect_uri"), field(*form, "code_verifier"), client->id},
                      request.received);
    if (kind == "refresh_token")
        return redeem(on, *client, RefreshShown{field(*form, "refresh_token"), field(*form, "scope"), client->id},
                      request.received);
    if (kind == "client_credentials") return own_token(on, *client, *form, request.received);
    return refusal("unsupported_grant_type", "authorization_code, refresh_token or client_credentials");
}

// RFC 7009: whatever the token is, the answer is 200; only the client's own ends.
Outcome<Response> revoke(const Dependencies& on, const Request& request) {
    const auto form = form_of(request);
    if (!form) return std::unexpected(form.error());
    const auto client = client_of(on, request, *form);
    if (!client) return std::unexpected(client.error());
    const auto token = field(*form, "token");
    const auto now = request.received;
    if (AccessTokens::has_shape(token)) {
        const auto read = on.services.tokens.read(token);
        if (read && read->client == client->id)
            on.database.write([&](Session& session) {
                if (read->grant)
                    revoke_grant(session, *read->grant, now);
                else
                    revoke_token(session, read->id, now);
            });
    } else {
        on.database.write([&](Session& session) {
            const auto refresh = store::refresh_token(session, token_hash(token));
            const auto grant = refresh ? store::grant(session, refresh->grant) : std::nullopt;
            if (grant && grant->client == client->id) revoke_grant(session, grant->id, now);
        });
    }
    on.services.tokens.forget_revocations();
    return Response{.content_type = "", .headers = {{"Cache-Control", "no-store"}}};
}

// RFC 7662, for clients with a secret: of their own tokens, or of all with oauth.read.
Outcome<Response> introspect(const Dependencies& on, const Request& request) {
    const auto form = form_of(request);
    if (!form) return std::unexpected(form.error());
    const auto client = confidential(client_of(on, request, *form));
    if (!client) return std::unexpected(client.error());
    const auto token = on.services.tokens.read(field(*form, "token"));
    const auto& may = client->settings.permissions;
    if (!token || (token->client != client->id && !names(may, "oauth.read") && !names(may, "*")))
        return document({{"active", false}});
    const auto issuer = on.services.issuer.text();
    return document({{"active", true},
                     {"token_type", "Bearer"},
                     {"iss", issuer},
                     {"aud", issuer},
                     {"sub", token->user.empty() ? token->client.text() : token->user},
                     {"client_id", token->client.text()},
                     {"scope", joined(token->scopes)},
                     {"iat", unix_seconds(token->issued_at)},
                     {"exp", unix_seconds(token->expires_at)},
                     {"jti", token->id}});
}

http::Answer user_info(const Dependencies& on, const Request& request) {
    const auto authorization = request.header("authorization");
    const auto space = authorization.find(' ');
    if (space == std::string_view::npos)
        return fail(ErrorKind::unauthenticated, "token-invalid",
                    {"Show an access token: Authorization: Bearer.", "Muestre un token de acceso: Authorization: Bearer."});
    const auto token = TRY(on.services.tokens.read(http::trimmed(authorization.substr(space))));
    if (token.user.empty() || !names(token.scopes, "openid"))
        return fail(ErrorKind::forbidden, "scope-missing",
                    {"The token lacks the scope openid.", "Al token le falta el scope openid."});
    const auto user = on.database.read([&](Session& session) { return on.users.user(session, token.user); });
    if (!user) return fail(ErrorKind::unauthenticated, "token-revoked", {"The user is gone.", "El usuario ya no está."});
    json::Object claims{{"sub", user->id}};
    if (names(token.scopes, "profile")) {
        claims["name"] = user->name;
        claims["preferred_username"] = user->login;
    }
    return document(std::move(claims));
}

http::Answer answered(Outcome<Response> outcome) { return outcome ? *std::move(outcome) : answer_of(outcome.error()); }

}  // namespace

std::vector<http::Route> token_routes(const Dependencies& on) {
    using http::Method;
    const auto token_form = [](const char* help) {
        return std::vector<http::QueryParameter>{{"token", help, {{"type", "string"}}, true}};
    };
    std::vector<http::Route> routes{
        {.method = Method::post,
         .path = "/oauth/token",
         .permission = "",
         .summary = "Tokens for a code, a refresh token, or a client of its own",
         .answer = [on](const Request& request) { return answered(tokens(on, request)); },
         .form = {{"grant_type", "authorization_code, refresh_token or client_credentials.", {{"type", "string"}}, true},
                  {"client_id", "Unless the client shows itself with Authorization: Basic."},
                  {"client_secret", "The same."},
                  {"code", "With redirect_uri and code_verifier, of authorization_code."},
                  {"redirect_uri", "As in the request for the code."},
                  {"code_verifier", "Whose SHA-256 was the code_challenge (PKCE)."},
                  {"refresh_token", "Good once: the answer holds the next."},
                  {"scope", "Less than was granted, or of client_credentials."}},
         .description = "Forms as application/x-www-form-urlencoded (RFC 6749); errors are its {error, error_description}."},
        {.method = Method::post,
         .path = "/oauth/revoke",
         .permission = "",
         .summary = "End a token, and all that was granted with it (RFC 7009)",
         .answer = [on](const Request& request) { return answered(revoke(on, request)); },
         .form = token_form("An access or a refresh token of the client.")},
        {.method = Method::post,
         .path = "/oauth/introspect",
         .permission = "",
         .summary = "What an access token is good for (RFC 7662)",
         .answer = [on](const Request& request) { return answered(introspect(on, request)); },
         .form = token_form("An access token.")},
    };
    for (auto& route : routes) {
        route.idempotent = false;
        route.refusal = refusal_of;
        route.body_limit = 64 * 1024;
    }
    for (const auto method : {Method::get, Method::post})
        routes.push_back({.method = method,
                          .path = "/oauth/userinfo",
                          .permission = "",
                          .summary = "Who the user of an access token is (OpenID Connect)",
                          .answer = [on](const Request& request) { return user_info(on, request); },
                          .hidden = method == Method::post,
                          .idempotent = false});
    return routes;
}

}  // namespace patente::oauth
