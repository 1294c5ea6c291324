// Lines: method, target, then header fields. What is judged before the body, and every small grammar of the fields.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "platform/http/exchange.h"
#include "platform/http/field_value.h"
#include "platform/http/multipart.h"
#include "platform/http/negotiation.h"
#include "platform/http/page.h"
#include "platform/http/target.h"

using namespace patente;

namespace {

http::Route row(http::Method method, std::string path) {
    return {method, std::move(path), "", "", [](const http::Request&) -> http::Answer { return http::Response{}; }};
}

const http::Router& router() {
    static const http::Router rows(
        {row(http::Method::get, "/a/{b}"), row(http::Method::post, "/a/{b}.pdf"), row(http::Method::get, "/")});
    return rows;
}

std::string_view take_line(std::string_view& text) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return line;
}

void read_field(std::string_view value) {
    const auto [asked, range] = http::range_asked(value, 1000);
    if (range.first + range.length > 1000) std::abort();
    if (const auto cursor = http::cursor_from(value); cursor && http::text_of(*cursor) != value) std::abort();
    if (const auto boundary = http::boundary_of(value); boundary && boundary->size() > 70) std::abort();
    http::field_value_of(value);
    http::accepts(value, "gzip");
    http::names_tag(value, "\"tag\"");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text(reinterpret_cast<const char*>(data), size);
    http::Head head;
    head.method = take_line(text);
    head.target = take_line(text);
    if (const auto target = http::target_of(head.target); target && !http::is_utf8(target->path())) std::abort();
    while (!text.empty()) {
        const auto line = take_line(text);
        const auto colon = line.find(':');
        const auto value = colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1);
        read_field(value);
        head.fields.emplace_back(http::lower_case(line.substr(0, colon)), value);
    }
    auto exchange = http::exchange_of(std::move(head), router(), Instant{}, "");
    auto response = exchange.refusal.value_or(http::Response{});
    response.headers.emplace_back("X-Echo", exchange.request.path);
    const auto outgoing = http::outgoing_of(exchange, std::move(response), Instant{});
    // One empty line, at the end: nothing a client sends can split our head.
    if (outgoing.head.find("\r\n\r\n") != outgoing.head.size() - 4) std::abort();
    return 0;
}
