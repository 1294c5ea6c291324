#include "domain/identity/api.h"
#include "domain/identity/wire.h"
#include "platform/http/entity_tag.h"
#include "platform/http/merge_patch.h"

namespace patente::identity {
namespace {

Failure role_not_found() {
    return fail(ErrorKind::not_found, "role-not-found", {"No role has this id.", "Ningún rol tiene este id."});
}

Result<Role> role_in(storage::Session& session, const http::Request& request) {
    auto role = store::role(session, request.path_parameters.at("role"));
    if (!role) return role_not_found();
    return *std::move(role);
}

http::Response answer_with(const Role& role, const http::Request& request, int status = 200) {
    auto response = http::tagged(http::json_response(wire::view_of(role, request.language), status), role.version);
    if (status == 201) response.headers.emplace_back("Location", "/v1/roles/" + role.id);
    return response;
}

// Who holds a role is who its permissions are given to: nobody gives what they do not have.
Result<> check_governs(const RoleSettings& settings, const http::Request& request) {
    return check_within(rights_of(request.caller), {settings.permissions, request.caller.zones, request.caller.devices});
}

http::Answer list_roles(const Dependencies& on, const http::Request& request) {
    return on.database.read([&](storage::Session& session) -> http::Answer {
        wire::List<wire::RoleOut> all;
        for (const auto& each : store::roles(session)) all.items.push_back(wire::view_of(each, request.language));
        return http::json_response(all);
    });
}

http::Answer show_role(const Dependencies& on, const http::Request& request) {
    return on.database.read(
        [&](storage::Session& session) -> http::Answer { return answer_with(TRY(role_in(session, request)), request); });
}

http::Answer add_role(const Dependencies& on, const http::Request& request) {
    const auto body = TRY(json::read<wire::NewRoleIn>(request.body));
    const Role role{.id = body.id, .settings = static_cast<const RoleSettings&>(body), .changed_at = request.received};
    return on.database.write([&](storage::Session& session) -> http::Answer {
        TRY(checked(role.settings, Known{.permissions = on.permissions()}));
        TRY(check_governs(role.settings, request));
        if (store::role(session, role.id))
            return fail(ErrorKind::invalid, "role-invalid",
                        {"The role is not right; see errors.", "El rol no está bien; ver errores."},
                        {{"/id", "taken", {"Another role has this id.", "Otro rol tiene este id."}}});
        store::save(session, role);
        auto response = answer_with(role, request, 201);
        request.keep_answer(session, response);
        return response;
    });
}

http::Answer edit_role(const Dependencies& on, const http::Request& request) {
    auto answer = on.database.write([&](storage::Session& session) -> http::Answer {
        auto role = TRY(role_in(session, request));
        TRY(http::unchanged_since(request, role.version));
        if (role.id == administrator)
            return fail(ErrorKind::conflict, "role-fixed", {"An administrator may do all.", "Administración puede todo."});
        TRY(check_governs(role.settings, request));  // as it is: who may do more is out of reach
        Known known{.permissions = on.permissions()};
        for (const auto& each : role.settings.permissions) known.permissions.push_back(each);  // it may keep what is no more
        role.settings = TRY(http::patched(role.settings, request.body));
        TRY(checked(role.settings, known));
        TRY(check_governs(role.settings, request));
        ++role.version;
        role.changed_at = request.received;
        store::save(session, role);
        return answer_with(role, request);
    });
    on.sessions.forget();
    return answer;
}

http::Answer remove_role(const Dependencies& on, const http::Request& request) {
    return on.database.write([&](storage::Session& session) -> http::Answer {
        const auto role = TRY(role_in(session, request));
        TRY(http::unchanged_since(request, role.version));
        if (role.built_in)
            return fail(ErrorKind::conflict, "role-fixed", {"A built-in role stays.", "Un rol de fábrica no se borra."});
        if (store::is_given(session, role.id))
            return fail(ErrorKind::conflict, "role-given", {"Users have this role.", "Hay usuarios con este rol."});
        store::remove(session, role.id);
        return http::Response{.status = 204, .content_type = {}};
    });
}

http::Answer permissions(const Dependencies& on, const http::Request& request) {
    wire::List<wire::PermissionOut> all;
    for (const auto& each : on.permissions())
        all.items.push_back({each, text_of_permission(each).value_or(Text{each, each}).in(request.language)});
    return http::json_response(all);
}

}  // namespace

std::vector<http::Route> role_routes(const Dependencies& on) {
    using http::Method, http::Request, http::schema_of;
    const std::string all = "/v1/roles", one = all + "/{role}";
    return {
        {.method = Method::get,
         .path = all,
         .permission = "identity.read",
         .summary = "All roles, the built-in ones first",
         .answer = [on](const Request& request) { return list_roles(on, request); },
         .gives = schema_of<wire::List<wire::RoleOut>>()},
        {.method = Method::post,
         .path = all,
         .permission = "identity.configure",
         .summary = "Make a role",
         .answer = [on](const Request& request) { return add_role(on, request); },
         .takes = schema_of<wire::NewRoleIn>(),
         .gives = schema_of<wire::RoleOut>(),
         .success = 201},
        {.method = Method::get,
         .path = one,
         .permission = "identity.read",
         .summary = "One role",
         .answer = [on](const Request& request) { return show_role(on, request); },
         .gives = schema_of<wire::RoleOut>(),
         .versioned = true},
        {.method = Method::patch,
         .path = one,
         .permission = "identity.configure",
         .summary = "Change a role (JSON Merge Patch)",
         .answer = [on](const Request& request) { return edit_role(on, request); },
         .takes = http::patch_of<RoleSettings>(),
         .gives = schema_of<wire::RoleOut>(),
         .description = "All but admin. Counts within a second for who has it.",
         .versioned = true},
        {.method = Method::del,
         .path = one,
         .permission = "identity.configure",
         .summary = "Remove a role that nobody has",
         .answer = [on](const Request& request) { return remove_role(on, request); },
         .success = 204,
         .versioned = true},
        {.method = Method::get,
         .path = "/v1/permissions",
         .permission = "identity.read",
         .summary = "Every permission there is, with what it allows",
         .answer = [on](const Request& request) { return permissions(on, request); },
         .gives = schema_of<wire::List<wire::PermissionOut>>()},
    };
}

}  // namespace patente::identity
