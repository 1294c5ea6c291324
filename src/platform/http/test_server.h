// For tests: a server on a free port of the loopback address, with a folder of its own.
#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <vector>

#include "platform/http/server.h"
#include "platform/http/test_client.h"
#include "platform/storage/database.h"

namespace patente::http {

// Handlers wait in it until the test opens it; the test waits until so many have come.
class Barrier {
public:
    void pass() {
        std::unique_lock hold(lock_);
        ++arrived_;
        changed_.notify_all();
        changed_.wait(hold, [&] { return open_; });
    }
    void wait_for(int count) {
        std::unique_lock hold(lock_);
        changed_.wait(hold, [&] { return arrived_ >= count; });
    }
    void open() {
        const std::lock_guard hold(lock_);
        open_ = true;
        changed_.notify_all();
    }

private:
    std::mutex lock_;
    std::condition_variable changed_;
    int arrived_ = 0;
    bool open_ = false;
};

inline Route row(Method method, std::string path, std::function<Answer(const Request&)> answer, std::string permission = "") {
    return {method, std::move(path), std::move(permission), "A row of a test", std::move(answer)};
}

inline Response text_response(std::string body) {
    Response response;
    response.content_type = "text/plain; charset=utf-8";
    response.body = std::move(body);
    return response;
}

class ServerTest : public testing::Test {
protected:
    ServerTest() {
        char name[] = "/tmp/patente_http_XXXXXX";
        folder_ = ::mkdtemp(name);
        settings_.port = 0;
        settings_.incoming = folder_ / "incoming";
    }
    ~ServerTest() override {
        server_.reset();
        std::filesystem::remove_all(folder_);
    }

    void start(std::vector<Route> routes, Idempotency* idempotency = nullptr) {
        server_ = std::make_unique<Server>(
            settings_, std::move(routes), [](const auth::Credentials& shown) { return caller_of(shown); }, clock_,
            [this](const Finished& finished) {
                const std::lock_guard hold(lock_);
                finished_.push_back(finished);
            },
            idempotency);
    }
    TestClient client() const { return TestClient(server_->port()); }
    std::vector<Finished> finished() {
        const std::lock_guard hold(lock_);
        return finished_;
    }
    std::size_t files_in(const std::filesystem::path& folder) const {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
    }

    static Result<auth::Caller> caller_of(const auth::Credentials& shown) {
        const auto key = shown.bearer;
        if (shown.session == "ana-session") return auth::Caller{"3", auth::CallerKind::user, "ana", {"things.read"}};
        if (shown.session == "new-session")
            return auth::Caller{.id = "4", .kind = auth::CallerKind::user, .must_choose_password = true};
        if (shown.certificate)
            return auth::Caller{
                shown.certificate->fingerprint, auth::CallerKind::device, shown.certificate->subject, {"things.read"}};
        if (key.empty()) return auth::Caller{};
        if (key == "pat_admin") return auth::Caller{"1", auth::CallerKind::key, "admin", {"*"}};
        if (key == "pat_unreachable") throw storage::Unavailable("the database server cannot be reached");
        if (key == "pat_reader") return auth::Caller{"2", auth::CallerKind::key, "reader", {"things.read"}};
        return fail(ErrorKind::unauthenticated, "key-unknown", {"This key is not known.", "Esta clave no se conoce."});
    }

    ManualClock clock_{Instant{std::chrono::milliseconds{1'772'366'400'000}}};  // 2026-03-01T12:00:00Z
    std::filesystem::path folder_;
    ServerSettings settings_;
    std::unique_ptr<Server> server_;

private:
    std::mutex lock_;
    std::vector<Finished> finished_;
};

}  // namespace patente::http
