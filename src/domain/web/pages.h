// How the files of a built web app are served: hashed ones for ever, packed with Brotli where they lie there so, and the
// app itself at each address below /app/ that is no file, because its pages have addresses of their own.
#pragma once

#include <span>
#include <vector>

#include "platform/http/embedded.h"

namespace patente::web {

// No files: the program was built without the app, and /app/ says so.
std::vector<http::Route> pages(std::span<const http::EmbeddedFile> files);

}  // namespace patente::web
