#include "domain/captures/receive.h"

#include <fmt/format.h>

#include "domain/captures/answer.h"
#include "domain/captures/intake.h"
#include "domain/captures/store.h"
#include "domain/captures/upload.h"

namespace patente::captures {

namespace {

constexpr const char* try_again_s = "1";

bool asks_not_to_wait(const http::Request& request) {
    return request.header("prefer").find("respond-async") != std::string_view::npos;
}

// Where to look for the first that is not ready.
http::Response accepted(const wire::CaptureList& list, const CaptureId& first) {
    auto response = http::json_response(list, 202);
    response.headers = {{"Location", fmt::format("/v1/captures/{}", first.text())}, {"Retry-After", try_again_s}};
    return response;
}

// Counts itself among those that wait while it lives.
class Waiting {
public:
    explicit Waiting(std::atomic<int>& waiting) : waiting_(waiting), number_(++waiting) {}
    ~Waiting() { --waiting_; }
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;
    int number() const { return number_; }

private:
    std::atomic<int>& waiting_;
    int number_;
};

}  // namespace

std::vector<Capture> Receiver::keep(const http::Request& request, const Given& given,
                                    const std::vector<const http::Part*>& images) {
    std::vector<Capture> captures;
    for (const auto* image : images)
        captures.push_back(
            arrived(on_, settings_, {image->file, image->sha256, image->size}, given, request.caller.id, request.received));
    return on_.database.write([&](storage::Session& session) {
        std::vector<Capture> kept;
        for (const auto& capture : captures) kept.push_back(stored(on_, session, capture, request.caller.id));
        if (request.keeper) keep_answer(session, request, kept);
        return kept;
    });
}

// The photos are kept once: a retry after a crash is told where to look for them.
void Receiver::keep_answer(storage::Session& session, const http::Request& request, const std::vector<Capture>& kept) {
    wire::CaptureList list;
    for (const auto& capture : kept)
        list.captures.push_back(view(on_, session, *shown(on_, session, capture.id), request.received));
    request.keep_answer(session, accepted(list, kept.front().id));
}

void Receiver::wait_for(const std::vector<Capture>& captures) {
    const Waiting waiting(waiting_);
    if (waiting.number() > settings_.waiting_max) return;
    const auto until = std::chrono::steady_clock::now() + settings_.wait;
    for (const auto& capture : captures) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        if (left <= left.zero()) return;
        if (!capture.job.empty()) on_.queue.wait_for_event(capture.job, left);
    }
}

http::Response Receiver::answer(const std::vector<Capture>& captures, Instant now) {
    wire::CaptureList list;
    std::optional<CaptureId> waiting;  // the first that is not ready
    for (const auto& capture : captures) {
        auto [view, is_ready] = view_now(on_, capture.id, now).value();
        if (!is_ready && !waiting) waiting = view.id;
        list.captures.push_back(std::move(view));
    }
    if (!waiting) return http::json_response(list, 201);
    return accepted(list, *waiting);
}

http::Answer Receiver::receive(const http::Request& request) {
    auto upload = TRY(upload_in(request, on_.formats));
    TRY(check_reach(on_, request.caller, upload.given));
    add_place_of_device(on_, upload.given);
    const auto captures = keep(request, upload.given, upload.images);
    if (!asks_not_to_wait(request)) wait_for(captures);
    return answer(captures, request.received);
}

}  // namespace patente::captures
