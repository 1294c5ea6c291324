#include <fmt/format.h>

#include "domain/oauth/store.h"
#include "platform/storage/soci_types.h"

namespace patente::oauth::store {
namespace {

using soci::into;
using soci::use;
using storage::Session;

std::vector<Certificate> certificates_of(Session& session, std::string_view rest, const auto&... uses) {
    std::vector<Certificate> found;
    Certificate each;
    std::string settings;
    session.for_each(
        [&] {
            each.settings = *json::read<CertificateSettings>(settings);
            found.push_back(each);
        },
        fmt::format("SELECT fingerprint, settings, made_at, expires_at, revoked_at FROM oauth_certificates {}", rest), uses...,
        into(each.fingerprint), into(settings), into(each.made_at), into(each.expires_at), into(each.revoked_at));
    return found;
}

}  // namespace

void put(Session& session, const Certificate& certificate) {
    const auto settings = json::text_of(certificate.settings);
    session.run(
        "INSERT INTO oauth_certificates (fingerprint, settings, made_at, expires_at) VALUES (:fingerprint, :settings, :made, :expires) "
        "ON CONFLICT (fingerprint) DO UPDATE SET settings = excluded.settings",
        use(certificate.fingerprint), use(settings), use(certificate.made_at), use(certificate.expires_at));
}

std::optional<Certificate> certificate(Session& session, const std::string& fingerprint) {
    auto found = certificates_of(session, "WHERE fingerprint = :fingerprint", use(fingerprint));
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

std::vector<Certificate> certificates(Session& session) { return certificates_of(session, "ORDER BY made_at, fingerprint"); }

bool revoke_certificate(Session& session, const std::string& fingerprint, Instant now) {
    return session
               .run("UPDATE oauth_certificates SET revoked_at = :now WHERE fingerprint = :fingerprint AND revoked_at IS NULL",
                    use(now), use(fingerprint))
               .rows_changed > 0;
}

}  // namespace patente::oauth::store
