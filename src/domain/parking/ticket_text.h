// A ticket in words, ready to be put on paper or on a page: times in the zone's own time, money as people write it.
#pragma once

#include "domain/parking/model.h"

namespace patente::parking {

struct TicketText {
    struct Line {
        std::string why;     // "Primera hora"
        std::string detail;  // "14:03 – 15:03 · 1 × $ 1.500,00"
        std::string amount;  // "$ 1.500,00"
    };
    std::string heading, number, plate, place, time_zone;
    std::string entered_label, entered, left_label, left, stayed_label, stayed;
    std::vector<Line> lines;
    std::string total_label, total;
    std::string paid_label, paid;  // "" when nothing was paid
    std::string owed_label, owed;
    std::string state;  // "Impago", "Paid", …
    std::string issued;
    std::string scan;    // what the QR code is for
    std::string crop;    // what the picture shows
    std::string refund;  // "" unless more was paid than is owed now
};

TicketText text_of(const Ticket& ticket, Language language);

}  // namespace patente::parking
