// The shipped models on the photos that our renderer drew.
#include "vision/plate/reader.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <thread>

#include "base/json.h"
#include "vision/image/decode.h"
#include "vision/image/transform.h"

namespace patente::vision {
namespace {

const std::filesystem::path root = PATENTE_ROOT;

std::unique_ptr<PlateReader> shipped(ReaderOptions options) {
    auto reader = PlateReader::load({root / "models/plate_detector.onnx", root / "models/plate_reader.onnx"}, std::move(options));
    EXPECT_TRUE(reader) << reader.error().detail.en;
    return std::move(*reader);
}

// One for many tests: a sanitized program takes seconds to load and measure.
const PlateReader& shipped() {
    static const auto reader = shipped(ReaderOptions{});
    return *reader;
}

Image photo(const std::string& name) {
    std::ifstream stream{root / "tests/golden" / name, std::ios::binary};
    return *decode(std::string{std::istreambuf_iterator<char>{stream}, {}});
}

struct Golden {
    std::string image;
    std::vector<std::string> plates;
};

std::vector<Golden> golden() {
    std::vector<Golden> all;
    std::ifstream stream{root / "tests/golden/photos.jsonl"};
    for (std::string line; std::getline(stream, line);) {
        const auto row = json::parsed(line)->as_object();
        Golden each{std::string{row.at("image").as_string()}, {}};
        for (const auto& plate : row.at("plates").as_array()) each.plates.emplace_back(plate.at("text").as_string());
        all.push_back(std::move(each));
    }
    return all;
}

TEST(PlateReader, ReadsTheGoldenPhotos) {
    const auto& reader = shipped();
    int plates = 0, right = 0, photos = 0, strange = 0;
    for (const auto& [image, texts] : golden()) {
        if (++photos % 3 != 0) continue;  // a third is enough for every change; `patente eval` reads all
        const auto reading = reader.read(photo(image), {});
        EXPECT_EQ(reading.plates.empty(), reading.nothing_read.has_value()) << image;
        for (const auto& text : texts) right += std::ranges::count(reading.plates, text, &PlateReading::text) > 0;
        plates += static_cast<int>(texts.size());
        strange += std::max(0, static_cast<int>(reading.plates.size()) - static_cast<int>(texts.size()));
    }
    EXPECT_GE(right, plates * 8 / 10) << right << " of " << plates;
    EXPECT_LE(strange, plates / 4);
}

std::vector<std::string> texts_in(const PhotoReading& reading) {
    std::vector<std::string> texts;
    for (const auto& plate : reading.plates) texts.push_back(plate.text);
    std::ranges::sort(texts);
    return texts;
}

TEST(PlateReader, ReadsAlikeInEveryNumberFormat) {
    const auto all = golden();
    const auto texts_by = [&](runtime::Precision precision) {
        const auto reader = shipped({.precision = precision});
        std::vector<std::vector<std::string>> texts;
        for (std::size_t i = 0; i < all.size(); i += 5) texts.push_back(texts_in(reader->read(photo(all[i].image), {})));
        return texts;
    };
    const auto full = texts_by(runtime::Precision::fp32);
    for (const auto precision : {runtime::Precision::bf16, runtime::Precision::int8}) {
        if (!runtime::processor_has(precision)) continue;
        int alike = 0;
        const auto texts = texts_by(precision);
        for (std::size_t i = 0; i < full.size(); ++i) alike += texts[i] == full[i];
        EXPECT_GE(alike, std::ssize(full) - 1) << json::name_of(precision);
    }
}

TEST(PlateReader, SaysOfASharpPhotoWithoutAPlateThatThereIsNone) {
    const auto& reader = shipped();
    for (const auto* name : {"no01_empty", "no03_bare", "no04_empty"})
        EXPECT_EQ(reader.read(photo("photos/" + std::string(name) + ".jpg"), {}).nothing_read, NothingRead::no_plate) << name;
}

TEST(PlateReader, SaysWhereWhatAndHowSure) {
    const auto reading = shipped().read(photo("photos/ar01_in.jpg"), {.region = "ar"});
    ASSERT_FALSE(reading.plates.empty());
    const auto& plate = reading.plates[0];
    EXPECT_EQ(plate.text, "AB734KL");
    EXPECT_GT(overlap(plate.box, {326.9f, 405.7f, 125.3f, 44.5f}), 0.6f);
    EXPECT_GT(plate.confidence, 0.5);
    EXPECT_EQ(plate.character_confidence.size(), plate.text.size());
    EXPECT_LE(plate.alternatives.size(), 9u);
    EXPECT_EQ(plate.lines, 1);
    EXPECT_EQ(plate.crop.channels, 3);
    EXPECT_GT(plate.crop.width, 120);
    EXPECT_FALSE(reading.nothing_read);
    EXPECT_GT(reading.ms.all(), 0);
}

// Two looks alone, or a look whose places are wrong, could not reach that score.
TEST(PlateReader, LooksForVehiclesCloselyAndReadsTheSamePlates) {
    const auto image = photo("photos/ar05_out.jpg");
    const auto in_passing = shipped().read(image, {.crops = false});
    const auto closely = shipped().read(image, {.crops = false, .vehicles = VehicleSearch::closely});
    EXPECT_EQ(texts_in(closely), texts_in(in_passing));
    ASSERT_FALSE(in_passing.vehicles.empty());
    ASSERT_FALSE(closely.vehicles.empty());
    EXPECT_GT(closely.vehicles[0].score, 0.75);
    EXPECT_GT(overlap(closely.vehicles[0].box, in_passing.vehicles[0].box), 0.7f);
    ASSERT_FALSE(closely.plates.empty());
    EXPECT_EQ(closely.plates[0].vehicle, closely.vehicles[0]);
}

TEST(PlateReader, ReadsTheSamePlatesWithoutVehicles) {
    const auto image = photo("photos/ar05_out.jpg");
    const auto reading = shipped().read(image, {.crops = false, .vehicles = VehicleSearch::none});
    EXPECT_TRUE(reading.vehicles.empty());
    EXPECT_EQ(texts_in(reading), texts_in(shipped().read(image, {.crops = false})));
    ASSERT_FALSE(reading.plates.empty());
    EXPECT_FALSE(reading.plates[0].vehicle);
}

TEST(PlateReader, LooksAtHalfAPhotoUnlessToldOtherwise) {
    const auto& reader = shipped();
    EXPECT_EQ(reader.long_side(300, 200), 640);
    EXPECT_EQ(reader.long_side(720, 1280), 640);
    EXPECT_GE(reader.long_side(4000, 3000), 640);
    EXPECT_LE(reader.long_side(4000, 3000), 1024);
    EXPECT_EQ(shipped({.long_side = 900})->long_side(1280, 720), 900);
}

// A photo in the corner of a large grey one, as a car far away.
Image far_away(const Image& near, double scale) {
    Image far(1280, 960, 3);
    std::ranges::fill(far.pixels, std::uint8_t{120});
    resize_into(near, static_cast<int>(near.width * scale), static_cast<int>(near.height * scale), far.pixels.data(),
                far.row_bytes());
    return far;
}

TEST(PlateReader, LooksAtMoreOfAPhotoWhereHalfShowsNothing) {
    const int all = shipped().long_side(4000, 3000);
    if (all == 640) GTEST_SKIP() << "this processor is too slow to look at more";
    const auto half = shipped({.long_side = 640}), more = shipped({.long_side = all});
    const auto near = photo("photos/ar03_in.jpg");
    int helped = 0;
    for (const double scale : {0.16, 0.2, 0.24, 0.28, 0.4}) {
        const auto far = far_away(near, scale);
        const auto at_half = texts_in(half->read(far, {})), at_more = texts_in(more->read(far, {}));
        EXPECT_EQ(texts_in(shipped().read(far, {})), at_half.empty() ? at_more : at_half) << scale;
        helped += at_half.empty() && !at_more.empty();
    }
    EXPECT_GT(helped, 0);
}

TEST(PlateReader, ReadsACutOutPlate) {
    const auto whole = shipped().read(photo("photos/ar01_in.jpg"), {});
    ASSERT_FALSE(whole.plates.empty());
    const auto reading = shipped().read(whole.plates[0].crop, {.cut_out = true});
    ASSERT_EQ(reading.plates.size(), 1u);
    EXPECT_EQ(reading.plates[0].text, "AB734KL");
}

TEST(PlateReader, SaysWhyNothingWasRead) {
    const auto& reader = shipped();
    Image black(640, 480, 3), even(640, 480, 3), tiny(1, 1, 3);
    std::ranges::fill(black.pixels, std::uint8_t{4});
    std::ranges::fill(even.pixels, std::uint8_t{140});
    std::ranges::fill(tiny.pixels, std::uint8_t{140});
    EXPECT_EQ(reader.read(black, {}).nothing_read, NothingRead::dark);
    EXPECT_EQ(reader.read(even, {}).nothing_read, NothingRead::no_plate);
    EXPECT_EQ(reader.read(tiny, {}).nothing_read, NothingRead::no_plate);
}

TEST(PlateReader, ManyThreadsShareItAndAgree) {
    const auto reader = shipped({.contexts_max = 2});
    const auto image = photo("photos/ar01_in.jpg");
    const auto alone = reader->read(image, {});
    std::vector<PhotoReading> readings(4);
    {
        std::vector<std::jthread> threads;
        for (auto& reading : readings) threads.emplace_back([&] { reading = reader->read(image, {}); });
    }
    for (const auto& reading : readings) {
        ASSERT_EQ(reading.plates.size(), alone.plates.size());
        EXPECT_EQ(reading.plates[0].text, alone.plates[0].text);
        EXPECT_DOUBLE_EQ(reading.plates[0].confidence, alone.plates[0].confidence);
    }
}

TEST(PlateReader, NamesTheFileThatIsUnusable) {
    const auto detector = root / "models/plate_detector.onnx", reader = root / "models/plate_reader.onnx";
    EXPECT_EQ(PlateReader::load({root / "none.onnx", reader}, {}).error().problem, "model-missing");
    const auto swapped = PlateReader::load({reader, detector}, {});
    ASSERT_FALSE(swapped);
    EXPECT_EQ(swapped.error().detail.en, "plate_reader.onnx: metadata patente.kind is missing or out of range.");
    EXPECT_EQ(PlateReader::load({detector, reader}, {.formats = {{"ar", "L{", ""}}}).error().problem, "format-invalid");
}

TEST(PlateReader, RemembersTheMeasuredNumberFormat) {
    const auto file = std::filesystem::temp_directory_path() / ("patente_precision_" + std::to_string(getpid()) + ".json");
    std::filesystem::remove(file);
    shipped({.remembered = file});
    std::ifstream stream{file};
    const std::string text{std::istreambuf_iterator<char>{stream}, {}};
    if (runtime::processor_has(runtime::Precision::bf16)) {
        const auto choices = json::parsed(text);
        ASSERT_TRUE(choices);
        EXPECT_EQ(choices->as_object().size(), 2u);
    }
    std::ofstream{file} << "not JSON";
    EXPECT_FALSE(shipped({.remembered = file})->read(photo("photos/ar01_in.jpg"), {}).plates.empty());
    std::filesystem::remove(file);
}

}  // namespace
}  // namespace patente::vision
