// How often somebody may guess: by log-in name, and by the address that the guesses come from.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "platform/storage/session.h"

namespace patente::auth {

// What was guessed wrong in a row.
struct Attempts {
    int failures = 0;
    Instant last_at;
};

// How many guesses are free, and how long one waits after the first that is not; then twice as long, up to an hour.
struct AttemptLimit {
    int free = 5;
    std::chrono::seconds first_wait{30};
};
constexpr AttemptLimit login_limit{5, std::chrono::seconds{30}};
constexpr AttemptLimit address_limit{30, std::chrono::seconds{30}};

// When the next guess is allowed; pure. What is a day old is forgotten.
Instant allowed_at(const Attempts& attempts, const AttemptLimit& limit, Instant now);

// The table auth_attempts. Every function runs in the caller's transaction. `subject`: "login ana", "address 10.0.0.7".

// Counts a guess before it is checked, so that many at once do not get more of them. too_many "log-in-locked" with Retry-After.
Result<> begin_attempt(storage::Session& session, const std::string& subject, const AttemptLimit& limit, Instant now);
void forgive_attempt(storage::Session& session, const std::string& subject);  // that one was no guess
void forget_attempts(storage::Session& session, const std::string& subject);  // it was right
bool is_locked(storage::Session& session, const std::string& subject, const AttemptLimit& limit, Instant now);
void sweep_attempts(storage::Session& session, Instant now);  // drops what is a day old

}  // namespace patente::auth
