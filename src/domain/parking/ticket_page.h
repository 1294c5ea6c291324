// The public page of a ticket.
#pragma once

#include "domain/parking/model.h"

namespace patente::parking {

struct TicketPage {
    std::string address;      // of this page, for the QR code
    std::string replaced_by;  // path of the page of the ticket that took its place; "" for none
    bool has_crop = false;    // at "<path>/plate.jpg"
    std::string pay_link;     // where it is paid; "" for nowhere, or nothing to pay
};

// The template with the ticket put in: {ticket} its number, {amount} what is owed ("1500.00"), {currency}, {page} its public
// page. "" for no template, or when nothing is owed.
std::string pay_address(const std::string& pay_link, const Ticket& ticket, const std::string& page);

// HTML that stands alone but for the plate's picture; everything that came from outside is escaped.
std::string ticket_page(const Ticket& ticket, const TicketPage& page, Language language);

}  // namespace patente::parking
