#include "domain/devices/api.h"

#include "domain/devices/rules.h"
#include "domain/devices/wire.h"
#include "platform/http/entity_tag.h"
#include "platform/http/merge_patch.h"
#include "platform/http/page.h"

namespace patente::devices {
namespace {

Failure device_not_found() {
    return fail(ErrorKind::not_found, "device-not-found", {"No device has this id.", "Ningún dispositivo tiene este id."});
}

Result<Device> device_in(storage::Session& session, const http::Request& request) {
    const auto id = DeviceId::parse(request.path_parameters.at("device"));
    auto device = id ? store::device(session, *id) : std::nullopt;
    if (!device) return device_not_found();
    return *std::move(device);
}

http::Response answer_with(const Device& device, int status = 200) {
    auto response = http::tagged(http::json_response(wire::view_of(device), status), device.version);
    if (status == 201) response.headers.emplace_back("Location", "/v1/devices/" + device.id.text());
    return response;
}

Result<> checked_against(const Dependencies& on, storage::Session& session, const Device& device) {
    const auto other = store::named(session, device.settings.name);
    return checked(device.settings, {.name_taken = other && other->id != device.id,
                                     .zone_exists = on.zones.exists(session, device.settings.zone)});
}

http::Answer add(const Dependencies& on, const http::Request& request) {
    const Device device{DeviceId::made_at(request.received), 1, TRY(json::read<Settings>(request.body)), request.received,
                        request.received};
    return on.database.write([&](storage::Session& session) -> http::Answer {
        TRY(checked_against(on, session, device));
        store::add(session, device);
        auto response = answer_with(device, 201);
        request.keep_answer(session, response);
        return response;
    });
}

http::Answer list(const Dependencies& on, const http::Request& request) {
    const auto asked = TRY(http::page_asked(request));
    const auto after = asked.after.value_or(http::Cursor{}).sort_key;
    return on.database.read([&](storage::Session& session) -> http::Answer {
        std::vector<wire::DeviceOut> rows;
        for (const auto& each : store::devices(session, after, asked.limit + 1)) rows.push_back(wire::view_of(each));
        return http::json_response(http::page_of(
            std::move(rows), asked.limit, [](const wire::DeviceOut& each) { return http::Cursor{each.name, each.id.text()}; }));
    });
}

http::Answer show(const Dependencies& on, const http::Request& request) {
    return on.database.read(
        [&](storage::Session& session) -> http::Answer { return answer_with(TRY(device_in(session, request))); });
}

http::Answer edit(const Dependencies& on, const http::Request& request) {
    return on.database.write([&](storage::Session& session) -> http::Answer {
        auto device = TRY(device_in(session, request));
        TRY(http::unchanged_since(request, device.version));
        device.settings = TRY(http::patched(device.settings, request.body));
        TRY(checked_against(on, session, device));
        ++device.version;
        device.changed_at = request.received;
        store::save(session, device);
        return answer_with(device);
    });
}

http::Answer remove(const Dependencies& on, const http::Request& request) {
    return on.database.write([&](storage::Session& session) -> http::Answer {
        const auto device = TRY(device_in(session, request));
        TRY(http::unchanged_since(request, device.version));
        store::remove(session, device.id);
        return http::Response{.status = 204, .content_type = {}};
    });
}

}  // namespace

std::vector<http::Route> routes(const Dependencies& on) {
    using http::Method, http::Request, http::schema_of;
    const std::string device = "/v1/devices/{device}";
    return {
        {.method = Method::post,
         .path = "/v1/devices",
         .permission = "devices.configure",
         .summary = "Register a camera, a phone or a gate",
         .answer = [on](const Request& request) { return add(on, request); },
         .takes = schema_of<Settings>(),
         .gives = schema_of<wire::DeviceOut>(),
         .success = 201,
         .description =
             "Captures and sightings that carry its name as `device` take its position when they bring none that is trusted more, and "
             "count in its zone. In a zone of mode gate its direction says whether they are entries or exits."},
        {.method = Method::get,
         .path = "/v1/devices",
         .permission = "devices.read",
         .summary = "All registered devices, by name",
         .answer = [on](const Request& request) { return list(on, request); },
         .gives = schema_of<http::Page<wire::DeviceOut>>(),
         .query = http::page_parameters()},
        {.method = Method::get,
         .path = device,
         .permission = "devices.read",
         .summary = "One device",
         .answer = [on](const Request& request) { return show(on, request); },
         .gives = schema_of<wire::DeviceOut>(),
         .versioned = true},
        {.method = Method::patch,
         .path = device,
         .permission = "devices.configure",
         .summary = "Change a device (JSON Merge Patch)",
         .answer = [on](const Request& request) { return edit(on, request); },
         .takes = http::patch_of<Settings>(),
         .gives = schema_of<wire::DeviceOut>(),
         .description = "Fields that are not sent stay. What was seen before keeps the place that it had then.",
         .versioned = true},
        {.method = Method::del,
         .path = device,
         .permission = "devices.configure",
         .summary = "Forget a device",
         .answer = [on](const Request& request) { return remove(on, request); },
         .success = 204,
         .versioned = true},
    };
}

}  // namespace patente::devices
