// How an event is told: the same JSON in a stream and in a webhook.
#include <stdexcept>

#include "domain/events/contract.h"
#include "domain/events/wire.h"

namespace patente::events {
namespace {

std::optional<std::string> unless_empty(const std::string& text) { return text.empty() ? std::nullopt : std::optional{text}; }

}  // namespace

std::string told(const Happened& event) {
    auto data = json::parsed(event.data);
    if (!data) throw std::runtime_error("the data of an event of the feed is no JSON");
    return json::text_of(wire::EventOut{std::to_string(event.number), event.type, event.at, unless_empty(event.plate),
                                        unless_empty(event.zone), *std::move(data)});
}

}  // namespace patente::events
