#include "domain/audit/api.h"

#include <charconv>

#include "domain/audit/export.h"
#include "domain/audit/wire.h"
#include "domain/vocabulary/plate.h"
#include "platform/http/page.h"

namespace patente::audit {
namespace {

using http::Request;
using storage::Session;

// What is wrong with a query, all at once.
class Query {
public:
    explicit Query(const Request& request) : request_(request) {}

    std::string text(std::string_view name) const { return request_.query_value(name).value_or(""); }
    std::optional<Instant> time(std::string_view name) {
        const auto value = request_.query_value(name);
        if (!value) return std::nullopt;
        const auto at = parse_rfc3339(*value);
        if (!at) wrong(name, "pattern", {"A time such as 2026-03-01T12:00:00Z.", "Una hora como 2026-03-01T12:00:00Z."});
        return at;
    }
    template <json::Named E>
    std::optional<E> named(std::string_view name, const Text& help) {
        const auto value = request_.query_value(name);
        if (!value) return std::nullopt;
        const auto found = json::enum_named<E>(*value);
        if (!found) wrong(name, "unknown", help);
        return found;
    }
    // A number from `least` to `most`.
    std::int64_t number(std::string_view name, std::int64_t otherwise, std::int64_t least, std::int64_t most) {
        const auto value = request_.query_value(name);
        std::int64_t number = otherwise;
        bool good = true;
        if (value) {
            const auto [end, problem] = std::from_chars(value->data(), value->data() + value->size(), number);
            good = problem == std::errc{} && end == value->data() + value->size();
        }
        if (!good || number < least || number > most) {
            const auto range = std::to_string(least) + " – " + std::to_string(most);
            wrong(name, "range", {"A number: " + range + ".", "Un número: " + range + "."});
        }
        return number;
    }
    std::string plate(std::string_view name) {
        const auto value = request_.query_value(name);
        if (!value) return "";
        const auto text = normalised(*value);
        if (!text) wrong(name, "pattern", text.error().detail);
        return text.value_or("");
    }
    void wrong(std::string_view name, std::string code, Text detail) {
        faults_.push_back({std::string(name), std::move(code), std::move(detail)});
    }
    Result<> checked() {
        if (faults_.empty()) return {};
        return fail(ErrorKind::invalid, "query-invalid",
                    {"The query is not right; see errors.", "La consulta no está bien; ver errores."}, std::move(faults_));
    }

private:
    const Request& request_;
    std::vector<Fault> faults_;
};

Failure entry_not_found() {
    return fail(ErrorKind::not_found, "audit-entry-not-found",
                {"The audit log has no entry of this number.", "El registro de auditoría no tiene una entrada con este número."});
}

std::optional<store::Place> place_in(const http::Cursor& cursor) {
    const auto at = parse_rfc3339(cursor.sort_key);
    store::Place place;
    const auto [end, problem] = std::from_chars(cursor.id.data(), cursor.id.data() + cursor.id.size(), place.position);
    if (!at || problem != std::errc{}) return std::nullopt;
    place.at = *at;
    return place;
}

http::Answer list(const Dependencies& on, const Request& request) {
    const auto asked = TRY(http::page_asked(request));
    Query query(request);
    store::Search search{.who = query.text("who"),
                         .act = query.text("act"),
                         .subject = query.text("subject"),
                         .plate = query.plate("plate"),
                         .text = query.text("text"),
                         .outcome = query.named<Outcome>("outcome", {"done or refused.", "done o refused."}),
                         .from = query.time("from"),
                         .until = query.time("until"),
                         .limit = asked.limit + 1};
    if (asked.after) {
        search.before = place_in(*asked.after);
        if (!search.before) query.wrong("cursor", "unknown", {"Take it from next.", "Tómelo de next."});
    }
    TRY(query.checked());
    auto found = on.database.read([&](Session& session) { return store::search(session, search); });
    http::Page<wire::EntryOut> page;
    if (found.size() > static_cast<std::size_t>(asked.limit)) {
        found.resize(static_cast<std::size_t>(asked.limit));
        const auto& last = found.back();
        page.next = http::text_of(http::Cursor{to_rfc3339(last.kept.entry.at), std::to_string(last.position)});
    }
    for (const auto& each : found) page.items.push_back(wire::view_of(each.kept, on.acts, request.language));
    return http::json_response(page);
}

http::Answer show(const Dependencies& on, const Request& request) {
    const auto& text = request.path_parameters.at("entry");
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc{} || end != text.data() + text.size()) return entry_not_found();
    const auto found = on.database.read([&](Session& session) { return store::entry(session, number); });
    if (!found) return entry_not_found();
    return http::json_response(wire::view_of(*found, on.acts, request.language));
}

wire::HeadOut view_of(const Head& head) {
    return {head.size, head.root, head.at, head.note.empty() ? std::nullopt : std::optional{head.note}};
}

http::Answer head(const Dependencies& on, const Request& request) {
    return on.database.read([&](Session& session) -> http::Answer {
        wire::HeadsOut out{.public_key = on.signer.public_key()};
        out.now = {.size = store::size_of_tree(session), .at = request.received};
        store::StoredNodes nodes(session);
        out.now.root = hex_of(root_of(nodes, static_cast<std::uint64_t>(out.now.size)));
        if (const auto newest = store::newest_head(session)) out.last_signed = view_of(*newest);
        return http::json_response(out);
    });
}

std::vector<std::string> in_hex(const std::vector<Hash>& hashes) {
    std::vector<std::string> all;
    for (const auto& each : hashes) all.push_back(hex_of(each));
    return all;
}

http::Answer inclusion(const Dependencies& on, const Request& request) {
    return on.database.read([&](Session& session) -> http::Answer {
        Query query(request);
        const auto now = store::size_of_tree(session);
        const auto size = query.number("size", now, 1, now);
        const auto number = query.number("number", 0, 1, size);
        TRY(query.checked());
        store::StoredNodes nodes(session);
        const auto leaf = static_cast<std::uint64_t>(number - 1), leaves = static_cast<std::uint64_t>(size);
        return http::json_response(wire::InclusionOut{number, size, hex_of(nodes.node(0, leaf)), hex_of(root_of(nodes, leaves)),
                                                      in_hex(inclusion_proof(nodes, leaf, leaves))});
    });
}

http::Answer consistency(const Dependencies& on, const Request& request) {
    return on.database.read([&](Session& session) -> http::Answer {
        Query query(request);
        const auto now = store::size_of_tree(session);
        const auto second = query.number("second", now, 1, now);
        const auto first = query.number("first", 0, 1, second);
        TRY(query.checked());
        store::StoredNodes nodes(session);
        const auto smaller = static_cast<std::uint64_t>(first), larger = static_cast<std::uint64_t>(second);
        return http::json_response(wire::ConsistencyOut{first, second, hex_of(root_of(nodes, smaller)),
                                                        hex_of(root_of(nodes, larger)),
                                                        in_hex(consistency_proof(nodes, smaller, larger))});
    });
}

http::Answer acts(const Dependencies& on) {
    wire::ActsOut out;
    for (const auto& [act, text] : on.acts) out.items.push_back({act, text.es, text.en});
    return http::json_response(out);
}

http::Answer send_export(const Dependencies& on, const Request& request) {
    Query query(request);
    const auto size = on.database.read(store::size_of_tree);
    ExportAsked asked{.format =
                          query.named<ExportFormat>("format", {"jsonl or csv.", "jsonl o csv."}).value_or(ExportFormat::jsonl)};
    asked.last = query.number("last", size, 0, size);
    asked.first = query.number("first", 1, 1, std::max<std::int64_t>(1, asked.last));
    TRY(query.checked());
    const bool is_csv = asked.format == ExportFormat::csv;
    http::Response response;
    response.content_type = is_csv ? "text/csv; charset=utf-8" : "application/jsonl";
    response.headers.emplace_back("Content-Disposition",
                                  std::string("attachment; filename=\"audit.") + (is_csv ? "csv\"" : "jsonl\""));
    response.shown = static_cast<std::size_t>(std::max<std::int64_t>(0, asked.last - asked.first + 1));
    response.pieces = exporter(on.database, asked);
    return response;
}

std::vector<http::QueryParameter> search_parameters() {
    const json::Object time{{"type", "string"}, {"format", "date-time"}};
    std::vector<http::QueryParameter> all{
        {"who", "The id of the key, user, client or device that did it."},
        {"act", "The whole act, as GET /v1/audit/acts names it; or its beginning with a blank at its end: \"command \"."},
        {"subject", "The id of what it was done to."},
        {"plate", "The plate that was asked for, in any spelling."},
        {"text", "A text within names, acts, subjects, details, reasons and queries."},
        {"outcome", "done or refused.", {{"type", "string"}, {"enum", {"done", "refused"}}}},
        {"from", "Not before.", time},
        {"until", "Before.", time}};
    for (auto& each : http::page_parameters()) all.push_back(std::move(each));
    return all;
}

}  // namespace

std::vector<http::Route> routes(const Dependencies& on) {
    using http::Method, http::schema_of;
    const json::Object number{{"type", "integer"}, {"minimum", 1}};
    return {
        {.method = Method::get,
         .path = "/v1/audit",
         .permission = "audit.read",
         .summary = "Who did and saw what, newest first",
         .answer = [on](const Request& request) { return list(on, request); },
         .gives = schema_of<http::Page<wire::EntryOut>>(),
         .query = search_parameters(),
         .personal = "audit"},
        {.method = Method::get,
         .path = "/v1/audit/{entry}",
         .permission = "audit.read",
         .summary = "One entry of the audit log, by its number",
         .answer = [on](const Request& request) { return show(on, request); },
         .gives = schema_of<wire::EntryOut>(),
         .personal = "audit"},
        {.method = Method::get,
         .path = "/v1/audit/head",
         .permission = "audit.read",
         .summary = "The size and root of the audit log, to be kept elsewhere",
         .answer = [on](const Request& request) { return head(on, request); },
         .gives = schema_of<wire::HeadsOut>()},
        {.method = Method::get,
         .path = "/v1/audit/acts",
         .permission = "audit.read",
         .summary = "Every act that is recorded, in words",
         .answer = [on](const Request&) { return acts(on); },
         .gives = schema_of<wire::ActsOut>()},
        {.method = Method::get,
         .path = "/v1/audit/proofs/inclusion",
         .permission = "audit.read",
         .summary = "The proof that an entry is in the log of a size",
         .answer = [on](const Request& request) { return inclusion(on, request); },
         .gives = schema_of<wire::InclusionOut>(),
         .query = {{"number", "Of the entry.", number, true}, {"size", "Of the log; as it is now when absent.", number}}},
        {.method = Method::get,
         .path = "/v1/audit/proofs/consistency",
         .permission = "audit.read",
         .summary = "The proof that a larger log begins with a smaller one",
         .answer = [on](const Request& request) { return consistency(on, request); },
         .gives = schema_of<wire::ConsistencyOut>(),
         .query = {{"first", "The smaller size.", number, true}, {"second", "The larger; as it is now when absent.", number}}},
        {.method = Method::get,
         .path = "/v1/audit/export",
         .permission = "audit.read",
         .summary = "The audit log as JSON lines that patente audit verify checks offline, or as CSV",
         .answer = [on](const Request& request) { return send_export(on, request); },
         .gives_type = "application/jsonl",
         .query = {{"format", "jsonl or csv.", {{"type", "string"}, {"enum", {"jsonl", "csv"}}}},
                   {"first", "The number of the first entry.", number},
                   {"last", "The number of the last one.", number}},
         .personal = "audit"},
    };
}

}  // namespace patente::audit
