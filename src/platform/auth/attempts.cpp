#include "platform/auth/attempts.h"

#include <algorithm>

#include "platform/storage/soci_types.h"

namespace patente::auth {
namespace {

using namespace std::chrono_literals;
using soci::into;
using soci::use;
using storage::Session;

constexpr auto remembered_for = 24h;
constexpr std::chrono::seconds wait_max = 1h;

std::optional<Attempts> attempts_of(Session& session, const std::string& subject) {
    Attempts attempts;
    if (!session
             .run("SELECT failures, last_at FROM auth_attempts WHERE subject = :subject", use(subject), into(attempts.failures),
                  into(attempts.last_at))
             .got_data)
        return std::nullopt;
    return attempts;
}

}  // namespace

Instant allowed_at(const Attempts& attempts, const AttemptLimit& limit, Instant now) {
    if (attempts.failures < limit.free || now - attempts.last_at > remembered_for) return now;
    const int doublings = std::min(attempts.failures - limit.free, 20);
    return std::max(now, attempts.last_at + std::min(limit.first_wait * (1 << doublings), wait_max));
}

Result<> begin_attempt(Session& session, const std::string& subject, const AttemptLimit& limit, Instant now) {
    auto attempts = attempts_of(session, subject);
    if (attempts && now - attempts->last_at > remembered_for) attempts->failures = 0;
    const Instant at = attempts ? allowed_at(*attempts, limit, now) : now;
    if (at > now)
        return Failure{Error{ErrorKind::too_many,
                             "log-in-locked",
                             {"Too many wrong tries; wait a while.", "Demasiados intentos fallidos; espere un rato."},
                             {},
                             static_cast<int>(std::chrono::ceil<std::chrono::seconds>(at - now).count())}};
    const int failures = attempts ? attempts->failures + 1 : 1;
    session.run(
        "INSERT INTO auth_attempts (subject, failures, last_at) VALUES (:subject, :failures, :now) "
        "ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at",
        use(subject), use(failures), use(now));
    return {};
}

void forgive_attempt(Session& session, const std::string& subject) {
    session.run("UPDATE auth_attempts SET failures = failures - 1 WHERE subject = :subject AND failures > 0", use(subject));
}

void forget_attempts(Session& session, const std::string& subject) {
    session.run("DELETE FROM auth_attempts WHERE subject = :subject", use(subject));
}

bool is_locked(Session& session, const std::string& subject, const AttemptLimit& limit, Instant now) {
    const auto attempts = attempts_of(session, subject);
    return attempts && allowed_at(*attempts, limit, now) > now;
}

void sweep_attempts(Session& session, Instant now) {
    const Instant before = now - remembered_for;
    session.run("DELETE FROM auth_attempts WHERE last_at < :before", use(before));
}

}  // namespace patente::auth
