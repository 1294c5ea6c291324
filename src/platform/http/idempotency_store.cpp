#include "platform/http/idempotency_store.h"

#include "base/json.h"
#include "platform/storage/soci_types.h"

namespace patente::http {
namespace {

constexpr std::chrono::hours kept_for{24};
constexpr std::chrono::minutes running_at_most{10};

using soci::into;
using soci::use;

struct Row {
    std::string fingerprint;
    std::string owner;
    Instant begun_at;
    std::optional<int> status;
    Response answer;
};

std::string text_of_fields(const Response& answer) {
    json::Array rows;
    for (const auto& [name, value] : answer.headers) rows.push_back(json::Array{json::Value(name), json::Value(value)});
    return json::text_of(json::Value(std::move(rows)));
}

void read_fields(const std::string& text, Response& answer) {
    const auto rows = json::parsed(text);
    if (!rows) throw std::runtime_error("http_idempotency.fields holds no JSON");
    for (const auto& row : rows->as_array())
        answer.headers.emplace_back(row.as_array().at(0).as_string(), row.as_array().at(1).as_string());
}

bool has_ended(const std::string& owner, const process::Identity& self) {
    const auto other = process::Identity::parse(owner);
    return other && process::life_of(*other, self) == process::Life::dead;
}

Row row_of(storage::Session& session, const AnswerId& id) {
    Row row;
    std::optional<std::string> content_type, fields, body;
    const auto ran = session.run(
        "SELECT fingerprint, owner_process, begun_at, status, content_type, fields, body FROM http_idempotency "
        "WHERE caller = :caller AND request_key = :request_key",
        use(id.caller), use(id.key), into(row.fingerprint), into(row.owner), into(row.begun_at), into(row.status),
        into(content_type), into(fields), into(body));
    if (!ran.got_data) throw std::runtime_error("a row of http_idempotency is gone inside its transaction");
    if (!row.status) return row;
    row.answer.status = *row.status;
    row.answer.content_type = content_type.value_or("");
    row.answer.body = storage::bytes_from_sql(session, body.value_or(""));
    read_fields(fields.value_or("[]"), row.answer);
    return row;
}

}  // namespace

IdempotencyStore::Begun IdempotencyStore::begin(const AnswerId& id, std::string_view fingerprint, Instant now) {
    const std::string print(fingerprint);
    return database_.write([&](storage::Session& session) -> Begun {
        const auto added = session.run(
            "INSERT INTO http_idempotency (caller, request_key, fingerprint, owner_process, begun_at) "
            "VALUES (:caller, :request_key, :fingerprint, :owner_process, :begun_at) ON CONFLICT (caller, request_key) DO NOTHING",
            use(id.caller), use(id.key), use(print), use(process_), use(now));
        if (added.rows_changed == 1) return {};
        Row row = row_of(session, id);
        const bool is_over = now - row.begun_at >= kept_for;
        if (!is_over && row.fingerprint != print) return {Begun::State::reused, {}};
        if (!is_over && row.status) return {Begun::State::kept, std::move(row.answer)};
        if (!is_over && !has_ended(row.owner, self_) && now - row.begun_at < running_at_most) return {Begun::State::running, {}};
        session.run(
            "UPDATE http_idempotency SET fingerprint = :fingerprint, owner_process = :owner_process, begun_at = :begun_at, "
            "status = NULL, content_type = NULL, fields = NULL, body = NULL WHERE caller = :caller AND request_key = :request_key",
            use(print), use(process_), use(now), use(id.caller), use(id.key));
        return {};
    });
}

void IdempotencyStore::keep(const AnswerId& id, const Response& answer) {
    database_.write([&](storage::Session& session) { keep(session, id, answer); });
}

void IdempotencyStore::keep(storage::Session& session, const AnswerId& id, const Response& answer) {
    const std::string fields = text_of_fields(answer);
    const std::string body = storage::bytes_to_sql(session, answer.body);
    const auto ran = session.run(
        "UPDATE http_idempotency SET status = :status, content_type = :content_type, fields = :fields, body = CAST(:body AS {blob}) "
        "WHERE caller = :caller AND request_key = :request_key AND owner_process = :owner_process",
        use(answer.status), use(answer.content_type), use(fields), use(body), use(id.caller), use(id.key), use(process_));
    if (ran.rows_changed != 1) throw storage::Unavailable("the Idempotency-Key of this request passed to another process");
}

void IdempotencyStore::forget(const AnswerId& id) {
    database_.write([&](storage::Session& session) {
        session.run(
            "DELETE FROM http_idempotency WHERE caller = :caller AND request_key = :request_key AND owner_process = :owner_process "
            "AND status IS NULL",
            use(id.caller), use(id.key), use(process_));
    });
}

void IdempotencyStore::sweep(Instant now) {
    const Instant oldest = now - kept_for;
    database_.write(
        [&](storage::Session& session) { session.run("DELETE FROM http_idempotency WHERE begun_at < :oldest", use(oldest)); });
}

}  // namespace patente::http
