// Signatures of Standard Webhooks (standardwebhooks.com): HMAC-SHA256 over "id.timestamp.body", one for each secret.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace patente::webhooks {

std::string new_secret();  // "whsec_" + base64 of 32 bytes of OpenSSL's generator

// What one secret makes of it: "v1,<base64>".
std::string signature(std::string_view secret, std::string_view id, Instant at, std::string_view body);

// The three headers of a post: webhook-id, webhook-timestamp and webhook-signature with every signature, divided by blanks.
std::vector<std::string> signed_headers(const std::vector<std::string>& secrets, const std::string& id, Instant at,
                                        std::string_view body);

}  // namespace patente::webhooks
