#include "platform/http/line.h"

#include <array>

namespace patente::http {
namespace {

using boost::system::error_code;

constexpr std::size_t write_bytes = 256 * 1024;

}  // namespace

void Line::check_deadline(net::SteadyTime now) {
    if (now < deadline_) return;
    timed_out_ = true;
    allow_forever();
    cancel();
}

asio::awaitable<std::size_t> Line::fill(std::size_t bytes) {
    timed_out_ = false;
    const auto space = unread_.prepare(bytes);
    const std::size_t count = co_await stream_->read_some(space);
    unread_.commit(count);
    co_return count;
}

void Line::shrink(std::size_t bytes_max) {
    if (unread_.size() == 0 && unread_.capacity() > bytes_max) unread_ = {};
}

// In pieces, so that the time for each stays the same however long the whole is.
asio::awaitable<bool> Line::write(std::string_view head, std::string_view body, std::chrono::milliseconds time_each) {
    do {
        const auto piece = body.substr(0, write_bytes);
        const std::array<asio::const_buffer, 2> buffers{asio::buffer(head.data(), head.size()),
                                                        asio::buffer(piece.data(), piece.size())};
        allow(time_each);
        const bool written = co_await stream_->write(buffers);
        if (!written) co_return false;
        head = {};
        body.remove_prefix(piece.size());
    } while (!body.empty());
    co_return true;
}

void Line::cancel() {
    error_code gone;
    stream_->socket().cancel(gone);
}

void Line::close() {
    error_code gone;
    stream_->socket().close(gone);
}

}  // namespace patente::http
