#include "domain/oauth/signing_keys.h"

#include "domain/oauth/rules.h"

namespace patente::oauth {

using storage::Session;
using namespace std::chrono_literals;

namespace {

constexpr auto memory_time = 900ms;
constexpr auth::Algorithm algorithms[] = {auth::Algorithm::eddsa, auth::Algorithm::rs256};

std::string name_of(auth::Algorithm algorithm) { return std::string(json::name_of(algorithm)); }

auth::PublicKey public_key_of(const SigningKey& row) {
    const auto jwk = json::parsed(row.jwk);
    auto key = jwk && jwk->is_object() ? auth::PublicKey::from_jwk(jwk->as_object()) : std::nullopt;
    if (!key) throw std::runtime_error("oauth_signing_keys holds no key under " + row.id);
    return *std::move(key);
}

}  // namespace

void SigningKeys::add_next(Session& session, auth::Algorithm algorithm, Instant signs_from, Instant now) {
    const auto key = auth::PrivateKey::made(algorithm);
    store::add(session, SigningKey{.id = key.id(),
                                   .algorithm = name_of(algorithm),
                                   .jwk = json::text_of(json::Value(key.public_key().jwk())),
                                   .sealed = sealer_.sealed(key.der(), key.id()),
                                   .made_at = now,
                                   .signs_from = signs_from});
}

void SigningKeys::keep() {
    const Instant now = clock_.now();
    database_.write([&](Session& session) {
        session.take_turn("oauth keys");
        const auto rows = store::signing_keys(session);
        for (const auto algorithm : algorithms) {
            const bool is_first = !oauth::signing(rows, name_of(algorithm), now);
            if (needs_next(rows, name_of(algorithm), now))
                add_next(session, algorithm, is_first ? now : now + key_announced, now);
        }
        for (const auto& row : rows)
            if (is_over(row, rows, now)) store::remove_key(session, row.id);
    });
    forget();
}

void SigningKeys::rotate(bool at_once) {
    const Instant now = clock_.now();
    database_.write([&](Session& session) {
        session.take_turn("oauth keys");
        if (at_once)
            for (const auto& row : store::signing_keys(session)) store::remove_key(session, row.id);
        for (const auto algorithm : algorithms) add_next(session, algorithm, at_once ? now : now + key_announced, now);
    });
    forget();
}

void SigningKeys::forget() {
    const std::lock_guard lock(mutex_);
    seen_at_ = {};
}

std::shared_ptr<const KeysNow> SigningKeys::now() {
    const Instant now = clock_.now();
    const std::lock_guard lock(mutex_);
    if (seen_ && now - seen_at_ < memory_time && now >= seen_at_) return seen_;
    auto rows = database_.read([](Session& session) { return store::signing_keys(session); });
    if (!seen_ || seen_->rows != rows) {
        std::vector<auth::PublicKey> keys;
        for (const auto& row : rows) keys.push_back(public_key_of(row));
        std::erase_if(opened_,
                      [&](const auto& each) { return std::ranges::find(rows, each.first, &SigningKey::id) == rows.end(); });
        seen_ = std::make_shared<const KeysNow>(KeysNow{std::move(rows), auth::KeySet(std::move(keys))});
    }
    seen_at_ = now;
    return seen_;
}

auth::PrivateKey SigningKeys::signing(auth::Algorithm algorithm) {
    const auto keys = now();
    const auto* row = oauth::signing(keys->rows, name_of(algorithm), clock_.now());
    if (!row)
        throw std::runtime_error("there is no key that signs with " + name_of(algorithm) + "; patente oauth rotate makes one");
    const std::lock_guard lock(mutex_);
    auto found = opened_.find(row->id);
    if (found == opened_.end())
        found = opened_.emplace(row->id, auth::PrivateKey::from_der(sealer_.opened(row->sealed, row->id))).first;
    return found->second;
}

}  // namespace patente::oauth
