#include "platform/http/event_writer.h"

#include <fmt/format.h>

#include <array>

#include "platform/net/run_on.h"

namespace patente::http {

using boost::system::error_code;

asio::awaitable<void> EventWriter::write(Exchange& exchange, const Outgoing& outgoing, std::shared_ptr<void> owner) {
    const auto wake = [executor = loop_.context().get_executor(), weak = weak_from_this()] {
        asio::post(executor, [weak] {
            if (const auto self = weak.lock()) self->sleep_.cancel();
        });
    };
    channel_ = std::make_shared<EventChannel>(limits_.event_buffer_bytes, wake);
    asio::co_spawn(loop_.context(), watch_reader(std::move(owner), line_, channel_), asio::detached);
    const bool ran =
        co_await net::run_on(service_.handlers, [&] { service_.dispatch.begin_events(exchange, outgoing, channel_); });
    bool written = ran && !service_.draining;
    if (written) written = co_await write_all(exchange);
    channel_->close();
    if (written) co_await write_text(exchange, channel_->take());
    if (written && exchange.chunks_allowed) co_await line_.write("0\r\n\r\n", {}, limits_.write_time);
    line_.cancel();  // ends watch_reader
}

void EventWriter::close() {
    if (channel_) channel_->close();
}

// False: the reader is gone.
asio::awaitable<bool> EventWriter::write_all(const Exchange& exchange) {
    bool written = true;
    while (written && !channel_->is_over()) {
        sleep_.expires_after(limits_.heartbeat);
        const std::string text = channel_->take();
        if (!text.empty()) written = co_await write_text(exchange, text);
        if (!written || channel_->is_over() || channel_->has_text()) continue;
        line_.allow_forever();
        error_code woken;
        co_await sleep_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
        if (!woken) written = co_await write_text(exchange, ":\n\n");
    }
    co_return written;
}

asio::awaitable<bool> EventWriter::write_text(const Exchange& exchange, std::string_view text) {
    if (text.empty()) co_return true;
    if (!exchange.chunks_allowed) co_return co_await line_.write(text, {}, limits_.write_time);
    const std::string chunk = fmt::format("{:x}\r\n{}\r\n", text.size(), text);
    co_return co_await line_.write(chunk, {}, limits_.write_time);
}

// A reader of events sends nothing more; when reading ends, he is gone.
asio::awaitable<void> EventWriter::watch_reader(std::shared_ptr<void> owner, Line& line, std::shared_ptr<EventChannel> channel) {
    std::array<char, 256> ignored;
    std::size_t count = 1;
    while (count > 0) count = co_await line.stream().read_some(asio::buffer(ignored));
    channel->close();
    owner.reset();
}

}  // namespace patente::http
