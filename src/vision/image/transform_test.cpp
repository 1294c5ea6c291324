#include "vision/image/transform.h"

#include <gtest/gtest.h>

#include <cmath>

namespace patente::vision {
namespace {

Image noise(int width, int height, int channels) {
    Image image(width, height, channels);
    for (std::size_t i = 0; i < image.pixels.size(); ++i) image.pixels[i] = static_cast<std::uint8_t>(i * 2654435761u >> 23);
    return image;
}

// Lighter to the right, to the bottom and to both.
Image slope(int width, int height) {
    Image image(width, height, 3);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const int right = 255 * x / width, down = 255 * y / height;
            auto* pixel = image.row(y) + 3 * x;
            pixel[0] = static_cast<std::uint8_t>(right);
            pixel[1] = static_cast<std::uint8_t>(down);
            pixel[2] = static_cast<std::uint8_t>((right + down) / 2);
        }
    return image;
}

// The mean over the area of one new pixel, the slow way: a hundred samples a side.
double area_mean(const Image& image, int width, int height, int x, int y, int c) {
    double sum = 0;
    for (int j = 0; j < 100; ++j)
        for (int i = 0; i < 100; ++i)
            sum += image.at(static_cast<int>((x + (i + 0.5) / 100) * image.width / width),
                            static_cast<int>((y + (j + 0.5) / 100) * image.height / height))[c];
    return sum / 10'000;
}

TEST(Shrink, GivesTheMeanOfTheAreaOfEachPixel) {
    for (const int channels : {1, 3}) {
        const auto image = noise(53, 37, channels);
        for (const auto& [width, height] : {std::pair{53, 37}, {40, 30}, {17, 36}, {1, 1}, {26, 5}}) {
            const auto small = shrink(image, width, height);
            for (int y = 0; y < height; ++y)
                for (int x = 0; x < width; ++x)
                    for (int c = 0; c < channels; ++c)
                        EXPECT_NEAR(small.at(x, y)[c], area_mean(image, width, height, x, y, c), 3.0);
        }
    }
}

TEST(Shrink, HalvesExactly) {
    for (const auto& [width, height] : {std::pair{54, 38}, {2, 2}, {2, 38}, {34, 2}}) {
        const auto image = noise(width, height, 3);
        const auto half = shrink(image, width / 2, height / 2);
        for (int y = 0; y < half.height; ++y)
            for (int x = 0; x < half.width; ++x)
                for (int c = 0; c < 3; ++c) {
                    const auto* upper = image.at(2 * x, 2 * y) + c;
                    const auto* lower = image.at(2 * x, 2 * y + 1) + c;
                    EXPECT_EQ(half.at(x, y)[c], (upper[0] + upper[3] + lower[0] + lower[3] + 2) / 4) << x << ", " << y;
                }
    }
}

TEST(Shrink, KeepsAnEvenColourAndTheRestOfTheRows) {
    Image image(100, 60, 3);
    std::ranges::fill(image.pixels, std::uint8_t{201});
    std::vector<std::uint8_t> to(50 * 200, 7);
    resize_into(image, 33, 50, to.data(), 200);
    for (int y = 0; y < 50; ++y)
        for (int x = 0; x < 200; ++x) EXPECT_EQ(to[y * 200 + x], x < 99 ? 201 : 7);
}

TEST(Resize, GivesTheMeanOfTheAreaAlsoInALargerPicture) {
    for (const int channels : {1, 3}) {
        const auto image = noise(53, 37, channels);
        for (const auto& [width, height] : {std::pair{71, 49}, {53, 90}, {106, 37}}) {
            Image large(width, height, channels);
            resize_into(image, width, height, large.pixels.data(), large.row_bytes());
            for (int y = 0; y < height; ++y)
                for (int x = 0; x < width; ++x)
                    for (int c = 0; c < channels; ++c)
                        EXPECT_NEAR(large.at(x, y)[c], area_mean(image, width, height, x, y, c), 3.0);
        }
    }
}

TEST(Crop, StaysInsideThePicture) {
    const auto image = noise(20, 10, 3);
    const auto part = crop(image, -5, 6, 10, 10);
    EXPECT_EQ(part.width, 5);
    EXPECT_EQ(part.height, 4);
    EXPECT_EQ(*part.at(2, 3), *image.at(2, 9));
    EXPECT_TRUE(crop(image, 30, 30, 5, 5).empty());
    EXPECT_TRUE(crop(image, 3, 3, -5, 5).empty());
}

TEST(Thumbnail, KeepsTheShape) {
    const auto small = thumbnail(noise(400, 100, 3), 100);
    EXPECT_EQ(small.width, 100);
    EXPECT_EQ(small.height, 25);
    EXPECT_EQ(thumbnail(noise(1000, 1, 3), 10).height, 1);
    EXPECT_EQ(thumbnail(noise(40, 30, 3), 100).width, 40);
}

TEST(Thumbnail, ShowsTheMeanOfTheAreaAfterHalvingToo) {
    for (const auto& [width, height] : {std::pair{160, 120}, {164, 90}, {90, 202}}) {
        const auto image = slope(width, height);
        const auto small = thumbnail(image, 40);
        EXPECT_EQ(std::max(small.width, small.height), 40);
        for (int y = 0; y < small.height; ++y)
            for (int x = 0; x < small.width; ++x)
                for (int c = 0; c < 3; ++c)
                    EXPECT_NEAR(small.at(x, y)[c], area_mean(image, small.width, small.height, x, y, c), 1.5);
    }
}

TEST(Oriented, AllEightAreTheirOwnInverseOrEachOthers) {
    const auto image = noise(7, 5, 3);
    constexpr int inverse[] = {0, 1, 2, 3, 4, 5, 8, 7, 6};
    for (int orientation = 1; orientation <= 8; ++orientation) {
        const auto back = oriented(oriented(image, orientation), inverse[orientation]);
        EXPECT_EQ(back.width, 7) << orientation;
        EXPECT_TRUE(back.pixels == image.pixels) << orientation;
    }
    EXPECT_EQ(*oriented(image, 6).at(4, 0), *image.at(0, 0));  // turned right, the first pixel comes to the upper right
    EXPECT_EQ(*oriented(image, 5).at(4, 6), *image.at(6, 4));
    EXPECT_EQ(*oriented(image, 5).at(0, 0), *image.at(0, 0));
    EXPECT_EQ(*oriented(image, 7).at(0, 0), *image.at(6, 4));
}

}  // namespace
}  // namespace patente::vision
