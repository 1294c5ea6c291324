#include "domain/parking/api.h"
#include "domain/parking/ticket_page.h"
#include "domain/parking/ticket_pdf.h"
#include "platform/print/document.h"

namespace patente::parking {
namespace {

constexpr const char* page_policy =
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

Failure page_not_found() {
    return fail(ErrorKind::not_found, "ticket-not-found", {"There is no such ticket.", "No existe ese comprobante."});
}

Language language_of(const http::Request& request) {
    const auto asked = request.query_value("lang").value_or("");
    return asked == "en" ? Language::en : asked == "es" ? Language::es : request.language;
}

Result<Ticket> ticket_by_token(const Dependencies& on, const http::Request& request) {
    const auto& token = request.path_parameters.at("token");
    auto ticket = on.database.read([&](storage::Session& session) { return store::ticket_by_token(session, token); });
    if (!ticket) return page_not_found();
    return *std::move(ticket);
}

bool has_crop(const Dependencies& on, const Ticket& ticket) {
    return !ticket.crop_sha256.empty() && on.blobs.find(ticket.crop_sha256);
}

// Whoever has the address may see the page, but nobody shall keep or index it.
http::Response unlisted(http::Response response, const Ticket& ticket) {
    response.about = ticket.number;
    response.headers.emplace_back("Cache-Control", "private, no-cache");
    response.headers.emplace_back("X-Robots-Tag", "noindex");
    return response;
}

http::Answer pdf(const Dependencies& on, const Ticket& ticket, const http::Request& request) {
    const auto paper = json::enum_named<TicketPaper>(request.query_value("paper").value_or("a6"));
    if (!paper) return query_invalid("paper", {"a6 or 80mm.", "a6 u 80mm."});
    http::Response response;
    response.content_type = "application/pdf";
    response.body = ticket_pdf(ticket, request.origin + "/t/" + ticket.token,
                               has_crop(on, ticket) ? on.blobs.bytes(ticket.crop_sha256) : "", language_of(request), *paper);
    response.headers.emplace_back("Content-Disposition", "inline; filename=\"" + ticket.number + ".pdf\"");
    return unlisted(std::move(response), ticket);
}

http::Answer page(const Dependencies& on, const http::Request& request) {
    const auto ticket = TRY(ticket_by_token(on, request));
    TicketPage page{.address = request.origin + "/t/" + ticket.token, .has_crop = has_crop(on, ticket)};
    if (!ticket.replaced_by.empty()) {
        const auto next = on.database.read([&](storage::Session& session) { return store::ticket(session, ticket.replaced_by); });
        if (next) page.replaced_by = "/t/" + next->token;
    }
    page.pay_link = pay_address(on.pay_link, ticket, page.address);
    http::Response response;
    response.content_type = "text/html; charset=utf-8";
    response.body = ticket_page(ticket, page, language_of(request));
    response.headers.emplace_back("Content-Security-Policy", page_policy);
    return unlisted(std::move(response), ticket);
}

http::Answer page_pdf(const Dependencies& on, const http::Request& request) {
    return pdf(on, TRY(ticket_by_token(on, request)), request);
}

http::Answer page_crop(const Dependencies& on, const http::Request& request) {
    const auto ticket = TRY(ticket_by_token(on, request));
    if (!has_crop(on, ticket)) return page_not_found();
    http::Response response;
    response.content_type = "image/jpeg";
    response.file = *on.blobs.find(ticket.crop_sha256);
    return unlisted(std::move(response), ticket);
}

http::Answer page_qr(const Dependencies& on, const http::Request& request) {
    const auto ticket = TRY(ticket_by_token(on, request));
    http::Response response;
    response.content_type = "image/svg+xml";
    response.body = print::qr_svg(request.origin + "/t/" + ticket.token);
    return unlisted(std::move(response), ticket);
}

http::Answer ticket_file(const Dependencies& on, const http::Request& request) {
    return on.database.read(
        [&](storage::Session& session) -> http::Answer { return pdf(on, TRY(ticket_in(session, request)), request); });
}

}  // namespace

std::vector<http::Route> page_routes(const Dependencies& on) {
    using http::Method, http::Request;
    return {
        {.method = Method::get,
         .path = "/t/{token}",
         .permission = "",
         .summary = "The public page of a ticket",
         .answer = [on](const Request& request) { return page(on, request); },
         .hidden = true,
         .personal = "tickets"},
        {.method = Method::get,
         .path = "/t/{token}.pdf",
         .permission = "",
         .summary = "The public page of a ticket, on paper",
         .answer = [on](const Request& request) { return page_pdf(on, request); },
         .hidden = true,
         .personal = "tickets"},
        {.method = Method::get,
         .path = "/t/{token}/plate.jpg",
         .permission = "",
         .summary = "The plate as it was seen at the entry",
         .answer = [on](const Request& request) { return page_crop(on, request); },
         .hidden = true,
         .personal = "tickets"},
        {.method = Method::get,
         .path = "/t/{token}/qr.svg",
         .permission = "",
         .summary = "The address of the public page as a QR code",
         .answer = [on](const Request& request) { return page_qr(on, request); },
         .hidden = true},
        {.method = Method::get,
         .path = "/v1/parking/tickets/{number}.pdf",
         .permission = "parking.read",
         .summary = "A ticket on A6 paper or a roll of 80 mm, with its QR code",
         .answer = [on](const Request& request) { return ticket_file(on, request); },
         .query = {{"lang", "es or en; else by Accept-Language."},
                   {"paper", "a6, or 80mm: as long as needed.", {{"type", "string"}, {"enum", {"a6", "80mm"}}}}},
         .personal = "tickets"},
    };
}

}  // namespace patente::parking
