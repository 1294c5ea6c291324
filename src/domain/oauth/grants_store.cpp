#include <fmt/format.h>

#include "domain/oauth/store.h"
#include "platform/storage/soci_types.h"

namespace patente::oauth::store {
namespace {

using soci::into;
using soci::use;
using storage::Session;
using Words = std::vector<std::string>;

std::vector<Grant> grants_of(Session& session, std::string_view rest, const auto&... uses) {
    std::vector<Grant> found;
    Grant each;
    std::string scopes;
    session.for_each(
        [&] {
            each.scopes = *json::read<Words>(scopes);
            found.push_back(each);
        },
        fmt::format("SELECT id, client, user_id, scopes, signed_in_at, made_at, expires_at, ended_at FROM oauth_grants {}", rest),
        uses..., into(each.id), into(each.client), into(each.user), into(scopes), into(each.signed_in_at), into(each.made_at),
        into(each.expires_at), into(each.ended_at));
    return found;
}

}  // namespace

void ask(Session& session, const std::string& hash, const std::string& user, const AuthorizationRequest& request,
         Instant expires_at) {
    const auto text = json::text_of(request);
    session.run("INSERT INTO oauth_requests (hash, user_id, request, expires_at) VALUES (:hash, :user, :request, :expires)",
                use(hash), use(user), use(text), use(expires_at));
}

std::optional<AuthorizationRequest> take_asked(Session& session, const std::string& hash, const std::string& user, Instant now) {
    std::string request;
    Instant expires_at;
    if (!session
             .run("SELECT request, expires_at FROM oauth_requests WHERE hash = :hash AND user_id = :user", use(hash), use(user),
                  into(request), into(expires_at))
             .got_data)
        return std::nullopt;
    session.run("DELETE FROM oauth_requests WHERE hash = :hash", use(hash));
    return now < expires_at ? std::optional{*json::read<AuthorizationRequest>(request)} : std::nullopt;
}

void add(Session& session, const Grant& grant) {
    const auto scopes = json::text_of(grant.scopes);
    session.run(
        "INSERT INTO oauth_grants (id, client, user_id, scopes, signed_in_at, made_at, expires_at) "
        "VALUES (:id, :client, :user, :scopes, :signed_in, :made, :expires)",
        use(grant.id), use(grant.client), use(grant.user), use(scopes), use(grant.signed_in_at), use(grant.made_at),
        use(grant.expires_at));
}

std::optional<Grant> grant(Session& session, const GrantId& id) {
    auto found = grants_of(session, "WHERE id = :id", use(id));
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

std::vector<Grant> grants_of_user(Session& session, const std::string& user, Instant now) {
    return grants_of(session, "WHERE user_id = :user AND ended_at IS NULL AND expires_at > :now ORDER BY id DESC", use(user),
                     use(now));
}

void end(Session& session, const GrantId& id, Instant now) {
    session.run("UPDATE oauth_grants SET ended_at = :now WHERE id = :id AND ended_at IS NULL", use(now), use(id));
}

void end_grants_of_client(Session& session, const ClientId& client, Instant now) {
    session.run("UPDATE oauth_grants SET ended_at = :now WHERE client = :client AND ended_at IS NULL", use(now), use(client));
}

void end_grants_of_user(Session& session, const std::string& user, Instant now) {
    session.run("UPDATE oauth_grants SET ended_at = :now WHERE user_id = :user AND ended_at IS NULL", use(now), use(user));
}

void add(Session& session, const Code& code) {
    session.run(
        "INSERT INTO oauth_codes (hash, grant_id, redirect_uri, challenge, nonce, expires_at) "
        "VALUES (:hash, :grant, :uri, :challenge, :nonce, :expires)",
        use(code.hash), use(code.grant), use(code.redirect_uri), use(code.challenge), use(code.nonce), use(code.expires_at));
}

std::optional<Code> code(Session& session, const std::string& hash) {
    Code code{.hash = hash};
    if (!session
             .run("SELECT grant_id, redirect_uri, challenge, nonce, expires_at, used_at FROM oauth_codes WHERE hash = :hash",
                  use(hash), into(code.grant), into(code.redirect_uri), into(code.challenge), into(code.nonce),
                  into(code.expires_at), into(code.used_at))
             .got_data)
        return std::nullopt;
    return code;
}

void use_code(Session& session, const std::string& hash, Instant now) {
    session.run("UPDATE oauth_codes SET used_at = :now WHERE hash = :hash", use(now), use(hash));
}

void add(Session& session, const RefreshToken& token) {
    const auto scopes = json::text_of(token.scopes);
    session.run(
        "INSERT INTO oauth_refresh_tokens (hash, grant_id, scopes, made_at, expires_at) VALUES (:hash, :grant, :scopes, :made, :expires)",
        use(token.hash), use(token.grant), use(scopes), use(token.made_at), use(token.expires_at));
}

std::optional<RefreshToken> refresh_token(Session& session, const std::string& hash) {
    RefreshToken token{.hash = hash};
    std::string scopes;
    if (!session
             .run("SELECT grant_id, scopes, made_at, expires_at, used_at FROM oauth_refresh_tokens WHERE hash = :hash", use(hash),
                  into(token.grant), into(scopes), into(token.made_at), into(token.expires_at), into(token.used_at))
             .got_data)
        return std::nullopt;
    token.scopes = *json::read<Words>(scopes);
    return token;
}

void use_refresh_token(Session& session, const std::string& hash, Instant now) {
    session.run("UPDATE oauth_refresh_tokens SET used_at = :now WHERE hash = :hash", use(now), use(hash));
}

void revoke(Session& session, const Revocation& revocation) {
    session.run(
        "INSERT INTO oauth_revocations (kind, subject, revoked_at, kept_until) VALUES (:kind, :subject, :revoked, :kept) "
        "ON CONFLICT (kind, subject) DO UPDATE SET revoked_at = excluded.revoked_at, kept_until = excluded.kept_until",
        use(revocation.kind), use(revocation.subject), use(revocation.revoked_at), use(revocation.kept_until));
}

std::vector<Revocation> revocations(Session& session, Instant now) {
    std::vector<Revocation> found;
    Revocation each;
    session.for_each([&] { found.push_back(each); },
                     "SELECT kind, subject, revoked_at, kept_until FROM oauth_revocations WHERE kept_until > :now", use(now),
                     into(each.kind), into(each.subject), into(each.revoked_at), into(each.kept_until));
    return found;
}

void sweep(Session& session, Instant now) {
    session.run("DELETE FROM oauth_revocations WHERE kept_until <= :now", use(now));
    session.run("DELETE FROM oauth_requests WHERE expires_at <= :now", use(now));
    session.run("DELETE FROM oauth_logins WHERE expires_at <= :now", use(now));
    session.run("DELETE FROM oauth_codes WHERE grant_id IN (SELECT id FROM oauth_grants WHERE expires_at <= :now)", use(now));
    session.run("DELETE FROM oauth_refresh_tokens WHERE grant_id IN (SELECT id FROM oauth_grants WHERE expires_at <= :now)",
                use(now));
    session.run("DELETE FROM oauth_grants WHERE expires_at <= :now", use(now));
}

}  // namespace patente::oauth::store
