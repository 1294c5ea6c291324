#include "domain/captures/api.h"

#include <fmt/format.h>

#include <charconv>

#include "domain/captures/answer.h"
#include "domain/captures/intake.h"
#include "domain/captures/plate_reader.h"
#include "domain/captures/receive.h"
#include "domain/captures/store.h"
#include "domain/captures/upload.h"
#include "platform/http/page.h"

namespace patente::captures {

namespace {

constexpr int rows_looked_at_max = 5'000;  // for one page of what a caller reaches

bool reaches(const Dependencies& on, storage::Session& session, const http::Request& request, const Capture& capture) {
    return reach_of(on, session, request.caller).holds(capture.given.zone, capture.given.device);
}

// What lies beyond the caller's reach is not there.
Result<CaptureId> id_within(const Dependencies& on, storage::Session& session, const http::Request& request) {
    const CaptureId id = TRY(id_in(request));
    const auto capture = store::find(session, id);
    if (!capture || !reaches(on, session, request, *capture)) return capture_not_found();
    return id;
}

http::Answer show(const Dependencies& on, const http::Request& request) {
    const auto id = TRY(on.database.read([&](storage::Session& session) { return id_within(on, session, request); }));
    const auto now = view_now(on, id, request.received);
    if (!now) return capture_not_found();
    auto response = http::json_response(now->view, now->is_ready ? 200 : 202);
    if (!now->is_ready) response.headers = {{"Retry-After", "1"}};
    return response;
}

Result<std::optional<store::After>> after_in(const http::PageAsked& asked) {
    if (!asked.after) return std::nullopt;
    const auto received_at = parse_rfc3339(asked.after->sort_key);
    const auto id = CaptureId::parse(asked.after->id);
    if (!received_at || !id)
        return fail(ErrorKind::invalid, "query-invalid", {"This is no cursor of this list.", "No es un cursor de esta lista."},
                    {{"cursor", "unknown", {"Take it from next.", "Tómelo de next."}}});
    return store::After{*received_at, *id};
}

std::vector<CaptureId> page_within(const Dependencies& on, storage::Session& session, const http::Request& request,
                                   std::optional<store::After> after, int limit) {
    const auto reach = reach_of(on, session, request.caller);
    std::vector<CaptureId> found;
    for (int looked_at = 0; looked_at < rows_looked_at_max; looked_at += limit) {
        const auto page = store::page(session, after, limit);
        for (const auto& each : page) {
            if (reach.holds(each.given.zone, each.given.device)) found.push_back(each.id);
            if (static_cast<int>(found.size()) == limit) return found;
        }
        if (static_cast<int>(page.size()) < limit) break;
        after = store::After{page.back().received_at, page.back().id};
    }
    return found;
}

http::Answer list(const Dependencies& on, const http::Request& request) {
    const auto asked = TRY(http::page_asked(request));
    const auto after = TRY(after_in(asked));
    auto views = on.database.read([&](storage::Session& session) {
        std::vector<wire::CaptureView> all;
        for (const auto& each : page_within(on, session, request, after, asked.limit + 1))
            if (const auto capture = shown(on, session, each)) all.push_back(view(on, session, *capture, request.received));
        return all;
    });
    return http::json_response(http::page_of(std::move(views), asked.limit, [](const wire::CaptureView& each) {
        return http::Cursor{to_rfc3339(each.received_at), each.id.text()};
    }));
}

// The file of a hash as an answer that never changes.
http::Answer picture(const Dependencies& on, const std::string& sha256, const std::string& content_type) {
    const auto file = on.blobs.find(sha256);
    if (!file)
        return fail(ErrorKind::not_found, "picture-not-found",
                    {"There is no such picture of this capture.", "Esta captura no tiene esa imagen."});
    http::Response response;
    response.content_type = content_type;
    response.file = *file;
    response.headers = {{"Cache-Control", "private, max-age=31536000, immutable"}, {"ETag", fmt::format("\"{}\"", sha256)}};
    return response;
}

Result<Capture> capture_in(const Dependencies& on, const http::Request& request) {
    return on.database.read([&](storage::Session& session) -> Result<Capture> {
        auto capture = shown(on, session, TRY(id_within(on, session, request)));
        if (!capture) return capture_not_found();
        return *std::move(capture);
    });
}

http::Answer image(const Dependencies& on, const http::Request& request) {
    const Capture capture = TRY(capture_in(on, request));
    return picture(on, capture.sha256, capture.content_type);
}

http::Answer thumbnail(const Dependencies& on, const http::Request& request) {
    return picture(on, TRY(capture_in(on, request)).thumbnail_sha256, "image/jpeg");
}

http::Answer crop(const Dependencies& on, const http::Request& request) {
    const Capture capture = TRY(capture_in(on, request));
    const std::string asked = request.query_value("reading").value_or("0");
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(asked.data(), asked.data() + asked.size(), number);
    const bool is_there = error == std::errc{} && end == asked.data() + asked.size() && number < capture.readings.size();
    return picture(on, is_there ? capture.readings[number].crop_sha256 : "", "image/jpeg");
}

// The capture whose reading a change concerns: of a duplicate, its original.
Result<Capture> changeable(storage::Session& session, const CaptureId& id) {
    auto capture = store::find(session, id);
    if (capture && capture->duplicate_of) capture = store::find(session, *capture->duplicate_of);
    if (!capture) return capture_not_found();
    if (capture->state == State::waiting)
        return fail(ErrorKind::conflict, "capture-waiting",
                    {"The photo is still being read.", "La foto todavía se está leyendo."});
    return *std::move(capture);
}

http::Answer answer_after(const Dependencies& on, const Settings& settings, const http::Request& request,
                          const std::string& event_id) {
    if (!event_id.empty()) on.queue.wait_for_event(event_id, settings.listeners_wait);
    return show(on, request);
}

// Keeps the sighting of a plate that a person typed. Gives the event that follows from it.
Result<std::string> enter_plate(const Dependencies& on, storage::Session& session, const http::Request& request,
                                const std::string& as_typed, const std::string& plate) {
    Capture capture = TRY(changeable(session, TRY(id_within(on, session, request))));
    if (!capture.readings.empty() && capture.readings.front().verdict == Verdict::entered &&
        capture.readings.front().plate == plate)
        return "";
    if (!may_enter_plate(capture))
        return fail(ErrorKind::conflict, "capture-has-sighting",
                    {"The plate of this photo is known; correct its sighting with PATCH /v1/sightings/{id}.",
                     "La patente de esta foto ya se conoce; corrija su avistaje con PATCH /v1/sightings/{id}."});
    enter(capture, plate, as_typed);
    const auto recorded = on.recorder.record(session, sighting_of(capture, capture.readings.front()), request.received);
    capture.sighting = capture.readings.front().sighting = recorded.id;
    store::save_outcome(session, capture);
    return recorded.event_id;
}

http::Answer put_plate(const Dependencies& on, const Settings& settings, const http::Request& request) {
    const auto given = TRY(json::read<wire::PlateIn>(request.body));
    const auto plate = normalised(given.plate);
    if (!plate)
        return fail(ErrorKind::invalid, "body-invalid", plate.error().detail, {{"/plate", "pattern", plate.error().detail}});
    const auto event_id =
        TRY(on.database.write([&](storage::Session& session) { return enter_plate(on, session, request, given.plate, *plate); }));
    return answer_after(on, settings, request, event_id);
}

// Takes the time of arrival for the photo's own, and corrects its sighting. Gives the event that follows from it.
Result<std::string> use_arrival(const Dependencies& on, storage::Session& session, const http::Request& request) {
    Capture capture = TRY(changeable(session, TRY(id_within(on, session, request))));
    if (capture.taken_at.source == TimeSource::arrival) return "";
    if (!may_use_arrival(capture))
        return fail(ErrorKind::conflict, "capture-time-good",
                    {"The photo's own time is used; correct its sighting to change it.",
                     "Se usa la hora de la foto; corrija su avistaje para cambiarla."});
    capture.taken_at = {capture.received_at, TimeSource::arrival, {}};
    store::save_outcome(session, capture);
    if (!capture.sighting) return "";
    return on.corrector.correct(session, *capture.sighting,
                                {.seen_at = capture.received_at, .key_id = request.caller.id, .key_name = request.caller.name},
                                request.received);
}

http::Answer put_taken_at(const Dependencies& on, const Settings& settings, const http::Request& request) {
    TRY(json::read<wire::TakenAtIn>(request.body));
    const auto event_id = TRY(on.database.write([&](storage::Session& session) { return use_arrival(on, session, request); }));
    return answer_after(on, settings, request, event_id);
}

http::Route upload_route(const Settings& settings, const std::shared_ptr<Receiver>& receiver) {
    return {
        .method = http::Method::post,
        .path = "/v1/captures",
        .permission = settings.public_upload ? "" : "captures.create",
        .summary = "Send photos and get their plates",
        .answer = [receiver](const http::Request& request) { return receiver->receive(request); },
        .gives = http::schema_of<wire::CaptureList>(),
        .success = 201,
        .form = upload_form(),
        .body_limit = upload_bytes_max,
        .description =
            "Waits up to 10 s for the readings and what follows from them. 202 with Location, whose GET answers 202 until the photo "
            "is read and its stay is known, when Prefer: respond-async asks for it or it takes longer. The same bytes are read once: duplicate_of names "
            "their first capture. A file that is no image is not kept."};
}

}  // namespace

std::vector<http::Route> routes(const Dependencies& on, const Settings& settings) {
    using http::Method, http::Request, http::schema_of;
    const auto receiver = std::make_shared<Receiver>(on, settings);
    std::vector<http::Route> all{
        upload_route(settings, receiver),
        {.method = Method::get,
         .path = "/v1/captures",
         .permission = "captures.read",
         .summary = "List captures, newest arrival first",
         .answer = [on](const Request& request) { return list(on, request); },
         .gives = schema_of<http::Page<wire::CaptureView>>(),
         .query = http::page_parameters(),
         .personal = "captures"},
        {.method = Method::get,
         .path = "/v1/captures/{capture}",
         .permission = "captures.read",
         .summary = "One capture; 202 until it is read and its stay is known",
         .answer = [on](const Request& request) { return show(on, request); },
         .gives = schema_of<wire::CaptureView>(),
         .personal = "captures"},
        {.method = Method::get,
         .path = "/v1/captures/{capture}/image",
         .permission = "captures.read",
         .summary = "The photo as it was sent",
         .answer = [on](const Request& request) { return image(on, request); },
         .personal = "captures"},
        {.method = Method::get,
         .path = "/v1/captures/{capture}/crop",
         .permission = "captures.read",
         .summary = "The plate cut out of the photo, JPEG",
         .answer = [on](const Request& request) { return crop(on, request); },
         .query = {{"reading", "Which of its readings; 0 is the first.", {{"type", "integer"}, {"minimum", 0}}}},
         .personal = "captures"},
        {.method = Method::get,
         .path = "/v1/captures/{capture}/thumbnail",
         .permission = "captures.read",
         .summary = "The photo made small, JPEG",
         .answer = [on](const Request& request) { return thumbnail(on, request); },
         .personal = "captures"},
        {.method = Method::put,
         .path = "/v1/captures/{capture}/plate",
         .permission = "captures.correct",
         .summary = "Enter the plate of a photo that gave no sighting",
         .answer = [on, settings](const Request& request) { return put_plate(on, settings, request); },
         .takes = schema_of<wire::PlateIn>(),
         .gives = schema_of<wire::CaptureView>(),
         .description =
             "Makes its sighting, with confidence 1. A photo that has a sighting is corrected there: PATCH /v1/sightings/{sighting}."},
        {.method = Method::put,
         .path = "/v1/captures/{capture}/taken-at",
         .permission = "captures.correct",
         .summary = "Use the time of arrival for a photo whose own time is too old or in the future",
         .answer = [on, settings](const Request& request) { return put_taken_at(on, settings, request); },
         .takes = schema_of<wire::TakenAtIn>(),
         .gives = schema_of<wire::CaptureView>(),
         .description = "Its sighting is corrected to that time and then counts like a new one."},
    };
    for (auto& each : plate_reader_routes(on, settings, receiver)) all.push_back(std::move(each));
    return all;
}

}  // namespace patente::captures
