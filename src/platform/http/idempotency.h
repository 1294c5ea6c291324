// Idempotency-Key: a POST sent again with the same key by the same caller gets the answer it got, and is not done again.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <string_view>

#include "platform/http/idempotency_store.h"
#include "platform/http/route.h"
#include "platform/process/process.h"

namespace patente::http {

// Answers are kept for 24 hours; those of 500 and above, 429, files and streams not at all. Safe from any thread.
class Idempotency {
public:
    explicit Idempotency(storage::Database& database, process::Identity self = process::own_identity())
        : store_(database, std::move(self)) {}

    // What `answer` gives, its errors as problem documents, or what it gave, with "Idempotency-Replayed: true". 400
    // "idempotency-key-malformed"; 409 "idempotency-key-running" while the first is still at it; 422 "idempotency-key-reused"
    // with another request.
    Answer answer_once(Request& request, const std::function<Answer(const Request&)>& answer);

    void sweep(Instant now) { store_.sweep(now); }  // drops what is older; also done by itself now and then

private:
    void sweep_at_times(Instant now);
    Response answered_or_forgotten(const Request& request, const AnswerId& id,
                                   const std::function<Answer(const Request&)>& answer);

    IdempotencyStore store_;
    std::atomic<Instant::rep> swept_ms_{0};
};

// SHA-256 of what the request asks for: method, path, query and body (of files their SHA-256).
std::string fingerprint_of(const Request& request);

}  // namespace patente::http
