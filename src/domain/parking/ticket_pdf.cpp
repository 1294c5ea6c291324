#include "domain/parking/ticket_pdf.h"

#include "domain/parking/ticket_text.h"
#include "platform/print/document.h"

namespace patente::parking {
namespace {

using print::Align;

constexpr double muted = 0.4;

void add_facts(std::vector<print::Block>& blocks, const TicketText& text) {
    const auto fact = [&](const std::string& label, const std::string& value) {
        blocks.push_back(print::Row{{label, 8, false, muted}, {value, 8}});
    };
    fact(text.entered_label, text.entered);
    fact(text.left_label, text.left);
    fact(text.stayed_label, text.stayed);
}

void add_lines(std::vector<print::Block>& blocks, const TicketText& text) {
    for (const auto& line : text.lines) {
        blocks.push_back(print::Row{{line.why, 8}, {line.amount, 8}});
        blocks.push_back(print::Paragraph{{line.detail, 6.5, false, muted}});
        blocks.push_back(print::Space{0.8});
    }
}

}  // namespace

std::string ticket_pdf(const Ticket& ticket, const std::string& address, const std::string& crop, Language language) {
    const auto text = text_of(ticket, language);
    print::Document document{.title = text.heading + " " + text.number, .author = text.place, .made_at = ticket.issued_at};
    auto& blocks = document.blocks;
    blocks.push_back(print::Row{{text.heading, 8, false, muted}, {text.number, 8, true}});
    blocks.push_back(print::Paragraph{{text.plate, 22, true}, Align::centre});
    if (print::is_jpeg(crop)) blocks.push_back(print::Picture{crop, 45, 15});
    blocks.push_back(print::Space{1});
    blocks.push_back(print::Paragraph{{text.place, 9, true}, Align::centre});
    blocks.push_back(print::Rule{});
    add_facts(blocks, text);
    blocks.push_back(print::Rule{});
    add_lines(blocks, text);
    blocks.push_back(print::Rule{});
    blocks.push_back(print::Row{{text.total_label, 11, true}, {text.total, 11, true}});
    if (!text.paid.empty()) blocks.push_back(print::Row{{text.paid_label, 8}, {text.paid, 8}});
    blocks.push_back(print::Row{{text.owed_label, 9, true}, {text.owed, 9, true}});
    if (!text.refund.empty()) blocks.push_back(print::Paragraph{{text.refund, 8}, Align::right});
    blocks.push_back(print::Space{1.5});
    blocks.push_back(print::Paragraph{{text.state, 9, true}, Align::centre});
    blocks.push_back(print::QrCode{address, 26});
    blocks.push_back(
        print::Paragraph{{text.scan + "\n" + text.issued + " · " + text.time_zone, 6.5, false, muted}, Align::centre});
    return print::pdf_of(document);
}

}  // namespace patente::parking
