// Closing a till, in the caller's transaction.
#pragma once

#include "domain/till/store.h"

namespace patente::till {

struct ClosingWanted {
    std::vector<Money> declared_cash;
    std::string note;
};

// Counts every taking of this key that no closing has counted, and gives it the next number. Errors: conflict
// "nothing-to-close", invalid "cash-declared".
Result<Closing> close(storage::Session& session, parking::Payments& payments, const std::string& key_id,
                      const ClosingWanted& wanted, Instant now, const Person& by);

}  // namespace patente::till
