// What this room does later: reading the photos that wait.
#pragma once

#include "domain/captures/feature.h"

namespace patente::captures {

constexpr std::string_view read_photo_job = "captures.read_photo";

struct ReadPhoto {
    CaptureId capture;

    static constexpr auto fields() { return std::tuple{json::field("capture", &ReadPhoto::capture)}; }
};

queue::Worker read_photo_worker(const Dependencies& dependencies, const Settings& settings);

}  // namespace patente::captures
