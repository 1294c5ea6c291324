#include "domain/discounts/api.h"
#include "domain/discounts/wire.h"
#include "domain/vocabulary/plate.h"
#include "platform/http/entity_tag.h"
#include "platform/http/merge_patch.h"
#include "platform/http/page.h"

namespace patente::discounts {
namespace {

Result<Permit> permit_in(storage::Session& session, const http::Request& request) {
    const auto id = PermitId::parse(request.path_parameters.at("permit"));
    auto permit = id ? store::permit(session, *id) : std::nullopt;
    if (!permit)
        return fail(ErrorKind::not_found, "permit-not-found", {"No permit has this id.", "Ningún permiso tiene este id."});
    return *std::move(permit);
}

http::Response answer_with(const Permit& permit, int status = 200) {
    auto response = http::tagged(http::json_response(wire::view_of(permit), status), permit.now().version);
    if (status == 201) response.headers.emplace_back("Location", "/v1/permits/" + permit.id.text());
    return response;
}

Result<PermitSettings> checked_against(const Dependencies& on, storage::Session& session, const PermitSettings& settings,
                                       const PermitId& id) {
    auto good = TRY(checked(settings, [&](const std::string& zone) { return on.stays.zone_exists(session, zone); }));
    const auto other = store::in_force(session, good.reference);
    if (!other || other->id == id) return good;
    return fail(ErrorKind::invalid, "permit-invalid",
                {"The permit is not right; see errors.", "El permiso no está bien; ver errores."},
                {{"/reference", "taken", {"Another permit in force has it.", "Otro permiso en vigor la tiene."}}});
}

Result<> may_change(const http::Request& request, const Permit& permit) {
    if (permit.revoked_at)
        return fail(ErrorKind::conflict, "permit-revoked", {"This permit was revoked.", "Este permiso fue revocado."});
    return http::unchanged_since(request, permit.now().version);
}

http::Answer add_permit(const Dependencies& on, const http::Request& request) {
    const auto wanted = TRY(json::read<PermitSettings>(request.body));
    return on.database.write([&](storage::Session& session) -> http::Answer {
        Permit permit{.id = PermitId::made_at(request.received)};
        auto settings = TRY(checked_against(on, session, wanted, permit.id));
        permit.versions.push_back({1, std::move(settings), std::nullopt, request.received, caller_of(request)});
        store::add(session, permit);
        auto response = answer_with(permit, 201);
        request.keep_answer(session, response);
        return response;
    });
}

http::Answer list_permits(const Dependencies& on, const http::Request& request) {
    const auto asked = TRY(http::page_asked(request));
    const auto plate = request.query_value("plate").value_or("");
    std::string wanted;
    if (!plate.empty()) wanted = TRY(normalised(plate));
    return on.database.read([&](storage::Session& session) -> http::Answer {
        const auto after = asked.after.value_or(http::Cursor{}).id;
        const auto found = wanted.empty()
                               ? store::permits(session, after, asked.limit + 1)
                               : store::permits_of(session, spellings_of(wanted, request.query_value("region").value_or("")));
        std::vector<wire::PermitOut> rows;
        for (const auto& each : found) rows.push_back(wire::view_of(each));
        return http::json_response(http::page_of(std::move(rows), wanted.empty() ? asked.limit : static_cast<int>(found.size()),
                                                 [](const wire::PermitOut& each) { return http::Cursor{"", each.id.text()}; }));
    });
}

http::Answer show_permit(const Dependencies& on, const http::Request& request) {
    return on.database.read(
        [&](storage::Session& session) -> http::Answer { return answer_with(TRY(permit_in(session, request))); });
}

http::Answer history(const Dependencies& on, const http::Request& request) {
    return on.database.read([&](storage::Session& session) -> http::Answer {
        const auto permit = TRY(permit_in(session, request));
        wire::PermitHistoryOut out{.revoked = wire::revoked_of(permit)};
        for (const auto& [version, settings, since, made_at, by] : permit.versions)
            out.items.push_back({version, since, made_at, wire::view_of(by), settings});
        return http::json_response(out);
    });
}

http::Answer edit_permit(const Dependencies& on, const http::Request& request) {
    return on.database.write([&](storage::Session& session) -> http::Answer {
        auto permit = TRY(permit_in(session, request));
        TRY(may_change(request, permit));
        auto settings = TRY(checked_against(on, session, TRY(http::patched(permit.now().settings, request.body)), permit.id));
        permit.versions.push_back(
            {permit.now().version + 1, std::move(settings), request.received, request.received, caller_of(request)});
        store::add_version(session, permit.id, permit.now());
        return answer_with(permit);
    });
}

http::Answer revoke_permit(const Dependencies& on, const http::Request& request) {
    const auto body = TRY(json::read<wire::ReasonIn>(request.body));
    return on.database.write([&](storage::Session& session) -> http::Answer {
        const auto permit = TRY(permit_in(session, request));
        TRY(may_change(request, permit));
        store::revoke(session, permit.id, request.received, body.reason, caller_of(request));
        return answer_with(TRY(permit_in(session, request)));
    });
}

std::vector<http::QueryParameter> list_parameters() {
    std::vector<http::QueryParameter> parameters{{"plate", "Permits that name this plate now or once did, all on one page."},
                                                 {"region", "Whose spellings count as one with `plate`: br."}};
    for (auto& each : http::page_parameters()) parameters.push_back(std::move(each));
    return parameters;
}

}  // namespace

std::vector<http::Route> permit_routes(const Dependencies& on) {
    using http::Method, http::Request, http::schema_of;
    const std::string permit = "/v1/permits/{permit}";
    return {
        {.method = Method::post,
         .path = "/v1/permits",
         .permission = "discounts.configure",
         .summary = "Add a permit",
         .answer = [on](const Request& request) { return add_permit(on, request); },
         .takes = schema_of<PermitSettings>(),
         .gives = schema_of<wire::PermitOut>(),
         .success = 201,
         .description =
             "It counts from valid_from on, also for stays that are open; a stay that has ended is charged again only when "
             "it is set right."},
        {.method = Method::get,
         .path = "/v1/permits",
         .permission = "discounts.read",
         .summary = "All permits, the oldest first, or those of a plate",
         .answer = [on](const Request& request) { return list_permits(on, request); },
         .gives = schema_of<http::Page<wire::PermitOut>>(),
         .query = list_parameters(),
         .personal = "permits"},
        {.method = Method::get,
         .path = permit,
         .permission = "discounts.read",
         .summary = "One permit",
         .answer = [on](const Request& request) { return show_permit(on, request); },
         .gives = schema_of<wire::PermitOut>(),
         .versioned = true,
         .personal = "permits"},
        {.method = Method::get,
         .path = permit + "/history",
         .permission = "discounts.read",
         .summary = "Every version of a permit: since when, by whom",
         .answer = [on](const Request& request) { return history(on, request); },
         .gives = schema_of<wire::PermitHistoryOut>(),
         .personal = "permits"},
        {.method = Method::patch,
         .path = permit,
         .permission = "discounts.configure",
         .summary = "Change a permit",
         .answer = [on](const Request& request) { return edit_permit(on, request); },
         .takes = http::patch_of<PermitSettings>(),
         .gives = schema_of<wire::PermitOut>(),
         .description = "A change counts from the moment it is made: what was covered before stays covered.",
         .versioned = true},
        {.method = Method::put,
         .path = permit + "/revocation",
         .permission = "discounts.configure",
         .summary = "Revoke a permit from now on, with the reason",
         .answer = [on](const Request& request) { return revoke_permit(on, request); },
         .takes = schema_of<wire::ReasonIn>(),
         .gives = schema_of<wire::PermitOut>(),
         .versioned = true},
    };
}

}  // namespace patente::discounts
