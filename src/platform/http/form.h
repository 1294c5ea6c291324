// The plain fields of a form, whichever way a client of somebody else's API sends them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "platform/http/route.h"

namespace patente::http {

// In order, a name as often as it was sent: of multipart/form-data, of application/x-www-form-urlencoded, or of a JSON object,
// whose lists are several fields and whose other values are their JSON. 400 "body-malformed", "json-malformed".
Result<std::vector<std::pair<std::string, std::string>>> form_fields(const Request& request);

}  // namespace patente::http
