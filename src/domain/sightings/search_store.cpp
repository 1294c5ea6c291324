// The search, whose SQL depends on what is asked.
#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "domain/sightings/row.h"
#include "domain/sightings/search_rules.h"
#include "domain/sightings/store.h"
#include "domain/vocabulary/plate.h"

namespace patente::sightings::store {

namespace {

constexpr int batch_rows = 500;
constexpr int rows_looked_at_max = 20'000;  // for one page

struct Bound {
    std::string name;
    std::variant<std::string, long long, double> value;
};

// What is asked as SQL, with the values that its names stand for.
struct Where {
    std::string text = "1 = 1";
    std::string plates;  // SELECT of the plates that are meant, where they must be found first; "" for none
    std::vector<Bound> bound;

    void add(std::string_view condition) { (text += " AND ") += condition; }
    template <typename T>
    void add(std::string_view condition, std::string_view name, T value) {
        add(condition);
        bind(std::string(name), std::move(value));
    }
    template <typename T>
    void bind(std::string name, T value) {
        bound.push_back({std::move(name), std::move(value)});
    }
};

long long sql_of(Instant instant) { return instant.time_since_epoch().count(); }

std::string like_of(std::string pattern) {
    std::ranges::replace(pattern, '*', '%');
    std::ranges::replace(pattern, '?', '_');
    return pattern;
}

// GLOB is what SQLite's trigram index answers, LIKE what PostgreSQL's does; plates hold no wildcard of either.
void add_pattern(Where& where, const Search& search, storage::Dialect dialect) {
    const std::string pattern = search.similar ? look_alike_key(search.plate) : search.plate;
    const bool sqlite = dialect == storage::Dialect::sqlite;
    const std::string_view like = sqlite ? "GLOB" : "LIKE";
    where.bind("pattern", sqlite ? pattern : like_of(pattern));
    if (search.similar || literal_run(search.plate) >= literals_min)
        where.plates =
            fmt::format("SELECT plate FROM {} WHERE {} {} :pattern", sqlite ? "sightings_trigrams" : "sightings_plates",
                        search.similar ? "look_alike" : "plate", like);
    else
        where.add(fmt::format("plate {} :pattern", like));
}

void add_look_alikes(Where& where, const Search& search, const std::vector<std::string>& spellings) {
    where.plates = "SELECT plate FROM sightings_plates WHERE look_alike = :look_alike";
    where.bind("look_alike", look_alike_key(search.plate));
    for (std::size_t i = 0; i < spellings.size(); ++i) {
        where.plates += fmt::format(" OR (look_alike = :key_{} AND plate = :spelling_{})", i, i);
        where.bind(fmt::format("key_{}", i), look_alike_key(spellings[i]));
        where.bind(fmt::format("spelling_{}", i), spellings[i]);
    }
}

void add_plate(Where& where, const Search& search, storage::Dialect dialect) {
    if (search.plate.empty()) return;
    if (search.is_pattern()) return add_pattern(where, search, dialect);
    const auto spellings = accepted_spellings(search);
    if (search.similar) return add_look_alikes(where, search, spellings);
    std::string condition;
    for (std::size_t i = 0; i < spellings.size(); ++i) {
        condition += fmt::format("{}:spelling_{}", i == 0 ? "plate IN (" : ", ", i);
        where.bind(fmt::format("spelling_{}", i), spellings[i]);
    }
    where.add(condition + ")");
}

void add_area(Where& where, const Area& area) {
    const Bounds bounds = bounds_of(area);
    if (const auto ranges = cells_over(bounds)) {
        std::string either;
        for (const auto& [first, last] : *ranges)
            either += fmt::format("{}place_cell BETWEEN {} AND {}", either.empty() ? "" : " OR ", first, last);
        where.add(fmt::format("({})", either));
    }
    where.add("lat >= :south", "south", bounds.south);
    where.add("lat <= :north", "north", bounds.north);
    where.add("lon >= :west", "west", bounds.west);
    where.add("lon <= :east", "east", bounds.east);
}

// ":zone_0, :zone_1", bound.
std::string names_in(Where& where, std::string_view what, const std::vector<std::string>& values) {
    std::string names;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto name = fmt::format("{}_{}", what, i);
        names += fmt::format("{}:{}", i == 0 ? "" : ", ", name);
        where.bind(name, values[i]);
    }
    return names;
}

// Reach::holds in SQL.
void add_reach(Where& where, const Reach& reach) {
    if (!reach.zones.empty()) {
        auto there = fmt::format("zone IN ({})", names_in(where, "in_zone", reach.zones));
        if (!reach.devices_there.empty())
            there += fmt::format(" OR (zone = '' AND device IN ({}))", names_in(where, "there", reach.devices_there));
        where.add(fmt::format("({})", there));
    }
    if (!reach.devices.empty()) where.add(fmt::format("device IN ({})", names_in(where, "with", reach.devices)));
}

Where where_of(const Search& search, storage::Dialect dialect) {
    Where where;
    add_plate(where, search, dialect);
    if (search.area) add_area(where, *search.area);
    if (search.from) where.add("seen_at >= :from_time", "from_time", sql_of(*search.from));
    if (search.to) where.add("seen_at < :to_time", "to_time", sql_of(*search.to));
    if (!search.device.empty()) where.add("device = :device AND device <> ''", "device", search.device);
    add_reach(where, search.reach);
    if (search.confidence_min) where.add("confidence >= :confidence_min", "confidence_min", *search.confidence_min);
    if (search.confidence_max) where.add("confidence <= :confidence_max", "confidence_max", *search.confidence_max);
    return where;
}

// The ids of the newest of the plates that are meant are found in the index by plate alone. Left to itself, PostgreSQL walks
// through all sightings when it takes those plates for many; a limit for each plate keeps it from that.
std::string query_of(const Where& where, storage::Dialect dialect, int rows) {
    const std::string newest = fmt::format("ORDER BY seen_at DESC, id DESC LIMIT {}", rows);
    if (where.plates.empty())
        return fmt::format("SELECT {} FROM sightings_sightings WHERE {} {}", Row::columns, where.text, newest);
    const std::string ids =
        dialect == storage::Dialect::postgresql
            ? fmt::format(
                  "SELECT of_plate.id FROM ({}) meant CROSS JOIN LATERAL (SELECT id, seen_at FROM sightings_sightings "
                  "WHERE plate = meant.plate AND {} {}) of_plate {}",
                  where.plates, where.text, newest, newest)
            : fmt::format("SELECT id FROM sightings_sightings WHERE plate IN ({}) AND {} {}", where.plates, where.text, newest);
    return fmt::format("SELECT {} FROM sightings_sightings WHERE id IN (SELECT id FROM ({}) newest) {}", Row::columns, ids,
                       newest);
}

std::vector<Sighting> batch(storage::Session& session, Where where, const std::optional<After>& after, int rows) {
    if (after) {
        where.add("seen_at <= :latest", "latest", sql_of(after->seen_at));  // MariaDB finds no range in what compares pairs
        where.add("(seen_at, id) < (:after_time, :after_id)", "after_time", sql_of(after->seen_at));
        where.bind("after_id", after->id.text());
    }
    soci::statement statement(session.sql());
    Row row;
    std::vector<Sighting> found;
    row.into([&](const auto&... into) { (statement.exchange(into), ...); });
    for (const auto& each : where.bound)
        std::visit([&](const auto& value) { statement.exchange(soci::use(value, each.name)); }, each.value);
    statement.alloc();
    statement.prepare(query_of(where, session.dialect(), rows));
    statement.define_and_bind();
    for (bool more = statement.execute(true); more; more = statement.fetch()) found.push_back(row.sighting());
    return found;
}

bool is_inside(const Search& search, const Sighting& sighting) {
    return !search.area || (sighting.seen.place && contains(*search.area, sighting.seen.place->lat, sighting.seen.place->lon));
}

After after_of(const Sighting& sighting) { return {sighting.seen.seen_at, sighting.id}; }

}  // namespace

Page page(storage::Session& session, const Search& search, const std::optional<After>& after, int limit) {
    const Where where = where_of(search, session.dialect());
    const int rows = search.area ? std::max(batch_rows, limit + 1) : limit + 1;
    Page page;
    std::optional<After> position = after;
    for (int looked_at = 0; looked_at < rows_looked_at_max; looked_at += rows) {
        auto found = batch(session, where, position, rows);
        const bool was_last = static_cast<int>(found.size()) < rows;
        if (!was_last) position = after_of(found.back());
        for (auto& each : found) {
            if (!is_inside(search, each)) continue;
            if (static_cast<int>(page.items.size()) == limit) {
                page.next = after_of(page.items.back());
                return page;
            }
            page.items.push_back(std::move(each));
        }
        if (was_last) return page;
    }
    page.next = position;
    return page;
}

}  // namespace patente::sightings::store
