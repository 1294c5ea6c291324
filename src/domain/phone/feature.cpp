#include "domain/phone/feature.h"

#include "platform/http/embedded.h"

namespace patente::embedded {
std::span<const http::EmbeddedFile> phone();  // page/, put in by embed() in CMakeLists.txt
}

namespace patente::phone {

Feature feature() { return {.name = "phone", .routes = http::routes_of(embedded::phone(), "/")}; }

}  // namespace patente::phone
