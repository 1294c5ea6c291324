// Takes connections on a plain port, a TLS port or both, and gives them in turn to some threads (loops).
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "platform/net/loop.h"
#include "platform/net/stream.h"
#include "platform/net/tls_settings.h"

namespace patente::net {

struct ListenerSettings {
    std::string address = "127.0.0.1";  // IPv4 or IPv6
    std::optional<std::uint16_t> port;  // plain; 0 picks one
    std::optional<TlsSettings> tls;
    int threads = 2;
    std::size_t connections_max = 10'000;
    std::string farewell;  // bytes for a plain client that comes when there are too many
};

class Listener {
public:
    // Starts a connection, on the accepting thread; the connection enters `gate` before and must leave it at its end.
    using Serve = std::function<void(Loop& loop, std::unique_ptr<Stream> stream, bool over_tls)>;

    // Listens when it returns. Throws std::system_error (address in use, …) or std::runtime_error (certificate).
    // `gate` must outlive it.
    Listener(ListenerSettings settings, Gate& gate, Serve serve);
    ~Listener();  // drains for no time and waits for what still runs

    std::uint16_t port() const { return port_; }          // 0: no plain port
    std::uint16_t tls_port() const { return tls_port_; }  // 0: no TLS
    std::uint64_t refused() const { return refused_; }    // connections, since the start: too many

    // Stops accepting, lets what runs finish, cuts what is left after `at_most`. True when nothing had to be cut. Once.
    bool drain(std::chrono::milliseconds at_most);

private:
    asio::awaitable<void> accept(tcp::acceptor& acceptor, bool over_tls);
    void welcome(tcp::socket socket, Loop& loop, bool over_tls);

    const ListenerSettings settings_;
    Gate& gate_;
    const Serve serve_;
    std::atomic<bool> draining_{false};
    std::atomic<std::uint64_t> refused_{0};
    std::unique_ptr<asio::ssl::context> tls_context_;
    std::vector<std::unique_ptr<Loop>> loops_;
    Loop accepting_;
    std::optional<tcp::acceptor> plain_, tls_;
    std::uint16_t port_ = 0, tls_port_ = 0;
};

}  // namespace patente::net
