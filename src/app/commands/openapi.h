#pragma once

namespace CLI {
class App;
}

namespace patente {

// `patente openapi`: the OpenAPI 3.1 document of every route, on standard output.
void add_openapi_command(CLI::App& app);

}  // namespace patente
