// For tests: a row whose events the test sends.
#pragma once

#include "platform/http/test_server.h"

namespace patente::http {

class EventsTest : public ServerTest {
protected:
    ~EventsTest() override { server_.reset(); }  // it tells what is declared below that a stream is closed

    // Hands the stream of each reader to the test.
    Route events() {
        auto route = row(
            Method::get, "/events",
            [this](const Request& request) {
                Response response;
                response.events = [this,
                                   last = std::string(request.header("last-event-id"))](std::shared_ptr<EventStream> stream) {
                    stream->on_close([this] {
                        const std::lock_guard hold(lock_);
                        ++closed_;
                        changed_.notify_all();
                    });
                    stream->send("41", "welcome", last.empty() ? "null" : last);
                    const std::lock_guard hold(lock_);
                    stream_ = std::move(stream);
                    changed_.notify_all();
                };
                return response;
            },
            permission_);
        route.web_socket = true;
        return route;
    }
    std::shared_ptr<EventStream> stream() {
        std::unique_lock hold(lock_);
        changed_.wait(hold, [&] { return stream_ != nullptr; });
        return stream_;
    }
    void wait_closed(int count) {
        std::unique_lock hold(lock_);
        changed_.wait(hold, [&] { return closed_ >= count; });
    }
    static void listen(TestClient& client) { client.send("GET /events HTTP/1.1\r\nHost: test\r\nLast-Event-ID: 41\r\n\r\n"); }

    std::string permission_;  // of the row

private:
    std::mutex lock_;
    std::condition_variable changed_;
    std::shared_ptr<EventStream> stream_;
    int closed_ = 0;
};

}  // namespace patente::http
