#include <libheif/heif.h>

#include <cstring>
#include <memory>

#include "vision/image/codecs.h"
#include "vision/image/decode.h"
#include "vision/image/exif_block.h"

namespace patente::vision {
namespace {

constexpr int exif_bytes_max = 1 << 20;

struct Release {
    void operator()(heif_context* context) const { heif_context_free(context); }
    void operator()(heif_image_handle* handle) const { heif_image_handle_release(handle); }
    void operator()(heif_image* image) const { heif_image_release(image); }
    void operator()(heif_decoding_options* options) const { heif_decoding_options_free(options); }
};
template <typename T>
using Owned = std::unique_ptr<T, Release>;

Failure failure_of(const heif_error& error) {
    if (error.subcode == heif_suberror_End_of_data) return image_truncated();
    return image_broken(error.message ? error.message : "HEIF");
}

struct Opened {
    Owned<heif_context> context;
    Owned<heif_image_handle> picture;
};

Result<Opened> opened(std::string_view bytes) {
    Owned<heif_context> context{heif_context_alloc()};
    heif_context_set_maximum_image_size_limit(context.get(), side_max);
    heif_context_set_max_decoding_threads(context.get(), 0);
    const auto read = heif_context_read_from_memory_without_copy(context.get(), bytes.data(), bytes.size(), nullptr);
    if (read.code != heif_error_Ok) return failure_of(read);
    heif_image_handle* handle = nullptr;
    const auto found = heif_context_get_primary_image_handle(context.get(), &handle);
    if (found.code != heif_error_Ok) return failure_of(found);
    return Opened{std::move(context), Owned<heif_image_handle>{handle}};
}

Image copied(const std::uint8_t* plane, int stride, int width, int height) {
    Image image(width, height, 3);
    for (int y = 0; y < height; ++y)
        std::memcpy(image.row(y), plane + static_cast<std::ptrdiff_t>(y) * stride, image.row_bytes());
    return image;
}

}  // namespace

Result<Image> decode_heif(std::string_view bytes) {
    const auto file = TRY(opened(bytes));
    TRY(size_allowed(heif_image_handle_get_width(file.picture.get()), heif_image_handle_get_height(file.picture.get())));
    const Owned<heif_decoding_options> options{heif_decoding_options_alloc()};
    options->convert_hdr_to_8bit = 1;
    heif_image* raw = nullptr;
    const auto decoded =
        heif_decode_image(file.picture.get(), &raw, heif_colorspace_RGB, heif_chroma_interleaved_RGB, options.get());
    if (decoded.code != heif_error_Ok) return failure_of(decoded);
    const Owned<heif_image> picture{raw};
    int stride = 0;
    const auto* plane = heif_image_get_plane_readonly(picture.get(), heif_channel_interleaved, &stride);
    const int width = heif_image_get_width(picture.get(), heif_channel_interleaved);
    const int height = heif_image_get_height(picture.get(), heif_channel_interleaved);
    if (!plane) return image_broken("HEIF without pixels");
    TRY(size_allowed(width, height));
    return copied(plane, stride, width, height);
}

// The block begins with the offset of the TIFF header, four bytes big endian.
std::string heif_exif(std::string_view bytes) {
    const auto file = opened(bytes);
    if (!file) return {};
    heif_item_id id = 0;
    if (heif_image_handle_get_list_of_metadata_block_IDs(file->picture.get(), "Exif", &id, 1) != 1) return {};
    const auto size = heif_image_handle_get_metadata_size(file->picture.get(), id);
    if (size < 4 || size > exif_bytes_max) return {};
    std::string block(size, '\0');
    if (heif_image_handle_get_metadata(file->picture.get(), id, block.data()).code != heif_error_Ok) return {};
    const auto byte = [&](int i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(block[i])); };
    const std::uint32_t start = 4 + (byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3));
    return start >= 4 && start < block.size() ? block.substr(start) : std::string{};
}

}  // namespace patente::vision
