#include "platform/http/web_socket.h"

#include <algorithm>

#include "platform/http/credentials.h"
#include "platform/http/field_value.h"

namespace patente::http {
namespace {

constexpr std::size_t nonce_length = 24;  // 16 bytes in base64

bool has_item(std::string_view list, std::string_view wanted) {
    return std::ranges::any_of(list_items(list), [&](std::string_view item) { return equals_ignoring_case(item, wanted); });
}

Failure malformed(Text detail) { return fail(ErrorKind::malformed, "websocket-malformed", std::move(detail)); }

}  // namespace

bool asks_web_socket(const Request& request) {
    return has_item(request.header("upgrade"), "websocket") && has_item(request.header("connection"), "upgrade");
}

Result<WebSocketAsked> web_socket_asked(const Request& request) {
    TRY(check_origin(request));
    if (request.header("sec-websocket-version") != "13" || request.header("sec-websocket-key").size() != nonce_length)
        return malformed({"WebSocket version 13 is spoken here, with a Sec-WebSocket-Key of 16 bytes.",
                          "Aquí se habla WebSocket versión 13, con una Sec-WebSocket-Key de 16 bytes."});
    WebSocketAsked asked;
    bool offers = false;
    for (const auto& [name, value] : request.headers) {
        if (name != "sec-websocket-protocol") continue;
        for (const auto item : list_items(value)) {
            offers = true;
            if (item == events_protocol) asked.protocol = item;
            if (item.starts_with(key_protocol)) asked.key = item.substr(key_protocol.size());
        }
    }
    if (offers && asked.protocol.empty())
        return malformed({"Of the protocols offered one must be patente.events.",
                          "De los protocolos ofrecidos, uno debe ser patente.events."});
    return asked;
}

}  // namespace patente::http
