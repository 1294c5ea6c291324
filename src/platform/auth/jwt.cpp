#include "platform/auth/jwt.h"

#include <algorithm>
#include <cmath>

#include "base/base64url.h"

namespace patente::auth {
namespace {

constexpr std::string_view header_members[] = {"alg", "kid", "typ", "x5t", "x5t#S256"};
constexpr std::string_view media_prefix = "application/";
constexpr double latest_time = 253'402'300'799;  // the end of the year 9999
constexpr std::size_t audiences_max = 20;

Failure invalid(const char* en, const char* es) {
    return fail(ErrorKind::unauthenticated, "token-invalid",
                {std::string("This token is not good here: ") + en + ".", std::string("Este token no vale aquí: ") + es + "."});
}

Failure malformed() { return invalid("it is not written as a signed token", "no está escrito como un token firmado"); }

const json::Value* member(const json::Object& object, std::string_view name) { return object.if_contains(name); }

std::optional<std::string> text_in(const json::Object& object, std::string_view name) {
    const auto* value = member(object, name);
    const auto* text = value ? value->if_string() : nullptr;
    return text ? std::optional{std::string(*text)} : std::nullopt;
}

std::string lower_case(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

std::string type_of(const json::Object& header) {
    auto type = lower_case(text_in(header, "typ").value_or("jwt"));
    return type.starts_with(media_prefix) ? type.substr(media_prefix.size()) : type;
}

Result<json::Object> object_in(std::string_view part) {
    const auto bytes = from_base64url(part);
    auto value = bytes ? json::parsed(*bytes) : Result<json::Value>{malformed()};
    if (!value || !value->is_object()) return malformed();
    return std::move(value->as_object());
}

bool is_allowed(const json::Object& header) {
    return std::ranges::all_of(header, [](const auto& each) {
        return std::ranges::find(header_members, std::string_view(each.key())) != std::end(header_members) &&
               each.value().is_string();
    });
}

// Seconds since 1970, also with a fraction (RFC 7519, NumericDate).
std::optional<Instant> time_in(const json::Object& claims, std::string_view name) {
    const auto* value = member(claims, name);
    if (!value || !value->is_number()) return std::nullopt;
    const auto seconds = value->to_number<double>();
    if (!(seconds >= 0 && seconds <= latest_time)) return std::nullopt;
    return Instant{std::chrono::milliseconds{static_cast<std::int64_t>(std::floor(seconds * 1000))}};
}

std::vector<std::string> audience_in(const json::Object& claims) {
    if (auto one = text_in(claims, "aud")) return {*std::move(one)};
    const auto* value = member(claims, "aud");
    const auto* list = value ? value->if_array() : nullptr;
    std::vector<std::string> all;
    if (!list || list->size() > audiences_max) return all;
    for (const auto& each : *list)
        if (const auto* text = each.if_string()) all.emplace_back(*text);
    return all;
}

Result<Claims> in_force(json::Object all, const Expected& expected, Instant now) {
    const auto issued_at = time_in(all, "iat"), expires_at = time_in(all, "exp"), not_before = time_in(all, "nbf");
    Claims claims{.issuer = text_in(all, "iss").value_or(""),
                  .subject = text_in(all, "sub").value_or(""),
                  .audience = audience_in(all),
                  .issued_at = issued_at.value_or(Instant{}),
                  .expires_at = expires_at.value_or(Instant{}),
                  .all = std::move(all)};
    if (!issued_at || !expires_at || claims.subject.empty() || (member(claims.all, "nbf") && !not_before)) return malformed();
    if (claims.issuer != expected.issuer) return invalid("another issuer made it", "lo emitió otro");
    if (std::ranges::find(claims.audience, expected.audience) == claims.audience.end())
        return invalid("it is meant for another", "es para otro");
    if (*issued_at > now + clock_leeway || (not_before && *not_before > now + clock_leeway))
        return invalid("it is not in force yet", "todavía no rige");
    if (*expires_at + clock_leeway <= now)
        return fail(ErrorKind::unauthenticated, "token-expired",
                    {"This token has expired; ask for another.", "Este token venció; pida otro."});
    return claims;
}

}  // namespace

std::string signed_token(const PrivateKey& key, std::string_view type, const json::Object& claims) {
    const json::Object header{{"alg", boost::json::string_view(json::name_of(key.algorithm()))},
                              {"typ", boost::json::string_view(type)},
                              {"kid", key.id()}};
    auto token = base64url(json::text_of(json::Value(header))) + "." + base64url(json::text_of(json::Value(claims)));
    const auto signature = key.signature(token);
    return token + "." + base64url(signature);
}

Result<UncheckedToken> taken_apart(std::string_view token) {
    const auto first = token.find('.'), last = token.rfind('.');
    if (token.size() > token_bytes_max || first == std::string_view::npos || first == last) return malformed();
    const auto claims_part = token.substr(first + 1, last - first - 1);
    if (claims_part.find('.') != std::string_view::npos) return malformed();
    const auto header = TRY(object_in(token.substr(0, first)));
    const auto algorithm = json::enum_named<Algorithm>(text_in(header, "alg").value_or(""));
    if (!algorithm || !is_allowed(header))
        return invalid("its header asks for something else than EdDSA or RS256 and a key's id",
                       "su encabezado pide algo distinto de EdDSA o RS256 y el id de una clave");
    auto signature = from_base64url(token.substr(last + 1));
    if (!signature) return malformed();
    auto claims = TRY(object_in(claims_part));
    return UncheckedToken{.algorithm = *algorithm,
                          .key_id = text_in(header, "kid").value_or(""),
                          .type = type_of(header),
                          .claims = std::move(claims),
                          .signed_part = token.substr(0, last),
                          .signature = *std::move(signature)};
}

std::string Claims::text(std::string_view name) const { return text_in(all, name).value_or(""); }

Result<Claims> checked(std::string_view token, const KeySet& keys, const Expected& expected, Instant now) {
    auto unchecked = TRY(taken_apart(token));
    const auto* key = keys.find(unchecked.key_id, unchecked.algorithm);
    if (!key) return invalid("no key known here signed it", "no lo firmó ninguna clave conocida aquí");
    if (!key->verifies(unchecked.signed_part, unchecked.signature))
        return invalid("its signature is wrong", "su firma no es correcta");
    if (unchecked.type != expected.type) return invalid("it is of another type", "es de otro tipo");
    return in_force(std::move(unchecked.claims), expected, now);
}

}  // namespace patente::auth
