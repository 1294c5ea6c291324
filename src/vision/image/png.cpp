#include <spng.h>

#include <memory>
#include <stdexcept>

#include "vision/image/codecs.h"
#include "vision/image/decode.h"

namespace patente::vision {
namespace {

constexpr std::size_t chunk_max = 8 << 20;  // bytes of one chunk, and of all that are kept

struct Free {
    void operator()(spng_ctx* context) const { spng_ctx_free(context); }
};

Failure failure_of(int error) {
    if (error == SPNG_IO_EOF || error == SPNG_IO_ERROR) return image_truncated();
    return image_broken(spng_strerror(error));
}

}  // namespace

Result<Image> decode_png(std::string_view bytes) {
    const std::unique_ptr<spng_ctx, Free> context{spng_ctx_new(0)};
    if (!context) throw std::bad_alloc();
    spng_set_chunk_limits(context.get(), chunk_max, chunk_max);
    if (const int error = spng_set_png_buffer(context.get(), bytes.data(), bytes.size())) return failure_of(error);
    spng_ihdr header{};
    if (const int error = spng_get_ihdr(context.get(), &header)) return failure_of(error);
    TRY(size_allowed(header.width, header.height));

    Image image(static_cast<int>(header.width), static_cast<int>(header.height), 3);
    if (const int error = spng_decode_image(context.get(), image.pixels.data(), image.pixels.size(), SPNG_FMT_RGB8, 0))
        return failure_of(error);
    return image;
}

}  // namespace patente::vision
