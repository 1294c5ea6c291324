#include "domain/captures/receive.h"

#include <fmt/format.h>

#include <fstream>

#include "domain/captures/answer.h"
#include "domain/captures/jobs.h"
#include "domain/captures/store.h"
#include "domain/captures/upload.h"

namespace patente::captures {

namespace {

constexpr std::size_t head_bytes = 64;  // enough to tell every format
constexpr const char* try_again_s = "1";

std::string head_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string head(head_bytes, '\0');
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    if (in.bad()) throw std::runtime_error("the upload " + file.string() + " cannot be read");
    head.resize(static_cast<std::size_t>(in.gcount()));
    return head;
}

bool asks_not_to_wait(const http::Request& request) {
    return request.header("prefer").find("respond-async") != std::string_view::npos;
}

// Stores the capture and has it read, unless its bytes are here already or are no image. May run more than once.
Capture stored(queue::Queue& queue, storage::Session& session, Capture capture) {
    if (capture.content_type.empty()) {
        capture.state = State::read;
        capture.nothing_read = NothingRead::not_an_image;
    } else if (const auto original = store::original(session, capture.sha256)) {
        capture.duplicate_of = original->id;
        capture.job = original->job;
        capture.state = original->state;
    } else {
        capture.job = queue.put(session, read_photo_job, json::text_of(ReadPhoto{capture.id})).text();
    }
    store::add(session, capture);
    const CaptureReceived received{capture.id, capture.given.device, capture.duplicate_of};
    queue.tell(session, CaptureReceived::event, json::text_of(received), {.zone = capture.given.zone});
    return capture;
}

// Where to look for the first that is not ready.
http::Response accepted(const wire::CaptureList& list, const CaptureId& first) {
    auto response = http::json_response(list, 202);
    response.headers = {{"Location", fmt::format("/v1/captures/{}", first.text())}, {"Retry-After", try_again_s}};
    return response;
}

// Counts itself among those that wait while it lives.
class Place {
public:
    explicit Place(std::atomic<int>& waiting) : waiting_(waiting), number_(++waiting) {}
    ~Place() { --waiting_; }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    int number() const { return number_; }

private:
    std::atomic<int>& waiting_;
    int number_;
};

}  // namespace

Capture Receiver::arrived(const http::Request& request, const Given& given, const http::Part& image) {
    Capture capture{.id = CaptureId::made_at(request.received),
                    .sha256 = image.sha256,
                    .size = image.size,
                    .content_type = on_.reader.content_type(head_of(image.file)),
                    .received_at = request.received,
                    .key_id = request.caller.key_id,
                    .given = given};
    place_in_time(capture, {}, settings_.zone, settings_.max_age);
    if (!capture.content_type.empty()) on_.blobs.adopt(image.file, image.sha256);
    return capture;
}

std::vector<Capture> Receiver::keep(const http::Request& request, const Given& given,
                                    const std::vector<const http::Part*>& images) {
    std::vector<Capture> captures;
    for (const auto* image : images) captures.push_back(arrived(request, given, *image));
    return on_.database.write([&](storage::Session& session) {
        std::vector<Capture> kept;
        for (const auto& capture : captures) kept.push_back(stored(on_.queue, session, capture));
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

// Where the device is registered counts beside what the sender said.
void Receiver::add_place_of_device(Given& given) {
    if (given.device.empty()) return;
    const auto device = on_.database.read([&](storage::Session& session) { return on_.devices.named(session, given.device); });
    if (device && device->place) given.places.push_back(*device->place);
}

void Receiver::wait_for(const std::vector<Capture>& captures) {
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
    add_place_of_device(upload.given);
    const auto captures = keep(request, upload.given, upload.images);
    const Place place(waiting_);
    if (!asks_not_to_wait(request) && place.number() <= settings_.waiting_max) wait_for(captures);
    return answer(captures, request.received);
}

}  // namespace patente::captures
