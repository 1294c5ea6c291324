// A stream of events as Server-Sent Events: chunks of text, and comments while nothing happens.
#include <fmt/format.h>

#include <array>

#include "platform/http/stream_writer.h"

namespace patente::http {
namespace {

class EventWriter final : public StreamWriter, public std::enable_shared_from_this<EventWriter> {
public:
    EventWriter(Service& service, net::Loop& loop, Line& line) : StreamWriter(service, loop, line) {}

    asio::awaitable<void> write(Exchange& exchange, const Outgoing& outgoing, std::shared_ptr<void> owner) override;

private:
    asio::awaitable<bool> write_all(const Exchange& exchange);
    asio::awaitable<bool> write_waiting(const Exchange& exchange);
    asio::awaitable<bool> write_text(const Exchange& exchange, std::string_view text);
    static asio::awaitable<void> watch_reader(std::shared_ptr<void> owner, Line& line, std::shared_ptr<EventChannel> channel);
};

asio::awaitable<void> EventWriter::write(Exchange& exchange, const Outgoing& outgoing, std::shared_ptr<void> owner) {
    open(shared_from_this(), event_text);
    asio::co_spawn(line_.stream().socket().get_executor(), watch_reader(std::move(owner), line_, channel_), asio::detached);
    bool written = co_await begin(exchange, outgoing);
    if (written) written = co_await write_all(exchange);
    channel_->close();
    if (written) written = co_await write_waiting(exchange);
    if (written && exchange.chunks_allowed) co_await line_.write("0\r\n\r\n", {}, limits_.write_time);
    line_.cancel();  // ends watch_reader
}

// False: the reader is gone.
asio::awaitable<bool> EventWriter::write_all(const Exchange& exchange) {
    bool written = true;
    while (written && !channel_->is_over()) {
        const auto beat = std::chrono::steady_clock::now() + limits_.heartbeat;
        written = co_await write_waiting(exchange);
        if (!written) break;
        const bool happened = co_await wait(beat);
        if (!happened) written = co_await write_text(exchange, ":\n\n");
    }
    co_return written;
}

asio::awaitable<bool> EventWriter::write_waiting(const Exchange& exchange) {
    std::string text;
    for (const auto& each : channel_->take()) text += each.text;
    co_return co_await write_text(exchange, text);
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

}  // namespace

std::shared_ptr<StreamWriter> StreamWriter::server_sent(Service& service, net::Loop& loop, Line& line) {
    return std::make_shared<EventWriter>(service, loop, line);
}

}  // namespace patente::http
