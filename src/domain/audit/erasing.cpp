#include "domain/audit/erasing.h"

#include <fmt/format.h>

#include "domain/audit/rules.h"
#include "domain/audit/sequencer.h"

namespace patente::audit {
namespace {

constexpr int erased_at_once = 5'000;

template <typename Erase>
std::int64_t erase_all(storage::Database& database, NewEntry entry, const Erase& erase) {
    std::int64_t all = 0;
    for (std::size_t some = 1; some > 0; all += static_cast<std::int64_t>(some))
        some = database.write([&](storage::Session& session) {
            const auto numbers = erase(session);
            if (numbers.empty()) return numbers.size();
            entry.detail = fmt::format("{{\"erased\":\"{}\",\"count\":{}}}", ranges_of(numbers), numbers.size());
            append(session, entry);
            return numbers.size();
        });
    return all;
}

}  // namespace

std::int64_t erase_plate(storage::Database& database, const std::string& plate, const NewEntry& entry) {
    return erase_all(database, entry,
                     [&](storage::Session& session) { return store::erase_plate(session, plate, erased_at_once); });
}

std::int64_t erase_before(storage::Database& database, Instant before, const NewEntry& entry) {
    return erase_all(database, entry,
                     [&](storage::Session& session) { return store::erase_before(session, before, erased_at_once); });
}

}  // namespace patente::audit
