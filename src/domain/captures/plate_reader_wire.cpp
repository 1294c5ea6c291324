#include "domain/captures/plate_reader_wire.h"

#include <algorithm>
#include <cmath>

#include "base/base64url.h"
#include "platform/http/field_value.h"
#include "platform/http/problem.h"

namespace patente::captures::plate_reader {

namespace {

constexpr std::size_t name_length_max = 80;

BoxOut box_of(const Box& box) {
    const auto pixel = [](double at) { return static_cast<int>(std::lround(at)); };
    return {pixel(box.x), pixel(box.y), pixel(box.x + box.width), pixel(box.y + box.height)};
}

double rounded(double score) { return std::round(score * 1'000) / 1'000; }

ResultOut result_of(const Reading& reading) {
    ResultOut result{.box = box_of(reading.box.value_or(Box{})),
                     .plate = http::lower_case(reading.plate),
                     .score = rounded(reading.confidence),
                     .dscore = rounded(reading.confidence)};
    if (!reading.region.empty()) result.region = {reading.region, result.score};
    result.candidates.push_back({result.score, result.plate});
    for (const auto& each : reading.alternatives)
        result.candidates.push_back({rounded(each.confidence), http::lower_case(each.plate)});
    result.vehicle = {0, "Unknown", result.box};
    return result;
}

// "data:image/jpeg;base64,…" or the bytes alone. A form that was not escaped has blanks for its plus signs.
std::optional<std::string> image_in(std::string_view upload) {
    if (upload.starts_with("data:")) upload.remove_prefix(std::min(upload.find(',') + 1, upload.size()));
    std::string text(upload);
    std::ranges::replace(text, ' ', '+');
    auto bytes = from_base64(text);
    return bytes && !bytes->empty() ? bytes : std::nullopt;
}

}  // namespace

Result<Asked> asked_in(const Fields& fields, bool has_file, const std::function<bool(const std::string&)>& knows_region) {
    Asked asked;
    std::vector<Fault> faults;
    bool has_url = false;
    for (const auto& [name, value] : fields) {
        if (value.empty()) continue;
        if (name == "camera_id") {
            asked.given.device = value;
            if (value.size() > name_length_max)
                faults.push_back({"camera_id", "length", {"At most 80 characters.", "80 caracteres como máximo."}});
        }
        if (name == "regions" && asked.given.region.empty() && knows_region(value)) asked.given.region = value;
        if (name == "timestamp") {
            asked.given.taken_at = iso_time(value);
            if (!asked.given.taken_at) faults.push_back({"timestamp", "type", {"No ISO 8601 time.", "No es una hora ISO 8601."}});
        }
        if (name == "upload_url") has_url = true;
        if (name == "upload" && !has_file) {
            auto image = image_in(value);
            if (image)
                asked.image = *std::move(image);
            else
                faults.push_back({"upload", "type", {"A file, or an image in base64.", "Un archivo, o una imagen en base64."}});
        }
    }
    const bool has_image = has_file || !asked.image.empty();
    if (has_url && !has_image)
        faults.push_back(
            {"upload_url",
             "unsupported",
             {"Addresses are not fetched here: send the image itself.", "Aquí no se buscan direcciones: envíe la imagen."}});
    else if (!has_image && faults.empty())
        faults.push_back({"upload", "required", {"No file was sent.", "No se envió ningún archivo."}});
    if (faults.empty()) return asked;
    return fail(ErrorKind::invalid, "upload-invalid",
                {"Some fields of the upload are not right.", "Algunos campos del envío no están bien."}, std::move(faults));
}

std::vector<ResultOut> results_of(const std::vector<Reading>& readings) {
    std::vector<ResultOut> results;
    std::ranges::transform(readings, std::back_inserter(results), result_of);
    return results;
}

int status_of(const Error& error) {
    if (error.kind == ErrorKind::unauthenticated) return 403;
    if (error.kind == ErrorKind::invalid) return 400;
    return http::status_of(error.kind);
}

std::string error_text(const Error& error, Language language) {
    json::Object object;
    for (const auto& fault : error.faults) {
        auto& details = object[fault.pointer];
        if (!details.is_array()) details = json::Array{};
        details.as_array().emplace_back(fault.detail.in(language));
    }
    if (error.faults.empty()) object["detail"] = error.detail.in(language);
    object["status_code"] = status_of(error);
    return json::text_of(json::Value(std::move(object)));
}

}  // namespace patente::captures::plate_reader
