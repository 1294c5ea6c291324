// Each step of reading a plate, by itself.
#include <gtest/gtest.h>

#include <cmath>

#include "vision/image/transform.h"
#include "vision/plate/beam.h"
#include "vision/plate/choose.h"
#include "vision/plate/find.h"
#include "vision/plate/merge.h"
#include "vision/plate/prior.h"
#include "vision/plate/reason.h"
#include "vision/plate/straighten.h"

namespace patente::vision {
namespace {

// ---- find ----

// A detector's answer of nothing, into which plates are put.
struct Answer {
    int height, width;
    std::vector<float> values;

    Answer(int height, int width) : height(height), width(width), values(static_cast<std::size_t>(height) * width * 15) {
        for (std::size_t i = 0; i < values.size(); i += 15) values[i] = -8;
    }
    float* cell(int y, int x) { return values.data() + (static_cast<std::size_t>(y) * width + x) * 15; }
    // An upright plate of `w` × `h` cells.
    void put(int y, int x, float logit, float w, float h) {
        const float corners[] = {-0.5f, -0.5f, 0.5f, -0.5f, 0.5f, 0.5f, -0.5f, 0.5f};
        float* to = cell(y, x);
        to[0] = logit, to[1] = 0.25f, to[2] = -0.25f, to[3] = std::log(w), to[4] = std::log(h), to[13] = 5, to[14] = 5;
        std::ranges::copy(corners, to + 5);
    }
    runtime::Tensor tensor() const { return {1, height, width, 15, values.data()}; }
};

TEST(Find, PutsAPlateBackIntoThePhotosPixels) {
    Answer answer{20, 30};
    answer.put(4, 10, 3, 6, 2);
    const auto plates = plates_in(answer.tensor(), 8, 0.5f, 0.5f);
    ASSERT_EQ(plates.size(), 1u);
    EXPECT_NEAR(plates[0].score, 1 / (1 + std::exp(-3.0)), 1e-5);
    EXPECT_NEAR(plates[0].box.centre().x, (10.5 + 0.25) * 8 / 0.5, 1e-3);
    EXPECT_NEAR(plates[0].box.centre().y, (4.5 - 0.25) * 8 / 0.5, 1e-3);
    EXPECT_NEAR(plates[0].box.width, 6 * 8 / 0.5, 1e-3);
    EXPECT_NEAR(plates[0].box.height, 2 * 8 / 0.5, 1e-3);
    EXPECT_GT(plates[0].two_lines, 0.9);
}

TEST(Find, KeepsPeaksOfNeighboursApartAndJoinsCoveredOnes) {
    Answer answer{20, 40};
    answer.put(4, 5, 2, 6, 2);
    answer.put(4, 7, 3, 6, 2);  // covers the first
    answer.put(4, 20, 1, 6, 2);
    answer.put(5, 20, 0.5, 6, 2);  // beside a higher peak
    answer.put(15, 30, -1, 6, 2);  // below the threshold
    const auto plates = plates_in(answer.tensor(), 8, 1, 0.5f);
    ASSERT_EQ(plates.size(), 2u);
    EXPECT_GT(plates[0].score, plates[1].score);
    EXPECT_NEAR(plates[0].box.centre().x, 62, 1e-3);
}

TEST(Find, LeavesOutCornersThatAreNoPlate) {
    Answer answer{20, 40};
    answer.put(4, 5, 2, 6, 2);
    std::swap(answer.cell(4, 5)[5], answer.cell(4, 5)[7]);  // crossed
    answer.put(12, 20, 2, 6, 2);
    answer.cell(12, 20)[7] = std::nanf("");
    EXPECT_TRUE(plates_in(answer.tensor(), 8, 1, 0.5f).empty());
}

TEST(Letterbox, ShrinksNeverEnlargesAndPads) {
    const auto large = letterbox_of(4000, 3000, 1024);
    EXPECT_EQ(large.width, 1024);
    EXPECT_EQ(large.height, 768);
    EXPECT_EQ(large.padded_height, 768);
    const auto small = letterbox_of(300, 33, 1024);
    EXPECT_EQ(small.width, 300);
    EXPECT_EQ(small.padded_width, 320);
    EXPECT_EQ(small.padded_height, 64);
    EXPECT_EQ(letterbox_of(16'000, 1, 1024).height, 1);
}

// ---- straighten ----

// A photo whose colour tells the place: red grows to the right, green downwards.
Image chart(int width, int height) {
    Image image(width, height, 3);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            auto* pixel = image.row(y) + 3 * x;
            pixel[0] = pixel[1] = pixel[2] = static_cast<std::uint8_t>(40 + x / 2 + y / 4);
        }
    return image;
}

TEST(Straighten, CopiesAnUprightPlateOfTheFramesSize) {
    const auto photo = grey(chart(200, 100));
    std::vector<std::uint8_t> crop(40 * 20);
    straighten(chart(200, 100), {Point{50, 30}, {90, 30}, {90, 50}, {50, 50}}, {40, 20, 0, 0}, crop.data());
    for (int y = 0; y < 20; ++y)
        for (int x = 0; x < 40; ++x) EXPECT_EQ(crop[y * 40 + x], *photo.at(50 + x, 30 + y));
}

TEST(Straighten, TurnsAPlateThatStandsOnItsSide) {
    const auto photo = grey(chart(200, 100));
    std::vector<std::uint8_t> crop(40 * 20);
    straighten(chart(200, 100), {Point{70, 30}, {70, 70}, {50, 70}, {50, 30}}, {40, 20, 0, 0}, crop.data());
    for (int y = 0; y < 20; ++y)
        for (int x = 0; x < 40; ++x) EXPECT_NEAR(crop[y * 40 + x], *photo.at(69 - y, 30 + x), 1);
}

TEST(Straighten, AddsTheMarginsAndGoesOnBeyondTheEdge) {
    std::vector<std::uint8_t> crop(60 * 40);
    straighten(chart(200, 100), {Point{50, 30}, {90, 30}, {90, 50}, {50, 50}}, {60, 40, 0.25f, 0.5f}, crop.data());
    EXPECT_NEAR(crop[0], *grey(chart(200, 100)).at(40, 20), 1);
    straighten(chart(200, 100), {Point{-30, -30}, {20, -30}, {20, 10}, {-30, 10}}, {60, 40, 0, 0}, crop.data());
    EXPECT_EQ(crop[0], 40);
}

TEST(Straighten, ManagesCornersOfNoArea) {
    std::vector<std::uint8_t> crop(60 * 40);
    straighten(chart(200, 100), {}, {60, 40, 0.1f, 0.1f}, crop.data());
    straighten(chart(1, 1), {Point{-1e5f, 3}, {1e5f, 3}, {0, 1e5f}, {5, 5}}, {60, 40, 2, 2}, crop.data());
}

// ---- beam ----

Characters steps(const std::vector<std::vector<float>>& probabilities) {
    Characters characters;
    characters.classes = static_cast<int>(probabilities[0].size());
    for (const auto& step : probabilities)
        for (const float each : step) characters.logarithms.push_back(std::log(std::max(each, 1e-9f)));
    return characters;
}

// Sums the probability of every path, the slow way.
std::map<std::string, double> every_text(const std::vector<std::vector<float>>& probabilities, std::string_view alphabet) {
    std::map<std::string, double> texts;
    const auto classes = probabilities[0].size();
    std::size_t paths = 1;
    for (std::size_t i = 0; i < probabilities.size(); ++i) paths *= classes;
    for (std::size_t path = 0; path < paths; ++path) {
        std::string text;
        double probability = 1;
        std::size_t last = 0, rest = path;
        for (const auto& step : probabilities) {
            const auto c = rest % classes;
            rest /= classes;
            probability *= step[c];
            if (c != 0 && c != last) text += alphabet[c - 1];
            last = c;
        }
        texts[text] += probability;
    }
    return texts;
}

TEST(Beam, SumsAllWaysOfWritingAText) {
    const std::vector<std::vector<float>> probabilities = {
        {0.2f, 0.5f, 0.3f}, {0.4f, 0.35f, 0.25f}, {0.1f, 0.6f, 0.3f}, {0.3f, 0.3f, 0.4f}, {0.5f, 0.2f, 0.3f}};
    const auto texts = every_text(probabilities, "AB");
    const auto candidates = likeliest_texts(steps(probabilities), "AB", 100);
    EXPECT_EQ(candidates.size(), texts.size());
    for (const auto& candidate : candidates) EXPECT_NEAR(candidate.probability, texts.at(candidate.text), 1e-6) << candidate.text;
    EXPECT_TRUE(std::ranges::is_sorted(candidates, std::greater{}, &Candidate::probability));
}

TEST(Beam, NarrowBeamsFindTheLikeliestAndClaimNoMore) {
    const std::vector<std::vector<float>> probabilities = {
        {0.05f, 0.9f, 0.05f}, {0.9f, 0.05f, 0.05f}, {0.05f, 0.9f, 0.05f}, {0.05f, 0.05f, 0.9f}};
    const auto candidates = likeliest_texts(steps(probabilities), "AB", 3);
    ASSERT_EQ(candidates.size(), 3u);
    EXPECT_EQ(candidates[0].text, "AAB");
    EXPECT_LE(candidates[0].probability, every_text(probabilities, "AB").at("AAB") + 1e-6);
}

TEST(Beam, TextsEndAtTwelveCharacters) {
    std::vector<std::vector<float>> probabilities;
    for (int i = 0; i < 40; ++i) probabilities.push_back(i % 2 ? std::vector{0.98f, 0.02f} : std::vector{0.02f, 0.98f});
    EXPECT_LE(likeliest_texts(steps(probabilities), "A", 8)[0].text.size(), 12u);
}

// ---- prior ----

const std::vector<std::string> regions = {"unknown", "ar", "br", "eu"};
const std::vector<Format> formats = {{"ar", "LLDDDLL", ""},
                                     {"ar", "LLLDDD", ""},
                                     {"br", "LLLDADD", ""},
                                     {"de", "L{1,3}D{1,4}", ""},
                                     {"es", "DDDDLLL", "BCDFGHJKLMNPRSTVWXYZ"}};

double weight(std::string_view text, std::vector<float> seen, std::string_view hint = "") {
    return Prior::made(formats, regions)->weight(text, seen, hint);
}

TEST(Prior, TextsOfTheSeenRegionsFormatsWeighMost) {
    EXPECT_NEAR(weight("AB123CD", {0, 1, 0, 0}), 1.02, 1e-6);
    EXPECT_NEAR(weight("A8123CD", {0, 1, 0, 0}), 0.02, 1e-6);  // the escape
    EXPECT_NEAR(weight("ABC1D23", {0, 0.5f, 0.5f, 0}), 0.52, 1e-6);
    EXPECT_NEAR(weight("WHATEVER", {1, 0, 0, 0}), 1.02, 1e-6);  // no formats: every text
    EXPECT_NEAR(weight("M1234", {0, 0, 0, 1}), 1.02, 1e-6);     // Germany stands under eu
    EXPECT_NEAR(weight("1234BCD", {0, 0, 0, 1}), 1.02, 1e-6);
    EXPECT_NEAR(weight("1234ABC", {0, 0, 0, 1}), 0.02, 1e-6);  // Spain writes no vowels
    EXPECT_NEAR(weight("", {0, 0, 0, 1}), 0.02, 1e-6);
}

TEST(Prior, AHintCountsMoreThanThePicture) {
    EXPECT_NEAR(weight("AB123CD", {0, 0, 1, 0}, "ar"), 0.99, 1e-6);
    EXPECT_NEAR(weight("ABC1D23", {0, 0, 1, 0}, "ar"), 0.05, 1e-6);
    EXPECT_NEAR(weight("ABC1D23", {0, 0, 1, 0}, "xx"), 1.02, 1e-6);
}

TEST(Prior, WhatAnOwnerMayChooseWeighsLessThanASerial) {
    const std::vector<Format> us = {{"us-ny", "LLLDDDD", ""}, {"us-ny", "A{2,8}", "", true}};
    const auto prior = *Prior::made(us, {"us"});
    EXPECT_NEAR(prior.weight("ABO1234", std::vector{1.0f}, ""), 1.02, 1e-6);
    EXPECT_NEAR(prior.weight("AB01234", std::vector{1.0f}, ""), 0.17, 1e-6);  // O and 0 are drawn alike there
}

TEST(Prior, RefusesPatternsItCannotRead) {
    for (const char* pattern : {"LLX", "L{", "L{2", "L{3,1}", "L{0}", "L{99}", "{2}"}) {
        const std::vector<Format> wrong = {{"ar", pattern, ""}};
        EXPECT_FALSE(Prior::made(wrong, regions)) << pattern;
    }
}

// ---- choose ----

TEST(Choose, WeighsByThePriorAndStatesTheChanceOfBeingRight) {
    const std::vector<std::vector<Candidate>> views = {{{"A8123CD", 0.6}, {"AB123CD", 0.3}}};
    const auto fits = [](const std::string& text) { return text == "AB123CD" ? 1.0 : 0.05; };
    const auto candidates = chosen(views, fits);
    ASSERT_EQ(candidates.size(), 2u);
    EXPECT_EQ(candidates[0].text, "AB123CD");
    EXPECT_NEAR(candidates[0].probability, 0.3 / (0.3 + 0.03 + 0.1), 1e-9);  // the beam dropped 0.1
}

TEST(Choose, JoinsViewsAndDropsTextsOfOneCharacter) {
    const std::vector<std::vector<Candidate>> views = {{{"ABC", 0.9}}, {{"ABCD", 0.5}, {"ABC", 0.5}}, {{"A", 1.0}}};
    const auto candidates = chosen(views, [](const std::string&) { return 1.0; });
    ASSERT_EQ(candidates.size(), 2u);
    EXPECT_EQ(candidates[0].text, "ABC");
    EXPECT_NEAR(candidates[0].probability, 1.4 / 3, 1e-9);
    EXPECT_TRUE(chosen({{{"A", 0.9}, {"", 0.1}}}, [](const std::string&) { return 1.0; }).empty());
}

TEST(Choose, TellsTheWeakCharacter) {
    const auto sure = character_confidence({{"AB123", 0.6}, {"A8123", 0.3}, {"XAB123", 0.1}});
    ASSERT_EQ(sure.size(), 5u);
    EXPECT_NEAR(sure[0], 1.0, 1e-6);
    EXPECT_NEAR(sure[1], 0.7, 1e-6);
    EXPECT_NEAR(sure[4], 1.0, 1e-6);
}

// ---- merge and reason ----

PlateReading reading(std::string text, double confidence, Box box) {
    PlateReading result;
    result.text = std::move(text), result.confidence = confidence, result.plate_score = 1, result.box = box;
    return result;
}

TEST(Merge, OnePlateFoundTwiceIsOne) {
    const auto plates = merged({reading("AB123CD", 0.7, {10, 10, 100, 30}), reading("AB123CO", 0.9, {14, 12, 90, 26}),
                                reading("XYZ789", 0.8, {300, 10, 100, 30}), reading("XYZ789", 0.6, {380, 12, 90, 30}),
                                reading("XYZ789", 0.9, {700, 10, 100, 30})});
    ASSERT_EQ(plates.size(), 3u);
    EXPECT_EQ(plates[0].text, "AB123CO");
    EXPECT_EQ(plates[1].confidence, 0.8);
}

Image stripes(int width, int period, int dark, int bright) {
    Image image(width, width / 2, 3);
    for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < width; ++x) {
            const double wave = period == 0 ? (x / 20 % 2) : 0.5 + 0.5 * std::sin(2 * 3.14159 * x / period);
            std::ranges::fill_n(image.row(y) + 3 * x, 3, static_cast<std::uint8_t>(dark + (bright - dark) * wave));
        }
    return image;
}

TEST(Reason, SaysDarkBlurredSmallOrNone) {
    EXPECT_EQ(reason_for(stripes(640, 0, 0, 20), {}), NothingRead::dark);
    EXPECT_EQ(reason_for(stripes(640, 0, 60, 200), {}), NothingRead::no_plate);
    EXPECT_EQ(reason_for(stripes(640, 120, 60, 200), {}), NothingRead::blurred);
    Found small, large;
    small.box = {0, 0, 30, 8}, large.box = {0, 0, 120, 40};
    EXPECT_EQ(reason_for(stripes(640, 0, 60, 200), {small}), NothingRead::too_small);
    EXPECT_EQ(reason_for(stripes(640, 0, 60, 200), {small, large}), NothingRead::no_plate) << "sharp: a sign, not a plate";
    EXPECT_EQ(reason_for(stripes(640, 60, 60, 200), {small, large}), NothingRead::blurred);
    large.box = {600, 300, 120, 40};  // partly outside
    EXPECT_EQ(reason_for(stripes(640, 60, 60, 200), {large}), NothingRead::blurred);
}

}  // namespace
}  // namespace patente::vision
