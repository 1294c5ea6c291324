// The eyes of this program, as a PhotoReader.
#pragma once

#include "domain/captures/photo_reader.h"
#include "vision/plate/reader.h"

namespace patente::captures {

class VisionPhotoReader final : public PhotoReader {
public:
    // `plates` must outlive this.
    explicit VisionPhotoReader(const vision::PlateReader& plates) : plates_(plates) {}

    std::string content_type(std::string_view first_bytes) const override;
    PhotoRead read(std::string_view bytes, std::string_view region) const override;

private:
    const vision::PlateReader& plates_;
};

}  // namespace patente::captures
