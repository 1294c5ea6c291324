// How who edits something finds out that somebody else was faster (RFC 9110, section 13). The tag of a thing is the version
// of what people edit and a digest of what is shown, which may also hold what nobody edits: the amount that a stay owes now.
//
//     GET     tagged(json_response(view), zone.version)        unchanged for If-None-Match: 304
//     PATCH   TRY(unchanged_since(request, zone.version));     in the transaction of the edit
//
// Rows that do so say `.versioned = true`.
#pragma once

#include "platform/http/route.h"

namespace patente::http {

Response tagged(Response response, int version);

// 412 "changed-meanwhile" unless If-Match is absent, "*", or names this version. A tag that compression made weak counts
// too: it names the same version.
Result<> unchanged_since(const Request& request, int version);

}  // namespace patente::http
