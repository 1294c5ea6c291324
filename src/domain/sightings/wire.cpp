#include "domain/sightings/wire.h"

#include "domain/sightings/rules.h"
#include "domain/vocabulary/plate.h"

namespace patente::json {

namespace {

constexpr std::size_t as_read_max = 32;

}  // namespace

bool Codec<sightings::wire::PlateText>::read(Reader& reader, const Value& value, sightings::wire::PlateText& result) {
    if (!Codec<std::string>::read(reader, value, result.as_read)) return false;
    const auto before = result.as_read.size();
    check_text(reader, result.as_read, {.length_min = 1, .length_max = as_read_max});
    if (before == 0 || before > as_read_max) return false;
    auto plate = normalised(result.as_read);
    if (!plate) {
        reader.fault("pattern", plate.error().detail);
        return false;
    }
    result.plate = *std::move(plate);
    return true;
}

Value Codec<sightings::wire::PlateText>::write(const sightings::wire::PlateText& value) {
    return Codec<std::string>::write(value.as_read);
}

Object Codec<sightings::wire::PlateText>::schema(Components&) {
    return {{"type", "string"}, {"minLength", 1}, {"maxLength", as_read_max}};
}

}  // namespace patente::json

namespace patente::sightings::wire {

namespace {

constexpr std::size_t batch_max = 1'000;
constexpr std::size_t sha256_length = 64;

std::optional<std::string> unless_empty(const std::string& text) { return text.empty() ? std::nullopt : std::optional{text}; }

Failure body_invalid(json::Reader& reader) {
    return fail(ErrorKind::invalid, "body-invalid",
                {"Some fields are not right; see errors.", "Algunos campos no están bien; ver errores."}, reader.take_faults());
}

NewSighting sighting_of(const SightingIn& given, const Arrival& arrival) {
    NewSighting sighting;
    sighting.plate = given.plate.plate;
    sighting.plate_as_read = given.plate.as_read;
    sighting.confidence = given.confidence;
    for (const auto& each : given.alternatives)
        if (each.plate.plate != sighting.plate) sighting.alternatives.push_back({each.plate.plate, each.confidence});
    sighting.region = given.region;
    sighting.seen_at = given.seen_at.value_or(arrival.received);
    sighting.time_flags = flags_of(sighting.seen_at, arrival.received, arrival.max_age);
    if (given.place) sighting.place = given.place->place(PlaceSource::device);
    sighting.device = given.device;
    sighting.key_id = arrival.key_id;
    sighting.zone = given.zone;
    if (const auto capture = Uuid::parse(given.evidence))
        sighting.capture_id = capture->text();
    else
        sighting.evidence_sha256 = given.evidence;
    return sighting;
}

NewSighting read_item(json::Reader& reader, const json::Value& value, const Arrival& arrival) {
    SightingIn given;
    json::Codec<SightingIn>::read(reader, value, given);
    if (given.evidence.size() == sha256_length && !arrival.is_stored(given.evidence))
        reader.inside("evidence", [&] {
            reader.fault("not_found",
                         {"No bytes with this SHA-256 are stored here.", "No hay bytes guardados con este SHA-256."});
        });
    return sighting_of(given, arrival);
}

}  // namespace

Result<std::vector<NewSighting>> sightings_in(const std::string& body, const Arrival& arrival) {
    const json::Value value = TRY(json::parsed(body));
    json::Reader reader;
    std::vector<NewSighting> sightings;
    if (const auto* array = value.if_array()) {
        json::check_items(reader, array->size(), {.length_min = 1, .length_max = batch_max});
        if (!reader.clean()) return body_invalid(reader);
        for (std::size_t i = 0; i < array->size(); ++i)
            reader.inside(std::to_string(i), [&] { sightings.push_back(read_item(reader, (*array)[i], arrival)); });
    } else {
        sightings.push_back(read_item(reader, value, arrival));
    }
    if (!reader.clean()) return body_invalid(reader);
    return sightings;
}

Result<Corrected> correction_in(const std::string& body, const Corrected& before) {
    const json::Value value = TRY(json::parsed(body));
    const auto given = TRY(json::read_value<CorrectionIn>(value));
    Corrected wanted = before;
    if (given.plate) wanted.plate = given.plate->plate;
    if (given.seen_at) wanted.seen_at = *given.seen_at;
    if (given.place)
        wanted.place = given.place->place(PlaceSource::map);
    else if (value.as_object().contains("place"))
        wanted.place.reset();
    return wanted;
}

SightingView view_of(const Sighting& sighting, std::optional<Match> match) {
    const NewSighting& seen = sighting.seen;
    return {sighting.id,
            seen.plate,
            seen.plate_as_read,
            seen.confidence,
            seen.alternatives,
            seen.region,
            seen.seen_at,
            sighting.seen_until,
            sighting.times_seen,
            seen.time_flags,
            seen.place,
            seen.device,
            seen.zone,
            unless_empty(seen.capture_id),
            unless_empty(seen.evidence_sha256),
            unless_empty(seen.crop_sha256),
            sighting.version > 1,
            sighting.recorded_at,
            std::move(match)};
}

ChangeOut view_of(const Change& change) {
    return {change.version, change.at, {change.by.key_id, change.by.name}, change.before, change.after};
}

}  // namespace patente::sightings::wire
