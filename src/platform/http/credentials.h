// What a request shows of who sends it. The one place that decides which of them counts, and where a browser's cookie does.
#pragma once

#include "platform/auth/credentials.h"
#include "platform/http/exchange.h"

namespace patente::http {

constexpr std::string_view session_cookie = "patente_session";

// The value of the cookie; "" when there is none, or two of this name: then somebody else may have set one.
std::string_view cookie_of(const Request& request, std::string_view name);

// 403 "origin-foreign" when a browser says that a page of another site sends this.
Result<> check_origin(const Request& request);

// A Bearer wins over the cookie, and the cookie over a certificate. With the cookie, an unsafe method needs X-CSRF-Token and,
// where the browser names an Origin, ours: else 403 "csrf-missing", "origin-foreign"; on a row that is open to all the cookie
// just does not count. 401 "authorization-malformed".
Result<auth::Credentials> credentials_of(const Exchange& exchange);

}  // namespace patente::http
