#include "vision/image/metadata.h"

#include <libexif/exif-data.h>
#include <libexif/exif-utils.h>

#include <charconv>
#include <cmath>
#include <memory>

#include "vision/image/decode.h"
#include "vision/image/exif_block.h"

namespace patente::vision {
namespace {

using namespace std::chrono;

struct Unref {
    void operator()(ExifData* data) const { exif_data_unref(data); }
};
using Exif = std::unique_ptr<ExifData, Unref>;

Exif exif_of(std::string_view bytes) {
    auto block = exif_block_of(bytes);
    if (block.empty()) return nullptr;
    block.insert(0, "Exif\0\0", 6);
    Exif data{exif_data_new()};
    if (!data) throw std::bad_alloc();
    exif_data_unset_option(data.get(), EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
    exif_data_load_data(data.get(), reinterpret_cast<const unsigned char*>(block.data()), static_cast<unsigned>(block.size()));
    return data;
}

const ExifEntry* entry_of(const Exif& exif, ExifIfd ifd, unsigned tag) {
    return exif_content_get_entry(exif->ifd[ifd], static_cast<ExifTag>(tag));
}

std::string text_of(const Exif& exif, ExifIfd ifd, unsigned tag) {
    const auto* entry = entry_of(exif, ifd, tag);
    if (!entry || entry->format != EXIF_FORMAT_ASCII || !entry->data) return {};
    const std::string_view all{reinterpret_cast<const char*>(entry->data), entry->size};
    std::string text;
    for (const char c : all.substr(0, std::min<std::size_t>(all.find('\0'), 64)))
        if (c >= ' ' && c <= '~') text += c;
    while (text.ends_with(' ')) text.pop_back();
    return text;
}

// Number `index` of a RATIONAL entry; nullopt when it is not there or divides by nothing.
std::optional<double> rational_of(const Exif& exif, ExifIfd ifd, unsigned tag, unsigned index = 0) {
    const auto* entry = entry_of(exif, ifd, tag);
    if (!entry || entry->format != EXIF_FORMAT_RATIONAL || !entry->data || entry->size < 8 * (index + 1)) return std::nullopt;
    const auto value = exif_get_rational(entry->data + 8 * index, exif_data_get_byte_order(exif.get()));
    if (value.denominator == 0) return std::nullopt;
    return static_cast<double>(value.numerator) / value.denominator;
}

// Digits at fixed places, like "2026:03:01": nullopt when a character is none.
std::optional<int> number_at(std::string_view text, std::size_t at, std::size_t length) {
    int number = 0;
    if (at + length > text.size()) return std::nullopt;
    const auto* end = text.data() + at + length;
    const auto [stop, error] = std::from_chars(text.data() + at, end, number);
    if (error != std::errc{} || stop != end || number < 0) return std::nullopt;
    return number;
}

std::optional<local_days> date_of(std::string_view text) {  // "2026:03:01"
    const auto y = number_at(text, 0, 4), m = number_at(text, 5, 2), d = number_at(text, 8, 2);
    if (!y || !m || !d) return std::nullopt;
    const year_month_day date{year{*y}, month(*m), day(*d)};
    if (!date.ok() || *y < 1980) return std::nullopt;
    return local_days{date};
}

milliseconds subsecond_of(std::string_view text) {  // "25" is a quarter of a second
    const std::string digits{text.substr(0, 3)};
    const auto number = number_at(digits, 0, digits.size());
    if (!number || digits.empty()) return milliseconds{0};
    return milliseconds{digits.size() == 1 ? *number * 100 : digits.size() == 2 ? *number * 10 : *number};
}

std::optional<CameraTime> taken_at_of(const Exif& exif) {
    const auto text = text_of(exif, EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_ORIGINAL);
    const auto date = date_of(text);
    const auto h = number_at(text, 11, 2), m = number_at(text, 14, 2), s = number_at(text, 17, 2);
    if (!date || !h || !m || !s || *h > 23 || *m > 59 || *s > 59) return std::nullopt;
    return *date + hours{*h} + minutes{*m} + seconds{*s} +
           subsecond_of(text_of(exif, EXIF_IFD_EXIF, EXIF_TAG_SUB_SEC_TIME_ORIGINAL));
}

std::optional<minutes> utc_offset_of(const Exif& exif) {  // "-03:00"
    const auto text = text_of(exif, EXIF_IFD_EXIF, EXIF_TAG_OFFSET_TIME_ORIGINAL);
    const auto h = number_at(text, 1, 2), m = number_at(text, 4, 2);
    if (!h || !m || (text[0] != '+' && text[0] != '-') || text[3] != ':' || *h > 14 || *m > 59) return std::nullopt;
    const auto offset = hours{*h} + minutes{*m};
    return text[0] == '-' ? -offset : offset;
}

std::optional<Instant> gps_time_of(const Exif& exif) {
    const auto date = date_of(text_of(exif, EXIF_IFD_GPS, EXIF_TAG_GPS_DATE_STAMP));
    const auto h = rational_of(exif, EXIF_IFD_GPS, EXIF_TAG_GPS_TIME_STAMP, 0);
    const auto m = rational_of(exif, EXIF_IFD_GPS, EXIF_TAG_GPS_TIME_STAMP, 1);
    const auto s = rational_of(exif, EXIF_IFD_GPS, EXIF_TAG_GPS_TIME_STAMP, 2);
    if (!date || !h || !m || !s || *h >= 24 || *m >= 60 || *s >= 61) return std::nullopt;
    const auto since_midnight = milliseconds{std::llround((*h * 3600 + *m * 60 + *s) * 1000)};
    return Instant{date->time_since_epoch() + since_midnight};
}

std::optional<double> degrees_of(const Exif& exif, unsigned tag, unsigned reference_tag, char negative, double most) {
    const auto degrees = rational_of(exif, EXIF_IFD_GPS, tag, 0);
    const auto minutes = rational_of(exif, EXIF_IFD_GPS, tag, 1), seconds = rational_of(exif, EXIF_IFD_GPS, tag, 2);
    if (!degrees) return std::nullopt;
    const double value = *degrees + minutes.value_or(0) / 60 + seconds.value_or(0) / 3600;
    if (value > most) return std::nullopt;
    return text_of(exif, EXIF_IFD_GPS, reference_tag).starts_with(negative) ? -value : value;
}

std::optional<GpsPosition> gps_of(const Exif& exif) {
    const auto latitude = degrees_of(exif, EXIF_TAG_GPS_LATITUDE, EXIF_TAG_GPS_LATITUDE_REF, 'S', 90);
    const auto longitude = degrees_of(exif, EXIF_TAG_GPS_LONGITUDE, EXIF_TAG_GPS_LONGITUDE_REF, 'W', 180);
    if (!latitude || !longitude) return std::nullopt;
    if (*latitude == 0 && *longitude == 0) return std::nullopt;  // what phones write before they know
    return GpsPosition{*latitude, *longitude, rational_of(exif, EXIF_IFD_GPS, EXIF_TAG_GPS_H_POSITIONING_ERROR)};
}

int orientation_in(const Exif& exif) {
    const auto* entry = entry_of(exif, EXIF_IFD_0, EXIF_TAG_ORIENTATION);
    if (!entry || entry->format != EXIF_FORMAT_SHORT || !entry->data || entry->size < 2) return 1;
    const int orientation = exif_get_short(entry->data, exif_data_get_byte_order(exif.get()));
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
}

}  // namespace

Metadata metadata_of(std::string_view bytes) {
    const auto exif = exif_of(bytes);
    if (!exif) return {};
    Metadata metadata;
    metadata.orientation = format_of(bytes) == FileFormat::heif ? 1 : orientation_in(exif);
    metadata.taken_at = taken_at_of(exif);
    metadata.utc_offset = utc_offset_of(exif);
    metadata.gps_time = gps_time_of(exif);
    metadata.gps = gps_of(exif);
    metadata.make = text_of(exif, EXIF_IFD_0, EXIF_TAG_MAKE);
    metadata.model = text_of(exif, EXIF_IFD_0, EXIF_TAG_MODEL);
    return metadata;
}

int orientation_of(std::string_view bytes) {
    if (format_of(bytes) == FileFormat::heif) return 1;
    const auto exif = exif_of(bytes);
    return exif ? orientation_in(exif) : 1;
}

}  // namespace patente::vision
