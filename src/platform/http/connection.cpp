#include "platform/http/connection.h"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <array>

#include "platform/http/events.h"
#include "platform/http/field_value.h"
#include "platform/http/problem.h"

namespace patente::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
using net::Loop, net::LoopMember, net::SteadyTime, net::Stream, net::Workers;
using Parser = beast::http::request_parser<beast::http::buffer_body>;

constexpr std::size_t first_read_bytes = 4 * 1024;
constexpr std::size_t body_read_bytes = 128 * 1024;
constexpr std::size_t unparsed_bytes_max = 256 * 1024;  // more than any chunk header needs
constexpr std::size_t write_bytes = 256 * 1024;
constexpr std::uint64_t body_bytes_before_admission = 64 * 1024;
constexpr std::chrono::seconds goodbye_time{2};
constexpr std::size_t goodbye_bytes = 1 << 20;  // of an unread body that are still taken in, so that the answer arrives

// Runs `act` on the pool while the connection waits; false, and `act` was not run, when the pool is full.
template <typename Act>
asio::awaitable<bool> run_on(Workers& workers, Act act) {
    const auto begin = [&](auto handler) {
        const auto executor = asio::get_associated_executor(handler);
        auto resume = std::make_shared<decltype(handler)>(std::move(handler));
        const bool taken = workers.submit([&act, executor, resume] {
            act();
            asio::post(executor, [resume] { std::move (*resume)(true); });
        });
        if (!taken) asio::post(executor, [resume] { std::move (*resume)(false); });
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(bool)>(begin, asio::use_awaitable);
}

class Connection final : public LoopMember, public std::enable_shared_from_this<Connection> {
public:
    Connection(Service& service, Loop& loop, std::unique_ptr<Stream> stream, bool over_tls)
        : service_(service), limits_(service.settings.limits), loop_(loop), stream_(std::move(stream)), over_tls_(over_tls) {}
    ~Connection() override { service_.connections.leave(); }

    asio::awaitable<void> run();

    void check_deadline(SteadyTime now) override;
    void begin_drain() override;
    void cut() override;

private:
    enum class Heard { request, nothing, too_large, malformed, too_slow };

    asio::awaitable<void> serve_all();
    asio::awaitable<bool> serve_one();  // false: the connection is over
    asio::awaitable<Heard> read_head(Parser& parser);
    asio::awaitable<bool> read_body(Exchange& exchange, Parser& parser, std::unique_ptr<Body>& body);
    asio::awaitable<bool> take_in(Exchange& exchange, Parser& parser, Body& body);
    asio::awaitable<void> keep(Exchange& exchange, Body& body, std::string_view bytes);
    asio::awaitable<bool> admit(Exchange& exchange);
    asio::awaitable<Outgoing> answer(Exchange& exchange);
    asio::awaitable<bool> write(Exchange& exchange, Outgoing& outgoing, std::uint64_t bytes_in);
    asio::awaitable<bool> write_bytes_of(std::string_view head, std::string_view body);
    asio::awaitable<bool> write_file(const Outgoing& outgoing);
    asio::awaitable<void> write_events(Exchange& exchange, const Outgoing& outgoing);
    asio::awaitable<bool> write_event_text(const Exchange& exchange, std::string_view text);
    static asio::awaitable<void> watch_reader(std::shared_ptr<Connection> self, std::shared_ptr<EventChannel> events);
    asio::awaitable<void> say_goodbye();

    asio::awaitable<std::size_t> fill(std::size_t bytes);  // 0: no more comes
    void skip_empty_lines();
    Response refused(const Exchange& exchange, int status, std::string slug, Text detail) const;
    Response busy(const Exchange& exchange) const;
    Exchange exchange_for(Parser& parser) const;
    void refuse_head(Exchange& exchange, Heard heard) const;
    void report(const Exchange& exchange, const Outgoing& outgoing, std::uint64_t bytes_in) const;

    void allow(std::chrono::milliseconds time) { deadline_ = std::chrono::steady_clock::now() + time; }
    void allow_until(SteadyTime time) { deadline_ = time; }
    void allow_forever() { deadline_ = SteadyTime::max(); }

    Service& service_;
    const Limits& limits_;
    Loop& loop_;
    std::unique_ptr<Stream> stream_;
    const bool over_tls_;
    beast::flat_buffer buffer_;  // what was read and is not used yet
    SteadyTime deadline_ = SteadyTime::max();
    bool timed_out_ = false;
    bool is_idle_ = false;     // waits for the first byte of a request
    bool has_unread_ = false;  // of a refused request: the client may still be sending it
    bool is_fresh_ = true;     // has not answered anything yet
    std::shared_ptr<EventChannel> events_;
};

void Connection::check_deadline(SteadyTime now) {
    if (now < deadline_) return;
    timed_out_ = true;
    allow_forever();
    error_code gone;
    stream_->socket().cancel(gone);
}

void Connection::begin_drain() {
    error_code gone;
    if (is_idle_) stream_->socket().cancel(gone);
    if (events_) events_->close();
}

void Connection::cut() {
    error_code gone;
    if (events_) events_->close();
    stream_->socket().close(gone);
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
    error_code gone;
    stream_->socket().close(gone);
    if (!failure.empty() && service_.observe) service_.observe(Finished{.failure = failure});
}

asio::awaitable<void> Connection::serve_all() {
    allow(limits_.header_time);
    const bool good = co_await stream_->handshake();
    if (!good) co_return;
    bool more = true;
    while (more) more = co_await serve_one();
    co_await say_goodbye();
}

asio::awaitable<bool> Connection::serve_one() {
    Parser parser;
    const Heard heard = co_await read_head(parser);
    if (heard == Heard::nothing) co_return false;
    Exchange exchange = exchange_for(parser);
    if (heard != Heard::request) refuse_head(exchange, heard);
    std::unique_ptr<Body> body;
    if (!exchange.refusal && exchange.body_kind != BodyKind::none) {
        const bool whole = co_await read_body(exchange, parser, body);
        if (!whole && !exchange.refusal) co_return false;
        if (!whole) exchange.keep_alive = false;
    }
    has_unread_ = !parser.is_done();
    allow_forever();
    Outgoing outgoing = co_await answer(exchange);
    const bool written = co_await write(exchange, outgoing, body ? body->size() : 0);
    is_fresh_ = false;
    if (buffer_.capacity() > limits_.header_bytes && buffer_.size() == 0) buffer_ = {};
    co_return written&& exchange.keep_alive;
}

asio::awaitable<std::size_t> Connection::fill(std::size_t bytes) {
    const auto space = buffer_.prepare(bytes);
    const std::size_t count = co_await stream_->read_some(space);
    buffer_.commit(count);
    co_return count;
}

// RFC 9112 section 2.2: a line break that some clients send after a body.
void Connection::skip_empty_lines() {
    for (int i = 0; i < 4 && buffer_.size() >= 2; ++i) {
        const char* text = static_cast<const char*>(buffer_.cdata().data());
        if (text[0] != '\r' || text[1] != '\n') return;
        buffer_.consume(2);
    }
}

void Connection::refuse_head(Exchange& exchange, Heard heard) const {
    exchange.keep_alive = false;
    if (heard == Heard::too_large)
        exchange.refusal =
            refused(exchange, 431, "headers-too-large", {"The headers are too large.", "Los encabezados son demasiado grandes."});
    else if (heard == Heard::too_slow)
        exchange.refusal = refused(exchange, 408, "request-too-slow",
                                   {"The headers came too slowly.", "Los encabezados llegaron demasiado despacio."});
    else
        exchange.refusal = refused(exchange, 400, "request-malformed", {"This is not HTTP/1.1.", "Esto no es HTTP/1.1."});
}

asio::awaitable<Connection::Heard> Connection::read_head(Parser& parser) {
    parser.header_limit(static_cast<std::uint32_t>(limits_.header_bytes));
    parser.body_limit(boost::none);
    timed_out_ = false;
    if (buffer_.size() == 0) {
        allow(is_fresh_ ? limits_.header_time : limits_.idle_time);
        is_idle_ = true;
        const bool draining = service_.draining;  // seen after is_idle_ is set, so one of the two ends an idle connection
        const std::size_t count = draining ? 0 : co_await fill(first_read_bytes);
        is_idle_ = false;
        if (count == 0) co_return Heard::nothing;
    }
    allow(limits_.header_time);
    while (true) {
        skip_empty_lines();
        error_code problem;
        if (buffer_.size() > 0) buffer_.consume(parser.put(buffer_.cdata(), problem));
        if (parser.is_header_done()) co_return Heard::request;
        if (problem == beast::http::error::header_limit) co_return Heard::too_large;
        if (problem && problem != beast::http::error::need_more) co_return Heard::malformed;
        const std::size_t count = co_await fill(first_read_bytes);
        if (count == 0) co_return timed_out_ ? Heard::too_slow : Heard::nothing;
    }
}

Exchange Connection::exchange_for(Parser& parser) const {
    Head head{.over_tls = over_tls_};
    if (parser.is_header_done()) {
        const auto& message = parser.get();
        head.method = message.method_string();
        head.target = message.target();
        head.minor_version = message.version() >= 11 ? 1 : 0;
        for (const auto& field : message) head.fields.emplace_back(lower_case(field.name_string()), field.value());
    }
    return exchange_of(std::move(head), service_.router, service_.clock.now(), service_.settings.public_origin);
}

Response Connection::refused(const Exchange& exchange, int status, std::string slug, Text detail) const {
    return server_problem(status, std::move(slug), std::move(detail), exchange.request.language, exchange.request.correlation_id);
}

// A long body is taken in only from one who may send it.
asio::awaitable<bool> Connection::admit(Exchange& exchange) {
    allow_forever();
    std::optional<Response> refusal;
    const bool ran = co_await run_on(service_.handlers, [&] { refusal = service_.dispatch.admit(exchange); });
    exchange.refusal = ran ? std::move(refusal) : busy(exchange);
    co_return !exchange.refusal.has_value();
}

// False: not all of it was read; exchange.refusal says why, or nobody is there any more.
asio::awaitable<bool> Connection::read_body(Exchange& exchange, Parser& parser, std::unique_ptr<Body>& body) {
    const bool is_long =
        exchange.body_kind == BodyKind::multipart || exchange.content_length.value_or(UINT64_MAX) > body_bytes_before_admission;
    if (is_long) {
        const bool admitted = co_await admit(exchange);
        if (!admitted) co_return false;
    }
    const auto limit = exchange.route->body_limit;
    body = exchange.body_kind == BodyKind::multipart
               ? Body::multipart(service_.bodies, limit, exchange.boundary, exchange.request.received)
               : Body::in_memory(service_.bodies, limit);
    if (exchange.expects_continue && buffer_.size() == 0) {
        allow(limits_.write_time);
        const bool written = co_await write_bytes_of("HTTP/1.1 100 Continue\r\n\r\n", {});
        if (!written) co_return false;
    }
    const bool whole = co_await take_in(exchange, parser, *body);
    if (!whole) co_return false;
    const auto finished = body->finish(exchange.request);
    if (!finished)
        exchange.refusal = problem_response(finished.error(), exchange.request.language, exchange.request.correlation_id);
    co_return finished.has_value();
}

asio::awaitable<bool> Connection::take_in(Exchange& exchange, Parser& parser, Body& body) {
    const auto began = std::chrono::steady_clock::now();
    std::vector<char> piece(std::min<std::uint64_t>(exchange.content_length.value_or(body_read_bytes), body_read_bytes));
    bool needs_more = buffer_.size() == 0;
    while (!parser.is_done()) {
        if (needs_more) {
            timed_out_ = false;
            allow_until(began + limits_.body_grace + std::chrono::seconds(body.size() / limits_.body_bytes_per_s_min));
            const std::size_t count = co_await fill(piece.size());
            if (count == 0 && timed_out_)
                exchange.refusal = refused(exchange, 408, "request-too-slow",
                                           {"The body came too slowly.", "El cuerpo llegó demasiado despacio."});
            if (count == 0) co_return false;
        }
        parser.get().body() = {piece.data(), piece.size(), true};
        error_code problem;
        buffer_.consume(parser.put(buffer_.cdata(), problem));
        needs_more = buffer_.size() == 0 || problem == beast::http::error::need_more;
        const bool is_known = !problem || problem == beast::http::error::need_more || problem == beast::http::error::need_buffer;
        if (!is_known || buffer_.size() > unparsed_bytes_max) {
            exchange.refusal = refused(exchange, 400, "body-malformed",
                                       {"The body's chunks are malformed.", "Los trozos del cuerpo están mal formados."});
            co_return false;
        }
        const std::string_view got(piece.data(), piece.size() - parser.get().body().size);
        if (!got.empty()) co_await keep(exchange, body, got);
        if (exchange.refusal) co_return false;
    }
    co_return true;
}

asio::awaitable<void> Connection::keep(Exchange& exchange, Body& body, std::string_view bytes) {
    if (exchange.body_kind == BodyKind::memory) {
        const auto kept = body.take(bytes);
        if (!kept) exchange.refusal = problem_response(kept.error(), exchange.request.language, exchange.request.correlation_id);
        co_return;
    }
    allow_forever();
    std::optional<Response> refusal;
    const bool ran = co_await run_on(service_.disk, [&] { refusal = service_.dispatch.take_in(exchange, body, bytes); });
    exchange.refusal = ran ? std::move(refusal) : busy(exchange);
}

Response Connection::busy(const Exchange& exchange) const {
    ++service_.refused_busy;
    return refused(exchange, 503, "server-busy",
                   {"The server is busy; try again.", "El servidor está ocupado; pruebe de nuevo."});
}

asio::awaitable<Outgoing> Connection::answer(Exchange& exchange) {
    Outgoing outgoing;
    const auto now = [&] { return service_.clock.now(); };
    if (!exchange.refusal) {
        const bool ran = co_await run_on(service_.handlers, [&] {
            Response response = service_.dispatch.answer(exchange);
            if (service_.draining) exchange.keep_alive = false;
            outgoing = service_.dispatch.outgoing(exchange, std::move(response), now());
        });
        if (!ran || (outgoing.events && !service_.event_streams.enter(limits_.event_streams))) exchange.refusal = busy(exchange);
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
                      .key_id = exchange.request.caller.key_id,
                      .failure = exchange.failure});
}

asio::awaitable<bool> Connection::write(Exchange& exchange, Outgoing& outgoing, std::uint64_t bytes_in) {
    bool written = co_await write_bytes_of(outgoing.head, outgoing.body);
    report(exchange, outgoing, bytes_in);
    if (written && outgoing.file.is_open()) written = co_await write_file(outgoing);
    if (!outgoing.events) co_return written;
    if (written) co_await write_events(exchange, outgoing);
    service_.event_streams.leave();
    co_return false;
}

// In pieces, so that the time for each stays the same however long the answer is.
asio::awaitable<bool> Connection::write_bytes_of(std::string_view head, std::string_view body) {
    do {
        const auto piece = body.substr(0, write_bytes);
        const std::array<asio::const_buffer, 2> buffers{asio::buffer(head.data(), head.size()),
                                                        asio::buffer(piece.data(), piece.size())};
        allow(limits_.write_time);
        const bool written = co_await stream_->write(buffers);
        if (!written) co_return false;
        head = {};
        body.remove_prefix(piece.size());
    } while (!body.empty());
    co_return true;
}

asio::awaitable<bool> Connection::write_file(const Outgoing& outgoing) {
    std::vector<char> piece(std::min<std::uint64_t>(outgoing.file_length, write_bytes));
    std::uint64_t done = 0;
    while (done < outgoing.file_length) {
        allow_forever();
        std::size_t count = 0;
        const std::size_t wanted = std::min<std::uint64_t>(piece.size(), outgoing.file_length - done);
        const bool ran = co_await run_on(service_.disk, [&] {
            try {
                count = outgoing.file.read_at(outgoing.file_offset + done, std::span(piece.data(), wanted));
            } catch (const std::system_error&) {
                count = 0;  // the disk fails after the head was sent: a short body is all that can be said
            }
        });
        if (!ran || count == 0) co_return false;
        const bool written = co_await write_bytes_of({piece.data(), count}, {});
        if (!written) co_return false;
        done += count;
    }
    co_return true;
}

// Until the reader goes, falls behind, or the server drains.
asio::awaitable<void> Connection::write_events(Exchange& exchange, const Outgoing& outgoing) {
    asio::steady_timer sleep(loop_.context());
    auto wake = [executor = loop_.context().get_executor(), weak = weak_from_this(), &sleep] {
        asio::post(executor, [weak, &sleep] {
            if (const auto self = weak.lock(); self && self->events_) sleep.cancel();
        });
    };
    events_ = std::make_shared<EventChannel>(limits_.event_buffer_bytes, wake);
    const auto channel = events_;
    asio::co_spawn(loop_.context(), watch_reader(shared_from_this(), channel), asio::detached);
    const bool ran = co_await run_on(service_.handlers, [&] { service_.dispatch.begin_events(exchange, outgoing, channel); });
    bool written = ran && !service_.draining;
    while (written && !channel->is_over()) {
        sleep.expires_after(limits_.heartbeat);
        const std::string text = channel->take();
        if (!text.empty()) written = co_await write_event_text(exchange, text);
        if (!written || channel->is_over() || channel->has_text()) continue;
        allow_forever();
        error_code woken;
        co_await sleep.async_wait(asio::redirect_error(asio::use_awaitable, woken));
        if (!woken) written = co_await write_event_text(exchange, ":\n\n");
    }
    channel->close();
    if (written) co_await write_event_text(exchange, channel->take());
    if (written && exchange.chunks_allowed) co_await write_bytes_of("0\r\n\r\n", {});
    events_.reset();
    error_code gone;
    stream_->socket().cancel(gone);  // ends watch_reader
}

asio::awaitable<bool> Connection::write_event_text(const Exchange& exchange, std::string_view text) {
    if (text.empty()) co_return true;
    if (!exchange.chunks_allowed) co_return co_await write_bytes_of(text, {});
    const std::string chunk = fmt::format("{:x}\r\n{}\r\n", text.size(), text);
    co_return co_await write_bytes_of(chunk, {});
}

// A reader of events sends nothing more; when reading ends, he is gone.
asio::awaitable<void> Connection::watch_reader(std::shared_ptr<Connection> self, std::shared_ptr<EventChannel> events) {
    std::array<char, 256> ignored;
    std::size_t count = 1;
    while (count > 0) count = co_await self->stream_->read_some(asio::buffer(ignored));
    events->close();
}

// Lets the answer arrive although the client may still be sending: closing at once would reset the connection.
asio::awaitable<void> Connection::say_goodbye() {
    allow(goodbye_time);
    co_await stream_->end_writing();
    std::size_t left = has_unread_ ? goodbye_bytes : 0;
    while (left > 0) {
        buffer_.consume(buffer_.size());
        const std::size_t count = co_await fill(first_read_bytes);
        if (count == 0) break;
        left -= std::min(left, count);
    }
}

}  // namespace

void serve(Service& service, Loop& loop, std::unique_ptr<Stream> stream, bool over_tls) {
    const auto connection = std::make_shared<Connection>(service, loop, std::move(stream), over_tls);
    asio::co_spawn(loop.context(), [connection] { return connection->run(); }, asio::detached);
}

}  // namespace patente::http
