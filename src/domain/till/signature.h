// Whether a provider's message is signed with one of our secrets.
#pragma once

#include "domain/till/rules.h"

namespace patente::till {

// HMAC-SHA256 over "<seconds>.<body>", lower-case hex.
std::string signature_of(const std::string& secret, std::int64_t at_s, std::string_view body);

struct ProviderSettings {
    std::vector<std::string> secrets;     // none: no provider; several while they are changed
    std::chrono::seconds tolerance{300};  // between a message's time and its arrival
};

// Errors: not_found "provider-unknown" without secrets; unauthenticated "signature-missing", "signature-expired",
// "signature-wrong". Takes the same time for every wrong signature.
Result<> verified(const ProviderSettings& settings, std::string_view header, std::string_view body, Instant now);

}  // namespace patente::till
