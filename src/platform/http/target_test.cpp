#include "platform/http/target.h"

#include <gtest/gtest.h>

#include "base/base64url.h"
#include "platform/http/field_value.h"
#include "platform/http/router.h"

namespace patente::http {
namespace {

TEST(Target, IsTakenApartAndDecoded) {
    const auto target = target_of("/v1/stays/a%2Fb%C3%B1/?plate=A+B&q=%26%3D&flag&=x&&q=2");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->segments, (std::vector<std::string>{"v1", "stays", "a/bñ", ""}));
    EXPECT_EQ(target->path(), "/v1/stays/a/bñ/");
    using Pairs = std::vector<std::pair<std::string, std::string>>;
    EXPECT_EQ(target->query, (Pairs{{"plate", "A B"}, {"q", "&="}, {"flag", ""}, {"", "x"}, {"q", "2"}}));
}

TEST(Target, KeepsAPlusInThePath) { EXPECT_EQ(target_of("/a+b")->segments, std::vector<std::string>{"a+b"}); }

TEST(Target, MayBeAbsolute) {
    EXPECT_EQ(target_of("http://host:80/a?b=c")->path(), "/a");
    EXPECT_EQ(target_of("http://host")->path(), "/");
    EXPECT_EQ(target_of("https://host?b=c")->query.size(), 1u);
}

TEST(Target, IsRefusedWhenMalformed) {
    for (const auto* text : {"a", "*", "/%", "/%4", "/%4g", "/%zz", "/a/../b", "/a/%2e%2E/b", "/./a", "/%00", "/%0a", "/%FF",
                             "/%C0%80", "/%ED%A0%80", "/a?x=%", "/a?%FF=1", "/a#b", "/a?x=%00"})
        EXPECT_EQ(target_of(text).error().kind, ErrorKind::malformed) << text;
    std::string many = "/a?";
    for (int i = 0; i < 101; ++i) many += "a=b&";
    EXPECT_FALSE(target_of(many));
}

TEST(Utf8, IsExact) {
    for (const auto* good : {"", "a", "ñ", "€", "😀", "\xF4\x8F\xBF\xBF"}) EXPECT_TRUE(is_utf8(good)) << good;
    for (const auto* bad :
         {"\x80", "\xC1\xBF", "\xC3", "\xE0\x80\x80", "\xED\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "a\xE2\x82"})
        EXPECT_FALSE(is_utf8(bad));
}

TEST(FieldValue, ReadsParameters) {
    const auto value = field_value_of("form-data; Name=\"a;\\\"b\" ;file=C:\\x; empty=\"\"");
    ASSERT_TRUE(value);
    EXPECT_EQ(value->value, "form-data");
    EXPECT_EQ(value->parameter("name"), "a;\"b");
    EXPECT_EQ(value->parameter("file"), "C:\\x");
    EXPECT_EQ(value->parameter("empty"), "");
    EXPECT_EQ(value->parameter("other"), std::nullopt);
    EXPECT_TRUE(field_value_of("text/html;"));
    for (const auto* bad : {"a; b", "a; b=\"c", "a; b=c; B=d", "a; =c", "a; b=\"c\"d"}) EXPECT_FALSE(field_value_of(bad)) << bad;
}

TEST(FieldValue, ReadsListsWithQualities) {
    EXPECT_EQ(list_items(" gzip , ,br;q=0.5,").size(), 2u);
    EXPECT_EQ(quality_of("br;q=0.5"), 0.5);
    EXPECT_EQ(quality_of("br"), 1);
    EXPECT_EQ(quality_of("br;q=x"), 0);
}

TEST(Base64Url, GoesThereAndBack) {
    for (const std::string& bytes :
         {std::string(), std::string("f"), std::string("fo"), std::string("foo"), std::string("\0\xFF\x7F ", 4)})
        EXPECT_EQ(from_base64url(base64url(bytes)), bytes);
    EXPECT_EQ(base64url("\xFB\xFF"), "-_8");
    for (const auto* bad : {"A", "AB=", "A+", "-_9", "ab cd"}) EXPECT_FALSE(from_base64url(bad)) << bad;
}

Route named(Method method, std::string path) { return {method, std::move(path), "", "", nullptr}; }

TEST(Router, FindsTheRow) {
    const Router router({named(Method::get, "/"), named(Method::get, "/stays/{stay}"), named(Method::put, "/stays/{stay}"),
                         named(Method::get, "/stays/active"), named(Method::get, "/t/{ticket}.pdf"),
                         named(Method::get, "/t/{ticket}")});
    const auto find = [&](Method method, std::vector<std::string> segments) { return router.match(method, segments); };
    EXPECT_EQ(find(Method::get, {""}).route->path, "/");
    EXPECT_EQ(find(Method::get, {"stays", "active"}).route->path, "/stays/active");
    EXPECT_EQ(find(Method::get, {"stays", "7"}).parameters.at("stay"), "7");
    EXPECT_EQ(find(Method::put, {"stays", "active"}).parameters.at("stay"), "active");
    EXPECT_EQ(find(Method::get, {"t", "A-1.pdf"}).parameters.at("ticket"), "A-1");
    EXPECT_EQ(find(Method::get, {"t", "A-1"}).route->path, "/t/{ticket}");
    EXPECT_EQ(find(Method::del, {"stays", "7"}).route, nullptr);
    EXPECT_EQ(find(Method::del, {"stays", "7"}).allowed, (std::vector{Method::get, Method::put}));
    EXPECT_TRUE(find(Method::get, {"stays", ""}).allowed.empty());
    EXPECT_TRUE(find(Method::get, {"stays"}).allowed.empty());
}

TEST(Router, RefusesBrokenRows) {
    EXPECT_THROW(Router({named(Method::get, "a")}), std::logic_error);
    EXPECT_THROW(Router({named(Method::get, "/{a")}), std::logic_error);
    EXPECT_THROW(Router({named(Method::get, "/x{a}")}), std::logic_error);
    EXPECT_THROW(Router({named(Method::get, "/{a}"), named(Method::get, "/{a}")}), std::logic_error);
}

}  // namespace
}  // namespace patente::http
