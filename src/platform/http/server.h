// The HTTP/1.1 server: takes connections, bounds everything a client may cost, and runs the rows' handlers on a
// bounded pool. Connections are coroutines on a few threads that never block.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "platform/auth/credentials.h"
#include "platform/http/route.h"
#include "platform/net/tls_settings.h"

namespace patente::http {

class Idempotency;
class Recorder;

using auth::Authenticator;

// One line for the log and the metrics.
struct Finished {
    std::string method;
    std::string route;  // the row's path; "" when no row was found
    int status = 0;
    std::uint64_t bytes_in = 0;  // of the body
    std::uint64_t bytes_out = 0;
    std::chrono::microseconds time{};  // from the head's last byte to the answer's
    std::string correlation_id;
    std::string caller;   // its id
    std::string failure;  // what was thrown; "" nearly always
};
using Observer = std::function<void(const Finished&)>;  // called by any thread; must not block

struct Limits {
    std::size_t header_bytes = 16 * 1024;
    std::chrono::milliseconds header_time{10'000};   // for a whole head, and for a TLS handshake
    std::chrono::milliseconds idle_time{60'000};     // between two requests of a connection
    std::chrono::milliseconds body_grace{10'000};    // a body has this long, and one second more
    std::uint64_t body_bytes_per_s_min = 16 * 1024;  // for each so many bytes of it
    std::chrono::milliseconds write_time{30'000};    // for each 256 KiB of an answer
    std::size_t connections = 12'000;
    std::size_t event_streams = 2'000;
    std::size_t event_buffer_bytes = 256 * 1024;    // a reader that is further behind is cut off
    std::chrono::milliseconds event_time{5'000};    // a WebSocket reader that takes longer for one event is dropped, and told so
    std::chrono::milliseconds heartbeat{15'000};    // of event streams
    std::uint64_t bodies_in_memory = 256ull << 20;  // over all requests
    std::uint64_t uploads_on_disk = 4ull << 30;     // over all requests
    std::size_t handlers = 96;                      // that run at once
    std::size_t handlers_waiting = 512;             // beyond them: 503
};

struct ServerSettings {
    std::string address = "127.0.0.1";  // IPv4 or IPv6
    std::uint16_t port = 8080;          // 0 picks one
    std::optional<net::TlsSettings> tls;
    std::filesystem::path incoming;            // folder for uploads; is made
    std::string public_origin;                 // "https://parking.example": behind a proxy; else from the Host field
    std::vector<std::string> trusted_proxies;  // addresses whose X-Forwarded-For is believed
    int threads = 2;                           // for connections
    Recorder* recorder = nullptr;              // must outlive the server
    Limits limits;
};

struct ServerFigures {
    std::size_t connections = 0;
    std::size_t event_streams = 0;
    std::size_t handlers_running = 0;
    std::size_t handlers_waiting = 0;
    std::uint64_t requests = 0;      // answered since the start
    std::uint64_t refused_busy = 0;  // 503 because the pool or the connections were full
};

class Server {
public:
    // Listens when it returns. Throws std::system_error (address in use, …) or std::runtime_error (certificate).
    // `clock` and `idempotency` must outlive the server; without `idempotency` the keys are ignored.
    Server(ServerSettings settings, std::vector<Route> routes, Authenticator authenticate, const Clock& clock,
           Observer observe = {}, Idempotency* idempotency = nullptr);
    ~Server();  // drains for no time and waits for the handlers that run

    std::uint16_t port() const;
    std::uint16_t tls_port() const;  // 0 without TLS

    // Stops accepting, lets requests that run finish, closes idle connections and event streams; cuts what is left
    // after `at_most`. True when nothing had to be cut. Blocks; once.
    bool drain(std::chrono::milliseconds at_most);

    ServerFigures figures() const;  // safe from any thread
    const std::vector<Route>& routes() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace patente::http
