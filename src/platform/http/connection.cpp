#include "platform/http/connection.h"

#include <fmt/format.h>

#include "platform/http/request_reader.h"
#include "platform/http/stream_writer.h"
#include "platform/net/run_on.h"

namespace patente::http {
namespace {

using net::Loop, net::LoopMember, net::SteadyTime, net::Stream;
using Heard = RequestReader::Heard;

constexpr std::size_t first_read_bytes = 4 * 1024;
constexpr std::size_t file_read_bytes = 256 * 1024;
constexpr std::chrono::seconds goodbye_time{2};
constexpr std::size_t goodbye_bytes = 1 << 20;  // of an unread body that are still taken in, so that the answer arrives

std::string address_of(const net::tcp::socket& socket) {
    boost::system::error_code gone;
    const auto peer = socket.remote_endpoint(gone);
    return gone ? std::string() : peer.address().to_string();
}

class Connection final : public LoopMember, public std::enable_shared_from_this<Connection> {
public:
    Connection(Service& service, Loop& loop, std::unique_ptr<Stream> stream, bool over_tls)
        : service_(service),
          limits_(service.settings.limits),
          loop_(loop),
          line_(std::move(stream)),
          peer_{over_tls, address_of(line_.stream().socket())} {}
    ~Connection() override { service_.connections.leave(); }

    asio::awaitable<void> run();

    void check_deadline(SteadyTime now) override { line_.check_deadline(now); }
    void begin_drain() override;
    void cut() override;

private:
    asio::awaitable<void> serve_all();
    asio::awaitable<bool> wait_for_request();
    asio::awaitable<bool> serve_one();  // false: the connection is over
    asio::awaitable<Outgoing> answer(Exchange& exchange);
    asio::awaitable<bool> write(Exchange& exchange, Outgoing& outgoing, std::uint64_t bytes_in);
    asio::awaitable<bool> write_file(const Outgoing& outgoing);
    asio::awaitable<bool> write_pieces(Exchange& exchange, const Outgoing& outgoing);
    asio::awaitable<void> write_events(Exchange& exchange, const Outgoing& outgoing);
    asio::awaitable<void> say_goodbye();
    void report(const Exchange& exchange, const Outgoing& outgoing, std::uint64_t bytes_in) const;

    Service& service_;
    const Limits& limits_;
    Loop& loop_;
    Line line_;
    Peer peer_;
    bool is_idle_ = false;     // waits for the first byte of a request
    bool has_unread_ = false;  // of a refused request: the client may still be sending it
    bool is_fresh_ = true;     // has not answered anything yet
    std::shared_ptr<StreamWriter> events_;
};

void Connection::begin_drain() {
    if (is_idle_) line_.cancel();
    if (events_) events_->close();
}

void Connection::cut() {
    if (events_) events_->close();
    line_.close();
}

asio::awaitable<void> Connection::run() {
    const auto self = shared_from_this();
    loop_.add(*this);
    std::string failure;
    try {
        co_await serve_all();
    } catch (const std::exception& problem) {  // no memory, or a bug of ours: this connection ends, the others go on
        failure = problem.what();
    }
    loop_.remove(*this);
    line_.close();
    if (!failure.empty() && service_.observe) service_.observe(Finished{.failure = failure});
}

asio::awaitable<void> Connection::serve_all() {
    line_.allow(limits_.header_time);
    const bool good = co_await line_.stream().handshake();
    if (!good) co_return;
    if (auto certificate = line_.stream().certificate())
        peer_.certificate = {std::move(certificate->fingerprint), std::move(certificate->subject)};
    bool more = true;
    while (more) {
        more = co_await wait_for_request();
        if (more) more = co_await serve_one();
    }
    co_await say_goodbye();
}

// Nothing of a request is kept while a connection is idle.
asio::awaitable<bool> Connection::wait_for_request() {
    if (line_.unread().size() > 0) co_return true;
    line_.allow(is_fresh_ ? limits_.header_time : limits_.idle_time);
    is_idle_ = true;
    const bool draining = service_.draining;  // seen after is_idle_ is set, so one of the two ends an idle connection
    const std::size_t count = draining ? 0 : co_await line_.fill(first_read_bytes);
    is_idle_ = false;
    co_return count > 0;
}

asio::awaitable<bool> Connection::serve_one() {
    RequestReader reader(service_, line_);
    const Heard heard = co_await reader.read_head();
    if (heard == Heard::nothing) co_return false;
    Exchange exchange = reader.exchange(heard, peer_);
    if (!exchange.refusal && exchange.body_kind != BodyKind::none) {
        const bool whole = co_await reader.read_body(exchange);
        if (!whole && !exchange.refusal) co_return false;
        if (!whole) exchange.keep_alive = false;
    }
    has_unread_ = reader.has_unread();
    line_.allow_forever();
    Outgoing outgoing = co_await answer(exchange);
    const bool written = co_await write(exchange, outgoing, reader.body_size());
    is_fresh_ = false;
    line_.shrink(limits_.header_bytes);
    co_return written&& exchange.keep_alive;
}

asio::awaitable<Outgoing> Connection::answer(Exchange& exchange) {
    Outgoing outgoing;
    const auto now = [&] { return service_.clock.now(); };
    if (!exchange.refusal) {
        const bool ran = co_await net::run_on(service_.handlers, [&] {
            Response response = service_.dispatch.answer(exchange);
            if (service_.draining) exchange.keep_alive = false;
            outgoing = service_.dispatch.outgoing(exchange, std::move(response), now());
        });
        if (!ran || (outgoing.events && !service_.event_streams.enter(limits_.event_streams)))
            exchange.refusal = busy(service_, exchange);
    }
    if (exchange.refusal) outgoing = service_.dispatch.outgoing(exchange, *std::move(exchange.refusal), now());
    ++service_.requests;
    co_return outgoing;
}

void Connection::report(const Exchange& exchange, const Outgoing& outgoing, std::uint64_t bytes_in) const {
    if (!service_.observe) return;
    const auto time = std::chrono::steady_clock::now() - exchange.began;
    service_.observe({.method = exchange.is_head ? "HEAD" : std::string(name_of(exchange.request.method)),
                      .route = exchange.route ? exchange.route->path : "",
                      .status = outgoing.status,
                      .bytes_in = bytes_in,
                      .bytes_out = outgoing.file.is_open() ? outgoing.file_length : outgoing.body.size(),
                      .time = std::chrono::duration_cast<std::chrono::microseconds>(time),
                      .correlation_id = exchange.request.correlation_id,
                      .caller = exchange.request.caller.id,
                      .failure = exchange.failure});
}

asio::awaitable<bool> Connection::write(Exchange& exchange, Outgoing& outgoing, std::uint64_t bytes_in) {
    const bool upgrades = outgoing.events && exchange.web_socket;
    if (upgrades) outgoing.status = 101, has_unread_ = true;  // frames, perhaps, of one who broke the protocol
    bool written = upgrades;
    if (!upgrades) written = co_await line_.write(outgoing.head, outgoing.body, limits_.write_time);
    report(exchange, outgoing, bytes_in);
    if (written && outgoing.file.is_open()) written = co_await write_file(outgoing);
    if (written && outgoing.pieces) written = co_await write_pieces(exchange, outgoing);
    if (!outgoing.events) co_return written;
    if (written) co_await write_events(exchange, outgoing);
    service_.event_streams.leave();
    co_return false;
}

asio::awaitable<bool> Connection::write_file(const Outgoing& outgoing) {
    std::vector<char> piece(std::min<std::uint64_t>(outgoing.file_length, file_read_bytes));
    std::uint64_t done = 0;
    while (done < outgoing.file_length) {
        line_.allow_forever();
        std::size_t count = 0;
        const std::size_t wanted = std::min<std::uint64_t>(piece.size(), outgoing.file_length - done);
        const bool ran = co_await net::run_on(service_.disk, [&] {
            try {
                count = outgoing.file.read_at(outgoing.file_offset + done, std::span(piece.data(), wanted));
            } catch (const std::system_error&) {
                count = 0;  // the disk fails after the head was sent: a short body is all that can be said
            }
        });
        if (!ran || count == 0) co_return false;
        const bool written = co_await line_.write({piece.data(), count}, {}, limits_.write_time);
        if (!written) co_return false;
        done += count;
    }
    co_return true;
}

// False: the client is gone, the pieces broke off, or their end is that of the connection.
asio::awaitable<bool> Connection::write_pieces(Exchange& exchange, const Outgoing& outgoing) {
    for (;;) {
        line_.allow_forever();
        std::optional<std::string> piece;
        const bool ran =
            co_await net::run_on(service_.handlers, [&] { piece = service_.dispatch.next_piece(exchange, outgoing); });
        if (!ran || !piece) co_return false;
        std::string chunk = fmt::format("{:x}\r\n{}\r\n", piece->size(), *piece);
        if (piece->empty() && !exchange.chunks_allowed) co_return false;
        const bool written = co_await line_.write(exchange.chunks_allowed ? chunk : *piece, {}, limits_.write_time);
        if (!written || piece->empty()) co_return written;
    }
}

asio::awaitable<void> Connection::write_events(Exchange& exchange, const Outgoing& outgoing) {
    const auto writer = exchange.web_socket ? StreamWriter::web_socket : StreamWriter::server_sent;
    events_ = writer(service_, loop_, line_);
    co_await events_->write(exchange, outgoing, shared_from_this());
    events_.reset();
}

// Lets the answer arrive although the client may still be sending: closing at once would reset the connection.
asio::awaitable<void> Connection::say_goodbye() {
    line_.allow(goodbye_time);
    co_await line_.stream().end_writing();
    std::size_t left = has_unread_ ? goodbye_bytes : 0;
    while (left > 0) {
        line_.unread().consume(line_.unread().size());
        const std::size_t count = co_await line_.fill(first_read_bytes);
        if (count == 0) break;
        left -= std::min(left, count);
    }
}

}  // namespace

void serve(Service& service, net::Loop& loop, std::unique_ptr<net::Stream> stream, bool over_tls) {
    const auto connection = std::make_shared<Connection>(service, loop, std::move(stream), over_tls);
    asio::co_spawn(loop.context(), [connection] { return connection->run(); }, asio::detached);
}

}  // namespace patente::http
