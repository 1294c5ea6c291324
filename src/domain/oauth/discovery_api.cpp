#include "domain/oauth/api.h"

namespace patente::oauth {
namespace {

using http::Request, http::Response;

json::Array words(std::initializer_list<const char*> all) {
    json::Array array;
    for (const auto* each : all) array.emplace_back(each);
    return array;
}

Response cached(std::string body) {
    Response response;
    response.body = std::move(body);
    response.headers = {{"Cache-Control", "public, max-age=" + std::to_string(keys_cached.count())},
                        {"ETag", "\"" + token_hash(response.body) + "\""},
                        {"Access-Control-Allow-Origin", "*"}};
    return response;
}

http::Answer metadata(const Dependencies& on) {
    const auto issuer = on.services.issuer.text();
    json::Array scopes = words({"openid", "profile", "offline_access"});
    for (const auto& each : on.permissions()) scopes.emplace_back(each);
    return cached(json::text_of(json::Value(json::Object{
        {"issuer", issuer},
        {"authorization_endpoint", issuer + "/oauth/authorize"},
        {"token_endpoint", issuer + "/oauth/token"},
        {"jwks_uri", issuer + "/oauth/jwks.json"},
        {"userinfo_endpoint", issuer + "/oauth/userinfo"},
        {"revocation_endpoint", issuer + "/oauth/revoke"},
        {"introspection_endpoint", issuer + "/oauth/introspect"},
        {"scopes_supported", std::move(scopes)},
        {"response_types_supported", words({"code"})},
        {"response_modes_supported", words({"query"})},
        {"grant_types_supported", words({"authorization_code", "refresh_token", "client_credentials"})},
        {"token_endpoint_auth_methods_supported", words({"client_secret_basic", "client_secret_post", "none"})},
        {"revocation_endpoint_auth_methods_supported", words({"client_secret_basic", "client_secret_post", "none"})},
        {"introspection_endpoint_auth_methods_supported", words({"client_secret_basic", "client_secret_post"})},
        {"code_challenge_methods_supported", words({"S256"})},
        {"subject_types_supported", words({"public"})},
        {"id_token_signing_alg_values_supported", words({"RS256"})},
        {"claims_supported", words({"iss", "sub", "aud", "iat", "exp", "auth_time", "nonce", "name", "preferred_username"})},
        {"prompt_values_supported", words({"none", "consent"})},
        {"ui_locales_supported", words({"es", "en"})},
        {"authorization_response_iss_parameter_supported", true},
        {"request_parameter_supported", false},
        {"request_uri_parameter_supported", false}})));
}

}  // namespace

std::vector<http::Route> discovery_routes(const Dependencies& on) {
    using http::Method;
    std::vector<http::Route> routes;
    for (const auto* path : {"/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"})
        routes.push_back({.method = Method::get,
                          .path = path,
                          .permission = "",
                          .summary = "Where everything OAuth and OpenID Connect is, and what of it there is",
                          .answer = [on](const Request&) { return metadata(on); },
                          .gives_type = "application/json"});
    routes.push_back({.method = Method::get,
                      .path = "/oauth/jwks.json",
                      .permission = "",
                      .summary = "The keys that our tokens are checked with (JWKS)",
                      .answer = [on](const Request&) -> http::Answer { return cached(on.services.keys.now()->set.text()); },
                      .description = "A key stands here ten minutes before it signs, and an hour after it signed last."});
    return routes;
}

}  // namespace patente::oauth
