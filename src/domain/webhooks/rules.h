// What an endpoint must be, when a delivery is tried again, and when it is given up. Pure.
#pragma once

#include "base/result.h"
#include "domain/webhooks/model.h"

namespace patente::webhooks {

constexpr int secrets_max = 5;
constexpr int in_flight_max = 8;     // of one endpoint at once
constexpr int failures_of_down = 3;  // in a row
constexpr std::chrono::seconds answer_time{10};
constexpr std::chrono::seconds lease_time{20};  // of a delivery that is being posted; longer than its answer may take

// The settings with the plate normalised. `local_allowed`: plain http is taken too. Error: invalid "webhook-invalid" with every
// fault.
Result<Settings> checked(Settings settings, bool local_allowed);

// How long to wait after so many failures in a row, the first of them so long ago: 2, 4, 8 … s up to a minute, then an eighth of
// the time that it has been failing, an hour at most. `chance` from 0 to 1 spreads it over the upper half.
std::chrono::milliseconds pause_after(int failures, std::chrono::milliseconds failing_for, double chance);

// The outcome of one attempt.
struct Attempt {
    Instant at;
    int status = 0;     // 0: no answer
    std::string fault;  // "" = success
    std::chrono::seconds retry_after{0};
    double chance = 0;  // for the pause

    bool is_success() const { return fault.empty(); }
};

inline bool is_down(const Health& health) { return health.failures >= failures_of_down; }
Health health_after(Health health, const Attempt& attempt);

// How many more deliveries may be posted now, with so many under way.
int room_for(const Health& health, int in_flight, Instant now);

// The delivery after an attempt: delivered; dead, when it was made longer ago than `give_up_after`; or waiting, until when its
// own failures say or, where its endpoint is down, until that is tried again.
Delivery delivery_after(Delivery delivery, const Attempt& attempt, const Health& health, std::chrono::milliseconds give_up_after);

// "" for an answer of 2xx.
std::string fault_of(int status, const std::string& answer);

}  // namespace patente::webhooks
