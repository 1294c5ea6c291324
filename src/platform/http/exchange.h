// One request and its answer, from the head that came in to the bytes that go out. No sockets here.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/auth/credentials.h"
#include "platform/http/router.h"
#include "platform/http/web_socket.h"
#include "platform/net/descriptor.h"

namespace patente::http {

// Who is at the other end of a connection.
struct Peer {
    bool over_tls = false;
    std::string address;
    std::optional<auth::ClientCertificate> certificate = {};  // verified
};

// For whom a trusted proxy speaks: the last address of X-Forwarded-For that is no trusted proxy itself. Others are whom they
// seem.
std::string address_behind(const std::string& peer, std::string_view forwarded_for, const std::vector<std::string>& trusted);

// The head of a request as the connection read it.
struct Head {
    std::string method;  // "GET"
    std::string target;
    int minor_version = 1;                                    // HTTP/1.0 or 1.1
    std::vector<std::pair<std::string, std::string>> fields;  // names in lower case
    Peer peer;
};

enum class BodyKind { none, memory, multipart };

struct Exchange {
    Request request;
    const Route* route = nullptr;
    std::optional<Response> refusal;  // answered at once, without the body
    bool is_head = false;             // HEAD: the answer has no body
    bool keep_alive = true;
    bool chunks_allowed = true;  // false for HTTP/1.0
    bool expects_continue = false;
    std::optional<auth::ClientCertificate> certificate;  // that the TLS layer has verified
    bool admitted = false;                               // the caller is known and may do it
    std::optional<WebSocketAsked> web_socket;            // the row speaks it and the client asks for it
    BodyKind body_kind = BodyKind::none;
    std::string boundary;                         // of a multipart body
    std::optional<std::uint64_t> content_length;  // nullopt: chunked, or no body
    std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();
    std::string failure;  // what was thrown, for the log
};

// Checks everything that can be judged before the body. `public_origin`: used as Request::origin when not empty.
Exchange exchange_of(Head head, const Router& router, Instant now, const std::string& public_origin);

// An answer ready to be sent.
struct Outgoing {
    int status = 200;
    std::string head;  // status line and fields, with the empty line
    std::string body;
    net::Descriptor file;  // when open, the body is `file_length` bytes of it from `file_offset`
    std::uint64_t file_offset = 0;
    std::uint64_t file_length = 0;
    std::function<void(std::shared_ptr<EventStream>)> events;  // when set, events follow the head
    std::function<std::string()> pieces;                       // when set, these follow the head
};

// Answers conditional and range requests, compresses, and adds the fields every answer has. Opens the file, so it may
// throw std::system_error.
Outgoing outgoing_of(const Exchange& exchange, Response response, Instant now);

}  // namespace patente::http
