#include "platform/http/merge_patch.h"

#include <gtest/gtest.h>

namespace patente::http {
namespace {

std::string merged_text(const char* target, const char* patch) {
    return json::text_of(merged(*json::parsed(target), *json::parsed(patch)));
}

// The examples of RFC 7396, appendix A.
TEST(MergePatch, FollowsTheRfc) {
    EXPECT_EQ(merged_text(R"({"a":"b"})", R"({"a":"c"})"), R"({"a":"c"})");
    EXPECT_EQ(merged_text(R"({"a":"b"})", R"({"b":"c"})"), R"({"a":"b","b":"c"})");
    EXPECT_EQ(merged_text(R"({"a":"b"})", R"({"a":null})"), R"({})");
    EXPECT_EQ(merged_text(R"({"a":"b","b":"c"})", R"({"a":null})"), R"({"b":"c"})");
    EXPECT_EQ(merged_text(R"({"a":["b"]})", R"({"a":"c"})"), R"({"a":"c"})");
    EXPECT_EQ(merged_text(R"({"a":"c"})", R"({"a":["b"]})"), R"({"a":["b"]})");
    EXPECT_EQ(merged_text(R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})"), R"({"a":{"b":"d"}})");
    EXPECT_EQ(merged_text(R"({"a":[{"b":"c"}]})", R"({"a":[1]})"), R"({"a":[1]})");
    EXPECT_EQ(merged_text(R"({"e":null})", R"({"a":1})"), R"({"e":null,"a":1})");
    EXPECT_EQ(merged_text(R"({})", R"({"a":{"bb":{"ccc":null}}})"), R"({"a":{"bb":{}}})");
}

TEST(MergePatch, IsAnObject) {
    EXPECT_EQ(patch_in("[1]").error().problem, "body-invalid");
    EXPECT_EQ(patch_in("{").error().problem, "json-malformed");
    EXPECT_TRUE(patch_in("{}"));
}

}  // namespace
}  // namespace patente::http
