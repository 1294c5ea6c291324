#include "domain/audit/export.h"

#include <fmt/format.h>

#include <memory>

#include "domain/audit/rules.h"
#include "domain/audit/wire.h"

namespace patente::audit {
namespace {

constexpr std::int64_t page = 500;
constexpr std::string_view entry_begin = "{\"entry\":", hash_begin = ",\"hash\":\"", head_begin = "{\"head\":";
constexpr std::string_view csv_header =
    "number,at,by_kind,by_id,by_name,act,outcome,subject_kind,subject_id,detail,personal,hash\r\n";

void append_line(std::string& out, const KeptEntry& kept) {
    out += entry_begin;
    out += line_of(kept.entry);
    ((out += hash_begin) += kept.hash) += '"';
    if (kept.personal) {
        out += ",\"personal\":{\"salt\":" + text_as_json(kept.personal->salt);
        out += ",\"content\":" + text_as_json(kept.personal->content) + '}';
    }
    out += "}\n";
}

// RFC 4180; what a spreadsheet would take for a formula gets an apostrophe.
void append_cell(std::string& out, std::string_view text, char end) {
    out += '"';
    if (!text.empty() && std::string_view("=+-@\t\r").contains(text.front())) out += '\'';
    for (const char c : text) c == '"' ? out += "\"\"" : out += c;
    (out += '"') += end;
}

void append_csv(std::string& out, const KeptEntry& kept) {
    const Entry& entry = kept.entry;
    out += std::to_string(entry.number) + ',';
    const std::string at = to_rfc3339(entry.at);
    for (const std::string_view cell :
         {std::string_view(at), std::string_view(entry.by.kind), std::string_view(entry.by.id), std::string_view(entry.by.name),
          std::string_view(entry.act), std::string_view(entry.outcome), std::string_view(entry.subject.kind),
          std::string_view(entry.subject.id), std::string_view(entry.detail)})
        append_cell(out, cell, ',');
    append_cell(out, kept.personal ? kept.personal->content : "", ',');
    append_cell(out, kept.hash, '\r');
    out += '\n';
}

std::string beginning(storage::Database& database, const ExportAsked& asked) {
    if (asked.format == ExportFormat::csv) return std::string(csv_header);
    std::string text;
    for (const auto& head : database.read(store::heads))
        if (asked.first == 1 && head.size <= asked.last)
            text += fmt::format("{}{}}}\n", head_begin, json::text_of(wire::HeadOut{head.size, head.root, head.at, head.note}));
    return text;
}

std::string text_of(const json::Value& object, std::string_view name) {
    const auto* value = object.is_object() ? object.get_object().if_contains(name) : nullptr;
    return value && value->is_string() ? std::string(value->get_string()) : "";
}

std::int64_t number_of(const json::Value& object, std::string_view name) {
    const auto* value = object.is_object() ? object.get_object().if_contains(name) : nullptr;
    return value && value->is_int64() ? value->get_int64() : 0;
}

std::string raw_member(const json::Value& object, std::string_view name) {
    const auto* value = object.is_object() ? object.get_object().if_contains(name) : nullptr;
    return value ? json::text_of(*value) : "";
}

[[noreturn]] void refuse(std::int64_t number) {
    throw std::runtime_error(fmt::format("line {} is no line of an export of the audit log", number));
}

void take_head(const json::Value& line, Verifier& verifier, std::int64_t number) {
    const auto& head = line.as_object().at("head");
    const auto at = parse_rfc3339(text_of(head, "at"));
    if (!at) refuse(number);
    verifier.expect(Head{number_of(head, "size"), text_of(head, "root"), *at, text_of(head, "note")});
}

void take_entry(const std::string& text, const json::Value& line, Verifier& verifier, std::int64_t number) {
    const auto end = text.rfind(hash_begin);
    const auto* entry = line.as_object().if_contains("entry");
    if (end == std::string::npos || end < entry_begin.size() || !entry) refuse(number);
    const auto bytes = std::string_view(text).substr(entry_begin.size(), end - entry_begin.size());
    const auto hash = text_of(line, "hash"), previous = text_of(*entry, "previous_hash"),
               personal_hash = text_of(*entry, "personal_hash"), detail = raw_member(*entry, "detail");
    std::optional<KeptPersonal> personal;
    if (const auto* kept = line.as_object().if_contains("personal"))
        personal = KeptPersonal{text_of(*kept, "salt"), text_of(*kept, "content")};
    verifier.take({number_of(*entry, "number"), bytes, hash, previous, personal_hash, detail, personal ? &*personal : nullptr});
}

}  // namespace

std::function<std::string()> exporter(storage::Database& database, const ExportAsked& asked) {
    struct State {
        std::int64_t next;
        bool begun = false;
    };
    const auto state = std::make_shared<State>(State{asked.first});
    return [&database, asked, state]() -> std::string {
        if (!std::exchange(state->begun, true))
            if (auto text = beginning(database, asked); !text.empty()) return text;
        std::string text;
        const auto last = std::min(asked.last, state->next + page - 1);
        if (state->next > last) return text;
        database.read([&](storage::Session& session) {
            store::for_each(session, state->next, last, [&](const KeptEntry& each) {
                asked.format == ExportFormat::jsonl ? append_line(text, each) : append_csv(text, each);
            });
        });
        if (text.empty())
            throw std::runtime_error(
                fmt::format("the audit log lacks entries {} to {}; see patente audit verify", state->next, last));
        state->next = last + 1;
        return text;
    };
}

Report verify_export(std::istream& in, const Expected& expected) {
    Verifier verifier(expected);
    std::string text;
    for (std::int64_t number = 1; std::getline(in, text); ++number) {
        const auto line = json::parsed(text);
        if (!line || !line->is_object()) refuse(number);
        if (text.starts_with(head_begin))
            take_head(*line, verifier, number);
        else if (text.starts_with(entry_begin))
            take_entry(text, *line, verifier, number);
        else
            refuse(number);
    }
    if (in.bad()) throw std::runtime_error("the export cannot be read");
    return verifier.end();
}

}  // namespace patente::audit
