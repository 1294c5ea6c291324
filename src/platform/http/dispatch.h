// What happens to a request between its last byte and its answer: who is calling, may he, did he ask before, and the
// handler. Blocks; runs on a worker.
#pragma once

#include <optional>

#include "platform/http/body.h"
#include "platform/http/events.h"
#include "platform/http/exchange.h"
#include "platform/http/server.h"

namespace patente::http {

class Dispatch {
public:
    Dispatch(Authenticator authenticate, Idempotency* idempotency, Recorder* recorder)
        : authenticate_(std::move(authenticate)), idempotency_(idempotency), recorder_(recorder) {}

    // Finds the caller and checks the row's permission; the refusal when he may not. Used alone before a long body.
    std::optional<Response> admit(Exchange& exchange) const;
    std::optional<Response> take_in(Exchange& exchange, Body& body, std::string_view bytes) const;  // a refusal, or nothing
    void begin_events(Exchange& exchange, const Outgoing& outgoing, const std::shared_ptr<EventChannel>& events) const;
    std::optional<std::string> next_piece(Exchange& exchange, const Outgoing& outgoing) const;  // "": the last was given
    Response answer(Exchange& exchange) const;                                                  // never throws
    Outgoing outgoing(Exchange& exchange, Response response, Instant now) const;                // never throws

private:
    Result<> check_caller(Exchange& exchange) const;
    Answer answered(Exchange& exchange) const;
    template <typename Act>
    std::optional<Response> guarded(Exchange& exchange, Act&& act) const;

    Authenticator authenticate_;
    Idempotency* idempotency_;
    Recorder* recorder_;
};

}  // namespace patente::http
