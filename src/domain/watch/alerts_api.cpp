// Alerts, their pictures and what persons say of them.
#include <fmt/format.h>

#include "domain/vocabulary/plate.h"
#include "domain/watch/api.h"
#include "domain/watch/wire.h"
#include "platform/http/entity_tag.h"
#include "platform/http/page.h"

namespace patente::watch {
namespace {

using storage::Session;

Failure alert_not_found() {
    return fail(ErrorKind::not_found, "alert-not-found", {"There is no such alert.", "No existe esa alerta."});
}

Result<Alert> alert_in(Session& session, const http::Request& request) {
    const auto id = AlertId::parse(request.path_parameters.at("alert"));
    auto alert = id ? store::alert(session, *id) : std::nullopt;
    if (!alert) return alert_not_found();
    return *std::move(alert);
}

http::Response answer_with(const Alert& alert) { return http::tagged(http::json_response(wire::view_of(alert)), alert.version); }

Result<store::AlertSearch> search_in(const http::Request& request) {
    store::AlertSearch search;
    std::vector<Fault> faults;
    if (const auto state = request.query_value("state")) {
        search.state = json::enum_named<AlertState>(*state);
        if (!search.state)
            faults.push_back({"state",
                              "unknown",
                              {"raised, confirmed, dismissed or withdrawn.", "raised, confirmed, dismissed o withdrawn."}});
    }
    if (const auto plate = request.query_value("plate")) {
        const auto text = normalised(*plate);
        if (text)
            search.plate = *text;
        else
            faults.push_back({"plate", "pattern", text.error().detail});
    }
    search.list = request.query_value("list").value_or("");
    if (!faults.empty())
        return fail(ErrorKind::invalid, "query-invalid",
                    {"The query is not right; see errors.", "La consulta no está bien; ver errores."}, std::move(faults));
    return search;
}

http::Answer list_alerts(const Dependencies& on, const http::Request& request) {
    const auto asked = TRY(http::page_asked(request));
    auto search = TRY(search_in(request));
    search.before = asked.after.value_or(http::Cursor{}).id;
    search.limit = asked.limit + 1;
    return on.database.read([&](Session& session) -> http::Answer {
        std::vector<wire::AlertOut> rows;
        for (const auto& each : store::alerts(session, search)) rows.push_back(wire::view_of(each));
        return http::json_response(http::page_of(std::move(rows), asked.limit,
                                                 [](const wire::AlertOut& each) { return http::Cursor{"", each.id.text()}; }));
    });
}

http::Answer show_alert(const Dependencies& on, const http::Request& request) {
    return on.database.read([&](Session& session) -> http::Answer { return answer_with(TRY(alert_in(session, request))); });
}

http::Answer crop(const Dependencies& on, const http::Request& request) {
    const auto alert = TRY(on.database.read([&](Session& session) { return alert_in(session, request); }));
    const bool of_other = request.query_value("of") == "other" && alert.detail.travel;
    const auto& seen = of_other ? alert.detail.travel->other : alert.detail.seen;
    const auto file = seen.crop_sha256.empty() ? std::nullopt : on.blobs.find(seen.crop_sha256);
    if (!file)
        return fail(ErrorKind::not_found, "alert-picture-not-found",
                    {"There is no picture of this sighting.", "No hay imagen de este avistaje."});
    http::Response response{.content_type = "image/jpeg"};
    response.file = *file;
    return response;
}

http::Answer judge(const Dependencies& on, const http::Request& request) {
    const auto verdict = TRY(json::read<wire::VerdictIn>(request.body));
    const auto state = verdict.is == wire::Verdict::confirmed ? AlertState::confirmed : AlertState::dismissed;
    return on.database.write([&](Session& session) -> http::Answer {
        const Person by{request.caller.id, request.caller.name};
        return answer_with(
            TRY(on.watcher.judge(session, TRY(alert_in(session, request)), state, by, verdict.note, request.received)));
    });
}

http::Answer history(const Dependencies& on, const http::Request& request) {
    return on.database.read([&](Session& session) -> http::Answer {
        wire::History answer;
        for (const auto& each : store::history(session, TRY(alert_in(session, request)).id))
            answer.items.push_back(wire::view_of(each));
        return http::json_response(answer);
    });
}

std::vector<http::QueryParameter> search_parameters() {
    std::vector<http::QueryParameter> parameters{{"state", "raised, confirmed, dismissed or withdrawn; all when absent."},
                                                 {"list", "A watch list's id.", {{"type", "string"}, {"format", "uuid"}}},
                                                 {"plate", "The whole plate that is looked for, in any spelling."}};
    for (auto& each : http::page_parameters()) parameters.push_back(std::move(each));
    return parameters;
}

}  // namespace

std::vector<http::Route> alert_routes(const Dependencies& on) {
    using http::Method, http::Request, http::schema_of;
    const std::string alert = "/v1/alerts/{alert}";
    return {
        {.method = Method::get,
         .path = "/v1/alerts",
         .permission = "watch.read",
         .summary = "Alerts, newest first",
         .answer = [on](const Request& request) { return list_alerts(on, request); },
         .gives = schema_of<http::Page<wire::AlertOut>>(),
         .query = search_parameters(),
         .personal = "alerts"},
        {.method = Method::get,
         .path = alert,
         .permission = "watch.read",
         .summary = "One alert",
         .answer = [on](const Request& request) { return show_alert(on, request); },
         .gives = schema_of<wire::AlertOut>(),
         .versioned = true,
         .personal = "alerts"},
        {.method = Method::get,
         .path = alert + "/crop",
         .permission = "watch.read",
         .summary = "The plate as it was seen, JPEG",
         .answer = [on](const Request& request) { return crop(on, request); },
         .gives_type = "image/jpeg",
         .query = {{"of", "other: of impossible travel, the other sighting."}},
         .personal = "alerts"},
        {.method = Method::put,
         .path = alert + "/verdict",
         .permission = "watch.write",
         .summary = "Confirm an alert, or dismiss it",
         .answer = [on](const Request& request) { return judge(on, request); },
         .takes = schema_of<wire::VerdictIn>(),
         .gives = schema_of<wire::AlertOut>(),
         .description = "Who and when stands in its history; a later verdict takes the place of an earlier one."},
        {.method = Method::get,
         .path = alert + "/history",
         .permission = "watch.read",
         .summary = "What became of an alert, by whom and when",
         .answer = [on](const Request& request) { return history(on, request); },
         .gives = schema_of<wire::History>(),
         .personal = "alerts"},
    };
}

}  // namespace patente::watch
