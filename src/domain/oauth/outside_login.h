// Logging in with an outside OpenID provider: its addresses, its answer, and what may be believed of it.
#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "domain/oauth/rules.h"
#include "platform/auth/jwt.h"
#include "platform/web_client/web_client.h"

namespace patente::oauth {

// What binds an answer to the request that it answers.
struct Bond {
    std::string redirect_uri, state, nonce, verifier;
};

// Safe from any thread. Each call may ask the provider, and waits for it.
class OutsideLogin {
public:
    // `local_allowed`: providers in private networks, by plain http.
    OutsideLogin(const Clock& clock, bool local_allowed) : clock_(clock), local_allowed_(local_allowed) {}

    // Where the browser goes to log in. Errors: busy "provider-unreachable".
    Result<std::string> address(const ProviderSettings& provider, const Bond& bond);

    struct Answer {
        std::string code, issuer;  // issuer: of RFC 9207, "" when the answer names none
    };
    // The claims of the id_token. Errors also: unauthenticated "provider-refused": it gave no token, or one that is not for us,
    // not for this log-in, or not its own.
    Result<json::Object> claims(const ProviderSettings& provider, const std::string& secret, const Answer& answer,
                                const Bond& bond);

private:
    struct Metadata {
        std::string authorization, token, jwks;
        bool names_issuer = false, takes_basic = true;
        Instant read_at;
    };
    struct Keys {
        auth::KeySet set;
        Instant read_at;
    };

    Result<Metadata> metadata(const ProviderSettings& provider);
    // Read again where no key is called `key_id`: providers change theirs, and only they themselves have handed us the token.
    Result<auth::KeySet> keys(const Metadata& metadata, const std::string& key_id, auth::Algorithm algorithm);
    Result<json::Object> tokens(const ProviderSettings& provider, const Metadata& metadata, const std::string& secret,
                                const std::string& code, const Bond& bond);
    Result<web::Outcome> asked(bool is_post, web::Request request);
    Result<json::Object> document(const std::string& url);
    web::Client& client();

    const Clock& clock_;
    const bool local_allowed_;
    std::mutex mutex_;
    std::unique_ptr<web::Client> client_;
    std::map<std::string, Metadata> metadata_;  // by issuer
    std::map<std::string, Keys> keys_;          // by address
};

}  // namespace patente::oauth
