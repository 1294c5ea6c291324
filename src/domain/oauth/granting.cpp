#include "domain/oauth/granting.h"

#include "base/base64url.h"
#include "platform/auth/openssl.h"
#include "platform/auth/secret.h"

namespace patente::oauth {
namespace {

using storage::Session;

constexpr std::string_view code_prefix = "poc_", refresh_prefix = "por_";

Redeemed refused(std::string why) { return {.refused = std::move(why)}; }

// The next of a family is made of the one before: the same answer can be given again although nothing but hashes is stored.
std::string next_of(auth::Sealer& sealer, std::string_view token) {
    return std::string(refresh_prefix) + sealer.derived("refresh token after", token);
}

void revoke(Session& session, RevokedKind kind, const std::string& subject, Instant now) {
    store::revoke(session, {kind, subject, now, now + access_time + std::chrono::minutes{5}});
}

void add_refresh_token(Session& session, const std::string& token, const Grant& grant, const std::vector<std::string>& scopes,
                       Instant now) {
    store::add(session, RefreshToken{.hash = token_hash(token),
                                     .grant = grant.id,
                                     .scopes = scopes,
                                     .made_at = now,
                                     .expires_at = std::min<Instant>(now + refresh_time, grant.expires_at)});
}

bool is_in_force(const std::optional<Grant>& grant, Instant now) { return grant && !grant->ended_at && now < grant->expires_at; }

}  // namespace

std::string token_hash(std::string_view token) { return base64url(auth::sha256_of(token)); }

std::string grant(Session& session, const Agreed& agreed, Instant now) {
    const auto& request = agreed.request;
    const Grant grant{.id = GrantId::made_at(now),
                      .client = request.client,
                      .user = agreed.user,
                      .scopes = request.scopes,
                      .signed_in_at = agreed.signed_in_at,
                      .made_at = now,
                      .expires_at = now + grant_time};
    const auto code = std::string(code_prefix) + auth::random_token();
    store::add(session, grant);
    store::add(session, Code{.hash = token_hash(code),
                             .grant = grant.id,
                             .redirect_uri = request.redirect_uri,
                             .challenge = request.challenge,
                             .nonce = request.nonce,
                             .expires_at = now + code_time});
    return code;
}

Redeemed redeemed(Session& session, auth::Sealer& sealer, const CodeShown& shown, Instant now) {
    const auto code = store::code(session, token_hash(shown.code));
    const auto grant = code ? store::grant(session, code->grant) : std::nullopt;
    if (!code || !grant) return refused("there is no such code");
    if (grant->client != shown.client) return refused("the code is another client's");
    const auto standing = standing_of(*code, now);
    if (standing == Standing::reused) {
        revoke_grant(session, grant->id, now);
        return refused("the code was used before; what it gave is revoked");
    }
    store::use_code(session, code->hash, now);  // also a wrong guess uses it up
    const bool is_good = standing == Standing::good && is_in_force(grant, now) && code->redirect_uri == shown.redirect_uri &&
                         is_verifier(shown.verifier) &&
                         auth::same_secret(base64url(auth::sha256_of(shown.verifier)), code->challenge);
    if (!is_good) {
        store::end(session, grant->id, now);
        return refused("the code has expired, or redirect_uri or code_verifier is not that of its request");
    }
    Redeemed redeemed{.grant = grant, .scopes = grant->scopes, .nonce = code->nonce, .at = now};
    if (names(grant->scopes, "offline_access")) {
        redeemed.refresh_token = next_of(sealer, shown.code);
        add_refresh_token(session, redeemed.refresh_token, *grant, grant->scopes, now);
    }
    return redeemed;
}

Redeemed redeemed(Session& session, auth::Sealer& sealer, const RefreshShown& shown, Instant now) {
    const auto token = store::refresh_token(session, token_hash(shown.token));
    const auto grant = token ? store::grant(session, token->grant) : std::nullopt;
    if (!token || !grant) return refused("there is no such refresh token");
    if (grant->client != shown.client) return refused("the refresh token is another client's");
    if (!is_in_force(grant, now)) return refused("what was granted has ended");
    const auto next = next_of(sealer, shown.token);
    const auto after = token->used_at ? store::refresh_token(session, token_hash(next)) : std::nullopt;
    switch (standing_of(*token, after && after->used_at, now)) {
        case Standing::over: return refused("the refresh token has expired");
        case Standing::reused:
            revoke_grant(session, grant->id, now);
            return refused("the refresh token was used before; what was granted is revoked");
        case Standing::forgiven:
            if (after) return {.grant = grant, .scopes = after->scopes, .refresh_token = next, .at = *token->used_at};
            return refused("the refresh token was used before");
        case Standing::good: break;
    }
    const auto asked = shown.scope.empty() ? token->scopes : scopes_in(shown.scope);
    for (const auto& each : asked)
        if (!names(token->scopes, each)) return refused("more is asked for than was granted: " + each);
    store::use_refresh_token(session, token->hash, now);
    add_refresh_token(session, next, *grant, token->scopes, now);
    return {.grant = grant, .scopes = asked, .refresh_token = next, .at = now};
}

void revoke_grant(Session& session, const GrantId& grant, Instant now) {
    store::end(session, grant, now);
    revoke(session, RevokedKind::grant, grant.text(), now);
}

void revoke_user(Session& session, const std::string& user, Instant now) {
    store::end_grants_of_user(session, user, now);
    revoke(session, RevokedKind::user, user, now);
}

void revoke_client(Session& session, const ClientId& client, Instant now) {
    store::end_grants_of_client(session, client, now);
    revoke(session, RevokedKind::client, client.text(), now);
}

void revoke_token(Session& session, const std::string& id, Instant now) { revoke(session, RevokedKind::token, id, now); }

}  // namespace patente::oauth
