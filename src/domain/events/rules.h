// Which events a reader wants, and where it begins.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "domain/events/contract.h"

namespace patente::events {

// From ?type= (several, or separated by commas), ?plate= in any spelling and ?zone=. 422 "query-invalid" with every fault.
Result<Filter> filter_of(const std::vector<std::pair<std::string, std::string>>& query);

// From Last-Event-ID: the number after which to begin; nothing when there is none. 422 "last-event-id-unknown" when it is
// no number or lies after `last`.
Result<std::optional<std::int64_t>> position_in(std::string_view last_event_id, std::int64_t last);

}  // namespace patente::events
