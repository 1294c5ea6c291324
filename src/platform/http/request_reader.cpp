#include "platform/http/request_reader.h"

#include "platform/http/field_value.h"
#include "platform/http/problem.h"
#include "platform/net/run_on.h"

namespace patente::http {
namespace {

using boost::system::error_code;
using HttpError = boost::beast::http::error;

constexpr std::size_t first_read_bytes = 4 * 1024;
constexpr std::size_t body_read_bytes = 128 * 1024;
constexpr std::size_t unparsed_bytes_max = 256 * 1024;  // more than any chunk header needs
constexpr std::uint64_t body_bytes_before_admission = 64 * 1024;

}  // namespace

Response refused(const Exchange& exchange, int status, std::string slug, Text detail) {
    return server_problem(status, std::move(slug), std::move(detail), exchange.request.language, exchange.request.correlation_id);
}

Response busy(Service& service, const Exchange& exchange) {
    ++service.refused_busy;
    return refused(exchange, 503, "server-busy",
                   {"The server is busy; try again.", "El servidor está ocupado; pruebe de nuevo."});
}

RequestReader::RequestReader(Service& service, Line& line) : service_(service), limits_(service.settings.limits), line_(line) {
    parser_.header_limit(static_cast<std::uint32_t>(limits_.header_bytes));
    parser_.body_limit(boost::none);
}

// RFC 9112 section 2.2: a line break that some clients send after a body.
void RequestReader::skip_empty_lines() {
    auto& unread = line_.unread();
    for (int i = 0; i < 4 && unread.size() >= 2; ++i) {
        const char* text = static_cast<const char*>(unread.cdata().data());
        if (text[0] != '\r' || text[1] != '\n') return;
        unread.consume(2);
    }
}

asio::awaitable<RequestReader::Heard> RequestReader::read_head() {
    line_.allow(limits_.header_time);
    auto& unread = line_.unread();
    while (true) {
        skip_empty_lines();
        error_code problem;
        if (unread.size() > 0) unread.consume(parser_.put(unread.cdata(), problem));
        if (parser_.is_header_done()) co_return Heard::request;
        if (problem == HttpError::header_limit) co_return Heard::too_large;
        if (problem && problem != HttpError::need_more) co_return Heard::malformed;
        const std::size_t count = co_await line_.fill(first_read_bytes);
        if (count == 0) co_return line_.timed_out() ? Heard::too_slow : Heard::nothing;
    }
}

Exchange RequestReader::exchange(Heard heard, const Peer& peer) const {
    Head head{.peer = peer};
    if (heard == Heard::request) {
        const auto& message = parser_.get();
        head.method = message.method_string();
        head.target = message.target();
        head.minor_version = message.version() >= 11 ? 1 : 0;
        for (const auto& field : message) head.fields.emplace_back(lower_case(field.name_string()), field.value());
    }
    const auto forwarded = std::ranges::find(head.fields, "x-forwarded-for", &std::pair<std::string, std::string>::first);
    if (forwarded != head.fields.end())
        head.peer.address = address_behind(peer.address, forwarded->second, service_.settings.trusted_proxies);
    auto exchange = exchange_of(std::move(head), service_.router, service_.clock.now(), service_.settings.public_origin);
    if (heard == Heard::request) return exchange;
    exchange.keep_alive = false;
    if (heard == Heard::too_large)
        exchange.refusal =
            refused(exchange, 431, "headers-too-large", {"The headers are too large.", "Los encabezados son demasiado grandes."});
    else if (heard == Heard::too_slow)
        exchange.refusal = refused(exchange, 408, "request-too-slow",
                                   {"The headers came too slowly.", "Los encabezados llegaron demasiado despacio."});
    else
        exchange.refusal = refused(exchange, 400, "request-malformed", {"This is not HTTP/1.1.", "Esto no es HTTP/1.1."});
    return exchange;
}

// A long body is taken in only from one who may send it.
asio::awaitable<bool> RequestReader::admit(Exchange& exchange) {
    line_.allow_forever();
    std::optional<Response> refusal;
    const bool ran = co_await net::run_on(service_.handlers, [&] { refusal = service_.dispatch.admit(exchange); });
    exchange.refusal = ran ? std::move(refusal) : busy(service_, exchange);
    co_return !exchange.refusal.has_value();
}

asio::awaitable<bool> RequestReader::read_body(Exchange& exchange) {
    const bool whole = co_await receive_body(exchange);
    body_size_ = body_ ? body_->size() : 0;
    if (!whole) body_.reset();  // what it holds is free for others before the refusal goes out
    co_return whole;
}

asio::awaitable<bool> RequestReader::receive_body(Exchange& exchange) {
    const bool is_long =
        exchange.body_kind == BodyKind::multipart || exchange.content_length.value_or(UINT64_MAX) > body_bytes_before_admission;
    if (is_long) {
        const bool admitted = co_await admit(exchange);
        if (!admitted) co_return false;
    }
    const auto limit = exchange.route->body_limit;
    body_ = exchange.body_kind == BodyKind::multipart ? Body::multipart(service_.bodies, limit, exchange.route->field_limit,
                                                                        exchange.boundary, exchange.request.received)
                                                      : Body::in_memory(service_.bodies, limit);
    if (exchange.expects_continue && line_.unread().size() == 0) {
        const bool written = co_await line_.write("HTTP/1.1 100 Continue\r\n\r\n", {}, limits_.write_time);
        if (!written) co_return false;
    }
    const bool whole = co_await take_in(exchange);
    if (!whole) co_return false;
    const auto finished = body_->finish(exchange.request);
    if (!finished)
        exchange.refusal = problem_response(finished.error(), exchange.request.language, exchange.request.correlation_id);
    co_return finished.has_value();
}

// The longer the body, the longer it may take, down to a slowest pace.
asio::awaitable<bool> RequestReader::fill_for_body(Exchange& exchange, net::SteadyTime began, std::size_t bytes) {
    line_.allow_until(began + limits_.body_grace + std::chrono::seconds(body_->size() / limits_.body_bytes_per_s_min));
    const std::size_t count = co_await line_.fill(bytes);
    if (count == 0 && line_.timed_out())
        exchange.refusal =
            refused(exchange, 408, "request-too-slow", {"The body came too slowly.", "El cuerpo llegó demasiado despacio."});
    co_return count > 0;
}

asio::awaitable<bool> RequestReader::take_in(Exchange& exchange) {
    const auto began = std::chrono::steady_clock::now();
    std::vector<char> piece(std::min<std::uint64_t>(exchange.content_length.value_or(body_read_bytes), body_read_bytes));
    auto& unread = line_.unread();
    bool needs_more = unread.size() == 0;
    while (!parser_.is_done()) {
        if (needs_more) {
            const bool came = co_await fill_for_body(exchange, began, piece.size());
            if (!came) co_return false;
        }
        parser_.get().body() = {piece.data(), piece.size(), true};
        error_code problem;
        unread.consume(parser_.put(unread.cdata(), problem));
        needs_more = unread.size() == 0 || problem == HttpError::need_more;
        const bool is_known = !problem || problem == HttpError::need_more || problem == HttpError::need_buffer;
        if (!is_known || unread.size() > unparsed_bytes_max) {
            exchange.refusal = refused(exchange, 400, "body-malformed",
                                       {"The body's chunks are malformed.", "Los trozos del cuerpo están mal formados."});
            co_return false;
        }
        const std::string_view got(piece.data(), piece.size() - parser_.get().body().size);
        if (!got.empty()) co_await keep(exchange, got);
        if (exchange.refusal) co_return false;
    }
    co_return true;
}

asio::awaitable<void> RequestReader::keep(Exchange& exchange, std::string_view bytes) {
    if (exchange.body_kind == BodyKind::memory) {
        const auto kept = body_->take(bytes);
        if (!kept) exchange.refusal = problem_response(kept.error(), exchange.request.language, exchange.request.correlation_id);
        co_return;
    }
    line_.allow_forever();
    std::optional<Response> refusal;
    const bool ran = co_await net::run_on(service_.disk, [&] { refusal = service_.dispatch.take_in(exchange, *body_, bytes); });
    exchange.refusal = ran ? std::move(refusal) : busy(service_, exchange);
}

}  // namespace patente::http
