#include "domain/web/pages.h"

#include <gtest/gtest.h>

#include <map>

namespace patente::web {
namespace {

const std::vector<http::EmbeddedFile> files{
    {"assets/index-Ab12.js", "let app", "text/javascript; charset=utf-8", "aa"},
    {"assets/index-Ab12.js.br", "\x0b\x02\x80", "application/octet-stream", "bb"},
    {"icon.svg", "<svg/>", "image/svg+xml", "cc"},
    {"index.html", "<!doctype html>", "text/html; charset=utf-8", "dd"},
    {"service-worker.js", "self", "text/javascript; charset=utf-8", "ee"},
};

std::map<std::string, std::string> fields(const http::Response& response) {
    return {response.headers.begin(), response.headers.end()};
}

// Asks the row that the router would choose: a literal path, else the one with as many parts.
http::Answer ask(std::span<const http::EmbeddedFile> served, const std::string& path, const std::string& accept_encoding = "",
                 Language language = Language::es) {
    const auto routes = pages(served);
    http::Request request;
    request.path = path;
    request.language = language;
    request.headers = {{"accept-encoding", accept_encoding}};
    for (const auto& route : routes)
        if (route.path == path) return route.answer(request);
    for (const auto& route : routes)
        if (route.path.contains('{') && std::ranges::count(route.path, '/') == std::ranges::count(path, '/'))
            return route.answer(request);
    throw std::logic_error("no row for " + path);
}

TEST(Pages, are_for_everybody_and_not_in_the_api) {
    for (const auto& route : pages(files)) {
        EXPECT_TRUE(route.hidden) << route.path;
        EXPECT_EQ(route.permission, "") << route.path;
    }
}

TEST(Pages, keep_hashed_files_for_ever_and_ask_for_the_page_each_time) {
    EXPECT_EQ(fields(*ask(files, "/app/assets/index-Ab12.js")).at("Cache-Control"), "public, max-age=31536000, immutable");
    const auto page = fields(*ask(files, "/app/"));
    EXPECT_EQ(page.at("Cache-Control"), "no-cache");
    EXPECT_EQ(page.at("ETag"), "\"dd\"");
    EXPECT_EQ(fields(*ask(files, "/app/service-worker.js")).at("Cache-Control"), "no-cache");
}

TEST(Pages, send_brotli_to_who_takes_it) {
    const auto packed = *ask(files, "/app/assets/index-Ab12.js", "gzip, br");
    EXPECT_EQ(packed.body, "\x0b\x02\x80");
    EXPECT_EQ(packed.content_type, "text/javascript; charset=utf-8");
    EXPECT_EQ(fields(packed).at("Content-Encoding"), "br");
    EXPECT_EQ(fields(packed).at("Vary"), "Accept-Encoding");
    EXPECT_EQ(fields(packed).at("ETag"), "\"bb\"");
    for (const auto* refused : {"gzip", "br;q=0, gzip", ""}) {
        const auto plain = *ask(files, "/app/assets/index-Ab12.js", refused);
        EXPECT_EQ(plain.body, "let app") << refused;
        EXPECT_FALSE(fields(plain).contains("Content-Encoding")) << refused;
    }
}

TEST(Pages, let_no_inline_script_through) {
    for (const auto* path : {"/app/", "/app/parking/stays", "/app/service-worker.js"}) {
        const auto policy = fields(*ask(files, path)).at("Content-Security-Policy");
        EXPECT_TRUE(policy.contains("script-src 'self';")) << policy;
        EXPECT_FALSE(policy.contains("unsafe")) << policy;
    }
}

TEST(Pages, are_the_app_at_each_address_that_is_no_file) {
    for (const auto* path : {"/app/parking", "/app/parking/stays/0190", "/app/a/b/c/d/e/f"})
        EXPECT_EQ(ask(files, path)->body, "<!doctype html>") << path;
    for (const auto* path : {"/app/assets/index-Gone.js", "/app/gone.png", "/app/a/gone.js"})
        EXPECT_EQ(ask(files, path).error().kind, ErrorKind::not_found) << path;
    for (const auto* path : {"/", "/app"}) EXPECT_EQ(fields(*ask(files, path)).at("Location"), "/app/") << path;
}

TEST(Pages, say_when_the_program_was_built_without_them) {
    const auto spanish = *ask({}, "/app/");
    EXPECT_EQ(spanish.status, 503);
    EXPECT_TRUE(spanish.body.contains("scripts/web")) << spanish.body;
    const auto english = *ask({}, "/app/parking", "", Language::en);
    EXPECT_TRUE(english.body.contains("built without the web app")) << english.body;
}

}  // namespace
}  // namespace patente::web
