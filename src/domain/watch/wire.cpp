#include "domain/watch/wire.h"

namespace patente::watch::wire {

AlertOut view_of(const Alert& alert) {
    const auto& detail = alert.detail;
    return {.id = alert.id,
            .version = alert.version,
            .kind = alert.kind,
            .state = alert.state,
            .plate = alert.plate,
            .read_as = alert.read_as,
            .chance = detail.chance,
            .raised_at = alert.raised_at,
            .seen_at = alert.seen_at,
            .last_seen_at = alert.last_seen_at,
            .times = alert.times,
            .seen = detail.seen,
            .listed = detail.listed,
            .travel = detail.travel,
            .text = detail.text};
}

ListOut view_of(const List& list, std::int64_t entries) {
    return {list.settings, list.id, list.version, entries, list.created_at, list.changed_at};
}

EntryOut view_of(const Entry& entry, Instant now) {
    return {entry.settings, entry.id,         entry.list,      entry.version, is_stale(entry.settings, now),
            entry.added_by, entry.created_at, entry.changed_at};
}

ChangeOut view_of(const Change& change) {
    const auto by = change.by.key_id.empty() ? std::nullopt : std::optional{PersonOut{change.by.key_id, change.by.name}};
    return {change.version, change.at, change.what, by, change.note};
}

}  // namespace patente::watch::wire
