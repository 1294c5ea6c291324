#include "app/demo.h"

#include <algorithm>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <random>
#include <stdexcept>

#include "app/share.h"
#include "platform/observe/log.h"

namespace patente {
namespace {

using namespace std::chrono_literals;

struct Scene {
    std::filesystem::path photo;
    std::chrono::minutes ago;  // when it was taken, before now
    double lat, lon;
};

// Pairs "ar01_in.jpg" and "ar01_out.jpg": first those who came, then those who leave.
std::vector<Scene> scenes(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> photos;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) photos.push_back(entry.path());
    std::ranges::sort(photos);
    std::minstd_rand random{2026};
    std::vector<Scene> entries, exits;
    for (const auto& photo : photos) {
        const auto stem = photo.stem().string();
        if (stem.ends_with("_in")) {
            const auto nearby = [&](double centre) { return centre + (static_cast<int>(random() % 200) - 100) * 2e-5; };
            entries.push_back({photo, std::chrono::minutes{20 + random() % 220}, nearby(-34.603), nearby(-58.381)});
        } else if (stem.ends_with("_out") && !entries.empty() && random() % 4 != 0) {
            exits.push_back({photo, 0min, entries.back().lat, entries.back().lon});  // it leaves from where it stood
        }
    }
    std::ranges::shuffle(entries, random);
    std::ranges::shuffle(exits, random);
    entries.insert(entries.end(), exits.begin(), exits.end());
    return entries;
}

http::Request request_of(const Scene& scene, const blobs::Blobs& blobs, Instant now) {
    std::ifstream file(scene.photo, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    http::Request request;
    request.method = http::Method::post;
    request.path = "/v1/captures";
    request.caller = {.id = "demo", .kind = auth::CallerKind::device, .name = "demo", .permissions = {"*"}};
    request.received = now;
    request.correlation_id = Uuid::made_at(now).text();
    const auto upload = blobs.incoming() / request.correlation_id;
    std::ofstream(upload, std::ios::binary) << bytes;
    request.parts.push_back({.name = "image",
                             .file_name = scene.photo.filename().string(),
                             .content_type = "image/jpeg",
                             .file = upload,
                             .size = bytes.size(),
                             .sha256 = blobs::sha256_of(bytes)});
    const auto field = [&](std::string name, std::string value) {
        request.parts.push_back({.name = std::move(name), .value = std::move(value)});
    };
    field("taken_at", to_rfc3339(now - scene.ago));
    field("position", fmt::format("{:.6f},{:.6f},8", scene.lat, scene.lon));
    field("device", "demo");
    return request;
}

void play(const std::stop_token& stop, const http::Route& post_capture, const blobs::Blobs& blobs, const Clock& clock) {
    std::mutex mutex;
    std::condition_variable_any pause;
    for (const auto& scene : scenes(share_folder() / "tests" / "golden" / "photos")) {
        const auto answer = post_capture.answer(request_of(scene, blobs, clock.now()));
        if (!answer)
            observe::log_warning("demo", "a photo was not taken",
                                 {{"photo", scene.photo.string()}, {"why", answer.error().detail.en}});
        std::unique_lock lock(mutex);
        pause.wait_for(lock, stop, 1s, [] { return false; });  // so that one can watch them come
        if (stop.stop_requested()) return;
    }
    observe::log_info("demo", "all photos were sent");
}

}  // namespace

Demo::Demo(const std::vector<http::Route>& routes, const blobs::Blobs& blobs, const Clock& clock) {
    const auto post_capture = std::ranges::find_if(
        routes, [](const http::Route& route) { return route.method == http::Method::post && route.path == "/v1/captures"; });
    if (post_capture == routes.end()) throw std::logic_error("no room takes POST /v1/captures");
    thread_ = std::jthread([route = *post_capture, &blobs, &clock](const std::stop_token& stop) {
        try {
            play(stop, route, blobs, clock);
        } catch (const std::exception& error) {
            observe::log_error("demo", "the demo ended", {{"error", error.what()}});
        }
    });
}

}  // namespace patente
