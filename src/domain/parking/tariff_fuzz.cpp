// Any bytes as a tariff document: read, checked and, when it holds together, asked what two stays owe.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "domain/parking/tariff_rules.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace patente;
    using namespace patente::parking;
    static const HolidayCalendars calendars{{"ar", {"ar", {{"Malvinas", 4, 2}, {"Viernes Santo", 0, 0, -2}}}}};
    const auto document = json::read<TariffDocument>(std::string_view{reinterpret_cast<const char*>(data), size});
    if (!document) return 0;
    const auto tariff = checked(*document, calendars);
    if (!tariff) return 0;
    const Instant entered = *parse_rfc3339("2026-03-27T22:58:30Z");
    std::int64_t before = 0;
    for (const auto length :
         {std::chrono::minutes{0}, std::chrono::minutes{61}, std::chrono::minutes{2000}, std::chrono::minutes{400 * 1440}}) {
        const auto charge = amount_owed(*tariff, entered, entered + length);
        std::int64_t sum = 0;
        for (const auto& line : charge->lines) sum += line.amount;
        if (sum != charge->total.amount || sum < before) std::abort();
        before = sum;
    }
    return 0;
}
