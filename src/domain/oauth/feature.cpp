#include "domain/oauth/feature.h"

#include <condition_variable>
#include <thread>

#include "domain/oauth/api.h"
#include "platform/observe/log.h"

namespace patente::oauth {
namespace {

constexpr std::chrono::minutes looked_after_every{10};

// Makes the next keys in time, and forgets what has ended.
class Housekeeping {
public:
    explicit Housekeeping(Dependencies on) : on_(std::move(on)) {}

    void start() {
        thread_ = std::jthread([this](const std::stop_token& ending) {
            std::unique_lock lock(mutex_);
            while (!ending.stop_requested()) {
                look_after();
                wake_.wait_for(lock, ending, looked_after_every, [] { return false; });
            }
        });
    }
    void stop() {
        thread_.request_stop();
        if (thread_.joinable()) thread_.join();
    }

private:
    void look_after() {
        try {
            on_.services.keys.keep();
            const Instant now = on_.services.clock.now();
            on_.database.write([&](storage::Session& session) { store::sweep(session, now); });
        } catch (const std::exception& error) {
            observe::log_error("oauth", "keys and old tokens could not be looked after; tried again", {{"error", error.what()}});
        }
    }

    const Dependencies on_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread thread_;
};

}  // namespace

Feature feature(const Dependencies& dependencies) {
    Feature feature{.name = "oauth", .routes = {}, .workers = {}, .migrations = migrations()};
    for (const auto& routes :
         {discovery_routes, authorize_routes, token_routes, client_routes, provider_routes, login_routes, certificate_routes})
        for (auto& route : routes(dependencies)) feature.routes.push_back(std::move(route));
    const auto housekeeping = std::make_shared<Housekeeping>(dependencies);
    feature.engines.push_back(
        {.role = "worker", .start = [housekeeping] { housekeeping->start(); }, .stop = [housekeeping] { housekeeping->stop(); }});
    return feature;
}

}  // namespace patente::oauth
