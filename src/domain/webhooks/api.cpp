#include "domain/webhooks/api.h"

#include "domain/webhooks/hearing.h"
#include "domain/webhooks/signing.h"
#include "domain/webhooks/store.h"
#include "domain/webhooks/wire.h"
#include "platform/http/entity_tag.h"
#include "platform/http/merge_patch.h"
#include "platform/http/page.h"

namespace patente::webhooks {
namespace {

using storage::Session;

Failure webhook_not_found() {
    return fail(ErrorKind::not_found, "webhook-not-found", {"No webhook has this id.", "Ningún webhook tiene este id."});
}

Failure delivery_not_found() {
    return fail(ErrorKind::not_found, "webhook-delivery-not-found",
                {"This webhook has no such delivery.", "Este webhook no tiene esa entrega."});
}

Result<Endpoint> endpoint_in(Session& session, const http::Request& request) {
    const auto id = EndpointId::parse(request.path_parameters.at("webhook"));
    auto endpoint = id ? store::endpoint(session, *id) : std::nullopt;
    if (!endpoint) return webhook_not_found();
    return *std::move(endpoint);
}

wire::EndpointOut view_of(Session& session, const Endpoint& endpoint) {
    wire::EndpointOut view{endpoint.settings, endpoint.id, endpoint.version, {}, {}, endpoint.created_at, endpoint.changed_at};
    for (const auto& each : store::secrets(session, endpoint.id)) view.secrets.push_back({each.id, each.added_at, std::nullopt});
    const auto counts = store::counts(session, endpoint.id);
    const auto& health = endpoint.health;
    view.health = {is_down(health), health.failures, health.failing_since, health.last_fault, counts.waiting, counts.dead};
    return view;
}

http::Response answer_with(const wire::EndpointOut& view, int status = 200) {
    auto response = http::tagged(http::json_response(view, status), view.version);
    if (status == 201) response.headers.emplace_back("Location", "/v1/webhooks/" + view.id.text());
    return response;
}

// A person mended it, or wants to see: one that is down is not left alone until its pause is over.
void try_now(Session& session, const Endpoint& endpoint, Instant now) {
    if (!is_down(endpoint.health)) return;
    auto health = endpoint.health;
    health.retry_at = now;
    store::save_health(session, endpoint.id, health);
}

http::Answer add(const Dependencies& on, const http::Request& request) {
    Endpoint endpoint{.id = EndpointId::made_at(request.received),
                      .settings = TRY(checked(TRY(json::read<Settings>(request.body)), on.local_allowed)),
                      .begins_after = on.feed.last_number(),
                      .created_at = request.received,
                      .changed_at = request.received};
    const Secret secret{SecretId::made_at(request.received), new_secret(), request.received};
    return on.database.write([&](Session& session) -> http::Answer {
        store::add(session, endpoint);
        store::add_secret(session, endpoint.id, secret);
        auto view = view_of(session, endpoint);
        view.secrets.front().secret = secret.text;
        auto response = answer_with(view, 201);
        request.keep_answer(session, response);
        return response;
    });
}

http::Answer list(const Dependencies& on, const http::Request& request) {
    const auto asked = TRY(http::page_asked(request));
    const auto after = asked.after.value_or(http::Cursor{}).id;
    return on.database.read([&](Session& session) -> http::Answer {
        std::vector<wire::EndpointOut> rows;
        for (const auto& each : store::endpoints(session, after, asked.limit + 1)) rows.push_back(view_of(session, each));
        return http::json_response(http::page_of(std::move(rows), asked.limit,
                                                 [](const wire::EndpointOut& each) { return http::Cursor{"", each.id.text()}; }));
    });
}

http::Answer show(const Dependencies& on, const http::Request& request) {
    return on.database.read(
        [&](Session& session) -> http::Answer { return answer_with(view_of(session, TRY(endpoint_in(session, request)))); });
}

http::Answer edit(const Dependencies& on, const http::Request& request) {
    const auto last = on.feed.last_number();
    return on.database.write([&](Session& session) -> http::Answer {
        auto endpoint = TRY(endpoint_in(session, request));
        TRY(http::unchanged_since(request, endpoint.version));
        const bool was_active = endpoint.settings.active;
        endpoint.settings = TRY(checked(TRY(http::patched(endpoint.settings, request.body)), on.local_allowed));
        if (!was_active) endpoint.begins_after = last;
        ++endpoint.version;
        endpoint.changed_at = request.received;
        store::save(session, endpoint);
        try_now(session, endpoint, request.received);
        store::hurry(session, endpoint.id, request.received);
        session.announce({std::string(put), ""});
        return answer_with(view_of(session, endpoint));
    });
}

http::Answer remove(const Dependencies& on, const http::Request& request) {
    return on.database.write([&](Session& session) -> http::Answer {
        const auto endpoint = TRY(endpoint_in(session, request));
        TRY(http::unchanged_since(request, endpoint.version));
        store::remove(session, endpoint.id);
        return http::Response{.status = 204, .content_type = {}};
    });
}

http::Answer add_secret(const Dependencies& on, const http::Request& request) {
    const Secret secret{SecretId::made_at(request.received), new_secret(), request.received};
    return on.database.write([&](Session& session) -> http::Answer {
        const auto endpoint = TRY(endpoint_in(session, request));
        if (store::secrets(session, endpoint.id).size() >= secrets_max)
            return fail(ErrorKind::conflict, "webhook-secrets-full",
                        {"It has five secrets; take one away first.", "Tiene cinco secretos; quite uno primero."});
        store::add_secret(session, endpoint.id, secret);
        auto response = http::json_response(wire::SecretOut{secret.id, secret.added_at, secret.text}, 201);
        request.keep_answer(session, response);
        return response;
    });
}

http::Answer remove_secret(const Dependencies& on, const http::Request& request) {
    return on.database.write([&](Session& session) -> http::Answer {
        const auto endpoint = TRY(endpoint_in(session, request));
        const auto id = SecretId::parse(request.path_parameters.at("secret"));
        const auto secrets = store::secrets(session, endpoint.id);
        if (!id || std::ranges::find(secrets, *id, &Secret::id) == secrets.end())
            return fail(ErrorKind::not_found, "webhook-secret-not-found",
                        {"This webhook has no such secret.", "Este webhook no tiene ese secreto."});
        if (secrets.size() == 1)
            return fail(ErrorKind::conflict, "webhook-secret-last",
                        {"It is the only secret; add another first.", "Es el único secreto; agregue otro primero."});
        store::remove_secret(session, endpoint.id, *id);
        return http::Response{.status = 204, .content_type = {}};
    });
}

std::optional<std::string> unless_empty(const std::string& text) { return text.empty() ? std::nullopt : std::optional{text}; }

wire::DeliveryOut view_of(const Delivery& delivery) {
    auto body = json::parsed(delivery.body);
    if (!body) throw std::runtime_error("the body of a delivery is no JSON");
    return {.id = delivery.id,
            .webhook_id = "msg_" + delivery.id.text(),
            .event = delivery.event_number ? std::optional{std::to_string(*delivery.event_number)} : std::nullopt,
            .type = delivery.event_type,
            .plate = unless_empty(delivery.plate),
            .state = delivery.state,
            .attempts = delivery.attempts,
            .made_at = delivery.made_at,
            .next_at = delivery.state == State::waiting ? std::optional{delivery.ready_at} : std::nullopt,
            .ended_at = delivery.ended_at,
            .last_status = delivery.last_status == 0 ? std::nullopt : std::optional{delivery.last_status},
            .last_fault = delivery.last_fault,
            .body = *std::move(body)};
}

Result<std::optional<State>> state_in(const http::Request& request) {
    const auto text = request.query_value("state");
    if (!text) return std::nullopt;
    const auto state = json::enum_named<State>(*text);
    if (!state)
        return fail(ErrorKind::invalid, "query-invalid",
                    {"The query is not right; see errors.", "La consulta no está bien; ver errores."},
                    {{"state", "unknown", {"waiting, delivered or dead.", "waiting, delivered o dead."}}});
    return state;
}

http::Answer list_deliveries(const Dependencies& on, const http::Request& request) {
    const auto asked = TRY(http::page_asked(request));
    const auto state = TRY(state_in(request));
    const auto before = asked.after.value_or(http::Cursor{}).id;
    return on.database.read([&](Session& session) -> http::Answer {
        const auto endpoint = TRY(endpoint_in(session, request));
        std::vector<wire::DeliveryOut> rows;
        for (const auto& each : store::deliveries(session, endpoint.id, state, before, asked.limit + 1))
            rows.push_back(view_of(each));
        return http::json_response(http::page_of(std::move(rows), asked.limit,
                                                 [](const wire::DeliveryOut& each) { return http::Cursor{"", each.id.text()}; }));
    });
}

// One dead letter, or all of the endpoint.
http::Answer retry(const Dependencies& on, const http::Request& request, bool all) {
    return on.database.write([&](Session& session) -> http::Answer {
        const auto endpoint = TRY(endpoint_in(session, request));
        std::optional<DeliveryId> one;
        if (!all) {
            one = DeliveryId::parse(request.path_parameters.at("delivery"));
            const auto delivery = one ? store::delivery(session, endpoint.id, *one) : std::nullopt;
            if (!delivery) return delivery_not_found();
            if (delivery->state != State::dead)
                return fail(ErrorKind::conflict, "webhook-delivery-not-dead",
                            {"Only what was given up can be sent again.", "Solo se reenvía lo que se dio por perdido."});
        }
        const wire::RetriedOut retried{store::revive(session, endpoint.id, one, request.received)};
        try_now(session, endpoint, request.received);
        session.announce({std::string(put), ""});
        auto response = http::json_response(retried, 202);
        request.keep_answer(session, response);
        return response;
    });
}

http::Answer test(const Dependencies& on, const http::Request& request) {
    return on.database.write([&](Session& session) -> http::Answer {
        const auto endpoint = TRY(endpoint_in(session, request));
        const Delivery delivery{
            .id = DeliveryId::made_at(request.received),
            .endpoint = endpoint.id,
            .event_type = "webhooks.test",
            .body = events::told({0, "webhooks.test", "", "", request.received, R"({"webhook":")" + endpoint.id.text() + "\"}"}),
            .ready_at = request.received,
            .made_at = request.received};
        store::add(session, std::span(&delivery, 1));
        try_now(session, endpoint, request.received);
        session.announce({std::string(put), ""});
        auto response = http::json_response(view_of(delivery), 202);
        request.keep_answer(session, response);
        return response;
    });
}

std::vector<http::QueryParameter> delivery_parameters() {
    std::vector<http::QueryParameter> parameters{{"state", "waiting, delivered or dead; all when absent."}};
    for (auto& each : http::page_parameters()) parameters.push_back(std::move(each));
    return parameters;
}

}  // namespace

std::vector<http::Route> routes(const Dependencies& on) {
    using http::Method, http::Request, http::schema_of;
    const std::string all = "/v1/webhooks", one = all + "/{webhook}", deliveries = one + "/deliveries";
    return {
        {.method = Method::post,
         .path = all,
         .permission = "webhooks.configure",
         .summary = "Register an address to which events are posted",
         .answer = [on](const Request& request) { return add(on, request); },
         .takes = schema_of<Settings>(),
         .gives = schema_of<wire::EndpointOut>(),
         .success = 201,
         .description =
             "The answer tells its secret, once. Events that happen from now on and fit the filter are posted, signed as "
             "Standard Webhooks says; an answer of 2xx within 10 s takes them, anything else is tried again for a day."},
        {.method = Method::get,
         .path = all,
         .permission = "webhooks.read",
         .summary = "All webhooks, oldest first",
         .answer = [on](const Request& request) { return list(on, request); },
         .gives = schema_of<http::Page<wire::EndpointOut>>(),
         .query = http::page_parameters(),
         .personal = "webhooks"},
        {.method = Method::get,
         .path = one,
         .permission = "webhooks.read",
         .summary = "One webhook, with how it answers of late",
         .answer = [on](const Request& request) { return show(on, request); },
         .gives = schema_of<wire::EndpointOut>(),
         .versioned = true,
         .personal = "webhooks"},
        {.method = Method::patch,
         .path = one,
         .permission = "webhooks.configure",
         .summary = "Change a webhook",
         .answer = [on](const Request& request) { return edit(on, request); },
         .takes = http::patch_of<Settings>(),
         .gives = schema_of<wire::EndpointOut>(),
         .description = "Fields that are not sent stay. One that is made active again begins with what happens then.",
         .versioned = true},
        {.method = Method::del,
         .path = one,
         .permission = "webhooks.configure",
         .summary = "Remove a webhook with its deliveries",
         .answer = [on](const Request& request) { return remove(on, request); },
         .success = 204,
         .versioned = true},
        {.method = Method::post,
         .path = one + "/secrets",
         .permission = "webhooks.configure",
         .summary = "Add a secret, to change them without a gap",
         .answer = [on](const Request& request) { return add_secret(on, request); },
         .gives = schema_of<wire::SecretOut>(),
         .success = 201,
         .description =
             "Every post is signed with each of its secrets: add one, let the receiver know it, take the old one away."},
        {.method = Method::del,
         .path = one + "/secrets/{secret}",
         .permission = "webhooks.configure",
         .summary = "Take a secret away",
         .answer = [on](const Request& request) { return remove_secret(on, request); },
         .success = 204},
        {.method = Method::post,
         .path = one + "/tests",
         .permission = "webhooks.configure",
         .summary = "Post a test event, webhooks.test",
         .answer = [on](const Request& request) { return test(on, request); },
         .gives = schema_of<wire::DeliveryOut>(),
         .success = 202},
        {.method = Method::get,
         .path = deliveries,
         .permission = "webhooks.read",
         .summary = "Deliveries, newest first; with state=dead those that were given up",
         .answer = [on](const Request& request) { return list_deliveries(on, request); },
         .gives = schema_of<http::Page<wire::DeliveryOut>>(),
         .query = delivery_parameters(),
         .description = "Delivered ones are kept for 7 days, dead letters for 30.",
         .personal = "deliveries"},
        {.method = Method::post,
         .path = one + "/retries",
         .permission = "webhooks.configure",
         .summary = "Send all dead letters again",
         .answer = [on](const Request& request) { return retry(on, request, true); },
         .gives = schema_of<wire::RetriedOut>(),
         .success = 202},
        {.method = Method::post,
         .path = deliveries + "/{delivery}/retries",
         .permission = "webhooks.configure",
         .summary = "Send a dead letter again",
         .answer = [on](const Request& request) { return retry(on, request, false); },
         .gives = schema_of<wire::RetriedOut>(),
         .success = 202},
    };
}

}  // namespace patente::webhooks
