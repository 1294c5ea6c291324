#include "app/commands/openalpr_results.h"

#include <cmath>

#include "base/json.h"

namespace patente {
namespace {

constexpr int candidates_asked = 10;

struct CoordinateOut {
    int x = 0, y = 0;

    static constexpr auto fields() {
        return std::tuple{json::field("x", &CoordinateOut::x), json::field("y", &CoordinateOut::y)};
    }
};

struct CandidateOut {
    std::string plate;
    double confidence = 0;
    int matches_template = 0;

    static constexpr auto fields() {
        return std::tuple{json::field("plate", &CandidateOut::plate), json::field("confidence", &CandidateOut::confidence),
                          json::field("matches_template", &CandidateOut::matches_template)};
    }
};

struct ResultOut {
    std::string plate;
    double confidence = 0;
    int matches_template = 0;
    int plate_index = 0;
    std::string region;
    int region_confidence = 0;
    double processing_time_ms = 0;
    int requested_topn = candidates_asked;
    std::vector<CoordinateOut> coordinates;
    std::vector<CandidateOut> candidates;

    static constexpr auto fields() {
        return std::tuple{json::field("plate", &ResultOut::plate),
                          json::field("confidence", &ResultOut::confidence),
                          json::field("matches_template", &ResultOut::matches_template),
                          json::field("plate_index", &ResultOut::plate_index),
                          json::field("region", &ResultOut::region),
                          json::field("region_confidence", &ResultOut::region_confidence),
                          json::field("processing_time_ms", &ResultOut::processing_time_ms),
                          json::field("requested_topn", &ResultOut::requested_topn),
                          json::field("coordinates", &ResultOut::coordinates),
                          json::field("candidates", &ResultOut::candidates)};
    }
};

struct ResultsOut {
    int version = 2;
    std::string data_type = "alpr_results";
    std::int64_t epoch_time = 0;
    int img_width = 0, img_height = 0;
    double processing_time_ms = 0;
    std::vector<CoordinateOut> regions_of_interest;
    std::vector<ResultOut> results;

    static constexpr auto fields() {
        return std::tuple{json::field("version", &ResultsOut::version),
                          json::field("data_type", &ResultsOut::data_type),
                          json::field("epoch_time", &ResultsOut::epoch_time),
                          json::field("img_width", &ResultsOut::img_width),
                          json::field("img_height", &ResultsOut::img_height),
                          json::field("processing_time_ms", &ResultsOut::processing_time_ms),
                          json::field("regions_of_interest", &ResultsOut::regions_of_interest),
                          json::field("results", &ResultsOut::results)};
    }
};

double percent(double probability) { return std::round(probability * 1e6) / 1e4; }

CandidateOut candidate_of(const std::string& text, double probability, const std::string& region, const Formats& formats) {
    return {text, percent(probability), formats.fitting(text, region).empty() ? 0 : 1};
}

ResultOut result_of(const vision::PlateReading& plate, int index, double ms, const Formats& formats) {
    const std::string region = formats.knows(plate.region) ? plate.region : "";
    ResultOut result{.plate_index = index, .region = plate.region, .processing_time_ms = ms};
    result.candidates.push_back(candidate_of(plate.text, plate.confidence, region, formats));
    for (const auto& each : plate.alternatives)
        result.candidates.push_back(candidate_of(each.text, each.probability, region, formats));
    const auto& best = result.candidates.front();
    result.plate = best.plate;
    result.confidence = best.confidence;
    result.matches_template = best.matches_template;
    for (const auto& corner : plate.corners)
        result.coordinates.push_back({static_cast<int>(std::lround(corner.x)), static_cast<int>(std::lround(corner.y))});
    return result;
}

}  // namespace

std::string openalpr_results(const vision::PhotoReading& reading, int width, int height, Instant now, const Formats& formats) {
    const double ms = std::round(reading.ms.all() * 1'000) / 1'000;
    ResultsOut out{
        .epoch_time = now.time_since_epoch().count(), .img_width = width, .img_height = height, .processing_time_ms = ms};
    for (const auto& plate : reading.plates)
        out.results.push_back(result_of(plate, static_cast<int>(out.results.size()), ms, formats));
    return json::text_of(out);
}

}  // namespace patente
