#include "domain/parking/ticket_pdf.h"

#include "domain/parking/ticket_text.h"
#include "platform/print/document.h"

namespace patente::parking {
namespace {

using print::Align;

// Sizes of one paper. Thermal printers have no grey, and a roll is read at arm's length: larger and black.
struct Look {
    double width_mm, height_mm, margin_mm;
    double plate_pt, text_pt, small_pt, total_pt;
    double muted;  // grey of what is beside the matter
    double qr_mm;
};
constexpr Look a6{105, 148, 8, 22, 8, 6.5, 11, 0.4, 26};
constexpr Look roll_80mm{80, 0, 4, 27, 9.5, 8, 13, 0, 34};

void add_facts(std::vector<print::Block>& blocks, const TicketText& text, const Look& look) {
    const auto fact = [&](const std::string& label, const std::string& value) {
        blocks.push_back(print::Row{{label, look.text_pt, false, look.muted}, {value, look.text_pt}});
    };
    fact(text.entered_label, text.entered);
    fact(text.left_label, text.left);
    fact(text.stayed_label, text.stayed);
}

void add_lines(std::vector<print::Block>& blocks, const TicketText& text, const Look& look) {
    for (const auto& line : text.lines) {
        blocks.push_back(print::Row{{line.why, look.text_pt}, {line.amount, look.text_pt}});
        blocks.push_back(print::Paragraph{{line.detail, look.small_pt, false, look.muted}});
        blocks.push_back(print::Space{0.8});
    }
}

void add_sums(std::vector<print::Block>& blocks, const TicketText& text, const Look& look) {
    blocks.push_back(print::Row{{text.total_label, look.total_pt, true}, {text.total, look.total_pt, true}});
    if (!text.paid.empty()) blocks.push_back(print::Row{{text.paid_label, look.text_pt}, {text.paid, look.text_pt}});
    blocks.push_back(print::Row{{text.owed_label, look.text_pt + 1, true}, {text.owed, look.text_pt + 1, true}});
    if (!text.refund.empty()) blocks.push_back(print::Paragraph{{text.refund, look.text_pt}, Align::right});
}

}  // namespace

std::string ticket_pdf(const Ticket& ticket, const std::string& address, const std::string& crop, Language language,
                       TicketPaper paper) {
    const Look& look = paper == TicketPaper::a6 ? a6 : roll_80mm;
    const auto text = text_of(ticket, language);
    print::Document document{.title = text.heading + " " + text.number,
                             .author = text.place,
                             .made_at = ticket.issued_at,
                             .width_mm = look.width_mm,
                             .height_mm = look.height_mm,
                             .margin_mm = look.margin_mm};
    auto& blocks = document.blocks;
    blocks.push_back(print::Paragraph{{text.heading, look.text_pt, false, look.muted}, Align::centre});
    blocks.push_back(print::Paragraph{{text.number, look.text_pt + 1, true}, Align::centre});
    blocks.push_back(print::Paragraph{{text.plate, look.plate_pt, true}, Align::centre});
    if (print::is_jpeg(crop)) blocks.push_back(print::Picture{crop, 45, 15});
    blocks.push_back(print::Space{1});
    blocks.push_back(print::Paragraph{{text.place, look.text_pt + 1, true}, Align::centre});
    blocks.push_back(print::Rule{});
    add_facts(blocks, text, look);
    blocks.push_back(print::Rule{});
    add_lines(blocks, text, look);
    blocks.push_back(print::Rule{});
    add_sums(blocks, text, look);
    blocks.push_back(print::Space{1.5});
    blocks.push_back(print::Paragraph{{text.state, look.text_pt + 1, true}, Align::centre});
    blocks.push_back(print::QrCode{address, look.qr_mm});
    blocks.push_back(print::Paragraph{{text.scan + "\n" + text.issued + " · " + text.time_zone, look.small_pt, false, look.muted},
                                      Align::centre});
    return print::pdf_of(document);
}

}  // namespace patente::parking
