// The sender's side and the connection's side of one stream of Server-Sent Events.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/route.h"

namespace patente::http {

class EventChannel final : public EventStream {
public:
    // `wake` is called, by any thread, when there is something to write or the stream is over; not after close().
    EventChannel(std::size_t bytes_max, std::function<void()> wake) : bytes_max_(bytes_max), wake_(std::move(wake)) {}

    bool send(std::string_view id, std::string_view event, std::string_view data) override;
    bool has_room() const override;
    bool is_over() const override;
    void on_room(std::function<void()> room) override;
    void on_close(std::function<void()> closed) override;  // called at once when it is over already

    std::string take();  // what waits to be written
    bool has_text() const;
    void close();  // tells those who asked with on_close

private:
    const std::size_t bytes_max_;
    mutable std::mutex lock_;
    std::function<void()> wake_;
    std::string waiting_;
    std::vector<std::function<void()>> on_room_;
    std::vector<std::function<void()>> on_close_;
    bool cut_ = false;  // the reader was too slow
    bool closed_ = false;
};

// One event as text/event-stream; line breaks inside id and event are dropped.
std::string event_text(std::string_view id, std::string_view event, std::string_view data);

}  // namespace patente::http
