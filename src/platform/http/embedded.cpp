#include "platform/http/embedded.h"

#include <fmt/format.h>

#include <algorithm>

namespace patente::http {

const EmbeddedFile* find(std::span<const EmbeddedFile> files, std::string_view path) {
    const auto found = std::ranges::find(files, path, &EmbeddedFile::path);
    return found == files.end() ? nullptr : &*found;
}

Response response_of(const EmbeddedFile& file) {
    Response response;
    response.content_type = file.content_type;
    response.body = file.bytes;
    response.headers = {{"ETag", fmt::format("\"{}\"", file.sha256)}, {"Cache-Control", "no-cache"}};
    return response;
}

std::vector<Route> routes_of(std::span<const EmbeddedFile> files, const std::string& prefix) {
    std::vector<Route> routes;
    const auto add = [&](std::string path, const EmbeddedFile& file) {
        Route route{Method::get, std::move(path), "", "A file of the page",
                    [&file](const Request&) { return response_of(file); }};
        route.hidden = true;
        routes.push_back(std::move(route));
    };
    for (const auto& file : files) {
        add(prefix + std::string(file.path), file);
        if (file.path == "index.html") add(prefix, file);
    }
    return routes;
}

}  // namespace patente::http
