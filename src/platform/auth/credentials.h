// What a caller shows of who it is, and who finds out.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/auth/caller.h"

namespace patente::auth {

struct ClientCertificate {
    std::string fingerprint;  // SHA-256 of its DER, 64 lower-case hex digits
    std::string subject;      // RFC 4514
};

// Views of what outlives them. At most one of `bearer` and `session` is there: the platform drops the cookie of a request that
// shows a Bearer, and the cookie of an unsafe request without its CSRF token.
struct Credentials {
    std::string_view bearer;                         // of Authorization: an API key, an access token
    std::string_view session;                        // of the cookie patente_session
    const ClientCertificate* certificate = nullptr;  // that the TLS layer has verified
    std::string_view address;                        // of the peer
};

// Who shows these; without any the caller that everybody is. May block.
using Authenticator = std::function<Result<Caller>(const Credentials& shown)>;

}  // namespace patente::auth
