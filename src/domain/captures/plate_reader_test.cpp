#include <gtest/gtest.h>

#include "domain/captures/plate_reader_wire.h"

namespace patente::captures::plate_reader {
namespace {

Result<Asked> asked(const Fields& fields, bool has_file = true) {
    return asked_in(fields, has_file, [](const std::string& region) { return region == "ar" || region == "br"; });
}

TEST(PlateReaderForm, SaysWhatItKnowsOfThePhoto) {
    const auto said = asked({{"regions", "fr"},
                             {"regions", "br"},
                             {"regions", "ar"},
                             {"camera_id", "gate-1"},
                             {"timestamp", "2026-03-01T12:00:00"},
                             {"mmc", "true"},
                             {"config", "{\"mode\":\"fast\"}"},
                             {"direction", "1"}});
    ASSERT_TRUE(said);
    EXPECT_EQ(said->given.region, "br") << "the first that is known";
    EXPECT_EQ(said->given.device, "gate-1");
    EXPECT_EQ(said->given.taken_at, parse_rfc3339("2026-03-01T12:00:00Z"));
    EXPECT_EQ(said->image, "");
}

TEST(PlateReaderForm, ThePhotoMayBeBase64) {
    for (const char* const upload : {"/9j/+w==", "data:image/jpeg;base64,/9j/+w==", "/9j/ w==", "/9j/\r\n+w", "_9j_-w"})
        EXPECT_EQ(asked({{"upload", upload}}, false)->image, "\xFF\xD8\xFF\xFB") << upload;
}

TEST(PlateReaderForm, WhatIsMissingOrWrongIsNamed) {
    const auto fields_named = [](const Fields& fields) {
        std::vector<std::string> names;
        const auto said = asked(fields, false);
        if (!said)
            for (const auto& fault : said.error().faults) names.push_back(fault.pointer);
        return names;
    };
    EXPECT_EQ(fields_named({}), std::vector<std::string>{"upload"});
    EXPECT_EQ(fields_named({{"upload", "not base64!"}}), std::vector<std::string>{"upload"});
    EXPECT_EQ(fields_named({{"upload", "data:"}}), std::vector<std::string>{"upload"});
    EXPECT_EQ(fields_named({{"upload_url", "http://169.254.169.254/"}}), std::vector<std::string>{"upload_url"});
    EXPECT_EQ(fields_named({{"upload", "/9j/"}, {"timestamp", "soon"}, {"camera_id", std::string(81, 'c')}}),
              (std::vector<std::string>{"timestamp", "camera_id"}));
}

TEST(PlateReaderAnswer, IsInTheirShape) {
    const Reading reading{.plate = "AB123CD",
                          .confidence = 0.91234,
                          .region = "ar",
                          .box = Box{10.4, 20.5, 100, 30},
                          .alternatives = {{"AB123CO", 0.05}}};
    const auto results = results_of({reading});
    ASSERT_EQ(results.size(), 1u);
    EXPECT_EQ(
        json::text_of(results[0]),
        R"({"box":{"xmin":10,"ymin":21,"xmax":110,"ymax":51},"plate":"ab123cd","region":{"code":"ar","score":0.912},"score":0.912,)"
        R"("candidates":[{"score":0.912,"plate":"ab123cd"},{"score":0.05,"plate":"ab123co"}],"dscore":0.912,)"
        R"("vehicle":{"score":0,"type":"Unknown","box":{"xmin":10,"ymin":21,"xmax":110,"ymax":51}}})");
}

TEST(PlateReaderAnswer, ErrorsAreInTheirShape) {
    const Error no_key{ErrorKind::unauthenticated, "key-missing", {"A key is needed.", "Hace falta una clave."}};
    EXPECT_EQ(status_of(no_key), 403);
    EXPECT_EQ(error_text(no_key, Language::en), R"({"detail":"A key is needed.","status_code":403})");
    const auto missing = asked({}, false).error();
    EXPECT_EQ(status_of(missing), 400);
    EXPECT_EQ(error_text(missing, Language::en), R"({"upload":["No file was sent."],"status_code":400})");
}

}  // namespace
}  // namespace patente::captures::plate_reader
