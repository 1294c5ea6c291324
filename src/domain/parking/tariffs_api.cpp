#include "domain/parking/api.h"

#include <fmt/format.h>

#include "domain/parking/what_if.h"

namespace patente::parking {
namespace {

constexpr int versions_max = 1'000;

Failure tariff_not_found() {
    return fail(ErrorKind::not_found, "tariff-not-found",
                {"No tariff has this id and version.", "Ninguna tarifa tiene este id y versión."});
}

Result<TariffDocument> document_in(const Dependencies& on, const http::Request& request) {
    auto document = TRY(json::read<TariffDocument>(request.body));
    TRY(checked(document, on.metering.tariffs().calendars()));
    return document;
}

http::Response created(const TariffVersion& tariff) {
    auto response = http::json_response(wire::view_of(tariff), 201);
    response.headers.emplace_back("Location",
                                  fmt::format("/v1/parking/tariffs/{}/versions/{}", tariff.id.text(), tariff.version));
    return response;
}

http::Answer add_tariff(const Dependencies& on, const http::Request& request) {
    const TariffVersion tariff{TariffId::made_at(request.received), 1, TRY(document_in(on, request)), request.received,
                               request.caller.name};
    TRY(check_reaches_all(request));
    return on.database.write([&](storage::Session& session) -> http::Answer {
        store::add(session, tariff);
        auto response = created(tariff);
        request.keep_answer(session, response);
        return response;
    });
}

// A new version counts in the same money and time: stays of one zone must add up.
Result<> follows(const TariffDocument& before, const TariffDocument& next) {
    std::vector<Fault> faults;
    if (next.currency != before.currency)
        faults.push_back({"/currency",
                          "differs",
                          {"The tariff is in " + before.currency + ".", "La tarifa está en " + before.currency + "."}});
    if (next.zone != before.zone)
        faults.push_back(
            {"/zone", "differs", {"The tariff counts in " + before.zone + ".", "La tarifa se cuenta en " + before.zone + "."}});
    if (faults.empty()) return {};
    return fail(ErrorKind::invalid, "tariff-invalid",
                {"The tariff is not right; see errors.", "La tarifa no está bien; ver errores."}, faults);
}

http::Answer add_version(const Dependencies& on, const http::Request& request) {
    const auto id = TRY(id_in<TariffId>(request, "tariff", tariff_not_found()));
    const auto document = TRY(document_in(on, request));
    TRY(check_reaches_all(request));
    return on.database.write([&](storage::Session& session) -> http::Answer {
        const auto versions = store::tariff_versions(session, id);
        if (versions.empty()) return tariff_not_found();
        TRY(follows(versions.back().document, document));
        if (versions.back().version >= versions_max)
            return fail(ErrorKind::conflict, "tariff-versions-full",
                        {"This tariff has 1,000 versions.", "Esta tarifa tiene 1.000 versiones."});
        const TariffVersion next{id, versions.back().version + 1, document, request.received, request.caller.name};
        store::add(session, next);
        auto response = created(next);
        request.keep_answer(session, response);
        return response;
    });
}

http::Answer list_tariffs(const Dependencies& on, const http::Request& request) {
    const auto asked = TRY(http::page_asked(request));
    const auto tariffs = on.database.read(
        [&](storage::Session& session) { return store::tariffs(session, asked.after ? asked.after->id : "", asked.limit + 1); });
    std::vector<wire::TariffOut> rows;
    for (const auto& tariff : tariffs) rows.push_back(wire::view_of(tariff));
    return http::json_response(http::page_of(std::move(rows), asked.limit,
                                             [](const wire::TariffOut& each) { return http::Cursor{"", each.id.text()}; }));
}

http::Answer show_tariff(const Dependencies& on, const http::Request& request) {
    const auto id = TRY(id_in<TariffId>(request, "tariff", tariff_not_found()));
    const auto versions = on.database.read([&](storage::Session& session) { return store::tariff_versions(session, id); });
    if (versions.empty()) return tariff_not_found();
    return http::json_response(wire::view_of(versions.back()));
}

http::Answer show_versions(const Dependencies& on, const http::Request& request) {
    const auto id = TRY(id_in<TariffId>(request, "tariff", tariff_not_found()));
    const auto versions = on.database.read([&](storage::Session& session) { return store::tariff_versions(session, id); });
    if (versions.empty()) return tariff_not_found();
    wire::TariffVersionsOut out;
    for (const auto& version : versions) out.items.push_back(wire::view_of(version));
    return http::json_response(out);
}

http::Answer show_version(const Dependencies& on, const http::Request& request) {
    const auto id = TRY(id_in<TariffId>(request, "tariff", tariff_not_found()));
    const auto& text = request.path_parameters.at("version");
    if (text.empty() || text.size() > 4 || text.find_first_not_of("0123456789") != std::string::npos) return tariff_not_found();
    const auto version = on.database.read([&](storage::Session& session) { return store::tariff(session, id, std::stoi(text)); });
    if (!version) return tariff_not_found();
    return http::json_response(wire::view_of(*version));
}

Result<std::pair<TariffDocument, int>> document_asked(const Dependencies& on, const wire::ExplainIn& asked) {
    if (asked.document.has_value() == asked.tariff.has_value())
        return fail(ErrorKind::invalid, "body-invalid",
                    {"Some fields are not right; see errors.", "Algunos campos no están bien; ver errores."},
                    {{"/document", "required", {"Either a document or a tariff.", "Un documento o una tarifa."}}});
    if (asked.document) return std::pair{*asked.document, 0};
    return on.database.read([&](storage::Session& session) -> Result<std::pair<TariffDocument, int>> {
        if (store::tariff_versions(session, *asked.tariff).empty()) return tariff_not_found();
        const auto version = asked.version ? store::tariff(session, *asked.tariff, *asked.version)
                                           : std::optional{on.metering.tariffs().in_force(session, *asked.tariff, asked.from)};
        if (!version) return tariff_not_found();
        return std::pair{version->document, version->version};
    });
}

http::Answer explain(const Dependencies& on, const http::Request& request) {
    const auto asked = TRY(json::read<wire::ExplainIn>(request.body));
    const auto [document, version] = TRY(document_asked(on, asked));
    const Tariff tariff = TRY(checked(document, on.metering.tariffs().calendars()));
    return http::json_response(TRY(amount_owed(tariff.with_version(version), asked.from, asked.to, asked.vehicle_class)));
}

http::Answer what_if(const Dependencies& on, const http::Request& request) {
    constexpr std::chrono::days longest{366};
    const auto asked = TRY(json::read<wire::WhatIfIn>(request.body));
    if (asked.until < asked.from || asked.until - asked.from > longest)
        return fail(ErrorKind::invalid, "body-invalid",
                    {"Some fields are not right; see errors.", "Algunos campos no están bien; ver errores."},
                    {{"/until",
                      "range",
                      {"Not before `from`, and at most 366 days later.", "No antes de `from`, y hasta 366 días después."}}});
    const Tariff tariff = TRY(checked(asked.document, on.metering.tariffs().calendars()));
    if (asked.zone && !request.caller.may_at(asked.zone->text())) return zone_not_found();
    if (asked.zone && !on.database.read([&](storage::Session& session) { return store::zone(session, *asked.zone).has_value(); }))
        return zone_not_found();
    const store::EndedSearch search{asked.zone ? std::vector{asked.zone->text()} : request.caller.zones,
                                    asked.tariff ? asked.tariff->text() : "", asked.from, asked.until};
    return http::json_response(wire::view_of(TRY(tried(on.database, on.metering.tariffs(), tariff, search)), asked.document));
}

}  // namespace

std::vector<http::Route> tariff_routes(const Dependencies& on) {
    using http::Method, http::Request, http::schema_of;
    return {
        {.method = Method::post,
         .path = "/v1/parking/tariffs",
         .permission = "parking.configure",
         .summary = "Add a tariff: its first version",
         .answer = [on](const Request& request) { return add_tariff(on, request); },
         .takes = schema_of<TariffDocument>(),
         .gives = schema_of<wire::TariffOut>(),
         .success = 201},
        {.method = Method::post,
         .path = "/v1/parking/tariffs/{tariff}/versions",
         .permission = "parking.configure",
         .summary = "Add a version, for stays that begin on or after its valid_from",
         .answer = [on](const Request& request) { return add_version(on, request); },
         .takes = schema_of<TariffDocument>(),
         .gives = schema_of<wire::TariffOut>(),
         .success = 201,
         .description = "Versions are never edited; a stay keeps the version it began with."},
        {.method = Method::get,
         .path = "/v1/parking/tariffs",
         .permission = "parking.read",
         .summary = "The latest version of each tariff",
         .answer = [on](const Request& request) { return list_tariffs(on, request); },
         .gives = schema_of<http::Page<wire::TariffOut>>(),
         .query = http::page_parameters()},
        {.method = Method::get,
         .path = "/v1/parking/tariffs/{tariff}",
         .permission = "parking.read",
         .summary = "The latest version of a tariff",
         .answer = [on](const Request& request) { return show_tariff(on, request); },
         .gives = schema_of<wire::TariffOut>()},
        {.method = Method::get,
         .path = "/v1/parking/tariffs/{tariff}/versions",
         .permission = "parking.read",
         .summary = "All versions of a tariff",
         .answer = [on](const Request& request) { return show_versions(on, request); },
         .gives = schema_of<wire::TariffVersionsOut>()},
        {.method = Method::get,
         .path = "/v1/parking/tariffs/{tariff}/versions/{version}",
         .permission = "parking.read",
         .summary = "One version of a tariff",
         .answer = [on](const Request& request) { return show_version(on, request); },
         .gives = schema_of<wire::TariffOut>()},
        {.method = Method::post,
         .path = "/v1/parking/tariffs/explain",
         .permission = "parking.read",
         .summary = "What a stay would owe, line by line; nothing is stored",
         .answer = [on](const Request& request) { return explain(on, request); },
         .takes = schema_of<wire::ExplainIn>(),
         .gives = schema_of<Charge>(),
         .idempotent = false},
        {.method = Method::post,
         .path = "/v1/parking/tariffs/what-if",
         .permission = "parking.configure",
         .summary = "What stays of a period would have owed by a document, against what they were charged; nothing is stored",
         .answer = [on](const Request& request) { return what_if(on, request); },
         .takes = schema_of<wire::WhatIfIn>(),
         .gives = schema_of<wire::WhatIfOut>(),
         .description =
             "Stays that have ended, up to 200,000 of them, each charged again with the permits and stamps that it has now. The "
             "document's `valid_from` does not count.",
         .idempotent = false},
    };
}

}  // namespace patente::parking
