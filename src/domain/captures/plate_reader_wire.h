// JSON of POST /v1/plate-reader/, as clients of Plate Recognizer's Snapshot know it.
#pragma once

#include <functional>

#include "domain/captures/model.h"

namespace patente::captures::plate_reader {

struct BoxOut {
    int xmin = 0, ymin = 0, xmax = 0, ymax = 0;

    static constexpr std::string_view schema_name = "PlateReaderBox";
    static constexpr auto fields() {
        return std::tuple{json::field("xmin", &BoxOut::xmin), json::field("ymin", &BoxOut::ymin),
                          json::field("xmax", &BoxOut::xmax), json::field("ymax", &BoxOut::ymax)};
    }
};

struct RegionOut {
    std::string code;
    double score = 0;

    static constexpr std::string_view schema_name = "PlateReaderRegion";
    static constexpr auto fields() {
        return std::tuple{json::field("code", &RegionOut::code), json::field("score", &RegionOut::score)};
    }
};

struct CandidateOut {
    double score = 0;
    std::string plate;

    static constexpr std::string_view schema_name = "PlateReaderCandidate";
    static constexpr auto fields() {
        return std::tuple{json::field("score", &CandidateOut::score), json::field("plate", &CandidateOut::plate)};
    }
};

struct VehicleOut {
    double score = 0;
    std::string type;
    BoxOut box;

    static constexpr std::string_view schema_name = "PlateReaderVehicle";
    static constexpr auto fields() {
        return std::tuple{json::field("score", &VehicleOut::score), json::field("type", &VehicleOut::type),
                          json::field("box", &VehicleOut::box)};
    }
};

struct ResultOut {
    BoxOut box;
    std::string plate;
    RegionOut region;
    double score = 0;
    std::vector<CandidateOut> candidates;
    double dscore = 0;
    VehicleOut vehicle;

    static constexpr std::string_view schema_name = "PlateReaderResult";
    static constexpr auto fields() {
        return std::tuple{json::field("box", &ResultOut::box),
                          json::field("plate", &ResultOut::plate).help("In lower case."),
                          json::field("region", &ResultOut::region),
                          json::field("score", &ResultOut::score).help("P(the text is right), 0 to 1."),
                          json::field("candidates", &ResultOut::candidates).help("The plate itself first."),
                          json::field("dscore", &ResultOut::dscore).help("The same as score."),
                          json::field("vehicle", &ResultOut::vehicle).help("Type Unknown and score 0: vehicles are not told.")};
    }
};

struct AnswerOut {
    double processing_time = 0;
    std::vector<ResultOut> results;
    std::string filename;
    int version = 1;
    std::optional<std::string> camera_id;
    std::string timestamp;

    static constexpr std::string_view schema_name = "PlateReaderAnswer";
    static constexpr auto fields() {
        return std::tuple{json::field("processing_time", &AnswerOut::processing_time).help("Milliseconds, waiting included."),
                          json::field("results", &AnswerOut::results),
                          json::field("filename", &AnswerOut::filename),
                          json::field("version", &AnswerOut::version),
                          json::field("camera_id", &AnswerOut::camera_id),
                          json::field("timestamp", &AnswerOut::timestamp)};
    }
};

// What is known of the request beside the form's fields.
using Fields = std::vector<std::pair<std::string, std::string>>;

// What the sender said of the photo. Regions that are not known here, mmc, config and direction change nothing.
// Error: invalid "upload-invalid" with each bad field.
struct Asked {
    Given given;
    std::string image;  // decoded, of an `upload` that is base64; "" when there is none
};
Result<Asked> asked_in(const Fields& fields, bool has_file, const std::function<bool(const std::string&)>& knows_region);

std::vector<ResultOut> results_of(const std::vector<Reading>& readings);

// {"detail", "status_code"}, or {"upload": ["…"], "status_code"} for bad fields, which are 400.
int status_of(const Error& error);
std::string error_text(const Error& error, Language language);

}  // namespace patente::captures::plate_reader
