#include "app/commands/openapi.h"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/process.h"
#include "platform/http/openapi.h"

namespace patente {
namespace {

// The rows belong to rooms, and rooms stand on a database: an empty one, for as long as it takes.
void print_document() {
    const auto folder = std::filesystem::temp_directory_path() / ("patente-" + Uuid::made_at(SystemClock{}.now()).text());
    {
        Settings settings;
        settings.data = folder;
        const Process process(settings);
        std::fputs(http::openapi_document(process.routes(), version).c_str(), stdout);
    }
    std::filesystem::remove_all(folder);
}

}  // namespace

void add_openapi_command(CLI::App& app) {
    app.add_subcommand("openapi", "Prints the OpenAPI document of every route")->callback(print_document);
}

}  // namespace patente
