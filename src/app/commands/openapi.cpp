#include "app/commands/openapi.h"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/installation.h"
#include "app/rows.h"
#include "platform/http/openapi.h"

namespace patente {
namespace {

void print_document() {
    with_rows([](const std::vector<http::Route>& rows) { std::fputs(http::openapi_document(rows, version).c_str(), stdout); });
}

}  // namespace

void add_openapi_command(CLI::App& app) {
    app.add_subcommand("openapi", "Prints the OpenAPI document of every route")->callback(print_document);
}

}  // namespace patente
