#include "vision/image/decode.h"

#include <fmt/format.h>

#include <algorithm>

#include "vision/image/codecs.h"
#include "vision/image/metadata.h"
#include "vision/image/transform.h"

namespace patente::vision {
namespace {

bool is_heif(std::string_view bytes) {
    if (bytes.size() < 12 || bytes.substr(4, 4) != "ftyp") return false;
    constexpr std::string_view brands[] = {"heic", "heix", "heim", "heis", "hevc", "mif1", "msf1", "avif"};
    return std::ranges::find(brands, bytes.substr(8, 4)) != std::end(brands);
}

Result<Image> decode_as(FileFormat format, std::string_view bytes) {
    switch (format) {
        case FileFormat::jpeg: return decode_jpeg(bytes);
        case FileFormat::png: return decode_png(bytes);
        case FileFormat::webp: return decode_webp(bytes);
        case FileFormat::heif: return decode_heif(bytes);
    }
    std::unreachable();
}

}  // namespace

std::optional<FileFormat> format_of(std::string_view bytes) {
    if (bytes.starts_with("\xFF\xD8\xFF")) return FileFormat::jpeg;
    if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return FileFormat::png;
    if (bytes.starts_with("RIFF") && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP") return FileFormat::webp;
    if (is_heif(bytes)) return FileFormat::heif;
    return std::nullopt;
}

Result<> size_allowed(std::int64_t width, std::int64_t height) {
    if (width < 1 || height < 1) return image_broken("a side of no pixels");
    if (width <= side_max && height <= side_max && width * height <= pixels_max) return {};
    return fail(ErrorKind::too_large, "image-too-large",
                {fmt::format("The picture is {}×{} pixels; at most {} a side and {} megapixels are taken.", width, height,
                             side_max, pixels_max / 1'000'000),
                 fmt::format("La imagen mide {}×{} píxeles; se aceptan hasta {} por lado y {} megapíxeles.", width, height,
                             side_max, pixels_max / 1'000'000)});
}

Failure image_truncated() {
    return fail(ErrorKind::malformed, "image-truncated",
                {"The picture is cut short: send the whole file.", "La imagen está cortada: envíe el archivo completo."});
}

Failure image_broken(std::string_view why) {
    return fail(
        ErrorKind::malformed, "image-broken",
        {fmt::format("The picture cannot be decoded ({}).", why), fmt::format("La imagen no se puede decodificar ({}).", why)});
}

Result<Image> decode(std::string_view bytes) {
    const auto format = format_of(bytes);
    if (!format)
        return fail(ErrorKind::unsupported, "not-an-image",
                    {"This is no picture that is read here: JPEG, PNG, WebP or HEIC.",
                     "No es una imagen que se pueda leer: JPEG, PNG, WebP o HEIC."});
    Image image = TRY(decode_as(*format, bytes));
    if (*format == FileFormat::heif) return image;
    return oriented(std::move(image), orientation_of(bytes));
}

}  // namespace patente::vision
