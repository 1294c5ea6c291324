#include "domain/captures/vision_photo_reader.h"

#include <cmath>

#include "domain/vocabulary/plate.h"
#include "vision/image/decode.h"
#include "vision/image/metadata.h"
#include "vision/image/transform.h"

namespace patente::captures {

namespace {

constexpr int thumbnail_side = 320;  // pixels
constexpr int jpeg_quality = 85;
constexpr std::size_t alternatives_max = 10;

NothingRead reason_of(const Error& error) {
    if (error.kind == ErrorKind::too_large) return NothingRead::image_too_large;
    return error.kind == ErrorKind::malformed ? NothingRead::image_broken : NothingRead::not_an_image;
}

std::optional<NothingRead> reason_of(const std::optional<vision::NothingRead>& reason) {
    return reason ? json::enum_named<NothingRead>(json::name_of(*reason)) : std::nullopt;
}

double tenth(float pixels) { return std::round(pixels * 10.0) / 10; }  // more is noise

Reading reading_of(const vision::PlateReading& plate) {
    Reading reading{.plate = plate.text,
                    .as_read = plate.text,
                    .confidence = plate.confidence,
                    .region = plate.region,
                    .lines = plate.lines,
                    .box = Box{tenth(plate.box.x), tenth(plate.box.y), tenth(plate.box.width), tenth(plate.box.height)}};
    for (const auto& corner : plate.corners) reading.corners.push_back({tenth(corner.x), tenth(corner.y)});
    for (const auto& each : plate.alternatives)
        if (is_normalised(each.text) && reading.alternatives.size() < alternatives_max)
            reading.alternatives.push_back({each.text, each.probability});
    return reading;
}

void add_camera_facts(PhotoRead& read, const vision::Metadata& metadata) {
    read.exif_time = metadata.taken_at;
    read.exif_offset = metadata.utc_offset;
    read.gps_time = metadata.gps_time;
    if (metadata.gps)
        read.exif_place = Place{metadata.gps->latitude, metadata.gps->longitude, metadata.gps->error_m, PlaceSource::exif};
}

}  // namespace

std::string VisionPhotoReader::content_type(std::string_view first_bytes) const {
    const auto format = vision::format_of(first_bytes);
    if (!format) return "";
    switch (*format) {
        case vision::FileFormat::jpeg: return "image/jpeg";
        case vision::FileFormat::png: return "image/png";
        case vision::FileFormat::webp: return "image/webp";
        case vision::FileFormat::heif: return "image/heic";
    }
    return "";
}

PhotoRead VisionPhotoReader::read(std::string_view bytes, std::string_view region) const {
    PhotoRead read;
    add_camera_facts(read, vision::metadata_of(bytes));
    const auto photo = vision::decode(bytes);
    if (!photo) {
        read.nothing_read = reason_of(photo.error());
        return read;
    }
    read.width = photo->width;
    read.height = photo->height;
    const auto found = plates_.read(*photo, {.region = std::string(region), .vehicles = vision::VehicleSearch::none});
    read.nothing_read = reason_of(found.nothing_read);
    for (const auto& plate : found.plates)
        read.plates.push_back({reading_of(plate), plate.crop.empty() ? "" : vision::encode_jpeg(plate.crop, jpeg_quality)});
    read.thumbnail_jpeg = vision::encode_jpeg(vision::thumbnail(*photo, thumbnail_side), jpeg_quality);
    return read;
}

}  // namespace patente::captures
