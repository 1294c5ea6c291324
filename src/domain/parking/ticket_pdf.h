// A ticket on A6 paper.
#pragma once

#include "domain/parking/model.h"

namespace patente::parking {

// `address`: of the public page, for the QR code. `crop`: a JPEG, "" for none; a broken one is left out.
// The same arguments give the same bytes.
std::string ticket_pdf(const Ticket& ticket, const std::string& address, const std::string& crop, Language language);

}  // namespace patente::parking
