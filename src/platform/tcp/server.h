// A server of frames (frame.h). Connections are coroutines on a few threads that never block; what a room does with a
// frame runs on a bounded pool, one frame of a connection at a time, while that connection is not read from: a client
// that sends faster than it is served fills its own buffers.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "platform/net/tls_settings.h"
#include "platform/tcp/frame.h"
#include "platform/tcp/upload.h"

namespace patente::tcp {

// The way to a client. Safe from any thread; after the connection ended its calls do nothing.
class Peer {
public:
    virtual ~Peer() = default;
    virtual void send(const Frame& frame) = 0;       // in order; a client that does not read is cut off
    virtual void send_last(const Frame& frame) = 0;  // then the connection ends
    virtual void hold() = 0;                         // reads no further frame until resume()
    virtual void resume() = 0;
    virtual std::string address() const = 0;  // "192.0.2.7:50122"
};

struct Arrived {
    std::uint8_t type = 0;
    std::uint64_t id = 0;
    std::string head;
};

// What a room does for one connection. The three acts run on the pool, never two at once; what they throw is logged and
// ends the connection.
class Session {
public:
    virtual ~Session() = default;
    // The bytes of this frame's body that came earlier, to which the rest is added. Nothing for most. Must not block.
    virtual Upload continued(const Arrived& frame) = 0;
    virtual void received(const Arrived& frame, Upload body) = 0;
    virtual void cut(const Arrived& frame, Upload body) = 0;  // the connection ended inside of this frame's body
    virtual void broke(const Error& error) = 0;               // no frame, or none in time: answer with Peer::send_last
    virtual void ended() = 0;                                 // the last call
};

struct Limits {
    std::chrono::milliseconds first_frame{10'000};   // after the connection, and for a TLS handshake
    std::chrono::milliseconds body_grace{10'000};    // a frame has this long, and one second more
    std::uint64_t body_bytes_per_s_min = 16 * 1024;  // for each so many bytes of it
    std::chrono::milliseconds write_time{30'000};    // for what waits to be written, at most
    std::size_t unsent_bytes = 8u << 20;             // a client that is further behind is cut off
    std::size_t connections = 20'000;
    std::uint64_t uploads_on_disk = 4ull << 30;  // over all connections
    std::uint64_t read_buffers = 64u << 20;      // over all connections
    std::size_t workers = 64;
};

struct ServerSettings {
    std::string address = "127.0.0.1";
    std::optional<std::uint16_t> port;  // plain; 0 picks one
    std::optional<net::TlsSettings> tls;
    std::filesystem::path incoming;  // folder for bodies; on the disk of their last place
    int threads = 2;
    Limits limits;
};

class Server {
public:
    using MakeSession = std::function<std::unique_ptr<Session>(std::shared_ptr<Peer>)>;  // on a loop: must not block
    using Failed = std::function<void(const std::string& what)>;                         // any thread

    // Listens when it returns. Throws as net::Listener does. `clock` must outlive it.
    Server(ServerSettings settings, MakeSession make_session, const Clock& clock, Failed failed);
    ~Server();

    std::uint16_t port() const;
    std::uint16_t tls_port() const;
    std::size_t connections() const;

    // Stops accepting and reading, lets frames that are being handled end, then closes. True when nothing was cut.
    bool drain(std::chrono::milliseconds at_most);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace patente::tcp
