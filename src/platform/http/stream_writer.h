// Writes the events of one stream to its reader, until he goes, takes nothing any more, or the server drains.
#pragma once

#include "platform/http/events.h"
#include "platform/http/line.h"  // before Beast
#include "platform/http/service.h"

namespace patente::http {

// Used on the thread of its loop alone.
class StreamWriter {
public:
    virtual ~StreamWriter() = default;

    // Gives the reader what `outgoing.events` sends. `owner` keeps the line while somebody reads from it.
    virtual asio::awaitable<void> write(Exchange& exchange, const Outgoing& outgoing, std::shared_ptr<void> owner) = 0;

    // No more events: the server drains, or the connection is cut.
    void close() {
        if (channel_) channel_->close();
    }

    // After the head of the answer was written.
    static std::shared_ptr<StreamWriter> server_sent(Service& service, net::Loop& loop, Line& line);
    // Instead of the head: it answers 101 itself.
    static std::shared_ptr<StreamWriter> web_socket(Service& service, net::Loop& loop, Line& line);

protected:
    StreamWriter(Service& service, net::Loop& loop, Line& line)
        : service_(service), limits_(service.settings.limits), line_(line), sleep_(loop.context()) {}

    // `self` is what wake() must not outlive.
    void open(const std::shared_ptr<StreamWriter>& self, EventFormat format);
    asio::awaitable<bool> begin(Exchange& exchange, const Outgoing& outgoing);  // false: there is nothing to write
    // Until there is something to write or the stream is over, at most so long; false: the time passed.
    asio::awaitable<bool> wait(net::SteadyTime until);

    Service& service_;
    const Limits& limits_;
    Line& line_;
    std::shared_ptr<EventChannel> channel_;

private:
    asio::steady_timer sleep_;
};

}  // namespace patente::http
