#include "domain/watch/watcher.h"

#include <algorithm>

#include "domain/watch/wire.h"

namespace patente::watch {

using sightings::PlateCorrected;
using sightings::PlateSeen;
using storage::Session;

namespace {

template <typename Event>
Event event_in(const feed::Event& event) {
    auto read = json::read<Event>(event.what.data);
    if (!read) throw std::runtime_error(event.what.type + " is not readable: " + event.what.data);
    return *std::move(read);
}

bool is_correction(const feed::Event& event) { return event.what.type == PlateCorrected::event; }

PlateSeen seen_in(const feed::Event& event) {
    return is_correction(event) ? event_in<PlateCorrected>(event).now : event_in<PlateSeen>(event);
}

}  // namespace

feed::Effect Watcher::consider(Session& session, const std::vector<feed::Event>& events, const Clock& clock) const {
    struct Heard {
        PlateSeen seen;
        bool is_correction = false;
    };
    const bool has_entries = store::has_entries(session);
    std::vector<Heard> matter;
    for (const auto& event : events) {
        Heard heard{seen_in(event), is_correction(event)};
        if (heard.is_correction || !finds(session, heard.seen, has_entries).empty()) matter.push_back(std::move(heard));
    }
    if (matter.empty()) return {};
    return [this, &clock, matter](Session& writing) {
        for (const auto& each : matter) heard(writing, each.seen, each.is_correction, clock.now());
    };
}

std::vector<Watcher::Find> Watcher::finds(Session& session, const PlateSeen& seen, bool has_entries) const {
    std::vector<Find> found;
    if (has_entries) add_hits(session, seen, found);
    add_travel(session, seen, found);
    return found;
}

void Watcher::add_hits(Session& session, const PlateSeen& seen, std::vector<Find>& finds) const {
    for (const auto& entry : store::entries_meeting(session, keys_to_look_up(seen))) {
        const double chance = chance_of(seen, entry.settings.plate, entry.settings.region, confusions_);
        if (chance < settings_.chance_min) continue;
        const auto list = store::list(session, entry.list);
        if (!list) continue;
        finds.push_back(
            {AlertKind::listed, entry.id.text(), entry.settings.plate, entry.list, detail_of(seen, *list, entry, chance)});
    }
}

// Against the sighting before it and, where sightings come late, against the one after it: the faster way is told.
void Watcher::add_travel(Session& session, const PlateSeen& seen, std::vector<Find>& finds) const {
    if (settings_.travel_kmh_max <= 0 || !seen.place || !seen.time_flags.empty()) return;
    const TravelSettings travel{settings_.travel_kmh_max, settings_.chance_min};
    std::optional<AlertDetail> fastest;
    for (const auto& other : trail_.beside(session, seen)) {
        auto detail = impossible_travel(seen, other, travel, confusions_);
        if (detail && (!fastest || detail->travel->needed_kmh > fastest->travel->needed_kmh)) fastest = std::move(detail);
    }
    if (fastest) finds.push_back({AlertKind::travel, "travel:" + seen.plate, seen.plate, std::nullopt, *std::move(fastest)});
}

void Watcher::heard(Session& session, const PlateSeen& seen, bool is_correction, Instant now) const {
    const auto found = finds(session, seen, true);
    if (is_correction) set_right(session, seen, found, now);
    for (const auto& find : found) {
        if (store::has_alerted(session, seen.sighting, find.subject)) continue;
        const auto there =
            store::latest_alert(session, find.subject, seen.device, seen.seen_at - join_time, seen.seen_at + join_time);
        if (there && joins(*there, seen.seen_at))
            join(session, *there, find, now);
        else
            raise(session, find, now);
    }
}

void Watcher::raise(Session& session, const Find& find, Instant now) const {
    const auto& seen = find.detail.seen;
    Alert alert{.id = AlertId::made_at(now),
                .kind = find.kind,
                .subject = find.subject,
                .list = find.list,
                .plate = find.plate,
                .read_as = seen.plate,
                .device = seen.device,
                .sighting = seen.sighting,
                .seen_at = seen.seen_at,
                .last_seen_at = seen.seen_at,
                .raised_at = now,
                .changed_at = now};
    alert.detail = with_crops(find.detail, alert.id);
    store::add(session, alert);
    store::note_sighting(session, seen.sighting, find.subject, alert.id);
    store::note(session, alert.id, {alert.version, now, "raised", {}, ""});
    tell(session, alert, "alert.raised");
}

void Watcher::join(Session& session, const Alert& alert, const Find& find, Instant now) const {
    const auto one = joined(alert, find.detail, now);
    store::save(session, one);
    store::note_sighting(session, find.detail.seen.sighting, find.subject, one.id);
    store::note(session, one.id, {one.version, now, "repeated", {}, ""});
    tell(session, one, "alert.repeated");
}

// A person said what the plate is: alerts of this sighting alone hold with their new chance, or not at all.
void Watcher::set_right(Session& session, const PlateSeen& seen, const std::vector<Find>& finds, Instant now) const {
    for (const auto& id : store::alerts_of(session, seen.sighting)) {
        auto alert = store::alert(session, id);
        if (!alert || alert->times > 1) continue;
        const bool withdrawn = alert->state == AlertState::withdrawn;
        if (!withdrawn && alert->state != AlertState::raised) continue;
        const auto still = std::ranges::find(finds, alert->subject, &Find::subject);
        if (withdrawn && still == finds.end()) continue;
        if (withdrawn) {  // the correction was wrong
            alert->state = AlertState::raised;
            alert->detail = with_crops(still->detail, alert->id);
            alert->read_as = seen.plate;
            change(session, *alert, "raised", {}, seen.plate, now);
        } else if (still == finds.end()) {
            alert->state = AlertState::withdrawn;
            change(session, *alert, "withdrawn", {}, seen.plate, now);
        } else if (still->detail.chance != alert->detail.chance) {
            alert->detail = with_crops(still->detail, alert->id);
            alert->read_as = seen.plate;
            change(session, *alert, "corrected", {}, seen.plate, now);
        }
    }
}

Alert Watcher::change(Session& session, Alert alert, const std::string& what, const Person& by, const std::string& note,
                      Instant now) const {
    ++alert.version;
    alert.changed_at = now;
    store::save(session, alert);
    store::note(session, alert.id, {alert.version, now, what, by, note});
    tell(session, alert, "alert." + what);
    return alert;
}

Result<Alert> Watcher::judge(Session& session, Alert alert, AlertState verdict, const Person& by, const std::string& note,
                             Instant now) const {
    if (alert.state == AlertState::withdrawn)
        return fail(ErrorKind::conflict, "alert-withdrawn",
                    {"The reading was corrected and the alert withdrawn.", "La lectura se corrigió y la alerta se retiró."});
    if (alert.state == verdict && note.empty()) return alert;
    alert.state = verdict;
    return change(session, std::move(alert), std::string(json::name_of(verdict)), by, note, now);
}

void Watcher::tell(Session& session, const Alert& alert, std::string_view what) const {
    queue_.tell(session, what, json::text_of(wire::view_of(alert)), {alert.plate, alert.detail.seen.zone});
}

}  // namespace patente::watch
