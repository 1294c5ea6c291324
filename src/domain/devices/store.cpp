#include "domain/devices/store.h"

#include <fmt/format.h>

#include "platform/storage/soci_types.h"

namespace patente::devices::store {
namespace {

constexpr std::string_view columns = "id, version, name, kind, lat, lon, accuracy_m, zone, direction, created_at, changed_at";

// A row on its way to or from SQL.
struct Row {
    Device device;
    std::optional<double> lat, lon, accuracy_m;

    explicit Row(const Device& of = {}) : device(of) {
        if (const auto& at = of.settings.position) lat = at->lat, lon = at->lon, accuracy_m = at->accuracy_m;
    }
    Device value() const {
        Device result = device;
        result.settings.position.reset();
        if (lat && lon) result.settings.position = Position{*lat, *lon, accuracy_m};
        return result;
    }
};

std::vector<Device> rows_of(storage::Session& session, std::string_view rest, const auto&... uses) {
    Row row;
    std::vector<Device> found;
    Device& device = row.device;
    session.for_each([&] { found.push_back(row.value()); }, fmt::format("SELECT {} FROM devices_devices {}", columns, rest),
                     uses..., soci::into(device.id), soci::into(device.version), soci::into(device.settings.name),
                     soci::into(device.settings.kind), soci::into(row.lat), soci::into(row.lon), soci::into(row.accuracy_m),
                     soci::into(device.settings.zone), soci::into(device.settings.direction), soci::into(device.created_at),
                     soci::into(device.changed_at));
    return found;
}

std::optional<Device> first(std::vector<Device> found) {
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

}  // namespace

void add(storage::Session& session, const Device& device) {
    const Row row{device};
    const auto& settings = row.device.settings;
    session.run(fmt::format("INSERT INTO devices_devices ({}) VALUES (:id, :version, :name, :kind, :lat, :lon, :accuracy, :zone, "
                            ":direction, :created_at, :changed_at)",
                            columns),
                soci::use(row.device.id), soci::use(row.device.version), soci::use(settings.name), soci::use(settings.kind),
                soci::use(row.lat), soci::use(row.lon), soci::use(row.accuracy_m), soci::use(settings.zone),
                soci::use(settings.direction), soci::use(row.device.created_at), soci::use(row.device.changed_at));
}

void save(storage::Session& session, const Device& device) {
    const Row row{device};
    const auto& settings = row.device.settings;
    session.run(
        "UPDATE devices_devices SET version = :version, name = :name, kind = :kind, lat = :lat, lon = :lon, accuracy_m = :accuracy, "
        "zone = :zone, direction = :direction, changed_at = :changed_at WHERE id = :id",
        soci::use(row.device.version), soci::use(settings.name), soci::use(settings.kind), soci::use(row.lat), soci::use(row.lon),
        soci::use(row.accuracy_m), soci::use(settings.zone), soci::use(settings.direction), soci::use(row.device.changed_at),
        soci::use(row.device.id));
}

void remove(storage::Session& session, const DeviceId& id) {
    session.run("DELETE FROM devices_devices WHERE id = :id", soci::use(id));
}

std::optional<Device> device(storage::Session& session, const DeviceId& id) {
    return first(rows_of(session, "WHERE id = :id", soci::use(id)));
}

std::optional<Device> named(storage::Session& session, const std::string& name) {
    return first(rows_of(session, "WHERE name = :name", soci::use(name)));
}

std::vector<Device> of_zone(storage::Session& session, const std::string& zone) {
    return rows_of(session, "WHERE zone = :zone AND zone <> '' ORDER BY name", soci::use(zone));
}

std::vector<Device> devices(storage::Session& session, const std::string& after_name, int limit) {
    return rows_of(session, "WHERE name > :after ORDER BY name LIMIT :limit", soci::use(after_name), soci::use(limit));
}

}  // namespace patente::devices::store
