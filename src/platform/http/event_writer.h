// Writes the events of one stream to its reader, until he goes, takes nothing any more, or the server drains.
#pragma once

#include "platform/http/events.h"
#include "platform/http/line.h"
#include "platform/http/service.h"

namespace patente::http {

// Used on the thread of its loop alone.
class EventWriter : public std::enable_shared_from_this<EventWriter> {
public:
    EventWriter(Service& service, net::Loop& loop, Line& line)
        : service_(service), limits_(service.settings.limits), loop_(loop), line_(line), sleep_(loop.context()) {}

    // After the head was written. `owner` keeps the line while somebody reads from it.
    asio::awaitable<void> write(Exchange& exchange, const Outgoing& outgoing, std::shared_ptr<void> owner);
    void close();  // no more events: the server drains, or the connection is cut

private:
    asio::awaitable<bool> write_all(const Exchange& exchange);
    asio::awaitable<bool> write_text(const Exchange& exchange, std::string_view text);
    static asio::awaitable<void> watch_reader(std::shared_ptr<void> owner, Line& line, std::shared_ptr<EventChannel> channel);

    Service& service_;
    const Limits& limits_;
    net::Loop& loop_;
    Line& line_;
    asio::steady_timer sleep_;
    std::shared_ptr<EventChannel> channel_;
};

}  // namespace patente::http
