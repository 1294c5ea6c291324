#include "domain/operations/api.h"
#include "domain/operations/wire.h"
#include "platform/http/page.h"

namespace patente::operations {
namespace {

using queue::JobId, queue::JobState;
using storage::Session;

constexpr int retries_max = 1'000;  // in one transaction

Failure job_not_found() {
    return fail(ErrorKind::not_found, "job-not-found",
                {"No job has this id; one that was done is gone.", "Ninguna tarea tiene este id; la que se hizo ya no está."});
}

wire::JobOut view_of(const queue::Roles& roles, const queue::SeenJob& job) {
    auto payload = json::parsed(job.payload);
    return {.id = job.id,
            .job = job.kind,
            .state = job.state,
            .retriable = job.state == JobState::dead && roles.contains(job.kind),
            .made_at = job.made_at,
            .next_at = job.ready_at,
            .dead_at = job.dead_at,
            .attempts = job.attempts,
            .reason = job.reason,
            .event = job.event_id.empty() ? std::nullopt : std::optional{job.event_id},
            .payload = payload ? *std::move(payload) : json::Value(job.payload)};
}

http::Answer figures(const Dependencies& on, const http::Request& request) {
    const auto counted = on.database.read([](Session& session) { return queue::figures(session); });
    std::map<std::string, wire::KindOut> kinds;
    for (const auto& [kind, role] : on.roles()) kinds[kind] = {.job = kind, .role = role};
    wire::QueueOut out;
    for (const auto& each : counted) {
        auto& kind = kinds[each.kind];
        kind.job = each.kind;
        kind.waiting = each.waiting;
        kind.running = each.running;
        kind.dead = each.dead;
        if (each.oldest_made_at) kind.oldest_ms = std::max<std::int64_t>(0, (request.received - *each.oldest_made_at).count());
        out.waiting += kind.waiting;
        out.running += kind.running;
        out.dead += kind.dead;
        out.oldest_ms = std::max(out.oldest_ms, kind.oldest_ms);
    }
    for (auto& [name, kind] : kinds) out.kinds.push_back(std::move(kind));
    return http::json_response(out);
}

http::Answer list_jobs(const Dependencies& on, const http::Request& request) {
    const auto page = TRY(http::page_asked(request));
    const auto state = json::enum_named<JobState>(request.query_value("state").value_or("dead"));
    if (!state)
        return fail(ErrorKind::invalid, "query-invalid",
                    {"The query is not right; see errors.", "La consulta no está bien; ver errores."},
                    {{"state", "unknown", {"waiting, running or dead.", "waiting, running o dead."}}});
    queue::JobsAsked asked{.state = *state, .kind = request.query_value("job").value_or(""), .at_most = page.limit + 1};
    if (page.after) asked.before = JobId::parse(page.after->id);
    const auto roles = on.roles();
    std::vector<wire::JobOut> rows;
    for (const auto& each : on.database.read([&](Session& session) { return queue::jobs(session, asked); }))
        rows.push_back(view_of(roles, each));
    return http::json_response(
        http::page_of(std::move(rows), page.limit, [](const wire::JobOut& each) { return http::Cursor{"", each.id.text()}; }));
}

Result<queue::SeenJob> job_in(Session& session, const http::Request& request) {
    const auto id = JobId::parse(request.path_parameters.at("job"));
    auto job = id ? queue::job(session, *id) : std::nullopt;
    if (!job) return job_not_found();
    return *std::move(job);
}

http::Answer show_job(const Dependencies& on, const http::Request& request) {
    return on.database.read([&](Session& session) -> http::Answer {
        return http::json_response(view_of(on.roles(), TRY(job_in(session, request))));
    });
}

http::Answer retry_one(const Dependencies& on, const http::Request& request) {
    const auto roles = on.roles();
    return on.database.write([&](Session& session) -> http::Answer {
        const auto job = TRY(job_in(session, request));
        if (job.state != JobState::dead)
            return fail(
                ErrorKind::conflict, "job-not-dead",
                {"Only what was given up can be tried again by hand.", "Solo se reintenta a mano lo que se dio por perdido."});
        if (!roles.contains(job.kind))
            return fail(ErrorKind::conflict, "job-unknown",
                        {"This program does not know how to do " + job.kind + "; the version that made it does.",
                         "Este programa no sabe hacer " + job.kind + "; la versión que la creó, sí."});
        const int retried = queue::revive(session, roles, job.id, request.received);
        auto response = http::json_response(wire::RetriedOut{retried, 0}, 202);
        request.keep_answer(session, response);
        return response;
    });
}

http::Answer retry_all(const Dependencies& on, const http::Request& request) {
    const auto asked = request.body.empty() ? wire::RetryIn{} : TRY(json::read<wire::RetryIn>(request.body));
    const auto kind = asked.job.value_or("");
    const auto roles = on.roles();
    return on.database.write([&](Session& session) -> http::Answer {
        wire::RetriedOut out{queue::revive(session, roles, kind, request.received, retries_max), 0};
        for (const auto& each : queue::figures(session))
            if (kind.empty() || kind == each.kind) out.left += each.dead;
        auto response = http::json_response(out, 202);
        request.keep_answer(session, response);
        return response;
    });
}

std::vector<http::QueryParameter> list_parameters() {
    std::vector<http::QueryParameter> parameters{
        {"state", "waiting, running or dead; dead when absent.", {{"type", "string"}, {"enum", {"waiting", "running", "dead"}}}},
        {"job", "A kind; all when absent."}};
    for (auto& each : http::page_parameters()) parameters.push_back(std::move(each));
    return parameters;
}

}  // namespace

std::vector<http::Route> job_routes(const Dependencies& on) {
    using http::Method, http::Request, http::schema_of;
    return {
        {.method = Method::get,
         .path = "/v1/queue",
         .permission = "operations.read",
         .summary = "How many jobs wait, run and were given up, by kind",
         .answer = [on](const Request& request) { return figures(on, request); },
         .gives = schema_of<wire::QueueOut>()},
        {.method = Method::get,
         .path = "/v1/jobs",
         .permission = "operations.read",
         .summary = "Jobs of the queue, newest first",
         .answer = [on](const Request& request) { return list_jobs(on, request); },
         .gives = schema_of<http::Page<wire::JobOut>>(),
         .query = list_parameters()},
        {.method = Method::get,
         .path = "/v1/jobs/{job}",
         .permission = "operations.read",
         .summary = "One job that waits, runs or was given up",
         .answer = [on](const Request& request) { return show_job(on, request); },
         .gives = schema_of<wire::JobOut>()},
        {.method = Method::post,
         .path = "/v1/jobs/{job}/retries",
         .permission = "operations.configure",
         .summary = "Try a job again that was given up",
         .answer = [on](const Request& request) { return retry_one(on, request); },
         .gives = schema_of<wire::RetriedOut>(),
         .success = 202},
        {.method = Method::post,
         .path = "/v1/jobs/retries",
         .permission = "operations.configure",
         .summary = "Try all jobs again that were given up, or those of a kind",
         .answer = [on](const Request& request) { return retry_all(on, request); },
         .takes = schema_of<wire::RetryIn>(),
         .gives = schema_of<wire::RetriedOut>(),
         .success = 202,
         .description = "The oldest 1000 at once; `left` says how many remain, also of kinds that this program does not know."},
    };
}

}  // namespace patente::operations
