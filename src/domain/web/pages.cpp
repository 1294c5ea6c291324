#include "domain/web/pages.h"

#include <string>

#include "platform/http/negotiation.h"

namespace patente::web {
namespace {

using http::EmbeddedFile;
using http::Request;
using http::Response;

constexpr std::string_view prefix = "/app/";
constexpr int depth_max = 6;  // segments in an address of the app

// Styles are put in by rules into an empty <style>, whose hash this is: no inline style and no inline script is let through.
constexpr std::string_view policy =
    "default-src 'self'; script-src 'self'; style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; "
    "img-src 'self' blob: data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'";

Response served(std::span<const EmbeddedFile> files, const EmbeddedFile& file, const Request& request) {
    const bool is_hashed = file.path.starts_with("assets/");
    const auto* packed = http::find(files, std::string(file.path) + ".br");
    const bool takes_packed = packed && http::accepts(request.header("accept-encoding"), "br");
    Response response = http::response_of(takes_packed ? *packed : file);
    response.content_type = file.content_type;
    if (takes_packed) response.headers.insert(response.headers.end(), {{"Content-Encoding", "br"}, {"Vary", "Accept-Encoding"}});
    for (auto& [name, value] : response.headers)
        if (is_hashed && name == "Cache-Control") value = "public, max-age=31536000, immutable";
    if (file.path.ends_with(".html") || file.path == "service-worker.js")
        response.headers.emplace_back("Content-Security-Policy", policy);
    return response;
}

Response without_app(const Request& request) {
    Response page;
    page.status = 503;
    page.content_type = "text/html; charset=utf-8";
    page.body =
        request.language == Language::en
            ? "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Patente</title><h1>Patente</h1>"
              "<p>This program was built without the web app: run scripts/web and build again. It needs npm, once. "
              "The API is at <a href=\"/docs\">/docs</a>.</p></html>\n"
            : "<!doctype html><html lang=\"es\"><meta charset=\"utf-8\"><title>Patente</title><h1>Patente</h1>"
              "<p>Este programa se compiló sin la aplicación web: ejecute scripts/web y compile de nuevo. Necesita npm, una "
              "vez. La API está en <a href=\"/docs\">/docs</a>.</p></html>\n";
    return page;
}

http::Route hidden(std::string path, std::function<http::Answer(const Request&)> answer) {
    http::Route route{http::Method::get, std::move(path), "", "The web app", std::move(answer)};
    route.hidden = true;
    return route;
}

// "app.js" is a file that is not there, "stays" a page.
bool names_file(std::string_view path) { return path.starts_with("/app/assets/") || path.substr(path.rfind('/')).contains('.'); }

http::Answer page_at(std::span<const EmbeddedFile> files, const Request& request) {
    if (names_file(request.path))
        return fail(ErrorKind::not_found, "not-found", {"There is nothing at this address.", "No hay nada en esta dirección."});
    const auto* index = http::find(files, "index.html");
    return index ? served(files, *index, request) : without_app(request);
}

}  // namespace

std::vector<http::Route> pages(std::span<const EmbeddedFile> files) {
    std::vector<http::Route> routes;
    for (const auto& [path, status] : {std::pair{"/", 303}, {"/app", 308}})
        routes.push_back(hidden(path, [status](const Request&) {
            Response response;
            response.status = status;
            response.headers = {{"Location", std::string(prefix)}};
            return response;
        }));
    for (const auto& file : files)
        if (!file.path.ends_with(".br"))
            routes.push_back(hidden(std::string(prefix) + std::string(file.path),
                                    [files, &file](const Request& request) { return served(files, file, request); }));
    const auto page = [files](const Request& request) { return page_at(files, request); };
    routes.push_back(hidden(std::string(prefix), page));
    std::string path = "/app";
    for (int depth = 1; depth <= depth_max; ++depth) {
        path += "/{part" + std::to_string(depth) + "}";
        routes.push_back(hidden(path, page));
    }
    return routes;
}

}  // namespace patente::web
