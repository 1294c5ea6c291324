#include "domain/watch/store.h"

#include <fmt/format.h>

#include <array>

#include "domain/watch/rules.h"
#include "platform/storage/rows.h"
#include "platform/storage/soci_types.h"

namespace patente::watch::store {
namespace {

using soci::into;
using soci::use;
using storage::Session;

constexpr std::string_view list_columns = "id, version, name, kind, description, created_at, changed_at";
constexpr std::string_view entry_columns =
    "id, list, version, plate, region, why, who, reference, until_at, added_by, created_at, changed_at";
constexpr std::string_view alert_columns =
    "id, version, kind, state, subject, list, plate, read_as, device, sighting, seen_at, last_seen_at, times, detail, raised_at, "
    "changed_at";

template <typename T>
std::optional<T> first(std::vector<T> found) {
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

std::vector<List> lists_of(Session& session, std::string_view rest, const auto&... uses) {
    std::vector<List> found;
    List each;
    session.for_each([&] { found.push_back(each); }, fmt::format("SELECT {} FROM watch_lists {}", list_columns, rest), uses...,
                     into(each.id), into(each.version), into(each.settings.name), into(each.settings.kind),
                     into(each.settings.description), into(each.created_at), into(each.changed_at));
    return found;
}

std::vector<Entry> entries_of(Session& session, std::string_view rest, const auto&... uses) {
    std::vector<Entry> found;
    Entry each;
    auto& settings = each.settings;
    session.for_each([&] { found.push_back(each); }, fmt::format("SELECT {} FROM watch_entries {}", entry_columns, rest), uses...,
                     into(each.id), into(each.list), into(each.version), into(settings.plate), into(settings.region),
                     into(settings.why), into(settings.who), into(settings.reference), into(settings.until), into(each.added_by),
                     into(each.created_at), into(each.changed_at));
    return found;
}

std::vector<Alert> alerts_of(Session& session, std::string_view rest, const auto&... uses) {
    std::vector<Alert> found;
    Alert each;
    std::string detail;
    session.for_each(
        [&] {
            auto said = json::read<AlertDetail>(detail);
            if (!said) throw std::runtime_error("a stored alert is not readable: " + detail);
            each.detail = *std::move(said);
            found.push_back(each);
        },
        fmt::format("SELECT {} FROM watch_alerts {}", alert_columns, rest), uses..., into(each.id), into(each.version),
        into(each.kind), into(each.state), into(each.subject), into(each.list), into(each.plate), into(each.read_as),
        into(each.device), into(each.sighting), into(each.seen_at), into(each.last_seen_at), into(each.times), into(detail),
        into(each.raised_at), into(each.changed_at));
    return found;
}

void forget_keys(Session& session, const EntryId& id) { session.run("DELETE FROM watch_keys WHERE entry = :id", use(id)); }

void know_keys(Session& session, const Entry& entry) {
    const auto keys = keys_of(entry.settings.plate, entry.settings.region);
    const std::vector<std::string> rows(keys.begin(), keys.end());
    storage::insert_rows(session, "watch_keys (look_alike, entry)", std::span<const std::string>(rows),
                         [&](const std::string& key) { return std::tie(key, entry.id); });
}

}  // namespace

void add(Session& session, const List& list) {
    session.run(
        fmt::format("INSERT INTO watch_lists ({}) VALUES (:id, :version, :name, :kind, :description, :created_at, :changed_at)",
                    list_columns),
        use(list.id), use(list.version), use(list.settings.name), use(list.settings.kind), use(list.settings.description),
        use(list.created_at), use(list.changed_at));
}

void save(Session& session, const List& list) {
    session.run(
        "UPDATE watch_lists SET version = :version, name = :name, kind = :kind, description = :description, changed_at = :changed_at "
        "WHERE id = :id",
        use(list.version), use(list.settings.name), use(list.settings.kind), use(list.settings.description), use(list.changed_at),
        use(list.id));
}

void remove(Session& session, const ListId& id) {
    session.run("DELETE FROM watch_keys WHERE entry IN (SELECT id FROM watch_entries WHERE list = :id)", use(id));
    session.run("DELETE FROM watch_entries WHERE list = :id", use(id));
    session.run("DELETE FROM watch_lists WHERE id = :id", use(id));
}

std::optional<List> list(Session& session, const ListId& id) { return first(lists_of(session, "WHERE id = :id", use(id))); }

std::optional<List> list_named(Session& session, const std::string& name) {
    return first(lists_of(session, "WHERE name = :name", use(name)));
}

std::vector<List> lists(Session& session, const std::string& after_name, int limit) {
    return lists_of(session, "WHERE name > :after ORDER BY name LIMIT :limit", use(after_name), use(limit));
}

void add(Session& session, const Entry& entry) {
    const auto& settings = entry.settings;
    session.run(
        fmt::format(
            "INSERT INTO watch_entries ({}) VALUES (:id, :list, :version, :plate, :region, :why, :who, :reference, :until, "
            ":added_by, :created_at, :changed_at)",
            entry_columns),
        use(entry.id), use(entry.list), use(entry.version), use(settings.plate), use(settings.region), use(settings.why),
        use(settings.who), use(settings.reference), use(settings.until), use(entry.added_by), use(entry.created_at),
        use(entry.changed_at));
    know_keys(session, entry);
}

void save(Session& session, const Entry& entry) {
    const auto& settings = entry.settings;
    session.run(
        "UPDATE watch_entries SET version = :version, plate = :plate, region = :region, why = :why, who = :who, reference = :reference, "
        "until_at = :until, changed_at = :changed_at WHERE id = :id",
        use(entry.version), use(settings.plate), use(settings.region), use(settings.why), use(settings.who),
        use(settings.reference), use(settings.until), use(entry.changed_at), use(entry.id));
    forget_keys(session, entry.id);
    know_keys(session, entry);
}

void remove(Session& session, const EntryId& id) {
    forget_keys(session, id);
    session.run("DELETE FROM watch_entries WHERE id = :id", use(id));
}

std::optional<Entry> entry(Session& session, const ListId& list, const EntryId& id) {
    return first(entries_of(session, "WHERE list = :list AND id = :id", use(list), use(id)));
}

std::optional<Entry> entry_of_plate(Session& session, const ListId& list, const std::string& plate) {
    return first(entries_of(session, "WHERE list = :list AND plate = :plate", use(list), use(plate)));
}

std::vector<Entry> entries(Session& session, const ListId& list, const std::string& after_plate, int limit) {
    return entries_of(session, "WHERE list = :list AND plate > :after ORDER BY plate LIMIT :limit", use(list), use(after_plate),
                      use(limit));
}

std::int64_t count_entries(Session& session, const ListId& list) {
    std::int64_t count = 0;
    session.run("SELECT COUNT(*) FROM watch_entries WHERE list = :list", use(list), into(count));
    return count;
}

bool has_entries(Session& session) {
    int found = 0;
    return session.run("SELECT 1 FROM watch_entries LIMIT 1", into(found)).got_data;
}

std::vector<Entry> entries_meeting(Session& session, const std::vector<std::string>& keys) {
    if (keys.empty()) return {};
    static_assert(look_ups_max == 24);
    std::array<std::string, look_ups_max> key;  // the last one fills the rest
    for (std::size_t i = 0; i < key.size(); ++i) key[i] = keys[std::min(i, keys.size() - 1)];
    return entries_of(
        session,
        "WHERE id IN (SELECT entry FROM watch_keys WHERE look_alike IN (:k0, :k1, :k2, :k3, :k4, :k5, :k6, :k7, :k8, :k9, "
        ":k10, :k11, :k12, :k13, :k14, :k15, :k16, :k17, :k18, :k19, :k20, :k21, :k22, :k23)) ORDER BY id",
        use(key[0]), use(key[1]), use(key[2]), use(key[3]), use(key[4]), use(key[5]), use(key[6]), use(key[7]), use(key[8]),
        use(key[9]), use(key[10]), use(key[11]), use(key[12]), use(key[13]), use(key[14]), use(key[15]), use(key[16]),
        use(key[17]), use(key[18]), use(key[19]), use(key[20]), use(key[21]), use(key[22]), use(key[23]));
}

void add(Session& session, const Alert& alert) {
    const auto detail = json::text_of(alert.detail);
    session.run(
        fmt::format("INSERT INTO watch_alerts ({}) VALUES (:id, :version, :kind, :state, :subject, :list, :plate, :read_as, "
                    ":device, :sighting, :seen_at, :last_seen_at, :times, :detail, :raised_at, :changed_at)",
                    alert_columns),
        use(alert.id), use(alert.version), use(alert.kind), use(alert.state), use(alert.subject), use(alert.list),
        use(alert.plate), use(alert.read_as), use(alert.device), use(alert.sighting), use(alert.seen_at), use(alert.last_seen_at),
        use(alert.times), use(detail), use(alert.raised_at), use(alert.changed_at));
}

void save(Session& session, const Alert& alert) {
    const auto detail = json::text_of(alert.detail);
    session.run(
        "UPDATE watch_alerts SET version = :version, state = :state, read_as = :read_as, sighting = :sighting, seen_at = :seen_at, "
        "last_seen_at = :last_seen_at, times = :times, detail = :detail, changed_at = :changed_at WHERE id = :id",
        use(alert.version), use(alert.state), use(alert.read_as), use(alert.sighting), use(alert.seen_at),
        use(alert.last_seen_at), use(alert.times), use(detail), use(alert.changed_at), use(alert.id));
}

std::optional<Alert> alert(Session& session, const AlertId& id) { return first(alerts_of(session, "WHERE id = :id", use(id))); }

std::optional<Alert> latest_alert(Session& session, const std::string& subject, const std::string& device, Instant since,
                                  Instant until) {
    return first(alerts_of(session,
                           "WHERE subject = :subject AND device = :device AND last_seen_at >= :since AND seen_at <= :until "
                           "ORDER BY last_seen_at DESC LIMIT 1",
                           use(subject), use(device), use(since), use(until)));
}

std::vector<Alert> alerts(Session& session, const AlertSearch& search) {
    const std::string state = search.state ? std::string(json::name_of(*search.state)) : "";
    return alerts_of(
        session,
        "WHERE (:state = '' OR state = :state) AND (:list = '' OR list = :list) AND (:plate = '' OR plate = :plate) AND "
        "(:before = '' OR id < :before) ORDER BY id DESC LIMIT :limit",
        use(state, "state"), use(search.list, "list"), use(search.plate, "plate"), use(search.before, "before"),
        use(search.limit, "limit"));
}

void note_sighting(Session& session, const sightings::SightingId& sighting, const std::string& subject, const AlertId& alert) {
    session.run("INSERT INTO watch_alert_sightings (sighting, subject, alert) VALUES (:sighting, :subject, :alert)",
                use(sighting), use(subject), use(alert));
}

std::vector<AlertId> alerts_of(Session& session, const sightings::SightingId& sighting) {
    std::vector<AlertId> found;
    AlertId each;
    session.for_each([&] { found.push_back(each); }, "SELECT alert FROM watch_alert_sightings WHERE sighting = :sighting",
                     use(sighting), into(each));
    return found;
}

bool has_alerted(Session& session, const sightings::SightingId& sighting, const std::string& subject) {
    int found = 0;
    return session
        .run("SELECT 1 FROM watch_alert_sightings WHERE sighting = :sighting AND subject = :subject", use(sighting), use(subject),
             into(found))
        .got_data;
}

void note(Session& session, const AlertId& alert, const Change& change) {
    session.run(
        "INSERT INTO watch_alert_history (alert, version, happened_at, what, key_id, key_name, note) VALUES (:alert, :version, :at, "
        ":what, :key, :name, :note)",
        use(alert), use(change.version), use(change.at), use(change.what), use(change.by.key_id), use(change.by.name),
        use(change.note));
}

std::vector<Change> history(Session& session, const AlertId& alert) {
    std::vector<Change> changes;
    Change each;
    session.for_each([&] { changes.push_back(each); },
                     "SELECT version, happened_at, what, key_id, key_name, note FROM watch_alert_history WHERE alert = :alert "
                     "ORDER BY version",
                     use(alert), into(each.version), into(each.at), into(each.what), into(each.by.key_id), into(each.by.name),
                     into(each.note));
    return changes;
}

}  // namespace patente::watch::store
