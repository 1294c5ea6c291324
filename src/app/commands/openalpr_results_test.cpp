#include "app/commands/openalpr_results.h"

#include <gtest/gtest.h>

namespace patente {
namespace {

TEST(OpenAlprResults, AreInTheirShape) {
    const auto formats = Formats::of({{.region = "ar", .name = "mercosur", .pattern = "LLDDDLL", .example = "AB123CD"}});
    ASSERT_TRUE(formats) << formats.error().detail.en;
    vision::PhotoReading reading;
    reading.ms.find = 12.5;
    reading.plates.emplace_back();
    auto& plate = reading.plates.back();
    plate.text = "AB123CD";
    plate.confidence = 0.9123456;
    plate.region = "ar";
    plate.corners = {{{10.4F, 20.6F}, {110, 20}, {110, 50}, {10, 50}}};
    plate.alternatives.push_back({.text = "AB12CD", .probability = 0.05});
    const Instant now{std::chrono::milliseconds{1'772'366'400'250}};
    EXPECT_EQ(openalpr_results(reading, 640, 480, now, *formats),
              R"({"version":2,"data_type":"alpr_results","epoch_time":1772366400250,"img_width":640,"img_height":480,)"
              R"("processing_time_ms":12.5,"regions_of_interest":[],"results":[{"plate":"AB123CD","confidence":91.2346,)"
              R"("matches_template":1,"plate_index":0,"region":"ar","region_confidence":0,"processing_time_ms":12.5,)"
              R"("requested_topn":10,"coordinates":[{"x":10,"y":21},{"x":110,"y":20},{"x":110,"y":50},{"x":10,"y":50}],)"
              R"("candidates":[{"plate":"AB123CD","confidence":91.2346,"matches_template":1},)"
              R"({"plate":"AB12CD","confidence":5,"matches_template":0}]}]})");
    EXPECT_EQ(openalpr_results({}, 640, 480, now, *formats),
              R"({"version":2,"data_type":"alpr_results","epoch_time":1772366400250,"img_width":640,"img_height":480,)"
              R"("processing_time_ms":0,"regions_of_interest":[],"results":[]})");
}

}  // namespace
}  // namespace patente
