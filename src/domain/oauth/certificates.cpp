#include "domain/oauth/certificates.h"

namespace patente::oauth {
namespace {

using namespace std::chrono_literals;

constexpr auto trusted_for = 900ms;
constexpr std::size_t certificates_seen_max = 10'000;

}  // namespace

Result<auth::Caller> Certificates::caller_of(const std::string& fingerprint) {
    const Instant now = clock_.now();
    {
        const std::lock_guard lock(mutex_);
        const auto found = seen_.find(fingerprint);
        if (found != seen_.end() && now - found->second.at < trusted_for && now >= found->second.at) return found->second.caller;
    }
    auto caller = looked_up(fingerprint, now);
    const std::lock_guard lock(mutex_);
    if (seen_.size() >= certificates_seen_max) seen_.clear();
    seen_.insert_or_assign(fingerprint, Seen{caller, now});
    return caller;
}

Result<auth::Caller> Certificates::looked_up(const std::string& fingerprint, Instant now) {
    const auto found = database_.read([&](storage::Session& session) { return store::certificate(session, fingerprint); });
    if (!found || found->revoked_at || found->expires_at <= now)
        return fail(ErrorKind::unauthenticated, "certificate-unknown",
                    {"This certificate is not registered here, or it was revoked or has expired.",
                     "Este certificado no está registrado aquí, fue revocado o venció."});
    const auto& settings = found->settings;
    return auth::Caller{.id = fingerprint,
                        .kind = auth::CallerKind::device,
                        .name = settings.name,
                        .permissions = settings.permissions,
                        .zones = settings.zones,
                        .devices = settings.devices};
}

void Certificates::forget() {
    const std::lock_guard lock(mutex_);
    seen_.clear();
}

}  // namespace patente::oauth
