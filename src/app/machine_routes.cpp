#include "app/machine_routes.h"

#include "platform/observe/metrics.h"

namespace patente {
namespace {

struct Alive {
    std::string status, version;

    static constexpr std::string_view schema_name = "Alive";
    static constexpr auto fields() {
        return std::tuple{json::field("status", &Alive::status), json::field("version", &Alive::version)};
    }
};

struct Ready {
    std::string status;
    std::string version;
    std::int64_t jobs_waiting = 0;
    std::int64_t jobs_dead = 0;
    std::int64_t oldest_job_ms = 0;

    static constexpr std::string_view schema_name = "Ready";
    static constexpr auto fields() {
        return std::tuple{json::field("status", &Ready::status), json::field("version", &Ready::version),
                          json::field("jobs_waiting", &Ready::jobs_waiting), json::field("jobs_dead", &Ready::jobs_dead),
                          json::field("oldest_job_ms", &Ready::oldest_job_ms)};
    }
};

http::Answer ready(queue::Queue& queue, const std::string& version) {
    const auto waiting = queue.waiting();  // throws storage::Unavailable, which is answered 503
    return http::json_response(Ready{"ok", version, waiting.jobs, waiting.dead, waiting.oldest_ms});
}

http::Answer metrics() {
    http::Response response;
    response.content_type = "text/plain; version=0.0.4";
    response.body = observe::metrics_text();
    return response;
}

}  // namespace

std::vector<http::Route> machine_routes(queue::Queue& queue, std::string version) {
    return {
        {.method = http::Method::get,
         .path = "/healthz",
         .permission = "",
         .summary = "Whether this process lives; asks nothing of others",
         .answer = [version](const http::Request&) { return http::json_response(Alive{"ok", version}); },
         .gives = http::schema_of<Alive>()},
        {.method = http::Method::get,
         .path = "/readyz",
         .permission = "",
         .summary = "Whether this process and its database answer",
         .answer = [&queue, version](const http::Request&) { return ready(queue, version); },
         .gives = http::schema_of<Ready>()},
        {.method = http::Method::get,
         .path = "/metrics",
         .permission = "metrics.read",
         .summary = "What this process counted, as Prometheus text",
         .answer = [](const http::Request&) { return metrics(); },
         .hidden = true},
    };
}

}  // namespace patente
