// What becomes of codes and refresh tokens: each is good once, and one that is shown again ends all that came of it. Each
// function runs in the caller's transaction, which must be committed whatever comes of it.
#pragma once

#include "domain/oauth/rules.h"
#include "domain/oauth/store.h"
#include "platform/auth/sealer.h"

namespace patente::oauth {

// A person agreed: gives the code.
struct Agreed {
    AuthorizationRequest request;  // with the scopes that were granted
    std::string user;
    Instant signed_in_at;
};
std::string grant(storage::Session& session, const Agreed& agreed, Instant now);

// What a code or a refresh token was good for. `refused`: why it was not, and nothing else is there.
struct Redeemed {
    std::optional<Grant> grant;
    std::vector<std::string> scopes;
    std::string nonce;
    std::string refresh_token;  // "" unless offline_access was granted
    Instant at;                 // when it was good: earlier where the same answer is given again
    std::string refused;
};

struct CodeShown {
    std::string code, redirect_uri, verifier;
    ClientId client;
};
Redeemed redeemed(storage::Session& session, auth::Sealer& sealer, const CodeShown& shown, Instant now);

struct RefreshShown {
    std::string token, scope;
    ClientId client;
};
Redeemed redeemed(storage::Session& session, auth::Sealer& sealer, const RefreshShown& shown, Instant now);

// End what was granted and every token of it that is still in force.
void revoke_grant(storage::Session& session, const GrantId& grant, Instant now);
void revoke_user(storage::Session& session, const std::string& user, Instant now);
void revoke_client(storage::Session& session, const ClientId& client, Instant now);
void revoke_token(storage::Session& session, const std::string& id, Instant now);

std::string token_hash(std::string_view token);  // what is stored of codes, tokens and secrets

}  // namespace patente::oauth
