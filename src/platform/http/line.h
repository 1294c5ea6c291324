// One client's bytes, in and out: what was read and is not used yet, and how long the next step may take.
#pragma once

#include "platform/net/engine.h"  // before Beast: it says how Beast is compiled

#include <boost/beast/core/flat_buffer.hpp>

#include <chrono>
#include <memory>
#include <string_view>

#include "platform/net/loop.h"
#include "platform/net/stream.h"

namespace patente::http {

namespace asio = boost::asio;

// Used on the thread of its loop alone.
class Line {
public:
    explicit Line(std::unique_ptr<net::Stream> stream) : stream_(std::move(stream)) {}

    // The step that begins may take so long; then it is cut short.
    void allow(std::chrono::milliseconds time) { allow_until(std::chrono::steady_clock::now() + time); }
    void allow_until(net::SteadyTime time) { deadline_ = time; }
    void allow_forever() { deadline_ = net::SteadyTime::max(); }
    void check_deadline(net::SteadyTime now);
    bool timed_out() const { return timed_out_; }  // the last fill was cut short

    // Adds up to so many bytes to unread(); gives how many: 0 when no more comes.
    asio::awaitable<std::size_t> fill(std::size_t bytes);
    boost::beast::flat_buffer& unread() { return unread_; }
    void shrink(std::size_t bytes_max);  // gives an empty buffer's memory back when it has grown beyond that

    // Both, one after the other, in pieces that may each take `time_each`; false: the client is gone.
    asio::awaitable<bool> write(std::string_view head, std::string_view body, std::chrono::milliseconds time_each);

    net::Stream& stream() { return *stream_; }
    void cancel();  // what runs ends
    void close();

private:
    const std::unique_ptr<net::Stream> stream_;
    boost::beast::flat_buffer unread_;
    net::SteadyTime deadline_ = net::SteadyTime::max();
    bool timed_out_ = false;
};

}  // namespace patente::http
