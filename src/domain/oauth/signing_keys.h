// The keys that sign our tokens: made at the first start, followed by others in time, known to every process.
#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "domain/oauth/store.h"
#include "platform/auth/jwks.h"
#include "platform/auth/sealer.h"

namespace patente::oauth {

// The keys as they are now. Never changed: who holds it may look as long as he likes.
struct KeysNow {
    std::vector<SigningKey> rows;
    auth::KeySet set;
};

// Safe from any thread.
class SigningKeys {
public:
    SigningKeys(storage::Database& database, const Clock& clock, auth::Sealer& sealer)
        : database_(database), clock_(clock), sealer_(sealer) {}

    // Makes what is missing or due, takes away what is over. At every start, and now and then.
    void keep();
    // Announces the next keys; `at_once`: they sign now, and whatever the others signed is refused.
    void rotate(bool at_once);

    std::shared_ptr<const KeysNow> now();  // from memory for at most a second
    auth::PrivateKey signing(auth::Algorithm algorithm);

private:
    void add_next(storage::Session& session, auth::Algorithm algorithm, Instant signs_from, Instant now);
    void forget();

    storage::Database& database_;
    const Clock& clock_;
    auth::Sealer& sealer_;
    std::mutex mutex_;
    std::shared_ptr<const KeysNow> seen_;
    Instant seen_at_;
    std::map<std::string, auth::PrivateKey> opened_;  // by id
};

}  // namespace patente::oauth
