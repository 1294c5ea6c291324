#include "platform/net/stream.h"

namespace patente::net {
namespace {

using boost::system::error_code;

template <typename Layer>
asio::awaitable<std::size_t> read_from(Layer& layer, asio::mutable_buffer into) {
    error_code problem;
    const std::size_t count = co_await layer.async_read_some(into, asio::redirect_error(asio::use_awaitable, problem));
    co_return count;
}

template <typename Layer>
asio::awaitable<bool> write_to(Layer& layer, std::span<const asio::const_buffer> buffers) {
    error_code problem;
    co_await asio::async_write(layer, buffers, asio::redirect_error(asio::use_awaitable, problem));
    co_return !problem;
}

class PlainStream final : public Stream {
public:
    explicit PlainStream(tcp::socket socket) : socket_(std::move(socket)) {}

    tcp::socket& socket() override { return socket_; }
    asio::awaitable<bool> handshake() override { co_return true; }
    asio::awaitable<std::size_t> read_some(asio::mutable_buffer into) override { return read_from(socket_, into); }
    asio::awaitable<bool> write(std::span<const asio::const_buffer> buffers) override { return write_to(socket_, buffers); }
    asio::awaitable<void> end_writing() override {
        error_code gone;
        socket_.shutdown(tcp::socket::shutdown_send, gone);
        co_return;
    }

private:
    tcp::socket socket_;
};

class TlsStream final : public Stream {
public:
    TlsStream(tcp::socket socket, asio::ssl::context& context) : layer_(std::move(socket), context) {}

    tcp::socket& socket() override { return layer_.next_layer(); }
    asio::awaitable<bool> handshake() override {
        error_code problem;
        co_await layer_.async_handshake(asio::ssl::stream_base::server, asio::redirect_error(asio::use_awaitable, problem));
        co_return !problem;
    }
    asio::awaitable<std::size_t> read_some(asio::mutable_buffer into) override { return read_from(layer_, into); }
    asio::awaitable<bool> write(std::span<const asio::const_buffer> buffers) override { return write_to(layer_, buffers); }
    asio::awaitable<void> end_writing() override {
        error_code gone;
        co_await layer_.async_shutdown(asio::redirect_error(asio::use_awaitable, gone));
    }

    std::optional<PeerCertificate> certificate() const override { return peer_certificate(layer_.native_handle()); }

private:
    // OpenSSL only looks, but asio's handle is not const.
    mutable asio::ssl::stream<tcp::socket> layer_;
};

}  // namespace

std::unique_ptr<Stream> Stream::plain(tcp::socket socket) { return std::make_unique<PlainStream>(std::move(socket)); }

std::unique_ptr<Stream> Stream::tls(tcp::socket socket, asio::ssl::context& context) {
    return std::make_unique<TlsStream>(std::move(socket), context);
}

}  // namespace patente::net
