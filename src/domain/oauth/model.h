// The nouns of this room: clients, what people granted them, the keys that sign, providers, certificates. Values only.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/id.h"
#include "base/json.h"
#include "domain/oauth/contract.h"

namespace patente::oauth {

struct ClientTag;
using ClientId = Id<ClientTag>;
struct GrantTag;
using GrantId = Id<GrantTag>;
struct ProviderTag;
using ProviderId = Id<ProviderTag>;

enum class ClientKind { open, confidential };  // open: a program that cannot keep a secret (a "public client")
constexpr auto names_of(ClientKind) {
    return std::array<std::pair<ClientKind, std::string_view>, 2>{
        {{ClientKind::open, "public"}, {ClientKind::confidential, "confidential"}}};
}

// A program that asks for tokens, as its operator describes it.
struct ClientSettings {
    std::string name;
    ClientKind kind = ClientKind::confidential;
    std::vector<std::string> redirect_uris, permissions, zones, devices;
    bool acts_alone = false, trusted = false;

    bool operator==(const ClientSettings&) const = default;
    static constexpr std::string_view schema_name = "OAuthClientSettings";
    static constexpr auto fields() {
        return std::tuple{
            json::field("name", &ClientSettings::name).length(1, 80).help("People are shown it when they are asked to agree."),
            json::field("kind", &ClientSettings::kind)
                .or_default()
                .help("public: it runs where it can keep no secret (a phone, a page); confidential: it has one."),
            json::field("redirect_uris", &ClientSettings::redirect_uris)
                .length(0, 20)
                .or_default()
                .help("Where people are sent back to, compared exactly: https://…, http://127.0.0.1…, or a scheme of its own."),
            json::field("permissions", &ClientSettings::permissions)
                .length(0, 100)
                .or_default()
                .help("What it may ask for: never more than whoever registers it may do, and never more than a user may."),
            json::field("zones", &ClientSettings::zones)
                .length(0, 200)
                .or_default()
                .help("Ids, where it acts alone; none named: every zone."),
            json::field("devices", &ClientSettings::devices)
                .length(0, 200)
                .or_default()
                .help("Names, where it acts alone; none named: every device."),
            json::field("acts_alone", &ClientSettings::acts_alone)
                .or_default()
                .help("It may get tokens of its own, without a person (client_credentials)."),
            json::field("trusted", &ClientSettings::trusted)
                .or_default()
                .help("It is of this house: people are not asked whether they agree.")};
    }
};

struct Client {
    ClientId id;
    int version = 1;
    ClientSettings settings;
    std::string secret_hash;  // "" of a public client
    Instant created_at, changed_at;

    bool operator==(const Client&) const = default;
};

// What a client asks a person for (RFC 6749, 4.1.1; RFC 7636; OpenID Connect Core 3.1.2.1), checked.
struct AuthorizationRequest {
    ClientId client;
    std::string redirect_uri, state, nonce, challenge;
    std::vector<std::string> scopes;

    bool operator==(const AuthorizationRequest&) const = default;
    static constexpr auto fields() {
        return std::tuple{json::field("client", &AuthorizationRequest::client),
                          json::field("redirect_uri", &AuthorizationRequest::redirect_uri),
                          json::field("state", &AuthorizationRequest::state),
                          json::field("nonce", &AuthorizationRequest::nonce),
                          json::field("challenge", &AuthorizationRequest::challenge),
                          json::field("scopes", &AuthorizationRequest::scopes)};
    }
};

// What a person agreed to.
struct Grant {
    GrantId id;
    ClientId client;
    std::string user;
    std::vector<std::string> scopes;
    Instant signed_in_at, made_at, expires_at;
    std::optional<Instant> ended_at;
};

struct Code {
    std::string hash;
    GrantId grant;
    std::string redirect_uri, challenge, nonce;
    Instant expires_at;
    std::optional<Instant> used_at;
};

struct RefreshToken {
    std::string hash;
    GrantId grant;
    std::vector<std::string> scopes;
    Instant made_at, expires_at;
    std::optional<Instant> used_at;
};

enum class RevokedKind { grant, user, client, token };
constexpr auto names_of(RevokedKind) {
    return std::array<std::pair<RevokedKind, std::string_view>, 4>{{{RevokedKind::grant, "grant"},
                                                                    {RevokedKind::user, "user"},
                                                                    {RevokedKind::client, "client"},
                                                                    {RevokedKind::token, "token"}}};
}

struct Revocation {
    RevokedKind kind = RevokedKind::grant;
    std::string subject;
    Instant revoked_at, kept_until;
};

// A key that signs tokens; its private part is sealed.
struct SigningKey {
    std::string id, algorithm, jwk, sealed;
    Instant made_at, signs_from;

    bool operator==(const SigningKey&) const = default;
};

// A role for those whose claim has this value.
struct RoleMapping {
    std::string value, role;

    bool operator==(const RoleMapping&) const = default;
    static constexpr std::string_view schema_name = "OAuthRoleMapping";
    static constexpr auto fields() {
        return std::tuple{json::field("value", &RoleMapping::value).length(1, 200),
                          json::field("role", &RoleMapping::role).length(1, 80)};
    }
};

// An outside OpenID provider that people may sign in with.
struct ProviderSettings {
    std::string name, issuer, client_id;
    std::vector<std::string> scopes;
    bool makes_users = false;
    std::string roles_claim;
    std::vector<RoleMapping> roles;
    std::vector<std::string> roles_always;
    bool active = true;

    bool operator==(const ProviderSettings&) const = default;
    static constexpr std::string_view schema_name = "OAuthProviderSettings";
    static constexpr auto fields() {
        return std::tuple{
            json::field("name", &ProviderSettings::name).length(1, 80).help("As the log-in page calls it."),
            json::field("issuer", &ProviderSettings::issuer)
                .length(1, 255)
                .help("https://…, where /.well-known/openid-configuration is found."),
            json::field("client_id", &ProviderSettings::client_id).length(1, 255).help("Ours, at the provider."),
            json::field("scopes", &ProviderSettings::scopes)
                .length(0, 20)
                .or_default()
                .help("Asked for beside openid, such as profile and email."),
            json::field("makes_users", &ProviderSettings::makes_users)
                .or_default()
                .help(
                    "true: whoever the provider vouches for becomes a user at the first log-in; false: only those linked before."),
            json::field("roles_claim", &ProviderSettings::roles_claim)
                .length(0, 200)
                .or_default()
                .help("The claim of the id_token, a text or a list, that roles are taken from; empty: none."),
            json::field("roles", &ProviderSettings::roles)
                .length(0, 100)
                .or_default()
                .help("Which value of it gives which role."),
            json::field("roles_always", &ProviderSettings::roles_always)
                .length(0, 20)
                .or_default()
                .help("Roles of every user that this provider makes."),
            json::field("active", &ProviderSettings::active).or_default()};
    }
};

struct Provider {
    ProviderId id;
    int version = 1;
    ProviderSettings settings;
    std::string sealed;  // our secret there; "" = none
    Instant created_at, changed_at;
};

// A log-in that is under way at a provider.
struct Login {
    std::string hash;  // of its state
    ProviderId provider;
    std::string browser_hash, return_path;
    Instant expires_at;
};

// Who somebody at a provider is here.
struct Subject {
    std::string issuer, subject, user;
    Instant made_at, seen_at;
};

struct CertificateSettings {
    std::string name;
    std::vector<std::string> permissions, zones, devices;

    bool operator==(const CertificateSettings&) const = default;
    static constexpr std::string_view schema_name = "DeviceCertificateSettings";
    static constexpr auto fields() {
        return std::tuple{
            json::field("name", &CertificateSettings::name).length(1, 80).help("What the device is called."),
            json::field("permissions", &CertificateSettings::permissions).length(1, 100).help("What it may do."),
            json::field("zones", &CertificateSettings::zones).length(0, 200).or_default().help("Ids; none named: every zone."),
            json::field("devices", &CertificateSettings::devices)
                .length(0, 200)
                .or_default()
                .help("Names; none named: every device.")};
    }
};

// A certificate that a device shows.
struct Certificate {
    std::string fingerprint;  // SHA-256, 64 lower-case hex digits
    CertificateSettings settings;
    Instant made_at, expires_at;
    std::optional<Instant> revoked_at;
};

}  // namespace patente::oauth
