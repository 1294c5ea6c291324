#include "domain/sightings/api.h"

#include <array>
#include <fstream>
#include <map>

#include "domain/sightings/cameras/plate_recognizer.h"
#include "domain/sightings/rules.h"
#include "domain/sightings/search_rules.h"
#include "domain/sightings/store.h"
#include "domain/sightings/wire.h"
#include "platform/http/entity_tag.h"
#include "platform/http/form.h"
#include "platform/http/page.h"

namespace patente::sightings {

namespace {

constexpr std::uint64_t batch_body_limit = 4 << 20;  // 1,000 sightings with ten alternatives each
constexpr std::uint64_t webhook_limit = 32 << 20;    // with its photo
constexpr std::chrono::seconds listeners_wait{5};    // a correction's answer waits for what follows from it

// Without a place of its own, a sighting is where its device is registered.
void add_places_of_devices(const Dependencies& on, std::vector<NewSighting>& sightings) {
    std::map<std::string, std::optional<Place>> places;
    for (const auto& each : sightings)
        if (!each.place && !each.device.empty()) places[each.device];
    if (places.empty()) return;
    on.database.read([&](storage::Session& session) {
        for (auto& [name, place] : places)
            if (const auto device = on.devices.named(session, name)) place = device->place;
    });
    for (auto& each : sightings)
        if (!each.place && !each.device.empty()) each.place = places.at(each.device);
}

Reach reach_of(const Dependencies& on, storage::Session& session, const http::Request& request) {
    return devices::reach_of(on.devices, session, request.caller.zones, request.caller.devices);
}

Result<> check_reach(const Dependencies& on, const http::Request& request, const std::vector<NewSighting>& sightings) {
    if (request.caller.zones.empty() && request.caller.devices.empty()) return {};
    const auto reach = on.database.read([&](storage::Session& session) { return reach_of(on, session, request); });
    if (std::ranges::all_of(sightings, [&](const NewSighting& each) { return reach.holds(each.zone, each.device); })) return {};
    return fail(ErrorKind::forbidden, "out-of-reach",
                {"You are limited to other zones or devices.", "Usted está limitado a otras zonas o dispositivos."});
}

http::Answer kept(const Dependencies& on, const http::Request& request, std::vector<NewSighting> sightings) {
    TRY(check_reach(on, request, sightings));
    add_places_of_devices(on, sightings);
    return on.database.write(
        [&](storage::Session& session) -> http::Answer {
            wire::RecordedList list;
            for (const auto& each : on.ledger.record(session, sightings, request.received))
                list.sightings.push_back({each.id, each.merged});
            auto response = http::json_response(list, 201);
            request.keep_answer(session, response);
            return response;
        },
        storage::Isolation::read_committed);
}

http::Answer record(const Dependencies& on, const http::Request& request) {
    return kept(
        on, request,
        TRY(wire::sightings_in(request.body, {request.received, request.caller.id, on.ledger.max_age(),
                                              [&](const std::string& sha256) { return on.blobs.find(sha256).has_value(); }})));
}

// The photo that a camera sent along, kept as evidence; "" without one.
Result<std::string> evidence_in(const Dependencies& on, const http::Request& request) {
    const auto* upload = request.part("upload");
    if (!upload || upload->file.empty() || upload->size == 0) return "";
    std::array<char, 12> head{};
    std::ifstream(upload->file, std::ios::binary).read(head.data(), head.size());
    if (!is_picture({head.data(), head.size()}))
        return fail(ErrorKind::invalid, "camera-message-invalid",
                    {"The upload is no JPEG, PNG or WebP.", "El archivo no es JPEG, PNG ni WebP."},
                    {{"upload", "type", {"JPEG, PNG or WebP.", "JPEG, PNG o WebP."}}});
    return on.blobs.adopt(upload->file, upload->sha256).sha256;
}

http::Answer hear_plate_recognizer(const Dependencies& on, const http::Request& request) {
    const auto fields = TRY(http::form_fields(request));
    const auto message = std::ranges::find(fields, "json", &std::pair<std::string, std::string>::first);
    auto seen = TRY(plate_recognizer::seen_in(message == fields.end() ? request.body : message->second));
    const std::string evidence = seen.plates.empty() ? "" : TRY(evidence_in(on, request));
    const Instant at = seen.at.value_or(request.received);
    for (auto& each : seen.plates) {
        each.seen_at = at;
        each.time_flags = flags_of(at, request.received, on.ledger.max_age());
        each.device = seen.device;
        each.key_id = request.caller.id;
        each.evidence_sha256 = evidence;
    }
    return kept(on, request, std::move(seen.plates));
}

http::Cursor cursor_of(const After& after) { return {to_rfc3339(after.seen_at), after.id.text()}; }

Result<std::optional<After>> after_in(const http::PageAsked& asked) {
    if (!asked.after) return std::nullopt;
    const auto seen_at = parse_rfc3339(asked.after->sort_key);
    const auto id = SightingId::parse(asked.after->id);
    if (!seen_at || !id)
        return fail(ErrorKind::invalid, "query-invalid", {"This is no cursor of this list.", "No es un cursor de esta lista."},
                    {{"cursor", "unknown", {"Take it from next.", "Tómelo de next."}}});
    return After{*seen_at, *id};
}

http::Answer list(const Dependencies& on, const http::Request& request) {
    const auto asked = TRY(http::page_asked(request));
    const auto after = TRY(after_in(asked));
    Search search = TRY(search_of(request.query, request.received));
    const Page found = on.database.read([&](storage::Session& session) {
        search.reach = reach_of(on, session, request);
        return store::page(session, search, after, asked.limit);
    });
    http::Page<wire::SightingView> page;
    for (const auto& each : found.items) page.items.push_back(wire::view_of(each, match_of(search, each.seen.plate)));
    if (found.next) page.next = http::text_of(cursor_of(*found.next));
    return http::json_response(page);
}

Result<SightingId> id_in(const http::Request& request) {
    const auto id = SightingId::parse(request.path_parameters.at("sighting"));
    if (!id) return sighting_not_found();
    return *id;
}

http::Response answer_with(const Sighting& sighting) {
    return http::tagged(http::json_response(wire::view_of(sighting)), sighting.version);
}

// What lies beyond the caller's reach is not there.
Result<Sighting> sighting_in(const Dependencies& on, storage::Session& session, const http::Request& request) {
    auto sighting = store::find(session, TRY(id_in(request)));
    if (!sighting || !reach_of(on, session, request).holds(sighting->seen.zone, sighting->seen.device))
        return sighting_not_found();
    return *std::move(sighting);
}

http::Answer show(const Dependencies& on, const http::Request& request) {
    return on.database.read(
        [&](storage::Session& session) -> http::Answer { return answer_with(TRY(sighting_in(on, session, request))); });
}

Result<Ledger::SetRight> corrected_in(const Dependencies& on, storage::Session& session, const http::Request& request) {
    const auto before = TRY(sighting_in(on, session, request));
    TRY(http::unchanged_since(request, before.version));
    const Corrected wanted = TRY(wire::correction_in(request.body, correctable(before)));
    return on.ledger.set_right(session, before, wanted, {request.caller.id, request.caller.name}, request.received);
}

http::Answer correct(const Dependencies& on, const http::Request& request) {
    const auto done = TRY(on.database.write([&](storage::Session& session) { return corrected_in(on, session, request); }));
    if (!done.event_id.empty()) on.queue.wait_for_event(done.event_id, listeners_wait);
    return answer_with(done.sighting);
}

http::Answer history(const Dependencies& on, const http::Request& request) {
    const auto changes = TRY(on.database.read([&](storage::Session& session) -> Result<std::vector<Change>> {
        return store::history(session, TRY(sighting_in(on, session, request)).id);
    }));
    wire::History answer;
    for (const auto& each : changes) answer.items.push_back(wire::view_of(each));
    return http::json_response(answer);
}

// Evidence is JPEG, PNG or WebP: captures and cameras let nothing else in.
std::string type_of(const std::filesystem::path& file) {
    std::array<char, 2> head{};
    std::ifstream(file, std::ios::binary).read(head.data(), head.size());
    const std::string_view start(head.data(), head.size());
    return start == "\xff\xd8" ? "image/jpeg" : start == "\x89P" ? "image/png" : "image/webp";
}

http::Answer evidence(const Dependencies& on, const http::Request& request, std::string NewSighting::* sha256) {
    const auto sighting = TRY(on.database.read([&](storage::Session& session) { return sighting_in(on, session, request); }));
    const auto file = on.blobs.find(sighting.seen.*sha256);
    if (!file)
        return fail(ErrorKind::not_found, "picture-not-found",
                    {"There is no such picture of this sighting.", "Este avistaje no tiene esa imagen."});
    http::Response response;
    response.content_type = type_of(*file);
    response.file = *file;
    response.headers = {{"Cache-Control", "private, no-cache"}};
    return response;
}

std::vector<http::QueryParameter> search_parameters() {
    std::vector<http::QueryParameter> parameters{
        {"plate",
         "A plate; with * (any characters) and ? (one character) a pattern, which needs 3 literal characters in a row or a "
         "place or a period."},
        {"similar", "Look-alikes count as equal: O0QD, I1, B8, S5, Z2, G6, UV.", {{"type", "boolean"}}},
        {"near", "lat,lon in degrees."},
        {"radius_m",
         "Metres around near; 100 when absent.",
         {{"type", "number"}, {"exclusiveMinimum", 0}, {"maximum", radius_m_max}}},
        {"polygon", "A GeoJSON polygon, its ring, or lon,lat;lon,lat;lon,lat."},
        {"from", "Seen at or after.", {{"type", "string"}, {"format", "date-time"}}},
        {"to", "Seen before.", {{"type", "string"}, {"format", "date-time"}}},
        {"device", "The device that saw it."},
        {"confidence_min", "Read with at least this confidence.", {{"type", "number"}, {"minimum", 0}, {"maximum", 1}}},
        {"confidence_max", "Read with at most this confidence.", {{"type", "number"}, {"minimum", 0}, {"maximum", 1}}}};
    for (auto& each : http::page_parameters()) parameters.push_back(std::move(each));
    return parameters;
}

}  // namespace

std::vector<http::Route> routes(const Dependencies& on) {
    using http::Method, http::Request, http::schema_of;
    return {
        {.method = Method::post,
         .path = "/v1/sightings",
         .permission = "sightings.create",
         .summary = "Record plates that were already read: one, or an array of up to 1,000",
         .answer = [on](const Request& request) { return record(on, request); },
         .takes = schema_of<wire::SightingIn>(),
         .gives = schema_of<wire::RecordedList>(),
         .success = 201,
         .body_limit = batch_body_limit,
         .description =
             "The body is one sighting or an array of them. All are recorded, or none: 422 names each bad field of each item. "
             "A plate seen again by the same device in the same place within 60 s is merged into its earlier sighting. Without a "
             "place, that of the registered device counts."},
        {.method = Method::post,
         .path = "/v1/cameras/plate-recognizer",
         .permission = "sightings.create",
         .summary = "Take what Plate Recognizer's Stream or Snapshot sends to a webhook",
         .answer = [on](const Request& request) { return hear_plate_recognizer(on, request); },
         .gives = schema_of<wire::RecordedList>(),
         .success = 201,
         .form = {{"json",
                   "{\"hook\": {…}, \"data\": {camera_id, timestamp, results}}; may also be the whole body.",
                   {{"type", "string"}},
                   true},
                  {"upload", "The photo; kept as evidence.", {{"type", "string"}, {"format", "binary"}}}},
         .body_limit = webhook_limit,
         .field_limit = batch_body_limit,
         .description =
             "Each result with a plate becomes a sighting of the device camera_id; one sent again within 60 s is merged. Field by field: "
             "docs/how-to/change-over.md."},
        {.method = Method::get,
         .path = "/v1/sightings",
         .permission = "sightings.read",
         .summary = "List and search sightings, newest first",
         .answer = [on](const Request& request) { return list(on, request); },
         .gives = schema_of<http::Page<wire::SightingView>>(),
         .query = search_parameters(),
         .description = "A page of a search in an area may hold fewer items than its limit and still have a next page.",
         .personal = "sightings"},
        {.method = Method::get,
         .path = "/v1/sightings/{sighting}",
         .permission = "sightings.read",
         .summary = "One sighting",
         .answer = [on](const Request& request) { return show(on, request); },
         .gives = schema_of<wire::SightingView>(),
         .versioned = true,
         .personal = "sightings"},
        {.method = Method::patch,
         .path = "/v1/sightings/{sighting}",
         .permission = "sightings.correct",
         .summary = "Correct the plate, the time or the place (JSON Merge Patch)",
         .answer = [on](const Request& request) { return correct(on, request); },
         .takes = schema_of<wire::CorrectionIn>(),
         .gives = schema_of<wire::SightingView>(),
         .description = "The former values stay in the history and the stay is evaluated anew before the answer.",
         .versioned = true},
        {.method = Method::get,
         .path = "/v1/sightings/{sighting}/image",
         .permission = "sightings.read",
         .summary = "The photo that it was read from",
         .answer = [on](const Request& request) { return evidence(on, request, &NewSighting::evidence_sha256); }},
        {.method = Method::get,
         .path = "/v1/sightings/{sighting}/crop",
         .permission = "sightings.read",
         .summary = "The plate cut out of the photo, JPEG",
         .answer = [on](const Request& request) { return evidence(on, request, &NewSighting::crop_sha256); }},
        {.method = Method::get,
         .path = "/v1/sightings/{sighting}/history",
         .permission = "sightings.read",
         .summary = "What was corrected, by whom and when",
         .answer = [on](const Request& request) { return history(on, request); },
         .gives = schema_of<wire::History>(),
         .personal = "sightings"},
    };
}

}  // namespace patente::sightings
