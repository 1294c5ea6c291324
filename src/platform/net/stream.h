// A byte stream to a client, plain or TLS, as a connection sees it.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "platform/net/certificate.h"
#include "platform/net/engine.h"

namespace patente::net {

namespace asio = boost::asio;
using asio::ip::tcp;

// Every operation ends early when the socket is cancelled or closed.
class Stream {
public:
    virtual ~Stream() = default;
    virtual tcp::socket& socket() = 0;
    virtual asio::awaitable<bool> handshake() = 0;                                         // false: it failed
    virtual asio::awaitable<std::size_t> read_some(asio::mutable_buffer into) = 0;         // 0: no more comes
    virtual asio::awaitable<bool> write(std::span<const asio::const_buffer> buffers) = 0;  // all of it; false: cut
    virtual asio::awaitable<void> end_writing() = 0;  // says goodbye; the other side may still send
    virtual std::optional<PeerCertificate> certificate() const { return std::nullopt; }  // after the handshake

    static std::unique_ptr<Stream> plain(tcp::socket socket);
    static std::unique_ptr<Stream> tls(tcp::socket socket, asio::ssl::context& context);
};

}  // namespace patente::net
