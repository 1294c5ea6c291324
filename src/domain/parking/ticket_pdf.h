// A ticket on paper: an A6 sheet, or a roll of 80 mm as long as it takes.
#pragma once

#include "domain/parking/model.h"

namespace patente::parking {

enum class TicketPaper { a6, roll_80mm };
constexpr auto names_of(TicketPaper) {
    return Names<TicketPaper, 2>{{{TicketPaper::a6, "a6"}, {TicketPaper::roll_80mm, "80mm"}}};
}

// `address`: of the public page, for the QR code. `crop`: a JPEG, "" for none; a broken one is left out.
// The same arguments give the same bytes.
std::string ticket_pdf(const Ticket& ticket, const std::string& address, const std::string& crop, Language language,
                       TicketPaper paper = TicketPaper::a6);

}  // namespace patente::parking
