#include <fmt/format.h>

#include "domain/identity/row.h"
#include "domain/identity/store.h"

namespace patente::identity::store {
namespace {

std::vector<Session> sessions_of(storage::Session& session, std::string_view rest, const auto&... uses) {
    std::vector<Session> found;
    Session row;
    session.for_each([&] { found.push_back(row); },
                     fmt::format("SELECT id, person, made_at, seen_at, address, agent FROM identity_sessions {}", rest), uses...,
                     soci::into(row.id), soci::into(row.user), soci::into(row.made_at), soci::into(row.seen_at),
                     soci::into(row.address), soci::into(row.agent));
    return found;
}

}  // namespace

void add(storage::Session& session, const Session& made, const std::string& secret_sha256) {
    session.run(
        "INSERT INTO identity_sessions (id, person, secret_sha256, made_at, seen_at, address, agent) "
        "VALUES (:id, :person, :secret, :made_at, :seen_at, :address, :agent)",
        soci::use(made.id), soci::use(made.user), soci::use(secret_sha256), soci::use(made.made_at), soci::use(made.seen_at),
        soci::use(made.address), soci::use(made.agent));
}

std::optional<Session> session_of(storage::Session& session, const std::string& secret_sha256) {
    auto found = sessions_of(session, "WHERE secret_sha256 = :secret", soci::use(secret_sha256));
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

std::vector<Session> sessions(storage::Session& session, const UserId& user) {
    return sessions_of(session, "WHERE person = :person ORDER BY id DESC", soci::use(user));
}

void touch(storage::Session& session, const SessionId& id, Instant now) {
    session.run("UPDATE identity_sessions SET seen_at = :now WHERE id = :id", soci::use(now), soci::use(id));
}

void end(storage::Session& session, const SessionId& id) {
    session.run("DELETE FROM identity_sessions WHERE id = :id", soci::use(id));
}

void end_all(storage::Session& session, const UserId& user) {
    session.run("DELETE FROM identity_sessions WHERE person = :person", soci::use(user));
}

void sweep_sessions(storage::Session& session, Instant now) {
    const Instant seen_before = now - idle_time;
    session.run("DELETE FROM identity_sessions WHERE seen_at < :before", soci::use(seen_before));
}

}  // namespace patente::identity::store
