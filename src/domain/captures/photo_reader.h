// What captures asks of the eyes: a photo's bytes in, everything that can be known from them out.
#pragma once

#include "domain/captures/model.h"

namespace patente::captures {

struct PlateRead {
    Reading reading;        // without its verdict, sighting and crop's hash
    std::string crop_jpeg;  // the plate cut out and made straight
};

struct PhotoRead {
    std::vector<PlateRead> plates;
    std::optional<NothingRead> nothing_read;  // set when there are no plates
    int width = 0, height = 0;                // pixels, turned upright
    std::string thumbnail_jpeg;               // "" when the picture could not be decoded

    // What the camera wrote beside the pixels.
    std::optional<Civil> exif_time;
    std::optional<std::chrono::minutes> exif_offset;
    std::optional<Instant> gps_time;
    std::optional<Place> exif_place;
};

// Safe from any thread.
class PhotoReader {
public:
    virtual ~PhotoReader() = default;

    // "image/jpeg" and so on, by the first 64 bytes; "" for what is no picture we can read.
    virtual std::string content_type(std::string_view first_bytes) const = 0;

    // `region`: the site's or the sender's, "" when not known. A picture that cannot be read is an answer
    // (nothing_read), not an error; throws when the models or the machine fail.
    virtual PhotoRead read(std::string_view bytes, std::string_view region) const = 0;
};

}  // namespace patente::captures
