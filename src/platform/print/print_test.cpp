#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <thread>

#include "platform/print/document.h"
#include "platform/print/jpeg_size.h"

namespace patente::print {
namespace {

const Instant noon = *parse_rfc3339("2026-03-01T12:00:00Z");

// A grey JPEG of 3 × 2 pixels.
std::string small_jpeg() {
    static constexpr std::string_view hex =
        "ffd8ffe000104a46494600010100000100010000ffdb0043000d090a0b0a080d0b0a0b0e0e0d0f13201513121213271c1e17202e2931302e292d2c33"
        "3a4a3e333646372c2d405741464c4e525352323e5a615a50604a51524fffc0000b080002000301011100ffc4001f0000010501010101010100000000"
        "000000000102030405060708090a0bffc400b5100002010303020403050504040000017d01020300041105122131410613516107227114328191a108"
        "2342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a434445464748494a535455565758595a636465666768696a737475"
        "767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2"
        "e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9faffda0008010100003f002bffd9";
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
    return bytes;
}

Document sample() {
    return {.title = "Ticket T-2026-000001",
            .author = "Patente",
            .made_at = noon,
            .blocks = {Paragraph{{"Estacionamiento Peñón", 14, true}, Align::centre},
                       Row{{"Primera hora, 14:03 a 15:03, con una explicación bastante larga que no entra en un renglón"},
                           {"$ 1.500,00"}},
                       Rule{}, Picture{small_jpeg()}, QrCode{"https://example.org/t/abc"}}};
}

std::string output_of(const std::string& command) {
    std::string text;
    std::array<char, 4096> chunk;
    FILE* pipe = popen(command.c_str(), "r");
    while (const auto count = fread(chunk.data(), 1, chunk.size(), pipe)) text.append(chunk.data(), count);
    pclose(pipe);
    return text;
}

// What pdftotext (poppler) reads back; it also proves that another program accepts the file.
std::string text_in(const std::string& pdf, const std::string& name) {
    const auto file = std::filesystem::temp_directory_path() / ("patente_" + std::to_string(getpid()) + name + ".pdf");
    std::ofstream(file, std::ios::binary) << pdf;
    const auto text = output_of("pdftotext -layout " + file.string() + " - 2>&1");
    std::filesystem::remove(file);
    return text;
}

TEST(Pdf, holds_its_text_and_is_the_same_every_time) {
    const auto pdf = pdf_of(sample());
    EXPECT_TRUE(pdf.starts_with("%PDF-"));
    EXPECT_EQ(pdf, pdf_of(sample()));
    const auto text = text_in(pdf, "sample");
    EXPECT_NE(text.find("Estacionamiento Peñón"), std::string::npos) << text;
    EXPECT_NE(text.find("$ 1.500,00"), std::string::npos) << text;
    EXPECT_NE(pdf.find(small_jpeg()), std::string::npos) << "the JPEG goes in as it is";
}

TEST(Pdf, wraps_the_left_of_a_row_beside_its_right) {
    const auto text = text_in(pdf_of(sample()), "row");
    const auto first = text.find("Primera hora"), amount = text.find("$ 1.500,00"), wrapped = text.find("renglón");
    ASSERT_NE(wrapped, std::string::npos) << text;
    EXPECT_LT(first, amount);
    EXPECT_LT(amount, wrapped) << "the amount stands beside the first line";
}

TEST(Pdf, goes_on_to_a_next_page) {
    auto document = sample();
    for (int i = 0; i < 60; ++i) document.blocks.push_back(Row{{"renglón " + std::to_string(i)}, {std::to_string(i)}});
    const auto text = text_in(pdf_of(document), "pages");
    EXPECT_NE(text.find("renglón 59"), std::string::npos) << text;
    EXPECT_NE(text.find('\f'), text.rfind('\f')) << "more than one page";
}

// The page's height in points, as the file says it.
double height_in(const std::string& pdf) {
    const auto box = pdf.find("/MediaBox [ 0 0 ");
    double width = 0, height = 0;
    EXPECT_EQ(std::sscanf(pdf.c_str() + box, "/MediaBox [ 0 0 %lf %lf", &width, &height), 2);
    return height;
}

TEST(Pdf, a_roll_is_one_page_as_long_as_needed) {
    auto document = sample();
    document.width_mm = 80;
    document.height_mm = 0;
    const auto brief = pdf_of(document);
    for (int i = 0; i < 60; ++i) document.blocks.push_back(Row{{"renglón " + std::to_string(i)}, {std::to_string(i)}});
    const auto long_one = pdf_of(document);
    const auto text = text_in(long_one, "roll");
    EXPECT_NE(text.find("renglón 59"), std::string::npos) << text;
    EXPECT_EQ(text.find('\f'), text.rfind('\f')) << "one page";
    EXPECT_GT(height_in(long_one), height_in(brief) + 60 * 10);
    EXPECT_LT(height_in(long_one), height_in(brief) + 60 * 14) << "and no longer";
}

TEST(Pdf, refuses_a_picture_that_is_no_jpeg) {
    auto document = sample();
    document.blocks.push_back(Picture{"GIF89a"});
    EXPECT_THROW(pdf_of(document), std::invalid_argument);
}

TEST(Pdf, is_drawn_from_many_threads) {
    const auto expected = pdf_of(sample());
    std::vector<std::jthread> threads;
    std::atomic<int> same = 0;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int round = 0; round < 5; ++round) same += pdf_of(sample()) == expected;
        });
    threads.clear();
    EXPECT_EQ(same, 20);
}

TEST(JpegSize, is_read_from_the_frame_header) {
    const auto size = jpeg_size(small_jpeg());
    ASSERT_TRUE(size);
    EXPECT_EQ(size->width, 3);
    EXPECT_EQ(size->height, 2);
    EXPECT_FALSE(jpeg_size(""));
    EXPECT_FALSE(jpeg_size("GIF89a"));
    for (std::size_t cut = 0; cut < 98; ++cut) EXPECT_FALSE(jpeg_size(small_jpeg().substr(0, cut))) << cut;
}

TEST(QrCode, is_read_back_by_another_program) {
    const auto folder = std::filesystem::temp_directory_path();
    const auto name = (folder / ("patente_qr_" + std::to_string(getpid()))).string();
    std::ofstream(name + ".pdf", std::ios::binary)
        << pdf_of({.made_at = noon, .blocks = {QrCode{"https://example.org/t/a1-B2_c3", 60}}});
    const auto read =
        output_of("pdftoppm -r 100 -png " + name + ".pdf " + name + " && zbarimg -q --raw " + name + "-1.png 2>/dev/null");
    EXPECT_EQ(read, "https://example.org/t/a1-B2_c3\n");
    for (const auto* end : {".pdf", "-1.png"}) std::filesystem::remove(name + end);
}

TEST(QrCode, svg_stands_alone_and_refuses_what_does_not_fit) {
    const auto svg = qr_svg("https://example.org/t/abc");
    EXPECT_TRUE(svg.starts_with("<svg xmlns="));
    EXPECT_TRUE(svg.ends_with("</svg>"));
    EXPECT_THROW(qr_svg(std::string(5000, 'x')), std::length_error);
}

}  // namespace
}  // namespace patente::print
