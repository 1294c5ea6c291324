// Any bytes as a query: what is decoded is UTF-8 and says the same when it is written again.
#include <fmt/format.h>

#include <cstdint>
#include <cstdlib>

#include "platform/http/page.h"
#include "platform/http/target.h"

namespace {

using namespace patente;

std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : text) result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto target = http::target_of("/things?" + text);
    if (!target) return 0;
    http::Request request;
    request.query = target->query;
    std::string again = "/things?";
    for (const auto& [name, value] : request.query) {
        if (!http::is_utf8(name) || !http::is_utf8(value)) std::abort();
        if (again.back() != '?') again += '&';
        again += escaped(name) + "=" + escaped(value);
    }
    const auto same = http::target_of(again);
    if (!same || same->query != request.query) std::abort();
    const auto page = http::page_asked(request);
    if (page && (page->limit < 1 || page->limit > 200)) std::abort();
    return 0;
}
