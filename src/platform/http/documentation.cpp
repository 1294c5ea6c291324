#include <fmt/format.h>

#include "platform/http/embedded.h"
#include "platform/http/openapi.h"
#include "platform/http/problem.h"
#include "platform/net/digest.h"

namespace patente::embedded {
std::span<const http::EmbeddedFile> docs_page();
std::span<const http::EmbeddedFile> swagger_ui();
}  // namespace patente::embedded

namespace patente::http {
namespace {

// Swagger UI sets styles by script and draws its icons as data: addresses.
constexpr std::string_view docs_policy =
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

Route hidden(std::string path, std::string summary, std::function<Answer(const Request&)> answer) {
    Route route{Method::get, std::move(path), "", std::move(summary), std::move(answer)};
    route.hidden = true;
    return route;
}

Response without_swagger_ui() {
    Response page;
    page.content_type = "text/html; charset=utf-8";
    page.body =
        "<!doctype html><html lang=\"es\"><meta charset=\"utf-8\"><title>Patente API</title><h1>Patente API</h1>"
        "<p><a href=\"/openapi.json\">/openapi.json</a></p>"
        "<p>Este programa se compiló sin Swagger UI: ejecute scripts/assets y compile de nuevo.</p>"
        "<p lang=\"en\">This program was built without Swagger UI: run scripts/assets and build again.</p></html>\n";
    return page;
}

Response docs_page() {
    if (embedded::swagger_ui().empty()) return without_swagger_ui();
    Response page = response_of(*find(embedded::docs_page(), "index.html"));
    page.headers.emplace_back("Content-Security-Policy", docs_policy);
    return page;
}

}  // namespace

std::vector<Route> documentation_routes(const std::vector<Route>& routes, std::string_view version) {
    Response document;
    document.body = openapi_document(routes, version);
    net::Digest digest;
    digest.add(document.body);
    document.headers = {{"ETag", fmt::format("\"{}\"", digest.hex())}, {"Cache-Control", "no-cache"}};
    std::vector<Route> all;
    all.push_back(hidden("/openapi.json", "This document", [document](const Request&) { return document; }));
    all.push_back(hidden("/docs", "The API, to read and to try", [](const Request&) { return docs_page(); }));
    all.push_back(problem_page());
    for (const auto& files : {embedded::swagger_ui(), embedded::docs_page()})
        for (auto& route : routes_of(files, "/docs/"))
            if (!route.path.ends_with('/') && !route.path.ends_with("index.html")) all.push_back(std::move(route));
    return all;
}

}  // namespace patente::http
