#include "app/commands/zone.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <iterator>

#include "app/acting.h"
#include "app/commands/eyes.h"
#include "app/installation.h"
#include "app/output.h"
#include "domain/parking/wire.h"
#include "domain/parking/zoning.h"

namespace patente {
namespace {

using namespace parking;

struct ZoneArguments {
    Settings settings;
    std::string zone, document, tariff;
    Format format = Format::table;
};

struct ZoneRow : wire::ZoneOut {
    std::int64_t inside = 0;

    static constexpr auto fields() {
        return std::tuple_cat(wire::ZoneOut::fields(), std::tuple{json::field("inside", &ZoneRow::inside)});
    }
};

struct PutRow {
    ZoneId id;
    std::string name, state;  // "added", "changed"

    static constexpr auto fields() {
        return std::tuple{json::field("state", &PutRow::state), json::field("id", &PutRow::id),
                          json::field("name", &PutRow::name)};
    }
};

[[noreturn]] void refuse(const Error& error) {
    const auto language = language_of_terminal();
    fmt::print(stderr, "patente: {}\n", error.detail.in(language));
    for (const auto& fault : error.faults)
        fmt::print(stderr, "  {}: {}\n", fault.pointer.empty() ? "/" : fault.pointer, fault.detail.in(language));
    throw CLI::RuntimeError(1);
}

template <typename T>
T or_refuse(Result<T> result) {
    if (!result) refuse(result.error());
    return *std::move(result);
}

ZoneRow row_of(storage::Session& session, const ParkingZone& zone) {
    ZoneRow row;
    const auto currency = store::tariff_versions(session, zone.settings.tariff).back().document.currency;
    static_cast<wire::ZoneOut&>(row) = wire::view_of(zone, currency);
    row.inside = store::inside_count(session, zone.id);
    return row;
}

void list(const ZoneArguments& asked) {
    refuse_missing_database(asked.settings);
    Installation installation(asked.settings, Eyes::shut);
    require_current(installation);
    const auto rows = installation.database().read([](storage::Session& session) {
        std::vector<ZoneRow> found;
        for (const auto& zone : all_zones(session)) found.push_back(row_of(session, zone));
        return found;
    });
    fmt::print(
        "{}",
        written(rows_of({"id", "name", "mode", "inside", "capacity", "currency", "time_zone", "active", "default_zone"}, rows),
                asked.format));
}

// A field a line.
std::string page_of(const ZoneRow& row) {
    Rows page{{"field", "value"}, {}};
    const auto value = json::value_of(row);
    for (const auto& member : value.as_object())
        page.rows.emplace_back(json::Object{{"field", member.key()}, {"value", member.value()}});
    return written(page, Format::table);
}

void show(const ZoneArguments& asked) {
    refuse_missing_database(asked.settings);
    Installation installation(asked.settings, Eyes::shut);
    require_current(installation);
    const auto row = or_refuse(installation.database().read(
        [&](storage::Session& session) -> Result<ZoneRow> { return row_of(session, TRY(zone_called(session, asked.zone))); }));
    fmt::print("{}", asked.format == Format::json ? json::text_of(row) + '\n' : page_of(row));
}

std::string document_at(const std::string& file) {
    return file == "-" ? std::string{std::istreambuf_iterator<char>{std::cin}, {}} : bytes_of(file);
}

void tell_unused(const std::vector<ZoneDraft>& drafts) {
    const bool spanish = language_of_terminal() == Language::es;
    for (const auto& draft : drafts)
        if (!draft.unused.empty())
            fmt::print(stderr, fmt::runtime(spanish ? "{}: no se usa: {}\n" : "{}: not used: {}\n"), draft.pointer_to_settings,
                       fmt::join(draft.unused, ", "));
}

void put(const ZoneArguments& asked) {
    const auto drafts = or_refuse(zone_drafts(document_at(asked.document)));
    tell_unused(drafts);
    refuse_missing_database(asked.settings);
    Installation installation(asked.settings, Eyes::shut);
    require_current(installation);
    const auto record = recorded_as_command("zone put", installation.clock().now());
    const auto done = or_refuse(installation.database().write([&](storage::Session& session) -> Result<std::vector<ZonePut>> {
        std::optional<TariffId> tariff;
        if (!asked.tariff.empty()) tariff = TRY(tariff_called(session, asked.tariff));
        return put_zones(session, drafts, tariff, installation.clock().now());
    }));
    std::vector<PutRow> rows;
    for (const auto& each : done) rows.push_back({each.zone.id, each.zone.settings.name, each.is_new ? "added" : "changed"});
    fmt::print("{}", written(rows_of({"state", "id", "name"}, rows), asked.format));
}

}  // namespace

void add_zone_command(CLI::App& app) {
    auto* command = app.add_subcommand("zone", "The parking zones of a data folder, also while its server runs");
    command->require_subcommand(1)->fallthrough();
    const auto asked = std::make_shared<ZoneArguments>();
    add_data_flags(*command, asked->settings);

    auto* listing = command->add_subcommand("list", "Shows every zone");
    add_format_option(*listing, asked->format, {Format::table, Format::json, Format::jsonl, Format::csv});
    listing->callback([asked] { list(*asked); });

    auto* showing = command->add_subcommand("show", "Shows one zone with all its settings; as JSON, put takes it again");
    showing->add_option("zone", asked->zone, "Its id or name")->required();
    add_format_option(*showing, asked->format, {Format::table, Format::json});
    showing->callback([asked] { show(*asked); });

    auto* putting = command->add_subcommand("put", "Adds zones, or changes those of the same id or name");
    putting->footer(
        "The document: a zone's settings as JSON (docs: ZoneSettings in /openapi.json), a list of them, or GeoJSON: a Feature or\n"
        "FeatureCollection whose geometry is the area (a Polygon, or a Point with the property radius_m) and whose properties\n"
        "are the settings. What it does not say stays as it is. All of it is taken or none; exit code 1 with every fault.");
    putting->add_option("document", asked->document, "A file; - reads it from stdin")->required();
    putting->add_option("--tariff", asked->tariff, "Id or name of the tariff of new zones that name none");
    add_format_option(*putting, asked->format, {Format::table, Format::json, Format::jsonl, Format::csv});
    putting->callback([asked] { put(*asked); });
}

}  // namespace patente
