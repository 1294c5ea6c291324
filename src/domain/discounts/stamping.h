// Shops' stamps on stays. Each call works in the caller's transaction; parking charges the stay again.
#pragma once

#include "domain/discounts/store.h"

namespace patente::discounts {

struct Wanted {
    std::string stay;              // its id, or its ticket's number
    std::optional<StampId> stamp;  // or else
    std::string code;              // as somebody typed it
};

// One stamp counts once for a stay: given again it is the validation that was given. Errors: not_found "stamp-not-found",
// not_found "code-not-found", conflict "code-used", conflict "stamp-not-given", forbidden "stamp-of-another", and those of
// Stays::found.
Result<Validation> give(storage::Session& session, Stays& stays, const Wanted& wanted, Instant now, const Person& by);

// Its code may be used again. Error: not_found "validation-not-found".
Result<> take_back(storage::Session& session, Stays& stays, const ValidationId& id, const std::string& reason, Instant now,
                   const Person& by);

// Codes that nobody guesses, each good for one validation. Error: not_found "stamp-not-found".
Result<std::vector<std::string>> make_codes(storage::Session& session, const StampId& stamp, int count, Instant now);

Failure stamp_not_found();

}  // namespace patente::discounts
