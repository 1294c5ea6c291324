// Access tokens (RFC 9068): made here, and known again in every process. Ones seen before are answered from memory; what was
// revoked, and what a user may no longer do, counts within a second.
#pragma once

#include <memory>
#include <mutex>
#include <unordered_map>

#include "domain/oauth/issuer.h"
#include "domain/oauth/signing_keys.h"
#include "platform/auth/caller.h"
#include "platform/auth/jwt.h"

namespace patente::oauth {

// What an access token says.
struct AccessToken {
    std::string id;                // jti
    std::optional<GrantId> grant;  // none: a client's own
    std::string user;              // "" of a client's own
    ClientId client;
    std::vector<std::string> scopes;
    Instant issued_at, expires_at;
};

// The revocations that are in force.
class Revocations {
public:
    Revocations(storage::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    bool covers(const AccessToken& token);
    void forget();  // what this process remembers: after a change here

private:
    using ByKind = std::array<std::unordered_map<std::string, Instant>, 4>;

    storage::Database& database_;
    const Clock& clock_;
    std::mutex mutex_;
    ByKind revoked_;
    std::optional<Instant> seen_at_;
};

// Safe from any thread.
class AccessTokens {
public:
    AccessTokens(storage::Database& database, const Clock& clock, SigningKeys& keys, const Issuer& issuer, Users& users)
        : database_(database), clock_(clock), keys_(keys), issuer_(issuer), users_(users), revocations_(database, clock) {}

    // Signed by us; nothing of it is stored.
    std::string issued(const AccessToken& token);

    // Who shows it. Errors: unauthenticated "token-invalid", "token-expired", "token-revoked".
    Result<auth::Caller> caller_of(std::string_view bearer);
    // What it says, where it is in force: the same errors.
    Result<AccessToken> read(std::string_view bearer);

    void forget_revocations() { revocations_.forget(); }

    static bool has_shape(std::string_view bearer) { return bearer.starts_with("eyJ"); }

private:
    using Subject = std::shared_ptr<const User>;  // nullptr: may do nothing now
    struct Seen {
        AccessToken token;
        std::shared_ptr<const KeysNow> keys;
        Subject user, client;
        std::shared_ptr<const auth::Caller> caller;
    };
    struct SeenSubject {
        Subject subject;
        Instant at;
    };
    using SeenTokens = std::unordered_map<std::string, std::shared_ptr<Seen>>;
    using SeenSubjects = std::unordered_map<std::string, SeenSubject>;

    Result<std::shared_ptr<Seen>> seen(std::string_view bearer, Instant now);
    std::shared_ptr<Seen> remembered(const std::string& hash);
    void remember(const std::string& hash, const std::shared_ptr<Seen>& seen);  // with the lock held
    Result<AccessToken> checked(std::string_view bearer, const KeysNow& keys, Instant now) const;
    Subject user(const std::string& id, Instant now);
    Subject client(const ClientId& id, Instant now);
    template <typename LookUp>
    Subject subject(SeenSubjects& seen, const std::string& id, Instant now, LookUp&& look_up);

    storage::Database& database_;
    const Clock& clock_;
    SigningKeys& keys_;
    const Issuer& issuer_;
    Users& users_;
    Revocations revocations_;
    std::mutex mutex_;  // of what follows
    SeenTokens fresh_, old_;
    SeenSubjects users_seen_, clients_seen_;
};

}  // namespace patente::oauth
