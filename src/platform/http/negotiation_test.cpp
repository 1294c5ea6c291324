#include "platform/http/negotiation.h"

#include <zlib.h>

#include "platform/http/test_server.h"

namespace patente::http {
namespace {

std::string unpacked(const std::string& packed) {
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    std::string text(1 << 20, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(text.data());
    stream.avail_out = static_cast<uInt>(text.size());
    const int outcome = inflate(&stream, Z_FINISH);
    text.resize(outcome == Z_STREAM_END ? stream.total_out : 0);
    inflateEnd(&stream);
    return text;
}

TEST(Range, IsReadAsRfc9110Says) {
    const auto part = [](std::uint64_t first, std::uint64_t length) {
        return std::pair{RangeAsked::part, ByteRange{first, length}};
    };
    EXPECT_EQ(range_asked("bytes=0-9", 100), part(0, 10));
    EXPECT_EQ(range_asked("bytes=90-", 100), part(90, 10));
    EXPECT_EQ(range_asked("bytes=90-200", 100), part(90, 10));
    EXPECT_EQ(range_asked("bytes=-10", 100), part(90, 10));
    EXPECT_EQ(range_asked("bytes=-200", 100), part(0, 100));
    for (const auto* text : {"", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-4", "items=0-1", "bytes=0-1,3-4", "bytes=0-1x",
                             "bytes=99999999999999999999-"})
        EXPECT_EQ(range_asked(text, 100).first, RangeAsked::whole) << text;
    for (const auto* text : {"bytes=100-", "bytes=100-200", "bytes=-0"})
        EXPECT_EQ(range_asked(text, 100).first, RangeAsked::unsatisfiable) << text;
    EXPECT_EQ(range_asked("bytes=-5", 0).first, RangeAsked::unsatisfiable);
}

TEST(Tag, IsComparedWeakly) {
    EXPECT_TRUE(names_tag("\"a\", W/\"b\"", "\"b\""));
    EXPECT_TRUE(names_tag("*", "\"b\""));
    EXPECT_FALSE(names_tag("\"a\"", "\"b\""));
    EXPECT_FALSE(names_tag("", "\"b\""));
}

TEST(Date, IsWrittenAsRfc9110Says) {
    EXPECT_EQ(http_date(*parse_rfc3339("1994-11-06T08:49:37.900Z")), "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST_F(ServerTest, CompressesTextForThoseWhoTakeIt) {
    const std::string text(5000, 'a');
    start({row(Method::get, "/long",
               [&](const Request&) {
                   auto response = text_response(text);
                   response.headers = {{"ETag", "\"t\""}};
                   return response;
               }),
           row(Method::get, "/short", [](const Request&) { return text_response("short"); })});
    auto client = this->client();
    const auto packed = client.get("/long", "Accept-Encoding: br, gzip;q=0.8\r\n");
    EXPECT_EQ(packed.header("content-encoding"), "gzip");
    EXPECT_EQ(packed.header("vary"), "Accept-Encoding");
    EXPECT_EQ(unpacked(packed.body), text);
    EXPECT_EQ(packed.header("etag"), "W/\"t\"");
    EXPECT_EQ(client.get("/long", "Accept-Encoding: gzip\r\nIf-None-Match: W/\"t\"\r\n").status, 304);
    EXPECT_EQ(client.get("/long").body, text);
    EXPECT_EQ(client.get("/long", "Accept-Encoding: gzip;q=0\r\n").header("content-encoding"), "");
    EXPECT_EQ(client.get("/short", "Accept-Encoding: gzip\r\n").body, "short");
}

TEST_F(ServerTest, GuardsPagesAndFields) {
    start({row(Method::get, "/page", [](const Request& request) {
        Response page;
        page.content_type = "text/html; charset=utf-8";
        page.headers = {{"X-Echo", request.query_value("v").value_or("")}, {"Bad Name", "x"}};
        return page;
    })});
    const auto page = client().get("/page?v=a%0D%0ASet-Cookie:%20x");
    EXPECT_EQ(page.header("x-echo"), "a  Set-Cookie: x");
    EXPECT_EQ(page.headers.count("set-cookie"), 0u);
    EXPECT_EQ(page.headers.count("bad name"), 0u);
    EXPECT_NE(page.header("content-security-policy").find("default-src 'self'"), std::string::npos);
    EXPECT_EQ(page.header("x-content-type-options"), "nosniff");
    EXPECT_EQ(page.header("referrer-policy"), "no-referrer");
    EXPECT_EQ(page.header("cache-control"), "no-store");
    EXPECT_EQ(page.header("date"), "Sun, 01 Mar 2026 12:00:00 GMT");
}

}  // namespace
}  // namespace patente::http
