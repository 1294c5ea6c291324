#include "domain/audit/recorder.h"

#include <fmt/format.h>

#include "domain/vocabulary/plate.h"
#include "platform/http/target.h"

namespace patente::audit {
namespace {

using http::Request;
using http::Response;
using http::Route;
using storage::Session;

constexpr std::size_t reason_characters_max = 200;
constexpr std::size_t query_bytes_max = 2'000;
constexpr std::size_t fields_max = 40;
constexpr std::size_t named_body_max = 64 * 1024;  // of a larger body the fields are not named

std::size_t characters_of(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

Failure reason_malformed() {
    return fail(ErrorKind::malformed, "reason-malformed",
                {"X-Reason is percent-encoded UTF-8 of at most 200 characters.",
                 "X-Reason es UTF-8 con codificación porcentual, de 200 caracteres como máximo."});
}

Result<std::string> reason_in(const Request& request) {
    const auto field = request.header("x-reason");
    if (field.empty()) return "";
    auto reason = http::percent_decoded(field, false);
    if (!reason || characters_of(*reason) > reason_characters_max) return reason_malformed();
    return reason;
}

// The last thing that the path names: of /v1/watch/lists/{list}/entries the list. Secrets stay out: who reads the log could use
// them.
Subject subject_of(const Route& route, const Request& request) {
    const std::string_view path = route.path;
    const auto open = path.rfind("/{");
    const auto of = path.substr(0, open);
    const std::string noun(of.substr(of.rfind('/') + 1));
    Subject subject{route.personal.empty() ? noun : route.personal, ""};
    if (open == std::string_view::npos) return subject;
    const auto name = path.substr(open + 2, path.find('}', open) - open - 2);
    const auto value = request.path_parameters.find(std::string(name));
    if (name != "token" && value != request.path_parameters.end()) subject.id = value->second;
    return subject;
}

// The names of the fields that a JSON body sets: what was changed, without its values.
json::Array fields_in(std::string_view body) {
    json::Array names;
    if (!body.starts_with('{') || body.size() > named_body_max) return names;
    const auto value = json::parsed(body);
    if (!value || !value->is_object()) return names;
    for (const auto& member : value->as_object())
        if (names.size() < fields_max) names.emplace_back(member.key());
    return names;
}

std::optional<Personal> personal_of(const Route& route, const Request& request, const std::string& why, bool with_address) {
    std::string query;
    if (!route.personal.empty())
        for (const auto& [name, value] : request.query)
            if (name != "limit" && name != "cursor") query += fmt::format("{}{}={}", query.empty() ? "" : "&", name, value);
    query = cut(query, query_bytes_max);
    const std::string from = with_address ? request.remote_address : "";
    const std::pair<std::string_view, std::string_view> members[] = {{"why", why}, {"query", query}, {"from", from}};
    if (why.empty() && query.empty() && from.empty()) return std::nullopt;
    Personal personal{.content = object_of(members)};
    if (const auto plate = route.personal.empty() ? std::nullopt : request.query_value("plate"))
        if (const auto text = normalised(*plate)) personal.plate = *text;
    return personal;
}

NewEntry entry_of(const Route& route, const Request& request) {
    const auto& caller = request.caller;
    return {.at = request.received,
            .by = {std::string(json::name_of(caller.kind)), caller.id, caller.name},
            .act = fmt::format("{} {}", http::name_of(route.method), route.path),
            .subject = subject_of(route, request)};
}

// What the answer says of the thing that was made or shown.
void add_answer(NewEntry& entry, json::Object& detail, const Response& response) {
    if (!response.about.empty()) entry.subject.id = response.about;
    for (const auto& [name, value] : response.headers) {
        if (name != "Location" || response.status != 201) continue;
        const auto made = value.substr(value.rfind('/') + 1);
        if (entry.subject.id.empty())
            entry.subject.id = made;
        else if (entry.subject.id != made)
            detail["made"] = made;
    }
    if (response.shown) detail["count"] = *response.shown;
    json::Array ids;
    for (const auto& each : response.shown_ids) ids.emplace_back(each);
    if (!ids.empty()) detail["ids"] = std::move(ids);
}

std::string text_of(const json::Object& detail) { return json::text_of(json::Value(detail)); }

// Hears which answer a handler keeps with its change, so that the entry of that change can name what was made.
class HearingKeeper final : public http::AnswerKeeper {
public:
    using Heard = std::function<void(const Response&)>;
    HearingKeeper(std::shared_ptr<http::AnswerKeeper> inner, Heard heard) : inner_(std::move(inner)), heard_(std::move(heard)) {}

    void keep(Session& session, const Response& response) override {
        heard_(response);
        if (inner_) inner_->keep(session, response);
    }

private:
    const std::shared_ptr<http::AnswerKeeper> inner_;
    const Heard heard_;
};

bool is_refusal(ErrorKind kind) {
    return kind == ErrorKind::unauthenticated || kind == ErrorKind::forbidden || kind == ErrorKind::too_many ||
           kind == ErrorKind::reason_needed;
}

}  // namespace

void append_told(Session& session, std::string_view event, std::string_view payload, Instant now) {
    NewEntry entry{.at = now, .by = {"system", "", "patente"}, .act = fmt::format("event {}", event), .subject = {"stays", ""}};
    if (const auto value = json::parsed(payload); value && value->is_object())
        if (const auto* stay = value->get_object().if_contains("stay"); stay && stay->is_string())
            entry.subject.id = stay->get_string();
    if (!session.cause().empty()) entry.detail = text_of({{"correlation", session.cause()}});
    append(session, entry);
}

http::Answer Recorder::recorded(const Route& route, Request& request) {
    const bool changes = route.method != http::Method::get;
    if (!changes && route.personal.empty()) return route.answer(request);
    const auto why = TRY(reason_in(request));
    auto entry = entry_of(route, request);
    const bool asks = !changes && std::ranges::find(reasons_, route.permission) != reasons_.end();
    if (asks && why.empty()) {
        const Error needed{ErrorKind::reason_needed,
                           "reason-needed",
                           {"Say in X-Reason why you look at this; it is kept in the audit log.",
                            "Diga en X-Reason por qué mira esto; queda en el registro de auditoría."}};
        record_refusal(std::move(entry), request, needed);
        return Failure{needed};
    }
    entry.personal =
        personal_of(route, request, why,
                    changes && request.caller.kind != auth::CallerKind::device && request.caller.kind != auth::CallerKind::key);
    auto answer = changes ? acted(route, request, entry) : shown(route, request, entry);
    if (!answer && is_refusal(answer.error().kind)) record_refusal(std::move(entry), request, answer.error());
    return answer;
}

// The first transaction that is kept carries the entry; a handler that changes nothing in the database has it after its answer.
http::Answer Recorder::acted(const Route& route, Request& request, const NewEntry& asked) {
    json::Object known{{"correlation", request.correlation_id}};
    if (auto fields = fields_in(request.body); !fields.empty()) known["fields"] = std::move(fields);
    auto entry = asked;
    entry.detail = text_of(known);
    const auto hear = [&](const Response& response) {  // anew each time: a transaction that is tried again makes another thing
        entry = asked;
        auto detail = known;
        add_answer(entry, detail, response);
        entry.detail = text_of(detail);
    };
    bool is_recorded = false;
    const auto keeper = request.keeper;
    request.keeper = std::make_shared<HearingKeeper>(keeper, hear);
    auto answer = [&] {
        const storage::Witness witness([&](Session& session) {
            if (is_recorded) return;
            append(session, entry);
            session.after_commit([&] { is_recorded = true; });
        });
        return route.answer(request);
    }();
    request.keeper = keeper;
    if (!answer || is_recorded || !route.idempotent || answer->status >= 400) return answer;
    hear(*answer);
    record(entry);
    return answer;
}

http::Answer Recorder::shown(const Route& route, const Request& request, NewEntry entry) {
    auto answer = route.answer(request);
    if (!answer || answer->status >= 400) return answer;
    json::Object detail{{"correlation", request.correlation_id}};
    add_answer(entry, detail, *answer);
    entry.detail = text_of(detail);
    record(entry);
    return answer;
}

void Recorder::turned_away(const Route& route, const Request& request, const Error& error) {
    auto entry = entry_of(route, request);
    entry.personal = personal_of(route, request, "", true);
    record_refusal(std::move(entry), request, error);
}

void Recorder::record_refusal(NewEntry entry, const Request& request, const Error& error) {
    entry.outcome = Outcome::refused;
    entry.detail = text_of({{"correlation", request.correlation_id}, {"problem", error.problem}});
    record(entry);
}

void Recorder::record(const NewEntry& entry) {
    if (entry.by.id.empty()) {
        tell_counted(false);
        const std::lock_guard lock(mutex_);
        if (!strangers_.tells(entry)) return;
    }
    database_.write([&](Session& session) { append(session, entry); }, storage::Isolation::read_committed);
}

void Recorder::tell_counted(bool at_once) {
    std::vector<Strangers::Told> told;
    {
        const std::lock_guard lock(mutex_);
        told = at_once ? strangers_.rest() : strangers_.over(clock_.now());
    }
    if (told.empty()) return;
    database_.write(
        [&](Session& session) {
            for (auto& each : told) {
                each.entry.detail = fmt::format("{{\"times\":{}}}", each.times);
                append(session, each.entry);
            }
        },
        storage::Isolation::read_committed);
}

}  // namespace patente::audit
