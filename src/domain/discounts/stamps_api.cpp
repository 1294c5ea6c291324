#include "domain/discounts/api.h"
#include "domain/discounts/stamping.h"
#include "domain/discounts/wire.h"
#include "platform/http/entity_tag.h"
#include "platform/http/merge_patch.h"
#include "platform/http/page.h"

namespace patente::discounts {
namespace {

Result<Stamp> stamp_in(storage::Session& session, const http::Request& request) {
    const auto id = StampId::parse(request.path_parameters.at("stamp"));
    auto stamp = id ? store::stamp(session, *id) : std::nullopt;
    if (!stamp) return stamp_not_found();
    return *std::move(stamp);
}

http::Response answer_with(storage::Session& session, const Stamp& stamp, int status = 200) {
    const auto view = wire::view_of(stamp, store::uses(session, stamp.id, Instant{}).ever);
    auto response = http::tagged(http::json_response(view, status), stamp.version);
    if (status == 201) response.headers.emplace_back("Location", "/v1/stamps/" + stamp.id.text());
    return response;
}

Result<StampSettings> checked_against(const Dependencies& on, storage::Session& session, const StampSettings& settings) {
    return checked(settings, [&](const std::string& zone) { return on.stays.zone_exists(session, zone); });
}

http::Answer add_stamp(const Dependencies& on, const http::Request& request) {
    const auto wanted = TRY(json::read<StampSettings>(request.body));
    return on.database.write([&](storage::Session& session) -> http::Answer {
        const Stamp stamp{StampId::made_at(request.received), 1, TRY(checked_against(on, session, wanted)), request.received,
                          request.received};
        store::add(session, stamp);
        auto response = answer_with(session, stamp, 201);
        request.keep_answer(session, response);
        return response;
    });
}

http::Answer list_stamps(const Dependencies& on, const http::Request& request) {
    const auto asked = TRY(http::page_asked(request));
    return on.database.read([&](storage::Session& session) -> http::Answer {
        const auto stamps = store::stamps(session, asked.after.value_or(http::Cursor{}).id, asked.limit + 1);
        std::vector<StampId> ids;
        for (const auto& each : stamps) ids.push_back(each.id);
        auto uses = store::uses_ever(session, ids);
        std::vector<wire::StampOut> rows;
        for (const auto& each : stamps) rows.push_back(wire::view_of(each, uses[each.id]));
        return http::json_response(http::page_of(std::move(rows), asked.limit,
                                                 [](const wire::StampOut& each) { return http::Cursor{"", each.id.text()}; }));
    });
}

http::Answer show_stamp(const Dependencies& on, const http::Request& request) {
    return on.database.read(
        [&](storage::Session& session) -> http::Answer { return answer_with(session, TRY(stamp_in(session, request))); });
}

http::Answer edit_stamp(const Dependencies& on, const http::Request& request) {
    return on.database.write([&](storage::Session& session) -> http::Answer {
        auto stamp = TRY(stamp_in(session, request));
        TRY(http::unchanged_since(request, stamp.version));
        stamp.settings = TRY(checked_against(on, session, TRY(http::patched(stamp.settings, request.body))));
        ++stamp.version;
        stamp.changed_at = request.received;
        store::save(session, stamp);
        return answer_with(session, stamp);
    });
}

http::Answer add_codes(const Dependencies& on, const http::Request& request) {
    const auto body = TRY(json::read<wire::CodesIn>(request.body));
    return on.database.write([&](storage::Session& session) -> http::Answer {
        const auto stamp = TRY(stamp_in(session, request));
        auto response =
            http::json_response(wire::CodesOut{TRY(make_codes(session, stamp.id, body.count, request.received))}, 201);
        request.keep_answer(session, response);
        return response;
    });
}

// ---- validations ---------------------------------------------------------------------------------------------------

http::Answer validate(const Dependencies& on, const http::Request& request) {
    const auto body = TRY(json::read<wire::ValidationIn>(request.body));
    if (!body.stamp && body.code.empty())
        return fail(ErrorKind::invalid, "body-invalid",
                    {"Some fields are not right; see errors.", "Algunos campos no están bien; ver errores."},
                    {{"/stamp", "required", {"A stamp, or a code.", "Un sello o un código."}}});
    return on.database.write([&](storage::Session& session) -> http::Answer {
        const auto given = TRY(give(session, on.stays, {body.stay, body.stamp, body.code}, request.received, caller_of(request)));
        auto response = http::json_response(wire::view_of(given), 201);
        response.headers.emplace_back("Location", "/v1/validations/" + given.id.text());
        request.keep_answer(session, response);
        return response;
    });
}

http::Answer validations_of(const Dependencies& on, const http::Request& request) {
    return on.database.read([&](storage::Session& session) -> http::Answer {
        const auto stay = TRY(on.stays.found(session, request.query_value("stay").value_or("")));
        wire::ValidationsOut out;
        for (const auto& each : store::validations(session, {stay.id})) out.items.push_back(wire::view_of(each));
        return http::json_response(out);
    });
}

http::Answer withdraw_stamp(const Dependencies& on, const http::Request& request) {
    const auto id = ValidationId::parse(request.path_parameters.at("validation"));
    return on.database.write([&](storage::Session& session) -> http::Answer {
        TRY(take_back(session, on.stays, id.value_or(ValidationId{}), request.query_value("reason").value_or(""),
                      request.received, caller_of(request)));
        return http::Response{.status = 204, .content_type = {}};
    });
}

}  // namespace

std::vector<http::Route> stamp_routes(const Dependencies& on) {
    using http::Method, http::Request, http::schema_of;
    const std::string stamp = "/v1/stamps/{stamp}";
    return {
        {.method = Method::post,
         .path = "/v1/stamps",
         .permission = "discounts.configure",
         .summary = "Add a shop's stamp: what it takes off, where, how often",
         .answer = [on](const Request& request) { return add_stamp(on, request); },
         .takes = schema_of<StampSettings>(),
         .gives = schema_of<wire::StampOut>(),
         .success = 201},
        {.method = Method::get,
         .path = "/v1/stamps",
         .permission = "discounts.read",
         .summary = "All stamps, the oldest first",
         .answer = [on](const Request& request) { return list_stamps(on, request); },
         .gives = schema_of<http::Page<wire::StampOut>>(),
         .query = http::page_parameters()},
        {.method = Method::get,
         .path = stamp,
         .permission = "discounts.read",
         .summary = "One stamp, with how often it was given",
         .answer = [on](const Request& request) { return show_stamp(on, request); },
         .gives = schema_of<wire::StampOut>(),
         .versioned = true},
        {.method = Method::patch,
         .path = stamp,
         .permission = "discounts.configure",
         .summary = "Change a stamp",
         .answer = [on](const Request& request) { return edit_stamp(on, request); },
         .takes = http::patch_of<StampSettings>(),
         .gives = schema_of<wire::StampOut>(),
         .description = "What was given before keeps what it was worth then.",
         .versioned = true},
        {.method = Method::post,
         .path = stamp + "/codes",
         .permission = "discounts.configure",
         .summary = "Make codes of a stamp, for a shop to hand out",
         .answer = [on](const Request& request) { return add_codes(on, request); },
         .takes = schema_of<wire::CodesIn>(),
         .gives = schema_of<wire::CodesOut>(),
         .success = 201},
        {.method = Method::post,
         .path = "/v1/validations",
         .permission = "discounts.validate",
         .summary = "Put a shop's stamp on a stay, by the stamp or by one of its codes",
         .answer = [on](const Request& request) { return validate(on, request); },
         .takes = schema_of<wire::ValidationIn>(),
         .gives = schema_of<wire::ValidationOut>(),
         .success = 201,
         .description =
             "One stamp counts once for a stay, however often it is sent. A stay that has ended is charged again: its ticket is "
             "annulled and replaced."},
        {.method = Method::get,
         .path = "/v1/validations",
         .permission = "discounts.read",
         .summary = "The stamps on a stay",
         .answer = [on](const Request& request) { return validations_of(on, request); },
         .gives = schema_of<wire::ValidationsOut>(),
         .query = {{"stay", "A stay's id, or its ticket's number.", {{"type", "string"}}, true}},
         .personal = "validations"},
        {.method = Method::del,
         .path = "/v1/validations/{validation}",
         .permission = "discounts.configure",
         .summary = "Take a stamp back; the stay is charged again",
         .answer = [on](const Request& request) { return withdraw_stamp(on, request); },
         .success = 204,
         .query = {{"reason", "Why; it stands in the stay's history."}}},
    };
}

}  // namespace patente::discounts
