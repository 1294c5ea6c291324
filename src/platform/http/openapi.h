// The OpenAPI 3.1 document of the rows, and the pages that show it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/http/route.h"

namespace patente::http {

// Two-space JSON that ends in a line break; the same routes in any order give the same text. Hidden rows are not in it.
std::string openapi_document(const std::vector<Route>& routes, std::string_view version);

// The permissions that the rows name, each once, in order; not what everybody may do.
std::vector<std::string> permissions_of(const std::vector<Route>& routes);

// GET /openapi.json, GET /docs with what it needs, and GET /problems/{slug}; the document is that of `routes` as given.
std::vector<Route> documentation_routes(const std::vector<Route>& routes, std::string_view version);

}  // namespace patente::http
