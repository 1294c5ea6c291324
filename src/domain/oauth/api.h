// The routes of oauth, and what their files share.
#pragma once

#include "domain/oauth/feature.h"
#include "domain/oauth/granting.h"
#include "platform/auth/secret.h"

namespace patente::oauth {

std::vector<http::Route> discovery_routes(const Dependencies& on);    // discovery_api.cpp
std::vector<http::Route> authorize_routes(const Dependencies& on);    // authorize_api.cpp: pages for people
std::vector<http::Route> token_routes(const Dependencies& on);        // token_api.cpp: for programs
std::vector<http::Route> client_routes(const Dependencies& on);       // clients_api.cpp, with what a user granted
std::vector<http::Route> provider_routes(const Dependencies& on);     // providers_api.cpp
std::vector<http::Route> login_routes(const Dependencies& on);        // login_api.cpp: by way of a provider
std::vector<http::Route> certificate_routes(const Dependencies& on);  // certificates_api.cpp

// An address with parameters added, encoded.
std::string with_parameters(std::string uri, const Parameters& parameters);
std::string percent_encoded(std::string_view text);

// The browser's session of a request, also of a form's, which cannot send X-CSRF-Token: the form needs a secret of its own.
std::optional<SignedIn> signed_in(const Dependencies& on, const http::Request& request);
std::string session_cookie(const http::Request& request, const std::string& secret);  // the value of Set-Cookie

inline Browser browser_of(const http::Request& request) {
    return {request.remote_address, std::string(request.header("user-agent"))};
}

}  // namespace patente::oauth
