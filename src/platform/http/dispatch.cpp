#include "platform/http/dispatch.h"

#include "platform/http/credentials.h"
#include "platform/http/idempotency.h"
#include "platform/http/problem.h"
#include "platform/http/recorder.h"
#include "platform/observe/log.h"
#include "platform/storage/disk_full.h"

namespace patente::http {
namespace {

Response told(const Exchange& exchange, const Error& error) {
    const Request& request = exchange.request;
    if (exchange.route->refusal) return exchange.route->refusal(error, request.language);
    return problem_response(error, request.language, request.correlation_id);
}

Response busy(const Exchange& exchange, Error error) {
    error.retry_after_s = 5;
    return told(exchange, error);
}

Response full_disk(const Exchange& exchange) {
    return busy(exchange,
                {ErrorKind::busy,
                 "disk-full",
                 {"The server's disk is full; nothing was stored.", "El disco del servidor está lleno; no se guardó nada."}});
}

Response cannot_store(const Exchange& exchange) {
    return busy(exchange, {ErrorKind::busy,
                           "storage-unavailable",
                           {"The server cannot store anything now.", "El servidor no puede guardar nada ahora."}});
}

Failure lacking(const auth::Caller& caller, const std::string& permission) {
    if (!caller.is_known())
        return fail(
            ErrorKind::unauthenticated, "key-missing",
            {"Sign in, or send Authorization: Bearer and a key.", "Inicie sesión, o envíe Authorization: Bearer y una clave."});
    if (caller.must_choose_password)
        return fail(ErrorKind::forbidden, "password-must-change",
                    {"First choose a password of your own.", "Primero elija una contraseña propia."});
    return fail(ErrorKind::forbidden, "permission-missing",
                {"This needs the permission " + permission + ".", "Esto necesita el permiso " + permission + "."});
}

}  // namespace

Result<> Dispatch::check_caller(Exchange& exchange) const {
    const Route& route = *exchange.route;
    Request& request = exchange.request;
    const auto shown = TRY(credentials_of(exchange));
    try {
        request.caller = TRY(authenticate_(shown));
    } catch (const storage::Unavailable&) {
        if (!route.permission.empty()) throw;  // what is open to all, such as /healthz, is answered without the database
    }
    exchange.admitted = request.caller.may(route.permission);
    if (exchange.admitted) return {};
    return lacking(request.caller, route.permission);
}

// The edge where exceptions end: a broken world is 503 or 500, and the caller is told no more.
template <typename Act>
std::optional<Response> Dispatch::guarded(Exchange& exchange, Act&& act) const {
    try {
        return act();
    } catch (const std::exception& problem) {
        exchange.failure = problem.what();
        if (storage::is_full_disk(problem)) return full_disk(exchange);
        if (dynamic_cast<const storage::Unavailable*>(&problem)) return cannot_store(exchange);
    } catch (...) {
        exchange.failure = "something that is no std::exception was thrown";
    }
    return crash_problem(exchange.request.language, exchange.request.correlation_id);
}

std::optional<Response> Dispatch::admit(Exchange& exchange) const {
    return guarded(exchange, [&]() -> std::optional<Response> {
        const auto checked = check_caller(exchange);
        if (checked) return std::nullopt;
        if (recorder_) recorder_->turned_away(*exchange.route, exchange.request, checked.error());
        return told(exchange, checked.error());
    });
}

Answer Dispatch::answered(Exchange& exchange) const {
    const Route& route = *exchange.route;
    const bool has_key = route.method == Method::post && route.idempotent && !exchange.request.header("idempotency-key").empty();
    const auto answer = [&](const Request& request) {
        return recorder_ ? recorder_->recorded(route, exchange.request) : route.answer(request);
    };
    if (!idempotency_ || !has_key) return answer(exchange.request);
    return idempotency_->answer_once(exchange.request, answer);
}

std::optional<Response> Dispatch::take_in(Exchange& exchange, Body& body, std::string_view bytes) const {
    return guarded(exchange, [&]() -> std::optional<Response> {
        const auto taken = body.take(bytes);
        if (taken) return std::nullopt;
        return told(exchange, taken.error());
    });
}

// The head is sent already, so a handler that fails here can only end the stream.
void Dispatch::begin_events(Exchange& exchange, const Outgoing& outgoing, const std::shared_ptr<EventChannel>& events) const {
    const auto failed = guarded(exchange, [&]() -> std::optional<Response> {
        outgoing.events(events);
        return std::nullopt;
    });
    if (failed) events->close();
}

std::optional<std::string> Dispatch::next_piece(Exchange& exchange, const Outgoing& outgoing) const {
    std::optional<std::string> piece;
    guarded(exchange, [&]() -> std::optional<Response> {
        piece = outgoing.pieces();
        return std::nullopt;
    });
    if (!piece) observe::log_error("http", "an answer broke off", {{"route", exchange.route->path}, {"error", exchange.failure}});
    return piece;
}

Outgoing Dispatch::outgoing(Exchange& exchange, Response response, Instant now) const {
    std::optional<Outgoing> result;
    auto crash = guarded(exchange, [&]() -> std::optional<Response> {
        result = outgoing_of(exchange, std::move(response), now);
        return std::nullopt;
    });
    return crash ? outgoing_of(exchange, *std::move(crash), now) : *std::move(result);
}

Response Dispatch::answer(Exchange& exchange) const {
    const observe::Correlation correlation(exchange.request.correlation_id);
    if (!exchange.admitted)
        if (auto refusal = admit(exchange)) return *std::move(refusal);
    return *guarded(exchange, [&]() -> std::optional<Response> {
        auto answer = answered(exchange);
        if (answer) return *std::move(answer);
        return told(exchange, answer.error());
    });
}

}  // namespace patente::http
