// What a closing says of the takings, and when a provider's message counts. Pure.
#pragma once

#include "domain/till/model.h"

namespace patente::till {

Takings counted(const std::vector<parking::Taking>& takings);

// The cash that should be there against what is declared: one amount for each currency in which cash was taken, and no
// other. Errors: invalid "cash-declared" naming each that is missing, too many or below zero.
Result<std::vector<CashCount>> cash_counted(const Takings& takings, const std::vector<Money>& declared);

// "t=1767225600,v1=5257…,v1=…": seconds since 1970 and one signature or several.
struct Signature {
    std::int64_t at_s = 0;
    std::vector<std::string> sums;  // lower-case hex
};
// nullopt when it is none.
std::optional<Signature> signature_in(std::string_view header);

// Whether the message was signed within `tolerance` of now, before or after.
bool is_timely(const Signature& signature, Instant now, std::chrono::seconds tolerance);

}  // namespace patente::till
