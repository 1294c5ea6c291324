#include "domain/parking/ticket_page.h"

#include <fmt/format.h>

#include <kainjow/mustache.hpp>
#include <span>
#include <stdexcept>

#include "domain/parking/rules.h"
#include "domain/parking/ticket_text.h"
#include "platform/http/embedded.h"
#include "platform/print/document.h"

namespace patente::embedded {
std::span<const http::EmbeddedFile> parking_ticket();
}

namespace patente::parking {
namespace {

namespace mustache = kainjow::mustache;

std::string template_text() {
    const auto* file = http::find(embedded::parking_ticket(), "ticket.html");
    if (!file) throw std::logic_error("the program was built without ticket.html");
    return std::string(file->bytes);
}

mustache::data lines_of(const TicketText& text) {
    mustache::data lines{mustache::data::type::list};
    for (const auto& line : text.lines)
        lines << mustache::data{mustache::object{{"why", line.why}, {"detail", line.detail}, {"amount", line.amount}}};
    return lines;
}

void set_words(mustache::data& data, const TicketText& text) {
    const std::pair<const char*, const std::string*> words[] = {
        {"heading", &text.heading},     {"number", &text.number},
        {"plate", &text.plate},         {"place", &text.place},
        {"time_zone", &text.time_zone}, {"entered_label", &text.entered_label},
        {"entered", &text.entered},     {"left_label", &text.left_label},
        {"left", &text.left},           {"stayed_label", &text.stayed_label},
        {"stayed", &text.stayed},       {"total_label", &text.total_label},
        {"total", &text.total},         {"owed_label", &text.owed_label},
        {"owed", &text.owed},           {"state", &text.state},
        {"issued", &text.issued},       {"scan", &text.scan},
        {"crop_text", &text.crop}};
    for (const auto& [name, value] : words) data.set(name, *value);
    if (!text.paid.empty()) data.set("paid", mustache::object{{"label", text.paid_label}, {"amount", text.paid}});
    if (!text.refund.empty()) data.set("refund", text.refund);
}

// As a part of an address: everything but letters, digits and -._~ by its bytes.
std::string percent_encoded(std::string_view text) {
    std::string result;
    for (const char c : text) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                           std::string_view{"-._~"}.find(c) != std::string_view::npos;
        result += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return result;
}

}  // namespace

std::string pay_address(const std::string& pay_link, const Ticket& ticket, const std::string& page) {
    const Money owed{still_owed(ticket.charge.total.amount, ticket.paid, ticket.standing), ticket.charge.total.currency};
    if (pay_link.empty() || ticket.annulled_at || owed.amount == 0) return {};
    std::string address = pay_link;
    const std::pair<std::string, std::string> words[] = {
        {"{ticket}", ticket.number}, {"{amount}", decimal_text(owed)}, {"{currency}", owed.currency}, {"{page}", page}};
    for (const auto& [name, value] : words)
        for (auto at = address.find(name); at != std::string::npos; at = address.find(name))
            address.replace(at, name.size(), percent_encoded(value));
    return address;
}

std::string ticket_page(const Ticket& ticket, const TicketPage& page, Language language) {
    const auto text = text_of(ticket, language);
    const bool spanish = language == Language::es;
    const std::string path = "/t/" + ticket.token;
    mustache::data data;
    set_words(data, text);
    data.set("lines", lines_of(text));
    data.set("language", std::string(code_of(language)));
    data.set("other_language", spanish ? "en" : "es");
    data.set("other_language_name", spanish ? "English" : "Español");
    data.set("path", path);
    data.set("state_code", std::string(json::name_of(ticket_state(ticket))));
    data.set("qr", print::qr_svg(page.address));
    data.set("pdf_label", spanish ? "Descargar PDF" : "Download PDF");
    if (!page.pay_link.empty())
        data.set("pay", mustache::object{{"link", page.pay_link}, {"text", (spanish ? "Pagar " : "Pay ") + text.owed}});
    data.set("has_crop", page.has_crop);
    if (!page.replaced_by.empty())
        data.set("replaced", mustache::object{{"path", page.replaced_by},
                                              {"text", spanish ? "Este comprobante fue reemplazado: ver el nuevo"
                                                               : "This ticket was replaced: see the new one"}});
    mustache::mustache html{template_text()};
    if (!html.is_valid()) throw std::logic_error("ticket.html: " + html.error_message());
    return html.render(data);
}

}  // namespace patente::parking
