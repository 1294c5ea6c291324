// The form of POST /v1/captures: photos, and what the sender says of them.
#pragma once

#include "domain/captures/model.h"
#include "domain/vocabulary/plate.h"
#include "platform/http/route.h"

namespace patente::captures {

constexpr std::size_t images_max = 32;
constexpr std::uint64_t image_bytes_max = 32 << 20;
constexpr std::uint64_t upload_bytes_max = 256 << 20;  // all images of one request together

struct Upload {
    Given given;
    std::vector<const http::Part*> images;  // live as long as the request
};

// Errors: invalid "upload-invalid" with every bad field, named as in the form; too_large "image-too-large".
Result<Upload> upload_in(const http::Request& request, const Formats& formats);

// The fields, for OpenAPI.
std::vector<http::QueryParameter> upload_form();

}  // namespace patente::captures
