// Devices that show a certificate of ours: which of them may do what.
#pragma once

#include <map>
#include <mutex>

#include "domain/oauth/store.h"
#include "platform/auth/caller.h"

namespace patente::oauth {

// Safe from any thread.
class Certificates {
public:
    Certificates(storage::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    // Whose certificate this is; from memory for at most a second. 401 "certificate-unknown": not registered, revoked, expired.
    Result<auth::Caller> caller_of(const std::string& fingerprint);
    void forget();

private:
    struct Seen {
        Result<auth::Caller> caller;
        Instant at;
    };
    Result<auth::Caller> looked_up(const std::string& fingerprint, Instant now);

    storage::Database& database_;
    const Clock& clock_;
    std::mutex mutex_;
    std::map<std::string, Seen> seen_;
};

}  // namespace patente::oauth
