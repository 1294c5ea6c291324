// The few pages that people see, in Spanish and English, without a script.
#pragma once

#include "domain/oauth/model.h"
#include "platform/http/route.h"

namespace patente::oauth {

struct LinkToProvider {
    std::string name, address;
};

// Goes on to `address` by itself, as a page of ours: where another site sent the browser here, it holds our cookie back until
// then.
http::Response going_on_page(Language language, const std::string& address);
// The log-in, for browsers that are not signed in. `fault`: of the last try.
http::Response sign_in_page(Language language, const std::string& return_path, const std::vector<LinkToProvider>& providers,
                            const std::string& fault);
http::Response consent_page(Language language, const Client& client, const std::string& user,
                            const std::vector<std::string>& scopes, const std::string& secret, const std::string& redirect_uri);
http::Response fault_page(Language language, int status, const Text& what);

}  // namespace patente::oauth
