// JSON of /v1/oauth.
#pragma once

#include "domain/oauth/model.h"

namespace patente::oauth::wire {

struct ClientOut : ClientSettings {
    ClientId id;
    int version = 1;
    std::optional<std::string> secret;
    Instant created_at, changed_at;

    static constexpr std::string_view schema_name = "OAuthClient";
    static constexpr auto fields() {
        return std::tuple_cat(
            std::tuple{json::field("id", &ClientOut::id).help("Its client_id."),
                       json::field("version", &ClientOut::version).help("Rises with each edit; also the ETag.")},
            ClientSettings::fields(),
            std::tuple{json::field("secret", &ClientOut::secret)
                           .help("pcs_…; told once, when it is made, and null afterwards. A public client has none."),
                       json::field("created_at", &ClientOut::created_at), json::field("changed_at", &ClientOut::changed_at)});
    }
};

struct SecretOut {
    std::string secret;

    static constexpr std::string_view schema_name = "OAuthClientSecret";
    static constexpr auto fields() { return std::tuple{json::field("secret", &SecretOut::secret).help("Told once.")}; }
};

struct GrantOut {
    GrantId id;
    ClientId client;
    std::string client_name;
    std::vector<std::string> scopes;
    Instant made_at, expires_at;

    static constexpr std::string_view schema_name = "OAuthGrant";
    static constexpr auto fields() {
        return std::tuple{json::field("id", &GrantOut::id),
                          json::field("client", &GrantOut::client),
                          json::field("client_name", &GrantOut::client_name),
                          json::field("scopes", &GrantOut::scopes),
                          json::field("made_at", &GrantOut::made_at),
                          json::field("expires_at", &GrantOut::expires_at)};
    }
};

struct GrantsOut {
    std::vector<GrantOut> items;

    static constexpr std::string_view schema_name = "OAuthGrants";
    static constexpr auto fields() { return std::tuple{json::field("items", &GrantsOut::items).help("Newest first.")}; }
};

struct ProviderIn : ProviderSettings {
    std::optional<std::string> client_secret;

    static constexpr std::string_view schema_name = "NewOAuthProvider";
    static constexpr auto fields() {
        return std::tuple_cat(ProviderSettings::fields(), std::tuple{json::field("client_secret", &ProviderIn::client_secret)
                                                                         .length(1, 500)
                                                                         .help("Ours, at the provider; never shown again.")});
    }
};

struct ProviderOut : ProviderSettings {
    ProviderId id;
    int version = 1;
    bool has_secret = false;
    std::string callback;
    Instant created_at, changed_at;

    static constexpr std::string_view schema_name = "OAuthProvider";
    static constexpr auto fields() {
        return std::tuple_cat(
            std::tuple{json::field("id", &ProviderOut::id),
                       json::field("version", &ProviderOut::version).help("Rises with each edit; also the ETag.")},
            ProviderSettings::fields(),
            std::tuple{json::field("has_secret", &ProviderOut::has_secret),
                       json::field("callback", &ProviderOut::callback).help("The redirect URI to register at the provider."),
                       json::field("created_at", &ProviderOut::created_at), json::field("changed_at", &ProviderOut::changed_at)});
    }
};

struct ProvidersOut {
    std::vector<ProviderOut> items;

    static constexpr std::string_view schema_name = "OAuthProviders";
    static constexpr auto fields() { return std::tuple{json::field("items", &ProvidersOut::items)}; }
};

// What the log-in page shows of a provider.
struct LoginOut {
    std::string name, address;

    static constexpr std::string_view schema_name = "OAuthLogin";
    static constexpr auto fields() {
        return std::tuple{json::field("name", &LoginOut::name),
                          json::field("address", &LoginOut::address).help("Go there, with return=/a/path to come back to.")};
    }
};

struct LoginsOut {
    std::vector<LoginOut> items;

    static constexpr std::string_view schema_name = "OAuthLogins";
    static constexpr auto fields() { return std::tuple{json::field("items", &LoginsOut::items)}; }
};

struct SubjectIn {
    std::string subject, user;

    static constexpr std::string_view schema_name = "NewOAuthSubject";
    static constexpr auto fields() {
        return std::tuple{json::field("subject", &SubjectIn::subject).length(1, 255).help("sub at the provider."),
                          json::field("user", &SubjectIn::user).length(1, 80).help("The id of the user that it is here.")};
    }
};

struct SubjectOut {
    std::string subject, user;
    Instant made_at, seen_at;

    static constexpr std::string_view schema_name = "OAuthSubject";
    static constexpr auto fields() {
        return std::tuple{json::field("subject", &SubjectOut::subject), json::field("user", &SubjectOut::user),
                          json::field("made_at", &SubjectOut::made_at), json::field("seen_at", &SubjectOut::seen_at)};
    }
};

struct SubjectsOut {
    std::vector<SubjectOut> items;

    static constexpr std::string_view schema_name = "OAuthSubjects";
    static constexpr auto fields() { return std::tuple{json::field("items", &SubjectsOut::items)}; }
};

struct CertificateIn {
    std::string fingerprint;
    CertificateSettings settings;
    Instant expires_at;

    static constexpr std::string_view schema_name = "NewDeviceCertificate";
    static constexpr auto fields() {
        return std::tuple{json::field("fingerprint", &CertificateIn::fingerprint)
                              .pattern("[0-9a-f]{64}", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
                              .help("SHA-256 of the certificate (DER)."),
                          json::field("settings", &CertificateIn::settings),
                          json::field("expires_at", &CertificateIn::expires_at)};
    }
};

struct CertificateOut {
    std::string fingerprint;
    CertificateSettings settings;
    Instant made_at, expires_at;
    std::optional<Instant> revoked_at;

    static constexpr std::string_view schema_name = "DeviceCertificate";
    static constexpr auto fields() {
        return std::tuple{json::field("fingerprint", &CertificateOut::fingerprint),
                          json::field("settings", &CertificateOut::settings), json::field("made_at", &CertificateOut::made_at),
                          json::field("expires_at", &CertificateOut::expires_at),
                          json::field("revoked_at", &CertificateOut::revoked_at)};
    }
};

struct CertificatesOut {
    std::vector<CertificateOut> items;

    static constexpr std::string_view schema_name = "DeviceCertificates";
    static constexpr auto fields() { return std::tuple{json::field("items", &CertificatesOut::items).help("Oldest first.")}; }
};

}  // namespace patente::oauth::wire
