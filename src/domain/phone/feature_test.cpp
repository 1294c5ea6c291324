#include "domain/phone/feature.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>

namespace patente::phone {
namespace {

std::map<std::string, http::Response> served() {
    std::map<std::string, http::Response> files;
    for (const auto& route : feature().routes) files.emplace(route.path, route.answer(http::Request{}).value());
    return files;
}

// What a file asks for: imports, scripts, styles, pictures.
std::set<std::string> asked_by(const std::string& text) {
    static const std::regex reference(R"re((?:from '\./|"/assets/)([\w.]+))re");
    std::set<std::string> asked;
    for (std::sregex_iterator each(text.begin(), text.end(), reference), end; each != end; ++each)
        asked.insert("/assets/" + (*each)[1].str());
    return asked;
}

std::set<std::string> words_of(const std::string& module) {
    static const std::regex word(R"re(\n  '?([\w.]+)'?: ')re");
    std::set<std::string> words;
    for (std::sregex_iterator each(module.begin(), module.end(), word), end; each != end; ++each) words.insert((*each)[1].str());
    return words;
}

TEST(PhonePage, is_served_at_the_address_itself_to_everybody) {
    const auto files = served();
    ASSERT_TRUE(files.contains("/"));
    EXPECT_EQ(files.at("/").content_type, "text/html; charset=utf-8");
    for (const auto& route : feature().routes) {
        EXPECT_TRUE(route.hidden) << route.path;
        EXPECT_EQ(route.permission, "") << route.path;
    }
}

TEST(PhonePage, asks_only_for_files_that_are_served) {
    const auto files = served();
    for (const auto& [path, file] : files)
        for (const auto& asked : asked_by(file.body)) EXPECT_TRUE(files.contains(asked)) << path << " asks for " << asked;
}

TEST(PhonePage, needs_nothing_from_elsewhere_and_no_inline_script) {
    static const std::regex inline_code(R"re(<script>|<style|\son\w+="|\sstyle="|(?:src|href)="https?:)re");
    for (const auto& [path, file] : served()) EXPECT_FALSE(std::regex_search(file.body, inline_code)) << path;
}

TEST(PhonePage, is_kept_on_the_phone_as_a_whole) {
    static const std::regex kept(R"re(\n  '(/[\w./]*)',)re");
    auto files = served();
    const auto worker = files.extract("/service-worker.js").mapped().body;
    files.erase("/index.html");  // the page at the address itself
    std::set<std::string> paths, listed;
    for (const auto& [path, file] : files) paths.insert(path);
    for (std::sregex_iterator each(worker.begin(), worker.end(), kept), end; each != end; ++each) listed.insert((*each)[1].str());
    EXPECT_EQ(listed, paths);
}

TEST(PhonePage, has_the_same_words_in_both_languages) {
    const auto files = served();
    const auto spanish = words_of(files.at("/assets/es.js").body);
    EXPECT_GT(spanish.size(), 100U);
    EXPECT_EQ(spanish, words_of(files.at("/assets/en.js").body));
}

}  // namespace
}  // namespace patente::phone
