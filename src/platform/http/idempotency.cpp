#include "platform/http/idempotency.h"

#include <algorithm>

#include "platform/http/problem.h"
#include "platform/net/digest.h"

namespace patente::http {
namespace {

constexpr std::size_t key_length_max = 255;
constexpr std::chrono::minutes sweep_every{10};

bool is_key(std::string_view text) {
    return !text.empty() && text.size() <= key_length_max &&
           std::ranges::all_of(text, [](char c) { return c >= 0x21 && c <= 0x7E; });
}

// Length first, so that no two different lists of texts give the same bytes.
void add(net::Digest& digest, std::string_view text) {
    digest.add(std::to_string(text.size()));
    digest.add(":");
    digest.add(text);
}

bool same(const Response& one, const Response& other) {
    return one.status == other.status && one.content_type == other.content_type && one.body == other.body &&
           one.headers == other.headers;
}

// Stores the answer in the handler's transaction; it counts only once that is committed.
class Keeper final : public AnswerKeeper {
public:
    Keeper(IdempotencyStore& store, AnswerId id) : store_(store), id_(std::move(id)) {}

    void keep(storage::Session& session, const Response& response) override {
        store_.keep(session, id_, response);
        session.after_commit([this, response] { kept_ = response; });
    }
    const std::optional<Response>& kept() const { return kept_; }

private:
    IdempotencyStore& store_;
    const AnswerId id_;
    std::optional<Response> kept_;
};

bool is_worth_keeping(const Response& response) {
    return response.status < 500 && response.status != 429 && response.file.empty() && !response.events && !response.pieces;
}

}  // namespace

std::string fingerprint_of(const Request& request) {
    net::Digest digest;
    add(digest, name_of(request.method));
    add(digest, request.path);
    for (const auto& [name, value] : request.query) add(digest, name), add(digest, value);
    add(digest, "body");
    add(digest, request.body);
    for (const auto& part : request.parts)
        for (const std::string_view text : {part.name, part.file_name, part.content_type, part.value, part.sha256})
            add(digest, text);
    return digest.hex();
}

Answer Idempotency::answer_once(Request& request, const std::function<Answer(const Request&)>& answer) {
    const AnswerId id{request.caller.id, std::string(request.header("idempotency-key"))};
    if (!is_key(id.key))
        return fail(ErrorKind::malformed, "idempotency-key-malformed",
                    {"Idempotency-Key must be 1 to 255 visible ASCII characters.",
                     "Idempotency-Key debe tener de 1 a 255 caracteres ASCII visibles."});
    sweep_at_times(request.received);
    auto begun = store_.begin(id, fingerprint_of(request), request.received);
    switch (begun.state) {
        case IdempotencyStore::Begun::State::new_one: break;
        case IdempotencyStore::Begun::State::kept:
            begun.answer->headers.emplace_back("Idempotency-Replayed", "true");
            return *std::move(begun.answer);
        case IdempotencyStore::Begun::State::running:
            return Failure{Error{ErrorKind::conflict,
                                 "idempotency-key-running",
                                 {"The first request with this Idempotency-Key is still running.",
                                  "El primer pedido con esta Idempotency-Key sigue en curso."},
                                 {},
                                 1}};
        case IdempotencyStore::Begun::State::reused:
            return fail(ErrorKind::invalid, "idempotency-key-reused",
                        {"This Idempotency-Key was used for another request.", "Esta Idempotency-Key se usó para otro pedido."});
    }
    auto keeper = std::make_shared<Keeper>(store_, id);
    request.keeper = keeper;
    Response response = answered_or_forgotten(request, id, answer);
    if (keeper->kept() && same(*keeper->kept(), response)) return response;
    if (is_worth_keeping(response))
        store_.keep(id, response);
    else
        store_.forget(id);  // unless one was kept with the effect
    return response;
}

// A handler that throws has done nothing that lasts, so its key is free again.
Response Idempotency::answered_or_forgotten(const Request& request, const AnswerId& id,
                                            const std::function<Answer(const Request&)>& answer) try {
    Answer answered = answer(request);
    return answered ? *std::move(answered) : problem_response(answered.error(), request.language, request.correlation_id);
} catch (...) {
    store_.forget(id);
    throw;
}

void Idempotency::sweep_at_times(Instant now) {
    const auto now_ms = now.time_since_epoch().count();
    auto swept_ms = swept_ms_.load();
    if (now_ms - swept_ms < std::chrono::milliseconds(sweep_every).count() ||
        !swept_ms_.compare_exchange_strong(swept_ms, now_ms))
        return;
    sweep(now);
}

}  // namespace patente::http
