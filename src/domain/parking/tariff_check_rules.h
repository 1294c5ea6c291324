// Whether a tariff document holds together, said field by field.
#pragma once

#include "domain/parking/tariff_parts_model.h"

namespace patente::parking {

// The document with its hours, days and names resolved. Error: invalid "tariff-invalid" with every wrong field at once.
// The examples are not looked at.
Result<TariffParts> resolved(const TariffDocument& document, const HolidayCalendars& calendars);

}  // namespace patente::parking
