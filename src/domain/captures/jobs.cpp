#include "domain/captures/jobs.h"

#include "domain/captures/rules.h"
#include "domain/captures/store.h"
#include "platform/observe/log.h"

namespace patente::captures {

namespace {

constexpr int attempts_max = 3;  // a photo that fails so often goes to the dead letters
constexpr std::chrono::minutes lease_time{1};

struct Crop {
    std::string sha256, jpeg;
};

// What was read, with everything that is a file already on disk.
struct Outcome {
    Capture capture;
    std::vector<Crop> crops;
};

Outcome outcome_of(const Dependencies& on, const Settings& settings, Capture capture, PhotoRead read) {
    Outcome outcome;
    for (auto& [reading, jpeg] : read.plates) {
        reading.crop_sha256 = on.blobs.put(jpeg).sha256;
        outcome.crops.push_back({reading.crop_sha256, std::move(jpeg)});
        reading.region = region_held(on.formats, reading);
        capture.readings.push_back(std::move(reading));
    }
    judge(capture.readings, settings.thresholds);
    place_in_time(capture, {read.exif_time, read.exif_offset, read.gps_time, read.exif_place}, settings.zone, settings.max_age);
    capture.state = State::read;
    capture.nothing_read = read.nothing_read;
    capture.width = read.width;
    capture.height = read.height;
    if (!read.thumbnail_jpeg.empty()) capture.thumbnail_sha256 = on.blobs.put(read.thumbnail_jpeg).sha256;
    outcome.capture = std::move(capture);
    return outcome;
}

void tell_read(const Dependencies& on, storage::Session& session, const Capture& capture) {
    const CaptureRead read = event_of(capture);
    on.queue.tell(session, CaptureRead::event, json::text_of(read), {read.plate, capture.given.zone});
}

void give_up(const Dependencies& on, storage::Session& session, const CaptureId& id, NothingRead why) {
    if (!store::mark_failed(session, id, why)) return;
    if (const auto capture = store::find(session, id)) tell_read(on, session, *capture);
}

void keep(const Dependencies& on, storage::Session& session, Outcome outcome, Instant now) {
    Capture& capture = outcome.capture;
    std::vector<Reading*> accepted;
    std::vector<sightings::NewSighting> sightings;
    for (auto& reading : capture.readings)
        if (reading.verdict == Verdict::accepted) {
            accepted.push_back(&reading);
            sightings.push_back(sighting_of(capture, reading));
        }
    const auto recorded = on.recorder.record(session, sightings, now);
    for (std::size_t i = 0; i < accepted.size(); ++i) accepted[i]->sighting = recorded[i].id;
    if (!capture.readings.empty()) capture.sighting = capture.readings.front().sighting;
    store::save_outcome(session, capture);
    tell_read(on, session, capture);
    for (const auto& crop : outcome.crops) store::keep_crop(session, crop.sha256, crop.jpeg);
}

void read_photo(const Dependencies& on, const Settings& settings, const CaptureId& id, const queue::Lease& lease) {
    auto capture = on.database.read([&](storage::Session& session) { return store::find(session, id); });
    if (!capture || capture->state != State::waiting) {
        on.database.write([&](storage::Session& session) { lease.finish(session); });
        return;
    }
    if (capture->given.read_before && *capture->given.read_before < lease.now) {
        on.database.write([&](storage::Session& session) {
            give_up(on, session, id, NothingRead::expired);
            lease.finish(session);
        });
        return;
    }
    const std::string& region = capture->given.region.empty() ? settings.region : capture->given.region;
    auto read = on.reader.read(on.blobs.bytes(capture->sha256), region);
    const Outcome outcome = outcome_of(on, settings, *std::move(capture), std::move(read));
    on.database.write(
        [&](storage::Session& session) {
            keep(on, session, outcome, lease.now);
            lease.finish(session);
        },
        storage::Isolation::read_committed);
}

}  // namespace

queue::Worker read_photo_worker(const Dependencies& on, const Settings& settings) {
    const auto run = [on, settings](const std::string& payload, const queue::Lease& lease) {
        const auto asked = json::read<ReadPhoto>(payload);
        if (!asked) throw std::runtime_error("the payload of a reading job is not readable: " + payload);
        try {
            read_photo(on, settings, asked->capture, lease);
        } catch (const queue::StaleLease&) {
            throw;
        } catch (const std::exception&) {
            if (lease.attempt >= attempts_max)
                on.database.write([&](storage::Session& session) { give_up(on, session, asked->capture, NothingRead::failed); });
            throw;
        }
    };
    return {.job = std::string(read_photo_job),
            .role = "reader",
            .run = run,
            .attempts_max = attempts_max,
            .lease_time = lease_time,
            .ahead = 1,
            .is_heavy = true};
}

}  // namespace patente::captures
