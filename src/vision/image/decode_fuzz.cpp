// Any bytes: a picture, or an error; never more memory than a picture of allowed size.
#include <cstdint>

#include "vision/image/decode.h"
#include "vision/image/metadata.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    patente::vision::metadata_of(bytes);
    patente::vision::decode(bytes);
    return 0;
}
