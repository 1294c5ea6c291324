// The whole offer of captures to the product.
#pragma once

#include "domain/captures/photo_reader.h"
#include "domain/captures/rules.h"
#include "domain/devices/contract.h"
#include "domain/parking/contract.h"
#include "domain/vocabulary/plate.h"
#include "platform/blobs/blobs.h"
#include "platform/serve/feature.h"

namespace patente::captures {

struct Settings {
    Zone zone = Zone::utc();                                      // the site's: reads an EXIF time that states no offset
    std::string region;                                           // the site's: whose plates to expect, "ar"; "" = not known
    std::chrono::milliseconds max_age = capture_max_age_default;  // an older photo opens no stay by itself
    bool public_upload = false;                                   // anybody may post a photo, without a key
    Thresholds thresholds;
    std::chrono::milliseconds wait{10'000};           // an upload's answer waits so long for its reading
    std::chrono::milliseconds listeners_wait{5'000};  // a change's answer waits so long for what follows from it
    int waiting_max = 48;                             // uploads that may wait at once; the others are answered 202 at once
};

// All must outlive the feature.
struct Dependencies {
    storage::Database& database;
    queue::Queue& queue;
    blobs::Blobs& blobs;
    const PhotoReader& reader;  // used only where the role "reader" runs, but for content_type
    const Formats& formats;
    sightings::Recorder& recorder;
    sightings::Corrector& corrector;
    sightings::Lookup& lookup;
    parking::Stays& stays;
    devices::Devices& devices;
};

Feature feature(const Dependencies& dependencies, const Settings& settings);
std::vector<storage::Migration> migrations();

}  // namespace patente::captures
