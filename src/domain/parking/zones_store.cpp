#include "domain/parking/row.h"
#include "domain/vocabulary/area.h"

namespace patente::parking {
namespace {

constexpr Columns zone_columns{
    "parking_zones", "id, version, name, settings, default_zone, active, south, west, north, east, created_at, changed_at"};
constexpr Columns tariff_columns{"parking_tariffs", "id, version, document, valid_from, created_at, created_by"};

struct ZoneRow {
    ZoneId id;
    int version = 1;
    std::string name, settings;
    bool default_zone = false, active = true;
    Bounds bounds;
    Instant created_at, changed_at;

    template <typename Exchange, typename Act>
    void exchange(Exchange&& x, Act&& act) {
        act(x(id), x(version), x(name), x(settings), x(default_zone), x(active), x(bounds.south), x(bounds.west), x(bounds.north),
            x(bounds.east), x(created_at), x(changed_at));
    }
    static ZoneRow of(const ParkingZone& zone) {
        return {zone.id,
                zone.version,
                zone.settings.name,
                json::text_of(zone.settings),
                zone.settings.default_zone,
                zone.settings.active,
                zone.settings.area ? bounds_of(*zone.settings.area) : Bounds{-90, -180, 90, 180},
                zone.created_at,
                zone.changed_at};
    }
    ParkingZone value() const { return {id, version, kept<ZoneSettings>(settings), created_at, changed_at}; }
};

struct TariffRow {
    TariffId id;
    int version = 1;
    std::string document, valid_from;
    Instant created_at;
    std::string created_by;

    template <typename Exchange, typename Act>
    void exchange(Exchange&& x, Act&& act) {
        act(x(id), x(version), x(document), x(valid_from), x(created_at), x(created_by));
    }
    static TariffRow of(const TariffVersion& tariff) {
        return {tariff.id,         tariff.version,   json::text_of(tariff.document), tariff.document.valid_from.value_or(""),
                tariff.created_at, tariff.created_by};
    }
    TariffVersion value() const { return {id, version, kept<TariffDocument>(document), created_at, created_by}; }
};

}  // namespace

namespace store {

void add(storage::Session& session, const ParkingZone& zone) { write_row(session, zone_columns.insert(), ZoneRow::of(zone)); }

void save(storage::Session& session, const ParkingZone& zone) {
    write_row(session, zone_columns.update("id = :id"), ZoneRow::of(zone), soci::use(zone.id));
}

std::optional<ParkingZone> zone(storage::Session& session, const ZoneId& id) {
    return row_of<ZoneRow>(session, zone_columns.select("WHERE id = :id"), soci::use(id));
}

std::map<ZoneId, ParkingZone> zones(storage::Session& session, const std::set<ZoneId>& ids) {
    std::map<ZoneId, ParkingZone> found;
    for (auto& zone : rows_in<ZoneRow>(session, zone_columns, "id", std::vector<ZoneId>(ids.begin(), ids.end())))
        found.emplace(zone.id, std::move(zone));
    return found;
}

std::vector<ParkingZone> zones_near(storage::Session& session, const std::optional<Place>& place) {
    if (!place) return rows_of<ZoneRow>(session, zone_columns.select("WHERE default_zone = 1 AND active = 1"));
    return rows_of<ZoneRow>(
        session,
        zone_columns.select(
            "WHERE active = 1 AND (default_zone = 1 OR (south <= :lat AND north >= :lat2 AND west <= :lon AND east >= :lon2))"),
        soci::use(place->lat), soci::use(place->lat), soci::use(place->lon), soci::use(place->lon));
}

std::optional<ParkingZone> default_zone(storage::Session& session) {
    return row_of<ZoneRow>(session, zone_columns.select("WHERE default_zone = 1"));
}

std::vector<ParkingZone> zones(storage::Session& session, const std::string& after_name, const std::string& after_id, int limit,
                               const std::vector<std::string>& within) {
    return rows_of<ZoneRow>(
        session,
        zone_columns.select(
            fmt::format("WHERE (name, id) > (:name, :id) AND {} ORDER BY name, id LIMIT :limit", within_zones(within, "id"))),
        soci::use(after_name), soci::use(after_id), soci::use(limit));
}

void add(storage::Session& session, const TariffVersion& version) {
    write_row(session, tariff_columns.insert(), TariffRow::of(version));
}

std::optional<TariffVersion> tariff(storage::Session& session, const TariffId& id, int version) {
    return row_of<TariffRow>(session, tariff_columns.select("WHERE id = :id AND version = :version"), soci::use(id),
                             soci::use(version));
}

std::vector<TariffVersion> tariff_versions(storage::Session& session, const TariffId& id) {
    return rows_of<TariffRow>(session, tariff_columns.select("WHERE id = :id ORDER BY version"), soci::use(id));
}

std::vector<TariffVersion> tariffs(storage::Session& session, const std::string& after_id, int limit) {
    return rows_of<TariffRow>(
        session,
        tariff_columns.select("WHERE id > :id AND version = (SELECT MAX(version) FROM parking_tariffs AS other "
                              "WHERE other.id = parking_tariffs.id) ORDER BY id LIMIT :limit"),
        soci::use(after_id), soci::use(limit));
}

}  // namespace store
}  // namespace patente::parking
