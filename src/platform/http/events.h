// The sender's side and the connection's side of one stream of events, whichever way they go out.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/route.h"

namespace patente::http {

// One event as it is written.
using EventFormat = std::string (*)(std::string_view id, std::string_view event, std::string_view data);

struct EventWritten {
    std::string id;
    std::string text;
};

class EventChannel final : public EventStream {
public:
    // `wake` is called, by any thread, when there is something to write or the stream is over; not after close().
    EventChannel(std::size_t bytes_max, EventFormat format, std::function<void()> wake)
        : bytes_max_(bytes_max), format_(format), wake_(std::move(wake)) {}

    bool send(std::string_view id, std::string_view event, std::string_view data) override;
    bool has_room() const override;
    bool is_over() const override;
    void on_room(std::function<void()> room) override;
    void on_close(std::function<void()> closed) override;  // called at once when it is over already

    std::vector<EventWritten> take();  // what waits to be written
    bool has_events() const;
    bool is_cut() const;  // more was sent than may wait
    void close();         // tells those who asked with on_close

private:
    bool is_half_full() const { return bytes_waiting_ >= bytes_max_ / 2; }  // with the lock held

    const std::size_t bytes_max_;
    const EventFormat format_;
    mutable std::mutex lock_;
    std::function<void()> wake_;
    std::vector<EventWritten> waiting_;
    std::size_t bytes_waiting_ = 0;
    std::vector<std::function<void()>> on_room_;
    std::vector<std::function<void()>> on_close_;
    bool cut_ = false;  // the reader was too slow
    bool closed_ = false;
};

// One event as text/event-stream; line breaks inside id and event are dropped.
std::string event_text(std::string_view id, std::string_view event, std::string_view data);

// One event as a WebSocket message: {"id", "event", "data"}; `data` is JSON.
std::string event_message(std::string_view id, std::string_view event, std::string_view data);

}  // namespace patente::http
