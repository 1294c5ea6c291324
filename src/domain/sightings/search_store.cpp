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

// WHERE … with the values that its names stand for.
struct Where {
    std::string text = "1 = 1";
    std::vector<Bound> bound;

    void add(std::string_view condition) { (text += " AND ") += condition; }
    template <typename T>
    void add(std::string_view condition, std::string_view name, T value) {
        add(condition);
        bound.push_back({std::string(name), std::move(value)});
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
    const std::string_view column = search.similar ? "look_alike" : "plate";
    const bool sqlite = dialect == storage::Dialect::sqlite;
    const std::string_view table = sqlite ? "sightings_trigrams" : "sightings_plates";
    const std::string_view like = sqlite ? "GLOB" : "LIKE";
    const std::string value = sqlite ? pattern : like_of(pattern);
    if (search.similar || literal_run(search.plate) >= literals_min)
        where.add(fmt::format("plate IN (SELECT plate FROM {} WHERE {} {} :pattern)", table, column, like), "pattern", value);
    else
        where.add(fmt::format("plate {} :pattern", like), "pattern", value);
}

void add_plate(Where& where, const Search& search, storage::Dialect dialect) {
    if (search.plate.empty()) return;
    if (search.is_pattern()) return add_pattern(where, search, dialect);
    const auto spellings = accepted_spellings(search);
    std::string condition = "plate IN (";
    for (std::size_t i = 0; i < spellings.size(); ++i) {
        condition += fmt::format("{}:spelling_{}", i == 0 ? "" : ", ", i);
        where.bound.push_back({fmt::format("spelling_{}", i), spellings[i]});
    }
    condition += ")";
    if (!search.similar) return where.add(condition);
    where.add(fmt::format("({} OR plate IN (SELECT plate FROM sightings_plates WHERE look_alike = :look_alike))", condition),
              "look_alike", look_alike_key(search.plate));
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

Where where_of(const Search& search, storage::Dialect dialect) {
    Where where;
    add_plate(where, search, dialect);
    if (search.area) add_area(where, *search.area);
    if (search.from) where.add("seen_at >= :from_time", "from_time", sql_of(*search.from));
    if (search.to) where.add("seen_at < :to_time", "to_time", sql_of(*search.to));
    if (!search.device.empty()) where.add("device = :device AND device <> ''", "device", search.device);
    return where;
}

std::vector<Sighting> batch(storage::Session& session, Where where, const std::optional<After>& after, int rows) {
    if (after) {
        where.add("seen_at <= :latest", "latest", sql_of(after->seen_at));  // MariaDB finds no range in what compares pairs
        where.add("(seen_at, id) < (:after_time, :after_id)", "after_time", sql_of(after->seen_at));
        where.bound.push_back({"after_id", after->id.text()});
    }
    soci::statement statement(session.sql());
    Row row;
    std::vector<Sighting> found;
    row.into([&](const auto&... into) { (statement.exchange(into), ...); });
    for (const auto& each : where.bound)
        std::visit([&](const auto& value) { statement.exchange(soci::use(value, each.name)); }, each.value);
    statement.alloc();
    statement.prepare(fmt::format("SELECT {} FROM sightings_sightings WHERE {} ORDER BY seen_at DESC, id DESC LIMIT {}",
                                  Row::columns, where.text, rows));
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
