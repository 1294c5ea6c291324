// Reads one request of a connection: its head, then, for one who may send it, its body.
#pragma once

#include "platform/http/line.h"  // before Beast

#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>

#include "platform/http/service.h"

namespace patente::http {

class RequestReader {
public:
    RequestReader(Service& service, Line& line);

    enum class Heard { request, nothing, too_large, malformed, too_slow };

    // The first bytes of the head are there, or come within the time that the line allows.
    asio::awaitable<Heard> read_head();
    Exchange exchange(Heard heard, const Peer& peer) const;  // refused when the head is no good

    // False: not all of it was read; exchange.refusal says why, or nobody is there any more.
    asio::awaitable<bool> read_body(Exchange& exchange);
    std::uint64_t body_size() const { return body_size_; }
    bool has_unread() const { return !parser_.is_done(); }  // the client may still be sending it

private:
    void skip_empty_lines();
    asio::awaitable<bool> receive_body(Exchange& exchange);
    asio::awaitable<bool> admit(Exchange& exchange);
    asio::awaitable<bool> fill_for_body(Exchange& exchange, net::SteadyTime began, std::size_t bytes);
    asio::awaitable<bool> take_in(Exchange& exchange);
    asio::awaitable<void> keep(Exchange& exchange, std::string_view bytes);

    Service& service_;
    const Limits& limits_;
    Line& line_;
    boost::beast::http::request_parser<boost::beast::http::buffer_body> parser_;
    std::unique_ptr<Body> body_;
    std::uint64_t body_size_ = 0;
};

// The problem that an exchange is refused with by the server itself, not by a row.
Response refused(const Exchange& exchange, int status, std::string slug, Text detail);
Response busy(Service& service, const Exchange& exchange);  // 503, counted

}  // namespace patente::http
