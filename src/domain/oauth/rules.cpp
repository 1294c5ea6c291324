#include "domain/oauth/rules.h"

#include <fmt/format.h>

#include <algorithm>

namespace patente::oauth {
namespace {

constexpr std::string_view standard_scopes[] = {"openid", "profile", "offline_access"};
constexpr std::string_view unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
constexpr std::string_view host_characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-:[]";
constexpr std::string_view forbidden_schemes[] = {"javascript", "data", "vbscript", "file", "blob", "about", "http", "https"};
constexpr std::size_t text_max = 1000, scopes_max = 100;

bool is_visible_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

bool is_loopback(std::string_view authority) {
    const auto host =
        authority.starts_with('[') ? authority.substr(0, authority.find(']') + 1) : authority.substr(0, authority.find(':'));
    return host == "127.0.0.1" || host == "[::1]" || host == "localhost";
}

// What is wrong with https://… or http://…, of which `rest` is what follows the slashes.
const char* web_fault(std::string_view rest, bool http_allowed) {
    const auto authority = rest.substr(0, rest.find_first_of("/?#"));
    if (authority.empty() || authority.front() == ':') return "the host is missing";
    if (authority.find('@') != std::string_view::npos) return "it may hold no user or password";
    if (authority.find_first_not_of(host_characters) != std::string_view::npos) return "the host is not right";
    if (!http_allowed && !is_loopback(authority)) return "http is for the same machine alone: 127.0.0.1, [::1] or localhost";
    return nullptr;
}

// A scheme of a program's own is a reversed domain, so that two programs do not take the same one (RFC 8252, 7.1).
const char* scheme_fault(std::string_view scheme) {
    const bool is_scheme = !scheme.empty() &&
                           scheme.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789+-.") == std::string_view::npos &&
                           scheme.front() >= 'a' && scheme.front() <= 'z';
    if (!is_scheme || std::ranges::find(forbidden_schemes, scheme) != std::end(forbidden_schemes) ||
        scheme.find('.') == std::string_view::npos)
        return "https://…, http://127.0.0.1… or a scheme such as com.example.app:";
    return nullptr;
}

void check_redirects(const ClientSettings& settings, std::vector<Fault>& faults) {
    for (std::size_t i = 0; i < settings.redirect_uris.size(); ++i)
        if (const char* fault = redirect_fault(settings.redirect_uris[i]))
            faults.push_back(
                {fmt::format("/redirect_uris/{}", i),
                 "pattern",
                 {fault, "https://…, http://127.0.0.1… o un esquema propio como com.example.app:, sin #fragmento."}});
    if (settings.redirect_uris.empty() && !settings.acts_alone)
        faults.push_back({"/redirect_uris",
                          "required",
                          {"Where are people sent back to? Only one that acts alone has none.",
                           "¿Adónde vuelve la gente? Solo el que actúa por sí mismo no tiene ninguna."}});
}

void check_permissions(const ClientSettings& settings, const Allows& known, const Allows& own, std::vector<Fault>& faults) {
    for (std::size_t i = 0; i < settings.permissions.size(); ++i) {
        const auto& permission = settings.permissions[i];
        const auto pointer = fmt::format("/permissions/{}", i);
        if (permission != "*" && !known(permission))
            faults.push_back(
                {pointer,
                 "unknown",
                 {"No permission is called \"" + permission + "\".", "Ningún permiso se llama «" + permission + "»."}});
        else if (!own(permission))
            faults.push_back(
                {pointer,
                 "beyond",
                 {"You may not do this yourself: " + permission + ".", "Usted mismo no puede hacer esto: " + permission + "."}});
    }
}

std::unexpected<Refusal> refused(std::string error, std::string description) {
    return std::unexpected(Refusal{std::move(error), std::move(description)});
}

}  // namespace

const char* redirect_fault(std::string_view uri) {
    if (uri.size() > text_max || !is_visible_ascii(uri)) return "up to 1000 visible ASCII characters";
    if (uri.find('#') != std::string_view::npos) return "it may hold no #fragment";
    if (uri.starts_with("https://")) return web_fault(uri.substr(8), true);
    if (uri.starts_with("http://")) return web_fault(uri.substr(7), false);
    return scheme_fault(uri.substr(0, uri.find(':')));
}

Result<ClientSettings> checked(ClientSettings settings, const Allows& known, const Allows& own) {
    std::vector<Fault> faults;
    check_redirects(settings, faults);
    check_permissions(settings, known, own, faults);
    if (settings.acts_alone && settings.kind == ClientKind::open)
        faults.push_back({"/acts_alone",
                          "kind",
                          {"Only a confidential client can prove that it is itself.",
                           "Solo un cliente confidencial puede probar que es él mismo."}});
    if (faults.empty()) return settings;
    return fail(ErrorKind::invalid, "oauth-client-invalid",
                {"The client is not right; see errors.", "El cliente no está bien; ver errores."}, std::move(faults));
}

std::optional<std::string> single(const Parameters& parameters, std::string_view name) {
    std::optional<std::string> value;
    for (const auto& [each, text] : parameters) {
        if (each != name) continue;
        if (value) return std::nullopt;
        value = text;
    }
    return value.value_or("");
}

std::expected<AuthorizationRequest, Refusal> request_of(const Parameters& parameters, const Client& client) {
    AuthorizationRequest request{.client = client.id};
    std::map<std::string_view, std::string> given;
    for (const std::string_view name :
         {"response_type", "redirect_uri", "scope", "state", "nonce", "code_challenge", "code_challenge_method", "response_mode",
          "prompt", "request", "request_uri", "resource"}) {
        auto value = single(parameters, name);
        if (!value) return refused("invalid_request", fmt::format("{} is there twice", name));
        if (value->size() > text_max * 4) return refused("invalid_request", fmt::format("{} is too long", name));
        given[name] = *std::move(value);
    }
    if (!given["request"].empty()) return refused("request_not_supported", "request objects are not taken");
    if (!given["request_uri"].empty()) return refused("request_uri_not_supported", "request objects are not taken");
    if (given["response_type"] != "code") return refused("unsupported_response_type", "response_type must be code");
    if (!given["response_mode"].empty() && given["response_mode"] != "query")
        return refused("invalid_request", "response_mode must be query");
    if (const auto& prompt = given["prompt"]; !prompt.empty() && prompt != "none" && prompt != "consent")
        return refused("invalid_request", "prompt may be none or consent");
    if (given["code_challenge_method"] != "S256" || !is_challenge(given["code_challenge"]))
        return refused("invalid_request", "code_challenge with code_challenge_method=S256 is needed (PKCE)");
    auto scopes = scopes_asked(given["scope"], client);
    if (!scopes) return std::unexpected(scopes.error());
    request.redirect_uri = given["redirect_uri"];
    request.state = given["state"];
    request.nonce = given["nonce"];
    request.challenge = given["code_challenge"];
    request.scopes = *std::move(scopes);
    return request;
}

bool is_standard_scope(std::string_view scope) { return std::ranges::find(standard_scopes, scope) != std::end(standard_scopes); }

std::vector<std::string> scopes_in(std::string_view text) {
    std::vector<std::string> scopes;
    while (!text.empty()) {
        const auto end = text.find(' ');
        const auto scope = text.substr(0, end);
        if (!scope.empty() && !names(scopes, scope)) scopes.emplace_back(scope);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    return scopes;
}

std::string joined(const std::vector<std::string>& scopes) { return fmt::format("{}", fmt::join(scopes, " ")); }

bool names(const std::vector<std::string>& list, std::string_view text) { return std::ranges::find(list, text) != list.end(); }

std::vector<std::string> narrowed(const std::vector<std::string>& asked, const std::vector<std::string>& most) {
    if (names(most, "*")) return asked;
    std::vector<std::string> kept;
    for (const auto& each : asked)
        if (is_standard_scope(each) || names(most, each)) kept.push_back(each);
    if (names(asked, "*"))
        for (const auto& each : most)
            if (!names(kept, each)) kept.push_back(each);
    return kept;
}

std::expected<std::vector<std::string>, Refusal> scopes_asked(std::string_view text, const Client& client) {
    auto scopes = scopes_in(text);
    if (scopes.empty()) return client.settings.permissions;
    if (scopes.size() > scopes_max) return refused("invalid_scope", "too many scopes");
    for (const auto& each : scopes)
        if (!is_standard_scope(each) && !names(client.settings.permissions, each) && !names(client.settings.permissions, "*"))
            return refused("invalid_scope", "this client may not ask for " + each);
    return scopes;
}

bool is_challenge(std::string_view text) {
    constexpr std::size_t sha256_characters = 43;
    return text.size() == sha256_characters && text.find_first_not_of(unreserved) == std::string_view::npos &&
           text.find_first_of(".~") == std::string_view::npos;
}

bool is_verifier(std::string_view text) {
    return text.size() >= 43 && text.size() <= 128 && text.find_first_not_of(unreserved) == std::string_view::npos;
}

Standing standing_of(const Code& code, Instant now) {
    if (code.used_at) return Standing::reused;
    return now < code.expires_at ? Standing::good : Standing::over;
}

Standing standing_of(const RefreshToken& token, bool next_was_used, Instant now) {
    if (!token.used_at) return now < token.expires_at ? Standing::good : Standing::over;
    return !next_was_used && now < *token.used_at + forgiven_time ? Standing::forgiven : Standing::reused;
}

const SigningKey* signing(std::span<const SigningKey> keys, std::string_view algorithm, Instant now) {
    const SigningKey* last = nullptr;
    for (const auto& key : keys)
        if (key.algorithm == algorithm && key.signs_from <= now &&
            (!last || std::pair(last->signs_from, last->id) < std::pair(key.signs_from, key.id)))
            last = &key;
    return last;
}

bool needs_next(std::span<const SigningKey> keys, std::string_view algorithm, Instant now) {
    return std::ranges::none_of(
        keys, [&](const SigningKey& key) { return key.algorithm == algorithm && key.signs_from + key_signs > now; });
}

bool is_over(const SigningKey& key, std::span<const SigningKey> keys, Instant now) {
    return std::ranges::any_of(keys, [&](const SigningKey& other) {
        return other.algorithm == key.algorithm && std::pair(other.signs_from, other.id) > std::pair(key.signs_from, key.id) &&
               other.signs_from + key_kept <= now;
    });
}

Result<ProviderSettings> checked(ProviderSettings settings, bool local_allowed) {
    std::vector<Fault> faults;
    const auto& issuer = settings.issuer;
    const bool https = issuer.starts_with("https://"), http = issuer.starts_with("http://") && local_allowed;
    if ((!https && !http) || !is_visible_ascii(issuer) || issuer.find_first_of("?#@") != std::string::npos ||
        web_fault(std::string_view(issuer).substr(https ? 8 : std::min<std::size_t>(7, issuer.size())), true))
        faults.push_back({"/issuer",
                          "pattern",
                          {"It must be https://… without user, query or fragment.",
                           "Debe ser https://… sin usuario, consulta ni fragmento."}});
    for (std::size_t i = 0; i < settings.scopes.size(); ++i)
        if (settings.scopes[i].empty() || !is_visible_ascii(settings.scopes[i]))
            faults.push_back({fmt::format("/scopes/{}", i), "pattern", {"A word without blanks.", "Una palabra sin espacios."}});
    if (!settings.roles.empty() && settings.roles_claim.empty())
        faults.push_back({"/roles_claim",
                          "required",
                          {"Which claim do the values of roles stand in?", "¿En qué claim están los valores de roles?"}});
    if (faults.empty()) return settings;
    return fail(ErrorKind::invalid, "oauth-provider-invalid",
                {"The provider is not right; see errors.", "El proveedor no está bien; ver errores."}, std::move(faults));
}

std::vector<std::string> roles_of(const ProviderSettings& settings, const json::Object& claims) {
    std::vector<std::string> roles = settings.roles_always;
    const auto* claim = settings.roles_claim.empty() ? nullptr : claims.if_contains(settings.roles_claim);
    const auto has = [&](const std::string& value) {
        if (!claim) return false;
        if (const auto* text = claim->if_string()) return std::string_view(*text) == value;
        const auto* list = claim->if_array();
        return list && std::ranges::any_of(*list, [&](const json::Value& each) {
                   const auto* text = each.if_string();
                   return text && std::string_view(*text) == value;
               });
    };
    for (const auto& mapping : settings.roles)
        if (has(mapping.value) && !names(roles, mapping.role)) roles.push_back(mapping.role);
    return roles;
}

std::string return_path(std::string_view asked) {
    const bool is_path = asked.starts_with('/') && !asked.starts_with("//") && asked.find('\\') == std::string_view::npos &&
                         asked.size() <= text_max * 8 && is_visible_ascii(asked);
    return is_path ? std::string(asked) : "/";
}

std::string login_of(const json::Object& claims, std::string_view provider) {
    constexpr std::size_t part_max = 36;  // of the 80 characters of a login
    const auto plain = [](std::string_view text) {
        std::string kept;
        for (const char c : text.substr(0, part_max)) {
            const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
            const bool good =
                (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9') || std::string_view("._@").contains(lower);
            kept += good ? lower : '-';
        }
        kept.erase(0, kept.find_first_not_of("._@-"));
        return kept.empty() ? std::string("user") : kept;
    };
    for (const auto* name : {"preferred_username", "email", "sub"}) {
        const auto* claim = claims.if_contains(name);
        const auto* text = claim ? claim->if_string() : nullptr;
        if (text && !text->empty()) return plain(std::string_view(*text)) + "@" + plain(provider);
    }
    return "user@" + plain(provider);
}

}  // namespace patente::oauth
