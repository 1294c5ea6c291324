#include <algorithm>

#include "domain/oauth/api.h"
#include "domain/oauth/wire.h"
#include "platform/http/entity_tag.h"
#include "platform/http/merge_patch.h"
#include "platform/http/page.h"

namespace patente::oauth {
namespace {

using http::Request;
using storage::Session;

std::string new_client_secret() { return "pcs_" + auth::random_token(); }

Failure not_found() {
    return fail(ErrorKind::not_found, "oauth-client-not-found", {"No client has this id.", "Ningún cliente tiene este id."});
}

Result<Client> client_in(Session& session, const Request& request) {
    const auto id = ClientId::parse(request.path_parameters.at("client"));
    auto client = id ? store::client(session, *id) : std::nullopt;
    if (!client) return not_found();
    return *std::move(client);
}

Result<ClientSettings> checked_for(const Dependencies& on, const Request& request, ClientSettings settings) {
    const auto known = on.permissions();
    return checked(
        std::move(settings), [&](const std::string& each) { return names(known, each); },
        [&](const std::string& each) { return each == "*" ? names(request.caller.permissions, "*") : request.caller.may(each); });
}

wire::ClientOut view_of(const Client& client, const std::string& secret = {}) {
    wire::ClientOut view{client.settings, client.id, client.version, {}, client.created_at, client.changed_at};
    if (!secret.empty()) view.secret = secret;
    return view;
}

http::Answer add_client(const Dependencies& on, const Request& request) {
    Client client{.id = ClientId::made_at(request.received),
                  .settings = TRY(checked_for(on, request, TRY(json::read<ClientSettings>(request.body)))),
                  .created_at = request.received,
                  .changed_at = request.received};
    const auto secret = client.settings.kind == ClientKind::confidential ? new_client_secret() : "";
    if (!secret.empty()) client.secret_hash = token_hash(secret);
    return on.database.write([&](Session& session) -> http::Answer {
        store::add(session, client);
        auto response = http::tagged(http::json_response(view_of(client, secret), 201), client.version);
        response.headers.emplace_back("Location", "/v1/oauth/clients/" + client.id.text());
        request.keep_answer(session, response);
        return response;
    });
}

http::Answer list_clients(const Dependencies& on, const Request& request) {
    const auto asked = TRY(http::page_asked(request));
    const auto after = asked.after.value_or(http::Cursor{}).id;
    std::vector<wire::ClientOut> rows;
    for (const auto& each : on.database.read([&](Session& session) { return store::clients(session, after, asked.limit + 1); }))
        rows.push_back(view_of(each));
    return http::json_response(http::page_of(std::move(rows), asked.limit,
                                             [](const wire::ClientOut& each) { return http::Cursor{"", each.id.text()}; }));
}

http::Answer show_client(const Dependencies& on, const Request& request) {
    const auto client = TRY(on.database.read([&](Session& session) { return client_in(session, request); }));
    return http::tagged(http::json_response(view_of(client)), client.version);
}

// What it may no longer ask for ends within a second: tokens are never good for more than their client.
http::Answer edit_client(const Dependencies& on, const Request& request) {
    return on.database.write([&](Session& session) -> http::Answer {
        auto client = TRY(client_in(session, request));
        TRY(http::unchanged_since(request, client.version));
        const auto kind = client.settings.kind;
        client.settings = TRY(checked_for(on, request, TRY(http::patched(client.settings, request.body))));
        if (client.settings.kind != kind)
            return fail(ErrorKind::conflict, "oauth-client-kind",
                        {"A client stays public or confidential; register another.",
                         "Un cliente sigue siendo público o confidencial; registre otro."});
        ++client.version;
        client.changed_at = request.received;
        store::save(session, client);
        return http::tagged(http::json_response(view_of(client)), client.version);
    });
}

http::Answer remove_client(const Dependencies& on, const Request& request) {
    auto answer = on.database.write([&](Session& session) -> http::Answer {
        const auto client = TRY(client_in(session, request));
        TRY(http::unchanged_since(request, client.version));
        store::remove(session, client.id);
        revoke_client(session, client.id, request.received);
        return http::Response{.status = 204, .content_type = {}};
    });
    on.services.tokens.forget_revocations();
    return answer;
}

http::Answer new_secret(const Dependencies& on, const Request& request) {
    const auto secret = new_client_secret();
    return on.database.write([&](Session& session) -> http::Answer {
        auto client = TRY(client_in(session, request));
        if (client.settings.kind == ClientKind::open)
            return fail(ErrorKind::conflict, "oauth-client-kind",
                        {"A public client has no secret.", "Un cliente público no tiene secreto."});
        client.secret_hash = token_hash(secret);
        client.changed_at = request.received;
        store::save(session, client);
        auto response = http::json_response(wire::SecretOut{secret}, 201);
        request.keep_answer(session, response);
        return response;
    });
}

// ---- what a user granted -------------------------------------------------------------------------------------------

http::Answer grants(const Dependencies& on, const Request& request) {
    return on.database.read([&](Session& session) -> http::Answer {
        wire::GrantsOut all;
        for (const auto& each : store::grants_of_user(session, request.caller.id, request.received)) {
            const auto client = store::client(session, each.client);
            all.items.push_back(
                {each.id, each.client, client ? client->settings.name : "", each.scopes, each.made_at, each.expires_at});
        }
        return http::json_response(all);
    });
}

http::Answer end_grant(const Dependencies& on, const Request& request) {
    auto answer = on.database.write([&](Session& session) -> http::Answer {
        const auto id = GrantId::parse(request.path_parameters.at("grant"));
        const auto grant = id ? store::grant(session, *id) : std::nullopt;
        if (!grant || grant->user != request.caller.id || grant->ended_at)
            return fail(ErrorKind::not_found, "oauth-grant-not-found",
                        {"You granted no such thing.", "Usted no otorgó nada así."});
        revoke_grant(session, grant->id, request.received);
        return http::Response{.status = 204, .content_type = {}};
    });
    on.services.tokens.forget_revocations();
    return answer;
}

http::Answer revoke_user_tokens(const Dependencies& on, const Request& request) {
    on.database.write([&](Session& session) { revoke_user(session, request.path_parameters.at("user"), request.received); });
    on.services.tokens.forget_revocations();
    return http::Response{.status = 204, .content_type = {}};
}

}  // namespace

std::vector<http::Route> client_routes(const Dependencies& on) {
    using http::Method, http::schema_of;
    const std::string all = "/v1/oauth/clients", one = all + "/{client}";
    return {
        {.method = Method::post,
         .path = all,
         .permission = "oauth.configure",
         .summary = "Register a program that asks for tokens",
         .answer = [on](const Request& request) { return add_client(on, request); },
         .takes = schema_of<ClientSettings>(),
         .gives = schema_of<wire::ClientOut>(),
         .success = 201,
         .description = "The answer tells the secret of a confidential client, once."},
        {.method = Method::get,
         .path = all,
         .permission = "oauth.read",
         .summary = "All clients, oldest first",
         .answer = [on](const Request& request) { return list_clients(on, request); },
         .gives = schema_of<http::Page<wire::ClientOut>>(),
         .query = http::page_parameters()},
        {.method = Method::get,
         .path = one,
         .permission = "oauth.read",
         .summary = "One client",
         .answer = [on](const Request& request) { return show_client(on, request); },
         .gives = schema_of<wire::ClientOut>(),
         .versioned = true},
        {.method = Method::patch,
         .path = one,
         .permission = "oauth.configure",
         .summary = "Change a client",
         .answer = [on](const Request& request) { return edit_client(on, request); },
         .takes = http::patch_of<ClientSettings>(),
         .gives = schema_of<wire::ClientOut>(),
         .description = "Tokens that are in force lose within a second what it may no longer do.",
         .versioned = true},
        {.method = Method::del,
         .path = one,
         .permission = "oauth.configure",
         .summary = "Remove a client, with every token of it",
         .answer = [on](const Request& request) { return remove_client(on, request); },
         .success = 204,
         .versioned = true},
        {.method = Method::post,
         .path = one + "/secret",
         .permission = "oauth.configure",
         .summary = "Give a client another secret; the old one is refused from now on",
         .answer = [on](const Request& request) { return new_secret(on, request); },
         .gives = schema_of<wire::SecretOut>(),
         .success = 201},
        {.method = Method::get,
         .path = "/v1/oauth/grants",
         .permission = std::string(auth::own_session),
         .summary = "What the caller let clients do",
         .answer = [on](const Request& request) { return grants(on, request); },
         .gives = schema_of<wire::GrantsOut>()},
        {.method = Method::del,
         .path = "/v1/oauth/grants/{grant}",
         .permission = std::string(auth::own_session),
         .summary = "Take back what the caller let a client do",
         .answer = [on](const Request& request) { return end_grant(on, request); },
         .success = 204},
        {.method = Method::del,
         .path = "/v1/oauth/users/{user}/tokens",
         .permission = "oauth.configure",
         .summary = "Revoke every token of a user",
         .answer = [on](const Request& request) { return revoke_user_tokens(on, request); },
         .success = 204},
    };
}

}  // namespace patente::oauth
