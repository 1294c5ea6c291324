#include "domain/audit/wire.h"

namespace patente::audit::wire {
namespace {

std::optional<std::string> text_in(const json::Value& object, std::string_view name) {
    const auto* value = object.is_object() ? object.get_object().if_contains(name) : nullptr;
    if (!value || !value->is_string()) return std::nullopt;
    return std::string(value->get_string());
}

json::Value parsed_or_null(const std::string& text) {
    auto value = json::parsed(text);
    return value ? *std::move(value) : json::Value(nullptr);  // of a log that was tampered with
}

}  // namespace

EntryOut view_of(const KeptEntry& kept, const Acts& acts, Language language) {
    const Entry& entry = kept.entry;
    EntryOut out{.number = entry.number,
                 .at = entry.at,
                 .by = {entry.by.kind, entry.by.id, entry.by.name},
                 .act = entry.act,
                 .act_text = entry.act,
                 .outcome = entry.outcome == "refused" ? Outcome::refused : Outcome::done,
                 .erased = !entry.personal_hash.empty() && !kept.personal,
                 .detail = parsed_or_null(entry.detail),
                 .hash = kept.hash,
                 .previous_hash = entry.previous_hash,
                 .line = line_of(entry)};
    if (const auto act = acts.find(entry.act); act != acts.end()) out.act_text = act->second.in(language);
    if (!entry.subject.id.empty()) out.subject = SubjectOut{entry.subject.kind, entry.subject.id};
    if (!kept.personal) return out;
    const auto personal = parsed_or_null(kept.personal->content);
    out.why = text_in(personal, "why");
    out.query = text_in(personal, "query");
    out.from = text_in(personal, "from");
    return out;
}

}  // namespace patente::audit::wire
