// What the camera wrote beside the pixels (EXIF), as it stands there. Which time and place to believe is decided elsewhere.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace patente::vision {

using CameraTime = std::chrono::local_time<std::chrono::milliseconds>;

struct GpsPosition {
    double latitude = 0;            // degrees, north positive, −90…90
    double longitude = 0;           // degrees, east positive, −180…180
    std::optional<double> error_m;  // GPSHPositioningError
};

// Values that are absent, malformed or out of range are left out.
struct Metadata {
    int orientation = 1;                             // 1…8; what `decode` has already done
    std::optional<CameraTime> taken_at;              // DateTimeOriginal with SubSecTimeOriginal: the camera's own clock
    std::optional<std::chrono::minutes> utc_offset;  // OffsetTimeOriginal: local − UTC
    std::optional<Instant> gps_time;                 // GPSDateStamp and GPSTimeStamp: UTC
    std::optional<GpsPosition> gps;
    std::string make, model;  // printable ASCII, ≤ 64 characters
};

// From the bytes of a JPEG, PNG, WebP or HEIC file; hostile blocks give fewer values, never an error. Safe from any thread.
Metadata metadata_of(std::string_view bytes);

int orientation_of(std::string_view bytes);  // 1 when nothing is said; 1 for HEIC, which turns by itself

}  // namespace patente::vision
