#include "domain/till/api.h"

#include <fmt/format.h>

#include "domain/till/closing.h"
#include "domain/till/closing_pdf.h"
#include "domain/till/rules.h"
#include "domain/till/wire.h"
#include "platform/http/page.h"

namespace patente::till {
namespace {

Person caller_of(const http::Request& request) { return {request.caller.id, request.caller.name}; }

Failure query_invalid(std::string name, Text detail) {
    return fail(ErrorKind::invalid, "query-invalid",
                {"The query is not right; see errors.", "La consulta no está bien; ver errores."},
                {{std::move(name), "pattern", std::move(detail)}});
}

// ---- takings and closings ------------------------------------------------------------------------------------------

http::Answer takings(const Dependencies& on, const std::string& key_id) {
    return on.database.read([&](storage::Session& session) -> http::Answer {
        return http::json_response(counted(on.payments.takings(session, key_id)));
    });
}

http::Answer add_closing(const Dependencies& on, const http::Request& request, const std::string& key_id) {
    const auto body = TRY(json::read<wire::ClosingIn>(request.body.empty() ? "{}" : request.body));
    return on.database.write([&](storage::Session& session) -> http::Answer {
        const auto closing =
            TRY(close(session, on.payments, key_id, {body.declared_cash, body.note}, request.received, caller_of(request)));
        auto response = http::json_response(closing, 201);
        response.headers.emplace_back("Location", "/v1/till/closings/" + closing.number);
        request.keep_answer(session, response);
        return response;
    });
}

http::Answer list(const Dependencies& on, const http::Request& request) {
    const auto asked = TRY(http::page_asked(request));
    std::optional<std::pair<Instant, std::string>> before;
    if (asked.after) {
        const auto at = parse_rfc3339(asked.after->sort_key);
        if (!at) return query_invalid("cursor", {"Take it from next.", "Tómelo de next."});
        before = {*at, asked.after->id};
    }
    auto rows = on.database.read([&](storage::Session& session) {
        return store::closings(session, request.query_value("key").value_or(""), before, asked.limit + 1);
    });
    return http::json_response(http::page_of(
        std::move(rows), asked.limit, [](const Closing& each) { return http::Cursor{to_rfc3339(each.closed_at), each.number}; }));
}

Result<Closing> closing_in(const Dependencies& on, const http::Request& request) {
    const auto& number = request.path_parameters.at("number");
    auto closing = on.database.read([&](storage::Session& session) { return store::closing(session, number); });
    if (!closing)
        return fail(ErrorKind::not_found, "closing-not-found",
                    {"No closing has this number.", "Ningún cierre tiene este número."});
    return *std::move(closing);
}

http::Answer show(const Dependencies& on, const http::Request& request) {
    return http::json_response(TRY(closing_in(on, request)));
}

http::Answer show_pdf(const Dependencies& on, const http::Request& request) {
    const auto paper = json::enum_named<ClosingPaper>(request.query_value("paper").value_or("a4"));
    if (!paper) return query_invalid("paper", {"a4 or 80mm.", "a4 u 80mm."});
    const auto language = request.query_value("lang").value_or("");
    const auto closing = TRY(closing_in(on, request));
    http::Response response;
    response.content_type = "application/pdf";
    response.body = closing_pdf(closing,
                                language == "en"   ? Language::en
                                : language == "es" ? Language::es
                                                   : request.language,
                                *paper);
    response.headers.emplace_back("Content-Disposition", "inline; filename=\"" + closing.number + ".pdf\"");
    return response;
}

// ---- providers -----------------------------------------------------------------------------------------------------

Result<parking::ProviderPayment> payment_in(const std::string& body) {
    const auto said = TRY(json::read<wire::ProviderPaymentIn>(body));
    std::vector<Fault> faults;
    if (said.amount.amount <= 0 || said.amount.amount > amount_most)
        faults.push_back(
            {"/amount/amount", "range", {fmt::format("1 to {}.", amount_most), fmt::format("De 1 a {}.", amount_most)}});
    if (said.of.has_value() != (said.kind != wire::ProviderActKind::payment))
        faults.push_back({"/of",
                          "required",
                          {"With a refund or chargeback, and only with it: the payment that it gives back.",
                           "Con una devolución o contracargo, y solo con ellos: el pago que devuelve."}});
    if (!faults.empty())
        return fail(ErrorKind::invalid, "body-invalid",
                    {"Some fields are not right; see errors.", "Algunos campos no están bien; ver errores."}, std::move(faults));
    const bool chargeback = said.kind == wire::ProviderActKind::chargeback;
    return parking::ProviderPayment{said.id, said.ticket, said.amount, said.of.value_or(""),
                                    chargeback && said.reason.empty() ? "chargeback" : said.reason};
}

http::Answer book(const Dependencies& on, const http::Request& request) {
    TRY(verified(on.provider, request.header("patente-signature"), request.body, request.received));
    const auto payment = TRY(payment_in(request.body));
    return on.database.write([&](storage::Session& session) -> http::Answer {
        const auto booked = TRY(on.payments.book(session, payment, request.received));
        return http::json_response(wire::BookedOut{booked.id, booked.ticket, booked.amount, booked.at});
    });
}

}  // namespace

std::vector<http::Route> routes(const Dependencies& on) {
    using http::Method, http::Request, http::schema_of;
    const std::string of_key = "/v1/till/keys/{key}";
    const auto key_in = [](const Request& request) { return request.path_parameters.at("key"); };
    std::vector<http::QueryParameter> list_query{{"key", "Whose: a key's id; all when absent."}};
    for (auto& each : http::page_parameters()) list_query.push_back(std::move(each));
    return {
        {.method = Method::get,
         .path = "/v1/till/takings",
         .permission = "till.close",
         .summary = "What the caller has taken since its last closing",
         .answer = [on](const Request& request) { return takings(on, request.caller.id); },
         .gives = schema_of<Takings>()},
        {.method = Method::post,
         .path = "/v1/till/closings",
         .permission = "till.close",
         .summary = "Close the caller's till",
         .answer = [on](const Request& request) { return add_closing(on, request, request.caller.id); },
         .takes = schema_of<wire::ClosingIn>(),
         .gives = schema_of<Closing>(),
         .success = 201,
         .description =
             "Counts every payment and refund of the caller's key that no closing has counted. It cannot be changed afterwards."},
        {.method = Method::get,
         .path = of_key + "/takings",
         .permission = "till.supervise",
         .summary = "What a key has taken since its last closing",
         .answer = [on, key_in](const Request& request) { return takings(on, key_in(request)); },
         .gives = schema_of<Takings>()},
        {.method = Method::post,
         .path = of_key + "/closings",
         .permission = "till.supervise",
         .summary = "Close the till of another key, or that of `provider`",
         .answer = [on, key_in](const Request& request) { return add_closing(on, request, key_in(request)); },
         .takes = schema_of<wire::ClosingIn>(),
         .gives = schema_of<Closing>(),
         .success = 201},
        {.method = Method::get,
         .path = "/v1/till/closings",
         .permission = "till.read",
         .summary = "Closings, the latest first",
         .answer = [on](const Request& request) { return list(on, request); },
         .gives = schema_of<http::Page<Closing>>(),
         .query = std::move(list_query)},
        {.method = Method::get,
         .path = "/v1/till/closings/{number}",
         .permission = "till.read",
         .summary = "One closing",
         .answer = [on](const Request& request) { return show(on, request); },
         .gives = schema_of<Closing>()},
        {.method = Method::get,
         .path = "/v1/till/closings/{number}.pdf",
         .permission = "till.read",
         .summary = "A closing on A4 paper or a roll of 80 mm",
         .answer = [on](const Request& request) { return show_pdf(on, request); },
         .query = {{"lang", "es or en; else by Accept-Language."},
                   {"paper", "a4, or 80mm: as long as needed.", {{"type", "string"}, {"enum", {"a4", "80mm"}}}}}},
        {.method = Method::post,
         .path = "/v1/till/provider-payments",
         .permission = "",
         .summary = "What a payment provider took or gave back, in a signed message",
         .answer = [on](const Request& request) { return book(on, request); },
         .takes = schema_of<wire::ProviderPaymentIn>(),
         .gives = schema_of<wire::BookedOut>(),
         .description =
             "Needs no key but `Patente-Signature: t=SECONDS,v1=HEX`, HMAC-SHA256 over `SECONDS.` and the body with one of our "
             "secrets, signed within the tolerance. Sent again, it is the payment that was booked.",
         .idempotent = false},
    };
}

}  // namespace patente::till
