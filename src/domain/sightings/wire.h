// JSON of /v1/sightings, in and out.
#pragma once

#include "domain/sightings/search_rules.h"
#include "platform/http/page.h"

namespace patente::sightings::wire {

// A plate as somebody wrote it, 1 to 32 characters, and what it is once normalised.
struct PlateText {
    std::string as_read;
    std::string plate;
};

struct AlternativeIn {
    PlateText plate;
    double confidence = 0;

    static constexpr std::string_view schema_name = "AlternativeIn";
    static constexpr auto fields() {
        return std::tuple{json::field("plate", &AlternativeIn::plate),
                          json::field("confidence", &AlternativeIn::confidence).range(0, 1).help("P(this text is right).")};
    }
};

struct PlaceIn {
    double lat = 0, lon = 0;
    std::optional<double> accuracy_m;
    std::optional<PlaceSource> source;

    Place place(PlaceSource otherwise) const { return {lat, lon, accuracy_m, source.value_or(otherwise)}; }
    static constexpr std::string_view schema_name = "PlaceIn";
    static constexpr auto fields() {
        return std::tuple{
            json::field("lat", &PlaceIn::lat).range(-90, 90).help("Degrees north, WGS 84."),
            json::field("lon", &PlaceIn::lon).range(-180, 180).help("Degrees east."),
            json::field("accuracy_m", &PlaceIn::accuracy_m).range(0, 1'000'000).help("Radius of 68 % confidence."),
            json::field("source", &PlaceIn::source).help("Who says so; when absent: device, or map for a correction.")};
    }
};

struct SightingIn {
    PlateText plate;
    double confidence = 1;
    std::vector<AlternativeIn> alternatives;
    std::optional<Instant> seen_at;
    std::optional<PlaceIn> place;
    std::string device, evidence, region, zone;

    static constexpr std::string_view schema_name = "SightingIn";
    static constexpr auto fields() {
        return std::tuple{
            json::field("plate", &SightingIn::plate).help("As read; spaces, dashes and case do not matter."),
            json::field("confidence", &SightingIn::confidence).range(0, 1).or_default().help("P(the text is right)."),
            json::field("alternatives", &SightingIn::alternatives)
                .length(0, 10)
                .or_default()
                .help("Other texts, likeliest first."),
            json::field("seen_at", &SightingIn::seen_at).help("When; the time of arrival when absent."),
            json::field("place", &SightingIn::place),
            json::field("device", &SightingIn::device).length(0, 80).or_default().help("Camera, gate or phone."),
            json::field("evidence", &SightingIn::evidence)
                .pattern("(|[0-9a-f]{64}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})", "SHA-256 in hex, or a capture id")
                .or_default()
                .help("The SHA-256 of bytes that are stored here, or the id of a capture."),
            json::field("region", &SightingIn::region)
                .pattern("(|[a-z]{2}(-[a-z0-9]{1,3})?)", "ar")
                .or_default()
                .help("Whose plate: ar, br, us-ny; empty when not known."),
            json::field("zone", &SightingIn::zone).length(0, 80).or_default().help("A parking zone; by place when absent.")};
    }
};

struct RecordedOut {
    SightingId id;
    bool merged = false;

    static constexpr std::string_view schema_name = "SightingRecorded";
    static constexpr auto fields() {
        return std::tuple{
            json::field("id", &RecordedOut::id),
            json::field("merged", &RecordedOut::merged)
                .help(
                    "True: one more look at an earlier sighting (same plate, place and device within 60 s), whose id this is.")};
    }
};

struct RecordedList {
    std::vector<RecordedOut> sightings;

    static constexpr std::string_view schema_name = "SightingsRecorded";
    static constexpr auto fields() {
        return std::tuple{json::field("sightings", &RecordedList::sightings).help("One for each that was sent, in that order.")};
    }
};

struct SightingView {
    SightingId id;
    std::string plate, plate_as_read;
    double confidence = 0;
    std::vector<Alternative> alternatives;
    std::string region;
    Instant seen_at, seen_until;
    int times_seen = 1;
    std::vector<std::string> time_flags;
    std::optional<Place> place;
    std::string device, zone;
    std::optional<std::string> capture, evidence, crop;
    bool corrected = false;
    Instant recorded_at;
    std::optional<Match> match;

    static constexpr std::string_view schema_name = "Sighting";
    static constexpr auto fields() {
        return std::tuple{
            json::field("id", &SightingView::id),
            json::field("plate", &SightingView::plate).help("Normalised: A-Z and 0-9."),
            json::field("plate_as_read", &SightingView::plate_as_read),
            json::field("confidence", &SightingView::confidence),
            json::field("alternatives", &SightingView::alternatives),
            json::field("region", &SightingView::region),
            json::field("seen_at", &SightingView::seen_at),
            json::field("seen_until", &SightingView::seen_until).help("When it was last seen in the same minute and place."),
            json::field("times_seen", &SightingView::times_seen),
            json::field("time_flags", &SightingView::time_flags)
                .help("future, too_old: such a sighting opens no stay by itself."),
            json::field("place", &SightingView::place),
            json::field("device", &SightingView::device),
            json::field("zone", &SightingView::zone).help("The zone that was named; empty = by place."),
            json::field("capture", &SightingView::capture).help("/v1/captures/{capture}"),
            json::field("evidence", &SightingView::evidence).help("SHA-256 of the photo."),
            json::field("crop", &SightingView::crop).help("SHA-256 of the plate cut out of it."),
            json::field("corrected", &SightingView::corrected).help("A person changed it: see its history."),
            json::field("recorded_at", &SightingView::recorded_at),
            json::field("match", &SightingView::match).help("Why it was found; null when no plate was asked for.")};
    }
};

// Merge patch; a place of null takes it away.
struct CorrectionIn {
    std::optional<PlateText> plate;
    std::optional<Instant> seen_at;
    std::optional<PlaceIn> place;

    static constexpr std::string_view schema_name = "SightingCorrection";
    static constexpr auto fields() {
        return std::tuple{json::field("plate", &CorrectionIn::plate), json::field("seen_at", &CorrectionIn::seen_at),
                          json::field("place", &CorrectionIn::place).help("null takes it away.")};
    }
};

struct PersonOut {
    std::string key, name;

    static constexpr auto fields() {
        return std::tuple{json::field("key", &PersonOut::key), json::field("name", &PersonOut::name)};
    }
};

struct ChangeOut {
    int version = 0;
    Instant at;
    PersonOut by;
    Corrected before, after;

    static constexpr std::string_view schema_name = "SightingChange";
    static constexpr auto fields() {
        return std::tuple{json::field("version", &ChangeOut::version), json::field("at", &ChangeOut::at),
                          json::field("by", &ChangeOut::by), json::field("before", &ChangeOut::before),
                          json::field("after", &ChangeOut::after)};
    }
};

struct History {
    std::vector<ChangeOut> items;

    static constexpr std::string_view schema_name = "SightingHistory";
    static constexpr auto fields() { return std::tuple{json::field("items", &History::items).help("Oldest first.")}; }
};

SightingView view_of(const Sighting& sighting, std::optional<Match> match = std::nullopt);
ChangeOut view_of(const Change& change);

// What a request brings with it.
struct Arrival {
    Instant received;
    std::string key_id;
    std::chrono::milliseconds max_age;
    std::function<bool(const std::string& sha256)> is_stored;  // whether these bytes are here
};

// One sighting or an array of 1 to 1,000. Every fault of every item at once; in an array under "/3/plate".
Result<std::vector<NewSighting>> sightings_in(const std::string& body, const Arrival& arrival);

// What the sighting would be after the patch.
Result<Corrected> correction_in(const std::string& body, const Corrected& before);

}  // namespace patente::sightings::wire

namespace patente::json {

template <>
struct Codec<sightings::wire::PlateText> {
    static bool read(Reader& reader, const Value& value, sightings::wire::PlateText& result);
    static Value write(const sightings::wire::PlateText& value);
    static Object schema(Components& components);
};

}  // namespace patente::json
