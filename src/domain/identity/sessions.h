// Browsers' sessions: who a cookie stands for. Answers from memory for at most a second, so that a session that was ended, a
// user who was locked and a right that was taken away count within a second in every process.
#pragma once

#include <map>
#include <mutex>

#include "domain/identity/store.h"
#include "platform/auth/caller.h"

namespace patente::identity {

Rights rights_of(const User& user, const std::vector<Role>& roles);
Person person_of(const User& user, const std::vector<Role>& roles);

// A new session's secret: kept nowhere but in the cookie.
std::string begin(storage::Session& session, const UserId& user, const From& from, Instant now);

// Safe from any thread.
class Sessions {
public:
    Sessions(storage::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    // Whom this secret stands for; nobody where the session has ended, or the user may not sign in.
    auth::Caller caller_of(std::string_view secret);

    void forget();  // what this process remembers: after a change here

private:
    struct Seen {
        auth::Caller caller;
        Instant checked_at, ends_at;
    };
    Seen looked_up(const std::string& hash, Instant now);

    storage::Database& database_;
    const Clock& clock_;
    std::mutex mutex_;
    std::map<std::string, Seen, std::less<>> seen_;  // by the secret's hash
};

}  // namespace patente::identity
