// What a request brings that wants to follow events over WebSocket (RFC 6455). Pure.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"

namespace patente::http {

struct Request;

struct WebSocketAsked {
    std::string protocol;  // of those it offers, what is spoken; "" when it offers none
    std::string key;       // "" unless it came as a protocol: a page cannot send Authorization
};

constexpr std::string_view events_protocol = "patente.events";
constexpr std::string_view key_protocol = "patente.key.";  // and the key: pat_…

bool asks_web_socket(const Request& request);

// 400 "websocket-malformed"; 403 "origin-foreign" from another site's page: its Origin must be `request.origin`, or name
// the host that was asked.
Result<WebSocketAsked> web_socket_asked(const Request& request);

}  // namespace patente::http
