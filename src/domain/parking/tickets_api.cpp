#include "domain/parking/api.h"

namespace patente::parking {
namespace {

Result<store::TicketSearch> search_in(const http::Request& request) {
    const auto period = TRY(period_in(request));
    store::TicketSearch search{TRY(plate_in(request, period, false)),
                               request.query_value("zone").value_or(""),
                               request.query_value("state").value_or(""),
                               period.from,
                               period.to,
                               request.caller.zones};
    if (!search.state.empty() && !json::enum_named<TicketState>(search.state))
        return query_invalid("state", {"No such state.", "No existe ese estado."});
    return search;
}

Result<std::optional<std::pair<Instant, std::string>>> after_in(const http::PageAsked& asked) {
    if (!asked.after) return std::nullopt;
    const auto at = parse_rfc3339(asked.after->sort_key);
    if (!at) return query_invalid("cursor", {"Take it from next.", "Tómelo de next."});
    return std::pair{*at, asked.after->id};
}

http::Answer list_tickets(const Dependencies& on, const http::Request& request) {
    const auto asked = TRY(http::page_asked(request));
    const auto after = TRY(after_in(asked));
    const auto search = TRY(search_in(request));
    const auto tickets =
        on.database.read([&](storage::Session& session) { return store::tickets(session, search, after, asked.limit + 1); });
    std::vector<wire::TicketOut> rows;
    for (const auto& ticket : tickets) rows.push_back(wire::view_of(ticket, request.origin));
    return http::json_response(http::page_of(std::move(rows), asked.limit, [](const wire::TicketOut& each) {
        return http::Cursor{to_rfc3339(each.issued_at), each.number};
    }));
}

const std::string& number_in(const http::Request& request) { return request.path_parameters.at("number"); }

http::Response answer_with(storage::Session& session, const Ticket& ticket, const http::Request& request) {
    wire::TicketWithPayments out;
    static_cast<wire::TicketOut&>(out) = wire::view_of(ticket, request.origin);
    for (const auto& payment : store::payments(session, ticket.stay)) out.payments.push_back(wire::view_of(payment));
    return http::json_response(out);
}

http::Answer show_ticket(const Dependencies& on, const http::Request& request) {
    return on.database.read([&](storage::Session& session) -> http::Answer {
        return answer_with(session, TRY(ticket_in(session, request)), request);
    });
}

http::Answer created(storage::Session& session, const Payment& payment, const http::Request& request) {
    auto response = http::json_response(wire::view_of(payment), 201);
    request.keep_answer(session, response);
    return response;
}

http::Answer add_payment(const Dependencies& on, const http::Request& request) {
    const auto body = TRY(json::read<wire::PaymentIn>(request.body));
    if (body.method == PaymentMethod::provider)
        return fail(ErrorKind::invalid, "body-invalid",
                    {"Some fields are not right; see errors.", "Algunos campos no están bien; ver errores."},
                    {{"/method",
                      "pattern",
                      {"cash, card or transfer: a provider says itself what it took.",
                       "cash, card o transfer: el proveedor dice él mismo lo que cobró."}}});
    const NewPayment wanted{body.amount, body.method, body.reference, std::string(request.header("idempotency-key"))};
    return on.database.write([&](storage::Session& session) -> http::Answer {
        TRY(ticket_in(session, request));
        return created(session, TRY(pay(session, number_in(request), wanted, request.received, caller_of(request))), request);
    });
}

http::Answer add_refund(const Dependencies& on, const http::Request& request) {
    const auto of = TRY(id_in<PaymentId>(request, "payment",
                                         fail(ErrorKind::not_found, "payment-not-found",
                                              {"This ticket has no such payment.", "Este comprobante no tiene ese pago."})));
    const auto body = TRY(json::read<wire::RefundIn>(request.body));
    const std::string key(request.header("idempotency-key"));
    return on.database.write([&](storage::Session& session) -> http::Answer {
        TRY(ticket_in(session, request));
        return created(
            session,
            TRY(refund(session, number_in(request), of, body.amount, body.reason, key, request.received, caller_of(request))),
            request);
    });
}

http::Answer stand(const Dependencies& on, const http::Request& request, Standing standing) {
    const auto body = standing == Standing::due ? wire::ReasonIn{} : TRY(json::read<wire::ReasonIn>(request.body));
    return on.database.write([&](storage::Session& session) -> http::Answer {
        TRY(ticket_in(session, request));
        return answer_with(
            session, TRY(set_standing(session, number_in(request), standing, body.reason, request.received, caller_of(request))),
            request);
    });
}

}  // namespace

std::vector<http::Route> ticket_routes(const Dependencies& on) {
    using http::Method, http::Request, http::schema_of;
    const std::string ticket = "/v1/parking/tickets/{number}";
    const auto standing = [&](Method method, const std::string& thing, const std::string& permission, const std::string& summary,
                              Standing value) {
        http::Route route{.method = method,
                          .path = ticket + thing,
                          .permission = permission,
                          .summary = summary,
                          .answer = [on, value](const Request& request) { return stand(on, request, value); },
                          .gives = schema_of<wire::TicketWithPayments>()};
        if (method == Method::put) route.takes = schema_of<wire::ReasonIn>();
        return route;
    };
    return {
        {.method = Method::get,
         .path = "/v1/parking/tickets",
         .permission = "parking.read",
         .summary = "Tickets, the latest issued first",
         .answer = [on](const Request& request) { return list_tickets(on, request); },
         .gives = schema_of<http::Page<wire::TicketOut>>(),
         .query = list_parameters("unpaid, partly_paid, paid, forgiven, disputed or annulled."),
         .personal = "tickets"},
        {.method = Method::get,
         .path = ticket,
         .permission = "parking.read",
         .summary = "One ticket with its lines and payments",
         .answer = [on](const Request& request) { return show_ticket(on, request); },
         .gives = schema_of<wire::TicketWithPayments>(),
         .personal = "tickets"},
        {.method = Method::post,
         .path = ticket + "/payments",
         .permission = "parking.collect",
         .summary = "Take a payment, in whole or in part",
         .answer = [on](const Request& request) { return add_payment(on, request); },
         .takes = schema_of<wire::PaymentIn>(),
         .gives = schema_of<wire::PaymentOut>(),
         .success = 201,
         .description = "With an Idempotency-Key it is one payment for ever, however often it is sent."},
        {.method = Method::post,
         .path = ticket + "/payments/{payment}/refund",
         .permission = "parking.collect",
         .summary = "Give a payment back, in whole or in part",
         .answer = [on](const Request& request) { return add_refund(on, request); },
         .takes = schema_of<wire::RefundIn>(),
         .gives = schema_of<wire::PaymentOut>(),
         .success = 201},
        standing(Method::put, "/forgiveness", "parking.forgive", "Forgive a ticket, with the reason", Standing::forgiven),
        standing(Method::del, "/forgiveness", "parking.forgive", "Take the forgiveness back", Standing::due),
        standing(Method::put, "/dispute", "parking.operate", "Note that a ticket is disputed, with the reason",
                 Standing::disputed),
        standing(Method::del, "/dispute", "parking.operate", "Settle the dispute: the ticket is due", Standing::due),
    };
}

}  // namespace patente::parking
