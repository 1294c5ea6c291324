#include "vision/image/decode.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "vision/image/made_pictures.h"
#include "vision/image/metadata.h"

namespace patente::vision {
namespace {

using namespace std::chrono_literals;

// two_colours(64, 48) with the block of phone_photo(); written by libheif, whose encoder the tests do without.
std::string phone_heic() {
    std::ifstream stream{PATENTE_ROOT "/tests/fixtures/phone_photo.heic", std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

bool reddish(const Image& image, int x, int y) { return image.at(x, y)[0] > image.at(x, y)[2] + 80; }
bool bluish(const Image& image, int x, int y) { return image.at(x, y)[2] > image.at(x, y)[0] + 80; }

void expect_two_colours(const std::string& bytes, const char* what) {
    const auto image = decode(bytes);
    ASSERT_TRUE(image) << what << ": " << image.error().detail.en;
    EXPECT_EQ(image->width, 64) << what;
    EXPECT_EQ(image->height, 48) << what;
    EXPECT_EQ(image->channels, 3) << what;
    EXPECT_TRUE(reddish(*image, 5, 5) && reddish(*image, 20, 40) && bluish(*image, 50, 5) && bluish(*image, 60, 44)) << what;
}

std::string problem_of(const std::string& bytes) {
    const auto image = decode(bytes);
    return image ? "" : image.error().problem;
}

TEST(Decode, ReadsFourFormatsByTheirBytes) {
    const auto image = two_colours(64, 48);
    expect_two_colours(encode_jpeg(image, 90), "JPEG");
    expect_two_colours(png_of(image), "PNG");
    expect_two_colours(webp_of(image), "WebP");
    expect_two_colours(animated_webp_of(image), "animated WebP");
    expect_two_colours(phone_heic(), "HEIC");
}

TEST(Decode, ReadsGreyJpegAsRgb) {
    Image grey(16, 16, 1);
    std::ranges::fill(grey.pixels, std::uint8_t{77});
    const auto image = decode(encode_jpeg(grey, 95));
    ASSERT_TRUE(image);
    EXPECT_EQ(image->channels, 3);
    EXPECT_NEAR(image->at(8, 8)[1], 77, 2);
}

TEST(Decode, ReadsCmykJpeg) {
    std::vector<unsigned char> inks(32 * 32 * 4);
    for (std::size_t i = 0; i < inks.size(); i += 4)
        inks[i] = 255, inks[i + 1] = 40, inks[i + 2] = 40, inks[i + 3] = 255;  // inverted: red
    tjhandle handle = tjInitCompress();
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    ASSERT_EQ(tjCompress2(handle, inks.data(), 32, 0, 32, TJPF_CMYK, &bytes, &size, TJSAMP_444, 95, 0), 0);
    const auto image = decode({reinterpret_cast<const char*>(bytes), size});
    tjFree(bytes);
    tjDestroy(handle);
    ASSERT_TRUE(image);
    EXPECT_TRUE(reddish(*image, 10, 10));
}

TEST(Decode, ReadsPngOf16BitsPaletteAndAlpha) {
    std::vector<std::uint8_t> deep;
    for (int i = 0; i < 8 * 8; ++i)
        for (const int value : {0xF000, 0x1000, 0x1000}) deep.push_back(value & 255), deep.push_back(value >> 8);
    EXPECT_TRUE(reddish(*decode(png_of(8, 8, 2, 16, deep)), 4, 4));

    spng_plte palette{};
    palette.n_entries = 2;
    palette.entries[1] = {240, 10, 10, 255};
    EXPECT_TRUE(reddish(*decode(png_of(8, 8, 3, 8, std::vector<std::uint8_t>(64, 1), &palette)), 4, 4));

    std::vector<std::uint8_t> clear;
    for (int i = 0; i < 64; ++i) clear.insert(clear.end(), {10, 10, 240, 128});
    EXPECT_TRUE(bluish(*decode(png_of(8, 8, 6, 8, clear)), 4, 4));
}

TEST(Decode, RefusesWhatIsNoPicture) {
    for (const std::string bytes : {"", "\xFF", "GIF89a", "%PDF-1.7", "<html>", "RIFF", "ftypheic", "PK\3\4"})
        EXPECT_EQ(problem_of(bytes), "not-an-image") << bytes;
    EXPECT_EQ(problem_of(std::string(1000, '\0')), "not-an-image");
}

// Every cut either gives a picture of the right size (a JPEG with most rows) or a clear error.
TEST(Decode, CutFilesGiveClearErrors) {
    const auto image = two_colours(64, 48);
    for (const auto& whole : {encode_jpeg(image, 90), png_of(image), webp_of(image), animated_webp_of(image), phone_heic()})
        for (std::size_t length = 12; length < whole.size(); length += 1 + whole.size() / 64) {
            const auto cut = decode(std::string_view{whole}.substr(0, length));
            if (cut)
                EXPECT_EQ(cut->width, 64);
            else
                EXPECT_TRUE(cut.error().problem == "image-truncated" || cut.error().problem == "image-broken")
                    << cut.error().problem;
        }
}

TEST(Decode, KeepsJpegOfWhichMostRowsAreThere) {
    Image noisy(256, 256, 3);
    for (std::size_t i = 0; i < noisy.pixels.size(); ++i) noisy.pixels[i] = static_cast<std::uint8_t>(i * 2654435761u >> 24);
    const auto whole = encode_jpeg(noisy, 80);
    EXPECT_TRUE(decode(std::string_view{whole}.substr(0, whole.size() * 9 / 10)));
    EXPECT_EQ(problem_of(whole.substr(0, whole.size() / 4)), "image-truncated");
}

TEST(Decode, RefusesHugeSizesBeforeTakingMemory) {
    auto png = png_of(two_colours(8, 8));
    const auto with_size = [&](std::uint32_t width, std::uint32_t height) {
        auto copy = png;
        for (int i = 0; i < 4; ++i)
            copy[16 + i] = static_cast<char>(width >> (24 - 8 * i)), copy[20 + i] = static_cast<char>(height >> (24 - 8 * i));
        std::uint32_t crc = 0xFFFFFFFF;  // of the header's name and body
        for (int i = 12; i < 29; ++i) {
            crc ^= static_cast<unsigned char>(copy[i]);
            for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
        }
        for (int i = 0; i < 4; ++i) copy[29 + i] = static_cast<char>(~crc >> (24 - 8 * i));
        return copy;
    };
    EXPECT_EQ(problem_of(with_size(50'000, 50'000)), "image-too-large");
    EXPECT_EQ(problem_of(with_size(16'385, 1)), "image-too-large");
    EXPECT_EQ(problem_of(with_size(16'000, 16'000)), "image-too-large");
    auto jpeg = encode_jpeg(two_colours(8, 8), 80);
    const auto frame = jpeg.find("\xFF\xC0");
    ASSERT_NE(frame, jpeg.npos);
    jpeg.replace(frame + 5, 4, "\xEA\x60\xEA\x60");  // 60,000
    EXPECT_EQ(problem_of(jpeg), "image-too-large");
}

TEST(Decode, TakesAPolyglotForWhatItsFirstBytesSay) {
    const auto image = two_colours(64, 48);
    expect_two_colours(encode_jpeg(image, 90) + "PK\3\4 and a zip <script>alert(1)</script>", "JPEG and zip");
    expect_two_colours(png_of(image) + "%PDF-1.7", "PNG and PDF");
}

TEST(Decode, TurnsByOrientation) {
    const auto tall = [&](int orientation) {
        const auto image = decode(jpeg_with(encode_jpeg(two_colours(64, 48), 92), Tiff{}.number(0, 0x112, orientation).bytes()));
        EXPECT_TRUE(image);
        return *image;
    };
    EXPECT_TRUE(reddish(tall(1), 5, 5));
    EXPECT_TRUE(bluish(tall(2), 5, 5));  // mirrored
    EXPECT_TRUE(bluish(tall(3), 5, 5));  // half a turn
    const auto right = tall(6);          // the camera was held upright: turn right
    EXPECT_EQ(right.width, 48);
    EXPECT_EQ(right.height, 64);
    EXPECT_TRUE(reddish(right, 24, 5) && bluish(right, 24, 60));
    EXPECT_GT(right.at(40, 5)[0], right.at(8, 5)[0] + 30);  // the bright corner comes to the upper right
    const auto left = tall(8);
    EXPECT_TRUE(bluish(left, 24, 5) && reddish(left, 24, 60));
    EXPECT_TRUE(reddish(tall(99), 5, 5));  // no such orientation
}

Tiff phone_photo() {
    Tiff tiff;
    tiff.text(0, 0x10F, "Acme").text(0, 0x110, "Phone 3");
    tiff.text(1, 0x9003, "2026:03:01 18:05:09").text(1, 0x9011, "-03:00").text(1, 0x9291, "25");
    tiff.text(2, 1, "S")
        .ratios(2, 2, {{34, 1}, {36, 1}, {1320, 100}})
        .text(2, 3, "W")
        .ratios(2, 4, {{58, 1}, {22, 1}, {5400, 100}});
    tiff.ratios(2, 7, {{21, 1}, {5, 1}, {8, 1}}).text(2, 0x1D, "2026:03:01").ratios(2, 0x1F, {{475, 100}});
    return tiff;
}

void expect_phone_photo(const Metadata& metadata, const char* what) {
    ASSERT_TRUE(metadata.taken_at && metadata.utc_offset && metadata.gps && metadata.gps_time) << what;
    EXPECT_EQ(metadata.taken_at->time_since_epoch(),
              std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}.time_since_epoch() + 18h + 5min + 9s + 250ms);
    EXPECT_EQ(*metadata.utc_offset, -180min);
    EXPECT_EQ(*metadata.gps_time, Instant{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + 21h + 5min + 8s});
    EXPECT_NEAR(metadata.gps->latitude, -34.603667, 1e-6);
    EXPECT_NEAR(metadata.gps->longitude, -58.381667, 1e-6);
    EXPECT_DOUBLE_EQ(metadata.gps->error_m.value_or(0), 4.75);
    EXPECT_EQ(metadata.make, "Acme");
    EXPECT_EQ(metadata.model, "Phone 3");
}

TEST(Metadata, IsReadFromEveryFormat) {
    const auto image = two_colours(64, 48);
    const auto tiff = phone_photo().bytes();
    expect_phone_photo(metadata_of(jpeg_with(encode_jpeg(image, 80), tiff)), "JPEG");
    expect_phone_photo(metadata_of(phone_heic()), "HEIC");
    const auto png = png_of(image);
    const auto size = static_cast<std::uint32_t>(tiff.size());
    const std::string length{static_cast<char>(size >> 24), static_cast<char>(size >> 16), static_cast<char>(size >> 8),
                             static_cast<char>(size)};
    expect_phone_photo(metadata_of(png.substr(0, 33) + length + "eXIf" + tiff + "...." + png.substr(33)), "PNG");
    const auto webp = webp_of(image);
    expect_phone_photo(metadata_of(webp + riff_chunk("EXIF", tiff)), "WebP");
}

TEST(Metadata, LeavesOutWhatIsMalformed) {
    const auto of = [](const Tiff& tiff) { return metadata_of(jpeg_with(encode_jpeg(two_colours(8, 8), 80), tiff.bytes())); };
    for (const char* time : {"0000:00:00 00:00:00", "2026:02:30 10:00:00", "2026:03:01 25:00:00", "2026-03-01", "", "gestern"})
        EXPECT_FALSE(of(Tiff{}.text(1, 0x9003, time)).taken_at) << time;
    for (const char* offset : {"-3", "03:00", "+99:00", "+0a:00"})
        EXPECT_FALSE(of(Tiff{}.text(1, 0x9011, offset)).utc_offset) << offset;
    EXPECT_FALSE(of(Tiff{}.ratios(2, 2, {{91, 1}}).ratios(2, 4, {{10, 1}})).gps);
    EXPECT_FALSE(of(Tiff{}.ratios(2, 2, {{1, 0}}).ratios(2, 4, {{10, 1}})).gps);
    EXPECT_FALSE(of(Tiff{}.ratios(2, 2, {{0, 1}}).ratios(2, 4, {{0, 1}})).gps);
    EXPECT_FALSE(metadata_of("").taken_at);
}

TEST(Metadata, SurvivesLoopsAndHugeCounts) {
    const auto jpeg = encode_jpeg(two_colours(8, 8), 80);
    auto loop = phone_photo().bytes();
    const auto pointer = loop.find(std::string("\x69\x87\x04\x00", 4));
    ASSERT_NE(pointer, loop.npos);
    loop.replace(pointer + 8, 4, little(8, 4));  // the EXIF directory is the first one again
    EXPECT_EQ(metadata_of(jpeg_with(jpeg, loop)).make, "Acme");
    EXPECT_TRUE(decode(jpeg_with(jpeg, loop)));
    for (std::size_t at = 8; at < loop.size(); at += 3) {
        auto wild = phone_photo().bytes();
        wild.replace(at, std::min<std::size_t>(4, wild.size() - at), "\xFF\xFF\xFF\x7F");
        EXPECT_TRUE(decode(jpeg_with(jpeg, wild)));
    }
}

}  // namespace
}  // namespace patente::vision
