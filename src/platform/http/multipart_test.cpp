#include "platform/http/multipart.h"

#include <gtest/gtest.h>

#include <vector>

namespace patente::http {
namespace {

struct Got {
    PartHead head;
    std::string bytes;
    bool ended = false;
};

class Collector final : public PartSink {
public:
    Result<> begin(PartHead head) override {
        parts.push_back({std::move(head), "", false});
        return {};
    }
    Result<> data(std::string_view bytes) override {
        parts.back().bytes += bytes;
        return {};
    }
    Result<> end() override {
        parts.back().ended = true;
        return {};
    }
    std::vector<Got> parts;
};

// The parts, or the problem's slug.
std::expected<std::vector<Got>, std::string> parse(std::string_view body, std::size_t split = std::string_view::npos,
                                                   MultipartLimits limits = {}) {
    Collector collector;
    MultipartParser parser("XX", collector, limits);
    auto outcome = parser.feed(body.substr(0, split));
    if (outcome && split < body.size()) outcome = parser.feed(body.substr(split));
    if (outcome) outcome = parser.finish();
    if (!outcome) return std::unexpected(outcome.error().problem);
    return collector.parts;
}

const std::string two_parts =
    "--XX\r\nContent-Disposition: form-data; name=\"plate\"\r\n\r\nAB123CD\r\n"
    "--XX\r\ncontent-disposition: form-data; name=\"image\"; filename=\"C:\\\\photos\\\\a \\\"b\\\".jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"
    "\r\n--X\r\n--XY\r\n\r\n--\r\n--XX--\r\n";

void expect_two_parts(const std::expected<std::vector<Got>, std::string>& got, std::size_t split) {
    ASSERT_TRUE(got) << got.error() << " at " << split;
    ASSERT_EQ(got->size(), 2u) << split;
    EXPECT_EQ(got->at(0).head.name, "plate");
    EXPECT_FALSE(got->at(0).head.is_file);
    EXPECT_EQ(got->at(0).head.content_type, "text/plain");
    EXPECT_EQ(got->at(0).bytes, "AB123CD");
    EXPECT_EQ(got->at(1).head.name, "image");
    EXPECT_TRUE(got->at(1).head.is_file);
    EXPECT_EQ(got->at(1).head.file_name, "a \"b\".jpg");
    EXPECT_EQ(got->at(1).head.content_type, "image/jpeg");
    EXPECT_EQ(got->at(1).bytes, "\r\n--X\r\n--XY\r\n\r\n--") << split;
    EXPECT_TRUE(got->at(0).ended && got->at(1).ended);
}

TEST(Multipart, IsTheSameHoweverItIsCut) {
    for (std::size_t split = 0; split <= two_parts.size(); ++split) expect_two_parts(parse(two_parts, split), split);
}

TEST(Multipart, IsTheSameByteByByte) {
    Collector collector;
    MultipartParser parser("XX", collector);
    for (const char c : two_parts) ASSERT_TRUE(parser.feed({&c, 1}));
    ASSERT_TRUE(parser.finish());
    expect_two_parts(collector.parts, 0);
}

TEST(Multipart, TakesEmptyPartsPreambleAndEpilogue) {
    const auto got =
        parse("for old readers\r\n--XX  \t\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n--XX--any thing\r\n--XX");
    ASSERT_TRUE(got) << got.error();
    ASSERT_EQ(got->size(), 1u);
    EXPECT_EQ(got->at(0).head.name, "a");
    EXPECT_EQ(got->at(0).bytes, "");
    EXPECT_TRUE(parse("--XX--"));
}

TEST(Multipart, RefusesWhatIsMalformed) {
    const std::string head = "Content-Disposition: form-data; name=\"a\"\r\n";
    for (const std::string& body : {
             std::string(""),                                              // nothing
             std::string("--XX"),                                          // cut
             "--XX\r\n" + head + "\r\nno end",                             // no closing boundary
             "--XX\r\n" + head + "\r\nx\r\n--XX\r\n",                      // cut after a boundary
             "--XXjunk\r\n" + head + "\r\nx\r\n--XX--",                    // more on the boundary line
             "--XX\n" + head + "\r\nx\r\n--XX--",                          // bare line feed
             std::string("--XX\r\n\r\nx\r\n--XX--"),                       // no disposition
             std::string("--XX\r\nContent-Type: a/b\r\n\r\nx\r\n--XX--"),  // no disposition
             "--XX\r\n" + head + head + "\r\nx\r\n--XX--",                 // two of them
             std::string("--XX\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--XX--"),
             std::string("--XX\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XX--"),
             std::string("--XX\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--XX--"),
             std::string("--XX\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\nx\r\n--XX--"),
             std::string("--XX\r\nContent-Disposition: form-data; name=\"\xFF\"\r\n\r\nx\r\n--XX--"),
             "--XX\r\n" + head + "Content-Transfer-Encoding: base64\r\n\r\nx\r\n--XX--",
             "--XX\r\n" + head + "no colon\r\n\r\nx\r\n--XX--", std::string(5000, 'p') + "\r\n--XX--",  // endless preamble
         }) {
        const auto got = parse(body);
        ASSERT_FALSE(got) << body;
        EXPECT_EQ(got.error(), "multipart-malformed") << body;
    }
}

TEST(Multipart, RefusesTooMuch) {
    const std::string part = "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n";
    EXPECT_TRUE(parse(part + part + "--XX--", 7, {.parts = 2}));
    EXPECT_EQ(parse(part + part + part + "--XX--", 7, {.parts = 2}).error(), "multipart-too-large");
    EXPECT_EQ(parse("--XX\r\nX-Long: " + std::string(9000, 'x') + "\r\n\r\n").error(), "multipart-too-large");
    EXPECT_EQ(parse("--XX\r\nX-Long: " + std::string(9000, 'x')).error(), "multipart-too-large");
    EXPECT_EQ(parse("--XX" + std::string(9000, ' ')).error(), "multipart-too-large");
}

TEST(Multipart, HoldsBackLittle) {
    Collector collector;
    MultipartParser parser("XX", collector);
    ASSERT_TRUE(parser.feed("--XX\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\n"));
    ASSERT_TRUE(parser.feed(std::string(100'000, '\r')));
    EXPECT_GE(collector.parts.at(0).bytes.size(), 100'000 - 6u);
}

TEST(Multipart, FindsItsBoundary) {
    EXPECT_EQ(boundary_of("multipart/form-data; boundary=abc").value(), "abc");
    EXPECT_EQ(boundary_of("Multipart/Form-Data; charset=utf-8; BOUNDARY=\"a b\"").value(), "a b");
    EXPECT_EQ(boundary_of("multipart/mixed; boundary=abc").error().problem, "content-type-unsupported");
    for (const auto* type : {"multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"a \"",
                             "multipart/form-data; boundary=\"a\\\"b\"", "multipart/form-data; boundary=a{b"})
        EXPECT_FALSE(boundary_of(type)) << type;
    EXPECT_FALSE(boundary_of("multipart/form-data; boundary=" + std::string(71, 'a')));
}

}  // namespace
}  // namespace patente::http
