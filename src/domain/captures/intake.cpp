#include "domain/captures/intake.h"

#include <fstream>

#include "domain/captures/jobs.h"
#include "domain/captures/store.h"

namespace patente::captures {

namespace {

constexpr std::size_t head_bytes = 64;  // enough to tell every format

std::string head_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string head(head_bytes, '\0');
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    if (in.bad()) throw std::runtime_error("the upload " + file.string() + " cannot be read");
    head.resize(static_cast<std::size_t>(in.gcount()));
    return head;
}

}  // namespace

void add_place_of_device(const Dependencies& on, Given& given) {
    if (given.device.empty()) return;
    const auto device = on.database.read([&](storage::Session& session) { return on.devices.named(session, given.device); });
    if (device && device->place) given.places.push_back(*device->place);
}

Reach reach_of(const Dependencies& on, storage::Session& session, const auth::Caller& caller) {
    return devices::reach_of(on.devices, session, caller.zones, caller.devices);
}

Result<> check_reach(const Dependencies& on, const auth::Caller& caller, const Given& given) {
    if (caller.zones.empty() && caller.devices.empty()) return {};
    const auto reach = on.database.read([&](storage::Session& session) { return reach_of(on, session, caller); });
    if (reach.holds(given.zone, given.device)) return {};
    return fail(ErrorKind::forbidden, "out-of-reach",
                {"You are limited to other zones or devices.", "Usted está limitado a otras zonas o dispositivos."});
}

Capture arrived(const Dependencies& on, const Settings& settings, const Photo& photo, const Given& given,
                const std::string& key_id, Instant received) {
    Capture capture{.id = CaptureId::made_at(received),
                    .sha256 = photo.sha256,
                    .size = photo.size,
                    .content_type = on.reader.content_type(head_of(photo.file)),
                    .received_at = received,
                    .key_id = key_id,
                    .given = given};
    place_in_time(capture, {}, settings.zone, settings.max_age);
    if (!capture.content_type.empty()) on.blobs.adopt(photo.file, photo.sha256);
    return capture;
}

Capture stored(const Dependencies& on, storage::Session& session, Capture capture, const std::string& sender) {
    if (capture.content_type.empty()) {
        capture.state = State::read;
        capture.nothing_read = NothingRead::not_an_image;
    } else if (const auto original = store::original(session, capture.sha256)) {
        capture.duplicate_of = original->id;
        capture.job = original->job;
        capture.state = original->state;
    } else {
        capture.job = on.queue.put(session, read_photo_job, json::text_of(ReadPhoto{capture.id}), {.sender = sender}).text();
    }
    store::add(session, capture);
    const CaptureReceived received{capture.id, capture.given.device, capture.duplicate_of};
    on.queue.tell(session, CaptureReceived::event, json::text_of(received), {.zone = capture.given.zone});
    return capture;
}

}  // namespace patente::captures
