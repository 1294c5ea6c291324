#include "domain/oauth/access_tokens.h"

#include "domain/oauth/rules.h"
#include "platform/auth/openssl.h"

namespace patente::oauth {

using storage::Session;
using namespace std::chrono_literals;

namespace {

constexpr auto memory_time = 900ms;
constexpr std::size_t seen_max = 10'000;  // tokens; those that were not seen for as many others are forgotten
constexpr std::size_t subjects_max = 10'000;

Failure revoked() {
    return fail(ErrorKind::unauthenticated, "token-revoked",
                {"This token was revoked, or its user or client may not do anything any more.",
                 "Este token fue revocado, o su usuario o cliente ya no puede hacer nada."});
}

}  // namespace

bool Revocations::covers(const AccessToken& token) {
    const Instant now = clock_.now();
    const std::lock_guard lock(mutex_);
    if (!seen_at_ || now - *seen_at_ >= memory_time || now < *seen_at_) {
        ByKind revoked;
        for (auto& each : database_.read([&](Session& session) { return store::revocations(session, now); }))
            revoked[static_cast<std::size_t>(each.kind)].emplace(std::move(each.subject), each.revoked_at);
        revoked_ = std::move(revoked);
        seen_at_ = now;
    }
    // A token says when it was issued in whole seconds: one of the same second is refused too.
    const auto has = [&](RevokedKind kind, const std::string& subject) {
        const auto& of_kind = revoked_[static_cast<std::size_t>(kind)];
        const auto found = of_kind.empty() ? of_kind.end() : of_kind.find(subject);
        return found != of_kind.end() && token.issued_at <= found->second;
    };
    return has(RevokedKind::token, token.id) || (token.grant && has(RevokedKind::grant, token.grant->text())) ||
           has(RevokedKind::user, token.user) || has(RevokedKind::client, token.client.text());
}

void Revocations::forget() {
    const std::lock_guard lock(mutex_);
    seen_at_.reset();
}

std::string AccessTokens::issued(const AccessToken& token) {
    const auto issuer = issuer_.text();
    json::Object claims{{"iss", issuer},
                        {"aud", issuer},
                        {"sub", token.user.empty() ? token.client.text() : token.user},
                        {"client_id", token.client.text()},
                        {"scope", joined(token.scopes)},
                        {"iat", unix_seconds(token.issued_at)},
                        {"exp", unix_seconds(token.expires_at)},
                        {"jti", token.id}};
    if (token.grant) claims["grant"] = token.grant->text();
    return auth::signed_token(keys_.signing(auth::Algorithm::eddsa), "at+jwt", claims);
}

Result<AccessToken> AccessTokens::checked(std::string_view bearer, const KeysNow& keys, Instant now) const {
    const auto issuer = issuer_.text();
    const auto claims = TRY(auth::checked(bearer, keys.set, {"at+jwt", issuer, issuer}, now));
    const auto client = ClientId::parse(claims.text("client_id"));
    if (!client) throw std::runtime_error("a token that we signed names no client");
    const auto grant = GrantId::parse(claims.text("grant"));
    return AccessToken{.id = claims.text("jti"),
                       .grant = grant,
                       .user = grant ? claims.subject : "",
                       .client = *client,
                       .scopes = scopes_in(claims.text("scope")),
                       .issued_at = claims.issued_at,
                       .expires_at = claims.expires_at};
}

template <typename LookUp>
AccessTokens::Subject AccessTokens::subject(SeenSubjects& seen, const std::string& id, Instant now, LookUp&& look_up) {
    Subject before;
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = seen.find(id); found != seen.end()) {
            if (now - found->second.at < memory_time && now >= found->second.at) return found->second.subject;
            before = found->second.subject;
        }
    }
    std::optional<User> user = look_up();
    Subject subject;
    if (user) subject = before && *before == *user ? before : std::make_shared<const User>(*std::move(user));
    const std::lock_guard lock(mutex_);
    if (seen.size() >= subjects_max) seen.clear();
    seen.insert_or_assign(id, SeenSubject{subject, now});
    return subject;
}

AccessTokens::Subject AccessTokens::user(const std::string& id, Instant now) {
    return subject(users_seen_, id, now,
                   [&] { return database_.read([&](Session& session) { return users_.user(session, id); }); });
}

AccessTokens::Subject AccessTokens::client(const ClientId& id, Instant now) {
    return subject(clients_seen_, id.text(), now, [&]() -> std::optional<User> {
        const auto client = database_.read([&](Session& session) { return store::client(session, id); });
        if (!client) return std::nullopt;
        const auto& settings = client->settings;
        return User{id.text(), "", settings.name, settings.permissions, settings.zones, settings.devices};
    });
}

std::shared_ptr<AccessTokens::Seen> AccessTokens::remembered(const std::string& hash) {
    const std::lock_guard lock(mutex_);
    if (const auto here = fresh_.find(hash); here != fresh_.end()) return here->second;
    const auto there = old_.find(hash);
    if (there == old_.end()) return nullptr;
    auto found = there->second;
    remember(hash, found);
    return found;
}

void AccessTokens::remember(const std::string& hash, const std::shared_ptr<Seen>& seen) {
    if (fresh_.size() >= seen_max / 2) old_ = std::exchange(fresh_, {});
    fresh_.insert_or_assign(hash, seen);
}

// A token that was checked before only has to be in force still.
Result<std::shared_ptr<AccessTokens::Seen>> AccessTokens::seen(std::string_view bearer, Instant now) {
    const auto hash = auth::sha256_of(bearer);
    const auto keys = keys_.now();
    auto found = remembered(hash);
    if (!found || found->keys != keys) {
        auto token = TRY(checked(bearer, *keys, now));
        found = std::make_shared<Seen>(Seen{.token = std::move(token), .keys = keys});
        const std::lock_guard lock(mutex_);
        remember(hash, found);
    }
    if (found->token.expires_at + auth::clock_leeway <= now)
        return fail(ErrorKind::unauthenticated, "token-expired",
                    {"This token has expired; ask for another.", "Este token venció; pida otro."});
    if (revocations_.covers(found->token)) return revoked();
    return found;
}

Result<AccessToken> AccessTokens::read(std::string_view bearer) {
    const Instant now = clock_.now();
    const auto found = TRY(seen(bearer, now));
    if (!client(found->token.client, now)) return revoked();
    if (found->token.grant && !user(found->token.user, now)) return revoked();
    return found->token;
}

Result<auth::Caller> AccessTokens::caller_of(std::string_view bearer) {
    const Instant now = clock_.now();
    const auto found = TRY(seen(bearer, now));
    const auto& token = found->token;
    const auto client = this->client(token.client, now);
    const auto user = token.grant ? this->user(token.user, now) : nullptr;
    if (!client || (token.grant && !user)) return revoked();
    const std::lock_guard lock(mutex_);
    if (!found->caller || found->client != client || found->user != user) {
        auto permissions = narrowed(token.scopes, client->permissions);
        if (user) permissions = narrowed(permissions, user->permissions);
        std::erase_if(permissions, is_standard_scope);
        const auto& who = user ? *user : *client;
        // Of kind client also where it acts for a person: what is the person's own, such as the password, is not its.
        found->caller = std::make_shared<const auth::Caller>(
            auth::Caller{.id = who.id,
                         .kind = auth::CallerKind::client,
                         .name = user ? user->name + " (" + client->name + ")" : client->name,
                         .permissions = std::move(permissions),
                         .zones = who.zones,
                         .devices = who.devices});
        found->client = client;
        found->user = user;
    }
    return *found->caller;
}

}  // namespace patente::oauth
