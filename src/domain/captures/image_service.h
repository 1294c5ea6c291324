// The image service over TCP (docs/protocol.md): who is connected, which images wait for their reading, and the pushing of
// results. What must outlast the process is in the tables of image_sessions_store.h.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "domain/captures/feature.h"
#include "domain/captures/image_protocol.h"
#include "domain/captures/image_sessions_store.h"
#include "platform/auth/credentials.h"
#include "platform/feed/feed.h"
#include "platform/net/workers.h"
#include "platform/tcp/server.h"

namespace patente::captures {

// The end of a connection in this service. Safe from any thread.
class ImageClient {
public:
    ImageClient(std::shared_ptr<tcp::Peer> peer, int window) : peer_(std::move(peer)), window_(window) {}

    void send(protocol::Type type, std::uint64_t id, std::string head = "{}", std::string body = {});
    void refuse(std::uint64_t id, const Error& error);  // id 0: ends the connection

    // An image has no answer yet; the connection is not read from while there are `window` of them.
    void opened();
    void answered();
    void set_window(int images);

    Language language = Language::en;  // these three are set before any other use
    auth::Caller caller;
    ImageSessionId session;

private:
    void hold_or_resume();  // with the lock held

    const std::shared_ptr<tcp::Peer> peer_;
    std::mutex mutex_;
    int window_, open_ = 0;
    bool held_ = false;
};

class ImageService {
public:
    // All must outlive it.
    ImageService(const Dependencies& on, const Settings& settings, const Clock& clock, feed::Feed& feed,
                 auth::Authenticator authenticate);
    ~ImageService();

    // For tcp::Server.
    std::unique_ptr<tcp::Session> session_for(std::shared_ptr<tcp::Peer> peer);

    // What a connection asks of it. All may block.
    Result<std::string> begin(const std::shared_ptr<ImageClient>& client, const protocol::Hello& hello);  // the welcome's head
    Result<> keep(const std::shared_ptr<ImageClient>& client, std::uint64_t image, const protocol::ImageHead& head,
                  tcp::Upload body);
    void answer_pending(const std::shared_ptr<ImageClient>& client, const std::vector<std::int64_t>& images);
    Result<> cancel(const ImageClient& client, std::uint64_t image);
    Result<std::pair<protocol::PageHead, std::string>> history(const ImageClient& client, const protocol::HistoryHead& head);
    void end(const std::shared_ptr<ImageClient>& client);

    // Of images that were cut. Do not block.
    tcp::Upload take_partial(const ImageSessionId& session, std::uint64_t image, std::uint64_t offset);  // none: empty
    void keep_partial(const ImageSessionId& session, std::uint64_t image, tcp::Upload body);

    int window() const;  // for a connection that begins now

private:
    struct Waiter {
        std::weak_ptr<ImageClient> client;
        std::uint64_t image;
        CaptureId capture;
    };
    struct Waiting {  // for one reading
        std::vector<Waiter> waiters;
        std::chrono::steady_clock::time_point since = std::chrono::steady_clock::now();
    };
    struct PartialUpload {
        tcp::Upload body;
        std::chrono::steady_clock::time_point since = std::chrono::steady_clock::now();
    };

    void subscribe(const std::shared_ptr<ImageClient>& client);
    void watch(const std::shared_ptr<ImageClient>& client, std::uint64_t image, const Capture& capture);
    void look_at(const std::string& job);  // answers those who wait for it, once it is over
    void answer(const Waiter& waiter);
    void tick();
    void tell_places();
    void forget_old();

    const Dependencies on_;
    const Settings settings_;
    const Clock& clock_;
    feed::Feed& feed_;
    const auth::Authenticator authenticate_;

    mutable std::mutex mutex_;
    std::map<std::string, Waiting> waiting_;  // by job
    std::map<ImageSessionId, std::weak_ptr<ImageClient>> clients_;
    std::map<std::pair<ImageSessionId, std::uint64_t>, PartialUpload> partials_;
    std::uint64_t answered_ = 0;                                                               // results, since the start
    std::deque<std::pair<std::chrono::steady_clock::time_point, std::uint64_t>> answered_at_;  // the last ten seconds

    std::chrono::steady_clock::time_point next_tidying_;  // used by the ticker alone

    net::Workers results_{4, 1 << 20};
    std::shared_ptr<void> over_;  // listens
    std::jthread ticker_;         // last: ends first
};

}  // namespace patente::captures
