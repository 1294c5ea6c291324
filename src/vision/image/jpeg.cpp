#include <turbojpeg.h>

#include <memory>
#include <stdexcept>

#include "vision/image/codecs.h"
#include "vision/image/decode.h"

namespace patente::vision {
namespace {

struct Destroy {
    void operator()(void* handle) const { tjDestroy(handle); }
};
using Handle = std::unique_ptr<void, Destroy>;

const unsigned char* data_of(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

bool is_flat(const Image& image, int y) {
    const std::size_t pixel = image.channels;
    return std::equal(image.row(y) + pixel, image.row(y) + image.row_bytes(), image.row(y));
}

// What libjpeg could not read it fills with one colour a row.
int flat_rows_at_bottom(const Image& image) {
    int rows = 0;
    while (rows < image.height && is_flat(image, image.height - 1 - rows)) ++rows;
    return rows;
}

// Adobe's files, the only CMYK ones met, hold the inks inverted.
Image rgb_from_cmyk(const Image& cmyk) {
    Image rgb(cmyk.width, cmyk.height, 3);
    const auto* from = cmyk.pixels.data();
    for (std::size_t i = 0; i < rgb.pixels.size(); i += 3, from += 4)
        for (int c = 0; c < 3; ++c) rgb.pixels[i + c] = static_cast<std::uint8_t>(from[c] * from[3] / 255);
    return rgb;
}

}  // namespace

Result<Image> decode_jpeg(std::string_view bytes) {
    const Handle handle{tjInitDecompress()};
    if (!handle) throw std::runtime_error("TurboJPEG cannot start");
    int width = 0, height = 0, subsampling = 0, colours = 0;
    const auto size = static_cast<unsigned long>(bytes.size());
    if (tjDecompressHeader3(handle.get(), data_of(bytes), size, &width, &height, &subsampling, &colours) != 0 &&
        tjGetErrorCode(handle.get()) == TJERR_FATAL)
        return image_broken(tjGetErrorStr2(handle.get()));
    TRY(size_allowed(width, height));

    const bool inks = colours == TJCS_CMYK || colours == TJCS_YCCK;
    Image image(width, height, inks ? 4 : 3);
    const int status = tjDecompress2(handle.get(), data_of(bytes), size, image.pixels.data(), width, 0, height,
                                     inks ? TJPF_CMYK : TJPF_RGB, TJFLAG_FASTDCT | TJFLAG_LIMITSCANS);
    if (status != 0 && tjGetErrorCode(handle.get()) == TJERR_FATAL) return image_broken(tjGetErrorStr2(handle.get()));
    if (status != 0 && flat_rows_at_bottom(image) > height / 2) return image_truncated();
    return inks ? rgb_from_cmyk(image) : std::move(image);
}

std::string encode_jpeg(const Image& image, int quality) {
    const Handle handle{tjInitCompress()};
    if (!handle || image.empty()) throw std::runtime_error("encode_jpeg: no picture to write");
    const int subsampling = image.channels == 1 ? TJSAMP_GRAY : TJSAMP_420;
    std::string bytes(tjBufSize(image.width, image.height, subsampling), '\0');
    auto* to = reinterpret_cast<unsigned char*>(bytes.data());
    auto size = static_cast<unsigned long>(bytes.size());
    if (tjCompress2(handle.get(), image.pixels.data(), image.width, 0, image.height, image.channels == 1 ? TJPF_GRAY : TJPF_RGB,
                    &to, &size, subsampling, quality, TJFLAG_NOREALLOC) != 0)
        throw std::runtime_error(tjGetErrorStr2(handle.get()));
    bytes.resize(size);
    return bytes;
}

}  // namespace patente::vision
