#include "domain/identity/api.h"
#include "domain/identity/wire.h"

namespace patente::identity {
namespace {

wire::KeyOut view_of(const auth::Key& key) {
    return {{key.name, key.permissions, key.expires_at, key.zones, key.devices}, key.id.uuid(), key.made_at, key.revoked_at, {}};
}

http::Answer list_keys(const Dependencies& on) {
    wire::List<wire::KeyOut> all;
    for (const auto& each : on.keys.list()) all.items.push_back(view_of(each));
    return http::json_response(all);
}

http::Answer add_key(const Dependencies& on, const http::Request& request) {
    const auto body = TRY(json::read<wire::KeyIn>(request.body));
    const auto known =
        on.database.read([&](storage::Session& session) { return known_of(on, session, body.zones, body.devices); });
    const auth::WantedKey wanted{body.name, body.permissions, body.expires_at, body.zones, body.devices};
    auto faults = auth::faults_of(wanted, known.permissions, request.received);
    check_limits(body.zones, body.devices, known, faults);
    if (!faults.empty()) return auth::key_invalid(std::move(faults));
    TRY(check_within(rights_of(request.caller), {body.permissions, body.zones, body.devices}));
    const auto made = TRY(on.keys.make(wanted, known.permissions));
    wire::KeyOut out{body, made.id.uuid(), made.made_at, std::nullopt, made.secret};
    auto response = http::json_response(out, 201);
    response.headers.emplace_back("Location", "/v1/keys/" + made.id.text());
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

http::Answer remove_key(const Dependencies& on, const http::Request& request) {
    const auto keys = on.keys.list();
    const auto id = auth::KeyId::parse(request.path_parameters.at("key"));
    const auto key = std::ranges::find_if(keys, [&](const auth::Key& each) { return id && each.id == *id; });
    if (key != keys.end()) TRY(check_within(rights_of(request.caller), {key->permissions, key->zones, key->devices}));
    TRY(on.keys.revoke(id.value_or(auth::KeyId{})));
    return http::Response{.status = 204, .content_type = {}};
}

}  // namespace

std::vector<http::Route> key_routes(const Dependencies& on) {
    using http::Method, http::Request, http::schema_of;
    return {
        {.method = Method::get,
         .path = "/v1/keys",
         .permission = "keys.configure",
         .summary = "All API keys, oldest first, without their secrets",
         .answer = [on](const Request&) { return list_keys(on); },
         .gives = schema_of<wire::List<wire::KeyOut>>()},
        {.method = Method::post,
         .path = "/v1/keys",
         .permission = "keys.configure",
         .summary = "Make an API key",
         .answer = [on](const Request& request) { return add_key(on, request); },
         .takes = schema_of<wire::KeyIn>(),
         .gives = schema_of<wire::KeyOut>(),
         .success = 201,
         .description = "Its secret is told once, in the answer. Nobody gives rights that they do not have.",
         .idempotent = false},
        {.method = Method::del,
         .path = "/v1/keys/{key}",
         .permission = "keys.configure",
         .summary = "Refuse a key from now on",
         .answer = [on](const Request& request) { return remove_key(on, request); },
         .success = 204},
    };
}

}  // namespace patente::identity
