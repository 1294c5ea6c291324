#include "domain/web/feature.h"

#include "domain/web/pages.h"

namespace patente::embedded {
std::span<const http::EmbeddedFile> web();  // web/dist, put in by embed() in CMakeLists.txt
}

namespace patente::web {

Feature feature() { return {.name = "web", .routes = pages(embedded::web())}; }

}  // namespace patente::web
