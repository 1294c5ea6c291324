#include <webp/decode.h>
#include <webp/demux.h>

#include <memory>

#include "vision/image/codecs.h"
#include "vision/image/decode.h"

namespace patente::vision {
namespace {

const std::uint8_t* bytes_in(std::string_view bytes) { return reinterpret_cast<const std::uint8_t*>(bytes.data()); }

Failure failure_of(VP8StatusCode status) {
    if (status == VP8_STATUS_NOT_ENOUGH_DATA) return image_truncated();
    return image_broken("WebP status " + std::to_string(status));
}

Result<Image> decode_still(std::string_view bytes) {
    WebPDecoderConfig settings;
    if (!WebPInitDecoderConfig(&settings)) throw std::runtime_error("libwebp of another version");
    if (const auto status = WebPGetFeatures(bytes_in(bytes), bytes.size(), &settings.input); status != VP8_STATUS_OK)
        return failure_of(status);
    TRY(size_allowed(settings.input.width, settings.input.height));
    Image image(settings.input.width, settings.input.height, 3);
    settings.output.colorspace = MODE_RGB;
    settings.output.is_external_memory = 1;
    settings.output.u.RGBA = {image.pixels.data(), static_cast<int>(image.row_bytes()), image.pixels.size()};
    if (const auto status = WebPDecode(bytes_in(bytes), bytes.size(), &settings); status != VP8_STATUS_OK)
        return failure_of(status);
    return image;
}

struct Delete {
    void operator()(WebPDemuxer* demuxer) const { WebPDemuxDelete(demuxer); }
};

Result<Image> decode_first_frame(std::string_view bytes) {
    const WebPData data{bytes_in(bytes), bytes.size()};
    WebPDemuxState state = WEBP_DEMUX_PARSING_HEADER;
    const std::unique_ptr<WebPDemuxer, Delete> demuxer{WebPDemuxPartial(&data, &state)};
    WebPIterator frame{};
    if (!demuxer || !WebPDemuxGetFrame(demuxer.get(), 1, &frame)) return image_truncated();
    const std::unique_ptr<WebPIterator, decltype(&WebPDemuxReleaseIterator)> release{&frame, WebPDemuxReleaseIterator};
    if (!frame.complete) return image_truncated();
    return decode_still({reinterpret_cast<const char*>(frame.fragment.bytes), frame.fragment.size});
}

}  // namespace

Result<Image> decode_webp(std::string_view bytes) {
    WebPBitstreamFeatures features;
    if (const auto status = WebPGetFeatures(bytes_in(bytes), bytes.size(), &features); status != VP8_STATUS_OK)
        return failure_of(status);
    return features.has_animation ? decode_first_frame(bytes) : decode_still(bytes);
}

}  // namespace patente::vision
