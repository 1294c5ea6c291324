// A stream of events as WebSocket messages (RFC 6455). The reader sends nothing but pongs and its close.
#include "platform/http/line_layer.h"  // before Beast

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <fmt/format.h>

#include "platform/http/stream_writer.h"
#include "platform/http/web_socket.h"

namespace patente::http {
namespace {

namespace websocket = boost::beast::websocket;
using boost::system::error_code;
using websocket::close_code;

constexpr std::size_t message_bytes_max = 1024;  // of the reader, who has nothing to say
constexpr std::chrono::seconds closing_time{5};  // for the reader's own close

class WebSocketWriter final : public StreamWriter, public std::enable_shared_from_this<WebSocketWriter> {
public:
    WebSocketWriter(Service& service, net::Loop& loop, Line& line) : StreamWriter(service, loop, line), socket_(line) {}

    asio::awaitable<void> write(Exchange& exchange, const Outgoing& outgoing, std::shared_ptr<void> owner) override;

private:
    asio::awaitable<bool> accept(const Exchange& exchange);
    asio::awaitable<void> write_all();
    asio::awaitable<bool> write_message(std::string_view text);
    websocket::close_reason reason_to_end(bool begun) const;
    asio::awaitable<void> say_goodbye(websocket::close_reason reason);
    static asio::awaitable<void> hear(std::shared_ptr<WebSocketWriter> self, std::shared_ptr<void> owner);

    websocket::stream<LineLayer, false> socket_;  // without permessage-deflate: its memory is not worth it
    std::string last_id_;                         // of what the reader took
    bool is_slow_ = false;
    bool is_gone_ = false;     // or broke the protocol, and was told so
    bool has_spoken_ = false;  // the reader sent a message
};

asio::awaitable<void> WebSocketWriter::write(Exchange& exchange, const Outgoing& outgoing, std::shared_ptr<void> owner) {
    open(shared_from_this(), event_message);
    const bool accepted = co_await accept(exchange);
    if (!accepted) {
        channel_->close();
        co_return;
    }
    asio::co_spawn(socket_.get_executor(), hear(shared_from_this(), std::move(owner)), asio::detached);
    const bool begun = co_await begin(exchange, outgoing);
    if (begun) co_await write_all();
    channel_->close();
    if (!is_gone_) co_await say_goodbye(reason_to_end(begun));
    line_.cancel();  // ends hear
}

asio::awaitable<bool> WebSocketWriter::accept(const Exchange& exchange) {
    // Pings when nothing came for half the time; who answers none is gone.
    socket_.set_option(websocket::stream_base::timeout{closing_time, 2 * limits_.heartbeat, true});
    socket_.read_message_max(message_bytes_max);
    socket_.text(true);
    socket_.auto_fragment(false);
    socket_.set_option(websocket::stream_base::decorator([&](websocket::response_type& response) {
        response.set("X-Correlation-Id", exchange.request.correlation_id);
        if (!exchange.web_socket->protocol.empty())
            response.set(boost::beast::http::field::sec_websocket_protocol, exchange.web_socket->protocol);
    }));
    boost::beast::http::request<boost::beast::http::empty_body> request(boost::beast::http::verb::get, "/", 11);
    for (const auto& [name, value] : exchange.request.headers) request.insert(name, value);
    error_code failed;
    co_await socket_.async_accept(request, asio::redirect_error(asio::use_awaitable, failed));
    co_return !failed;
}

asio::awaitable<void> WebSocketWriter::write_all() {
    while (!channel_->is_over() && !is_slow_) {
        for (const auto& each : channel_->take()) {
            const auto began = std::chrono::steady_clock::now();
            const bool written = co_await write_message(each.text);
            if (!written) co_return;
            last_id_ = each.id;
            is_slow_ = std::chrono::steady_clock::now() - began > limits_.event_time;
            if (is_slow_) break;
        }
        if (!is_slow_) co_await wait(net::SteadyTime::max());
    }
    is_slow_ = is_slow_ || channel_->is_cut();
}

asio::awaitable<bool> WebSocketWriter::write_message(std::string_view text) {
    line_.allow(limits_.write_time);
    error_code failed;
    co_await socket_.async_write(asio::buffer(text.data(), text.size()), asio::redirect_error(asio::use_awaitable, failed));
    line_.allow_forever();
    is_gone_ = is_gone_ || failed.failed();
    co_return !is_gone_;
}

websocket::close_reason WebSocketWriter::reason_to_end(bool begun) const {
    if (is_slow_) return {close_code::try_again_later, "too slow: come back with the last id"};
    if (has_spoken_) return {close_code::unknown_data, "this stream takes no messages"};
    if (service_.draining) return {close_code::going_away, "the server ends"};
    if (!begun) return {close_code::try_again_later, "the server is busy"};
    return {close_code::internal_error, "the stream could not begin"};
}

// To whom was slow, it says after which event to come back.
asio::awaitable<void> WebSocketWriter::say_goodbye(websocket::close_reason reason) {
    if (is_slow_) {
        const auto dropped = event_message(last_id_, "events.dropped", fmt::format(R"({{"last":"{}"}})", last_id_));
        const bool written = co_await write_message(dropped);
        if (!written) co_return;
    }
    error_code gone;
    co_await socket_.async_close(reason, asio::redirect_error(asio::use_awaitable, gone));
}

// Answers pings and the reader's close, as Beast does while it reads.
asio::awaitable<void> WebSocketWriter::hear(std::shared_ptr<WebSocketWriter> self, std::shared_ptr<void> owner) {
    boost::beast::flat_buffer ignored;
    error_code failed;
    co_await self->socket_.async_read(ignored, asio::redirect_error(asio::use_awaitable, failed));
    self->has_spoken_ = !failed;
    self->is_gone_ = self->is_gone_ || failed.failed();
    self->channel_->close();
    owner.reset();
}

}  // namespace

std::shared_ptr<StreamWriter> StreamWriter::web_socket(Service& service, net::Loop& loop, Line& line) {
    return std::make_shared<WebSocketWriter>(service, loop, line);
}

}  // namespace patente::http
