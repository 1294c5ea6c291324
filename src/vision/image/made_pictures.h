// Pictures and EXIF blocks made for the tests, by the libraries that the decoders stand on.
#pragma once

#include <spng.h>
#include <turbojpeg.h>
#include <webp/encode.h>

#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

#include "vision/image/decode.h"

namespace patente::vision {

// Left half red, right half blue; the upper left quarter is brighter.
inline Image two_colours(int width, int height) {
    Image image(width, height, 3);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            auto* pixel = image.row(y) + 3 * x;
            const bool left = x < width / 2;
            pixel[0] = left ? (y < height / 2 ? 250 : 180) : 20, pixel[1] = 20, pixel[2] = left ? 20 : 200;
        }
    return image;
}

// `samples`: as the PNG holds them, 16-bit ones in the machine's order; `palette`: for colour type 3.
inline std::string png_of(int width, int height, int colour_type, int bits, const std::vector<std::uint8_t>& samples,
                          const spng_plte* palette = nullptr) {
    spng_ctx* context = spng_ctx_new(SPNG_CTX_ENCODER);
    spng_set_option(context, SPNG_ENCODE_TO_BUFFER, 1);
    spng_ihdr header{static_cast<std::uint32_t>(width),
                     static_cast<std::uint32_t>(height),
                     static_cast<std::uint8_t>(bits),
                     static_cast<std::uint8_t>(colour_type),
                     0,
                     0,
                     0};
    spng_set_ihdr(context, &header);
    spng_plte colours = palette ? *palette : spng_plte{};
    if (palette) spng_set_plte(context, &colours);
    if (spng_encode_image(context, samples.data(), samples.size(), SPNG_FMT_PNG, SPNG_ENCODE_FINALIZE) != 0)
        throw std::runtime_error("no PNG");
    std::size_t size = 0;
    int error = 0;
    void* bytes = spng_get_png_buffer(context, &size, &error);
    std::string png(static_cast<const char*>(bytes), size);
    std::free(bytes);
    spng_ctx_free(context);
    return png;
}

inline std::string png_of(const Image& image) {
    return png_of(image.width, image.height, 2, 8, {image.pixels.begin(), image.pixels.end()});
}

inline std::string webp_of(const Image& image) {
    std::uint8_t* bytes = nullptr;
    const auto size =
        WebPEncodeRGB(image.pixels.data(), image.width, image.height, static_cast<int>(image.row_bytes()), 90, &bytes);
    std::string webp(reinterpret_cast<const char*>(bytes), size);
    WebPFree(bytes);
    return webp;
}

inline std::string little(std::uint64_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i));
    return text;
}

inline std::string riff_chunk(const std::string& name, const std::string& body) {
    return name + little(static_cast<std::uint32_t>(body.size()), 4) + body + (body.size() % 2 ? std::string(1, '\0') : "");
}

// Two frames: the picture, and a black one.
inline std::string animated_webp_of(const Image& image) {
    const auto frame = [&](const Image& each) {
        const std::string still = webp_of(each).substr(12);  // after RIFF, size, WEBP
        return riff_chunk("ANMF", little(0, 6) + little(image.width - 1, 3) + little(image.height - 1, 3) + little(100, 3) +
                                      std::string(1, '\0') + still);
    };
    Image black(image.width, image.height, 3);
    std::memset(black.pixels.data(), 0, black.pixels.size());
    const std::string body = "WEBP" +
                             riff_chunk("VP8X", little(2, 4) + little(image.width - 1, 3) + little(image.height - 1, 3)) +
                             riff_chunk("ANIM", little(0, 6)) + frame(image) + frame(black);
    return "RIFF" + little(static_cast<std::uint32_t>(body.size()), 4) + body;
}

inline std::string jpeg_with(const std::string& jpeg, const std::string& tiff) {
    const std::string body = std::string("Exif\0\0", 6) + tiff;
    const auto length = body.size() + 2;
    return jpeg.substr(0, 2) + "\xFF\xE1" + static_cast<char>(length >> 8) + static_cast<char>(length) + body + jpeg.substr(2);
}

// A little-endian TIFF block: IFD 0 with pointers to the EXIF and the GPS directories.
class Tiff {
public:
    struct Entry {
        int directory;  // 0, 1: EXIF, 2: GPS
        int tag, type;  // 2 ASCII, 3 SHORT, 5 RATIONAL
        std::uint32_t count;
        std::string data;
    };

    Tiff& text(int directory, int tag, const std::string& value) {
        return add({directory, tag, 2, static_cast<std::uint32_t>(value.size() + 1), value + '\0'});
    }
    Tiff& number(int directory, int tag, int value) { return add({directory, tag, 3, 1, little(value, 2)}); }
    Tiff& ratios(int directory, int tag, const std::vector<std::pair<int, int>>& values) {
        std::string data;
        for (const auto& [over, under] : values) data += little(over, 4) + little(under, 4);
        return add({directory, tag, 5, static_cast<std::uint32_t>(values.size()), data});
    }

    std::string bytes() const {
        std::size_t counts[3] = {2, 0, 0};
        for (const auto& entry : entries_) ++counts[entry.directory];
        const auto size = [&](int directory) { return 2 + 12 * counts[directory] + 4; };
        const std::uint32_t exif = 8 + size(0), gps = exif + size(1), data = gps + size(2);
        std::string directories, values;
        for (int directory = 0; directory < 3; ++directory) {
            directories += little(counts[directory], 2);
            for (const auto& entry : entries_) {
                if (entry.directory != directory) continue;
                directories += little(entry.tag, 2) + little(entry.type, 2) + little(entry.count, 4);
                directories += entry.data.size() <= 4 ? entry.data + std::string(4 - entry.data.size(), '\0')
                                                      : little(data + values.size(), 4);
                if (entry.data.size() > 4) values += entry.data;
            }
            if (directory == 0) directories += pointer(0x8769, exif) + pointer(0x8825, gps);
            directories += little(0, 4);
        }
        return "II*" + std::string(1, '\0') + little(8, 4) + directories + values;
    }

private:
    static std::string pointer(int tag, std::uint32_t to) { return little(tag, 2) + little(4, 2) + little(1, 4) + little(to, 4); }
    Tiff& add(Entry entry) {
        entries_.push_back(std::move(entry));
        return *this;
    }

    std::vector<Entry> entries_;
};

}  // namespace patente::vision
