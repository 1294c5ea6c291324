#include "domain/oauth/api.h"
#include "domain/oauth/wire.h"
#include "platform/http/entity_tag.h"
#include "platform/http/merge_patch.h"

namespace patente::oauth {
namespace {

using http::Request;
using storage::Session;

Result<Provider> provider_in(Session& session, const Request& request) {
    const auto id = ProviderId::parse(request.path_parameters.at("provider"));
    auto provider = id ? store::provider(session, *id) : std::nullopt;
    if (!provider)
        return fail(ErrorKind::not_found, "oauth-provider-not-found", {"There is no such provider.", "No hay tal proveedor."});
    return *std::move(provider);
}

wire::ProviderOut view_of(const Dependencies& on, const Provider& provider) {
    return {provider.settings,
            provider.id,
            provider.version,
            !provider.sealed.empty(),
            on.services.issuer.text() + "/oauth/callback/" + provider.id.text(),
            provider.created_at,
            provider.changed_at};
}

std::string sealed(const Dependencies& on, const ProviderId& id, const std::string& secret) {
    return secret.empty() ? "" : on.services.sealer.sealed(secret, id.text());
}

http::Answer add_provider(const Dependencies& on, const Request& request) {
    const auto body = TRY(json::read<wire::ProviderIn>(request.body));
    Provider provider{.id = ProviderId::made_at(request.received),
                      .settings = TRY(checked(ProviderSettings(body), on.providers_local)),
                      .created_at = request.received,
                      .changed_at = request.received};
    provider.sealed = sealed(on, provider.id, body.client_secret.value_or(""));
    return on.database.write([&](Session& session) -> http::Answer {
        store::add(session, provider);
        auto response = http::tagged(http::json_response(view_of(on, provider), 201), provider.version);
        response.headers.emplace_back("Location", "/v1/oauth/providers/" + provider.id.text());
        request.keep_answer(session, response);
        return response;
    });
}

http::Answer list_providers(const Dependencies& on) {
    wire::ProvidersOut all;
    for (const auto& each : on.database.read([](Session& session) { return store::providers(session); }))
        all.items.push_back(view_of(on, each));
    return http::json_response(all);
}

http::Answer show_provider(const Dependencies& on, const Request& request) {
    return on.database.read([&](Session& session) -> http::Answer {
        const auto provider = TRY(provider_in(session, request));
        return http::tagged(http::json_response(view_of(on, provider)), provider.version);
    });
}

http::Answer edit_provider(const Dependencies& on, const Request& request) {
    return on.database.write([&](Session& session) -> http::Answer {
        auto provider = TRY(provider_in(session, request));
        TRY(http::unchanged_since(request, provider.version));
        const auto issuer = provider.settings.issuer;
        const auto body = TRY(http::patched(wire::ProviderIn{provider.settings, std::nullopt}, request.body));
        provider.settings = TRY(checked(ProviderSettings(body), on.providers_local));
        if (provider.settings.issuer != issuer)
            return fail(ErrorKind::conflict, "oauth-provider-issuer",
                        {"Another issuer is another provider; register it.", "Otro emisor es otro proveedor; regístrelo."});
        if (body.client_secret) provider.sealed = sealed(on, provider.id, *body.client_secret);
        ++provider.version;
        provider.changed_at = request.received;
        store::save(session, provider);
        return http::tagged(http::json_response(view_of(on, provider)), provider.version);
    });
}

http::Answer remove_provider(const Dependencies& on, const Request& request) {
    return on.database.write([&](Session& session) -> http::Answer {
        const auto provider = TRY(provider_in(session, request));
        store::remove(session, provider.id);
        return http::Response{.status = 204, .content_type = {}};
    });
}

// ---- who is who ----------------------------------------------------------------------------------------------------

http::Answer subjects(const Dependencies& on, const Request& request) {
    return on.database.read([&](Session& session) -> http::Answer {
        wire::SubjectsOut all;
        for (const auto& each : store::subjects(session, TRY(provider_in(session, request)).settings.issuer))
            all.items.push_back({each.subject, each.user, each.made_at, each.seen_at});
        return http::json_response(all);
    });
}

http::Answer link(const Dependencies& on, const Request& request) {
    const auto body = TRY(json::read<wire::SubjectIn>(request.body));
    return on.database.write([&](Session& session) -> http::Answer {
        const auto provider = TRY(provider_in(session, request));
        if (!on.users.vouched_for(session, body.user, request.received))
            return fail(ErrorKind::invalid, "body-invalid",
                        {"Some fields are not right; see errors.", "Algunos campos no están bien; ver errors."},
                        {{"/user",
                          "unknown",
                          {"No user who may sign in has this id.", "Ningún usuario que pueda entrar tiene este id."}}});
        const Subject subject{provider.settings.issuer, body.subject, body.user, request.received, request.received};
        store::put(session, subject);
        auto response =
            http::json_response(wire::SubjectOut{subject.subject, subject.user, subject.made_at, subject.seen_at}, 201);
        request.keep_answer(session, response);
        return response;
    });
}

http::Answer unlink(const Dependencies& on, const Request& request) {
    return on.database.write([&](Session& session) -> http::Answer {
        const auto provider = TRY(provider_in(session, request));
        if (!store::remove_subject(session, provider.settings.issuer, request.path_parameters.at("subject")))
            return fail(ErrorKind::not_found, "oauth-subject-not-found",
                        {"Nobody is linked under this name.", "Nadie está vinculado con ese nombre."});
        return http::Response{.status = 204, .content_type = {}};
    });
}

}  // namespace

std::vector<http::Route> provider_routes(const Dependencies& on) {
    using http::Method, http::schema_of;
    const std::string all = "/v1/oauth/providers", one = all + "/{provider}";
    return {
        {.method = Method::post,
         .path = all,
         .permission = "oauth.configure",
         .summary = "Let people sign in with an outside OpenID provider",
         .answer = [on](const Request& request) { return add_provider(on, request); },
         .takes = schema_of<wire::ProviderIn>(),
         .gives = schema_of<wire::ProviderOut>(),
         .success = 201},
        {.method = Method::get,
         .path = all,
         .permission = "oauth.read",
         .summary = "All outside providers, oldest first",
         .answer = [on](const Request&) { return list_providers(on); },
         .gives = schema_of<wire::ProvidersOut>()},
        {.method = Method::get,
         .path = one,
         .permission = "oauth.read",
         .summary = "One outside provider",
         .answer = [on](const Request& request) { return show_provider(on, request); },
         .gives = schema_of<wire::ProviderOut>(),
         .versioned = true},
        {.method = Method::patch,
         .path = one,
         .permission = "oauth.configure",
         .summary = "Change a provider",
         .answer = [on](const Request& request) { return edit_provider(on, request); },
         .takes = http::patch_of<wire::ProviderIn>(),
         .gives = schema_of<wire::ProviderOut>(),
         .versioned = true},
        {.method = Method::del,
         .path = one,
         .permission = "oauth.configure",
         .summary = "Remove a provider; users that it made stay",
         .answer = [on](const Request& request) { return remove_provider(on, request); },
         .success = 204},
        {.method = Method::get,
         .path = one + "/subjects",
         .permission = "oauth.read",
         .summary = "Who at the provider is which user here",
         .answer = [on](const Request& request) { return subjects(on, request); },
         .gives = schema_of<wire::SubjectsOut>()},
        {.method = Method::post,
         .path = one + "/subjects",
         .permission = "oauth.configure",
         .summary = "Say who somebody at the provider is here",
         .answer = [on](const Request& request) { return link(on, request); },
         .takes = schema_of<wire::SubjectIn>(),
         .gives = schema_of<wire::SubjectOut>(),
         .success = 201},
        {.method = Method::del,
         .path = one + "/subjects/{subject}",
         .permission = "oauth.configure",
         .summary = "Unlink somebody",
         .answer = [on](const Request& request) { return unlink(on, request); },
         .success = 204},
    };
}

}  // namespace patente::oauth
