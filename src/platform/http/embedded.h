// Files that live inside the program: pages, scripts and styles put there by embed() of cmake/embed.cmake.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/route.h"

namespace patente::http {

struct EmbeddedFile {
    std::string_view path;  // inside its folder: "phone.js"
    std::string_view bytes;
    std::string_view content_type;
    std::string_view sha256;  // 64 lower-case hex digits; served as the ETag
};

// nullptr when there is no such file.
const EmbeddedFile* find(std::span<const EmbeddedFile> files, std::string_view path);

// The file as an answer, with its ETag; the caller revalidates it on every use.
Response response_of(const EmbeddedFile& file);

// A hidden route open to all for each file: {"phone.js"} under "/assets/" is GET /assets/phone.js; an
// "index.html" is also served at the prefix itself.
std::vector<Route> routes_of(std::span<const EmbeddedFile> files, const std::string& prefix);

}  // namespace patente::http
