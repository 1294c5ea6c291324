#include "platform/http/openapi.h"

#include <boost/json/parse.hpp>

#include "platform/http/page.h"
#include "platform/http/problem.h"
#include "platform/http/test_server.h"

namespace patente::http {
namespace {

struct Thing {
    std::string name;
    int wheels = 4;
    static constexpr std::string_view schema_name = "Thing";
    static constexpr auto fields() {
        return std::tuple{json::field("name", &Thing::name).length(1, 80), json::field("wheels", &Thing::wheels).or_default()};
    }
};

std::vector<Route> things() {
    auto list = row(Method::get, "/v1/things", nullptr, "things.read");
    list.query = page_parameters();
    list.gives = schema_of<Page<Thing>>();
    auto make = row(Method::post, "/v1/things", nullptr, "things.create");
    make.takes = schema_of<Thing>();
    make.gives = schema_of<Thing>();
    make.success = 201;
    auto upload = row(Method::post, "/v1/photos", nullptr);
    upload.form = {{"image", "A photo", {{"type", "string"}, {"format", "binary"}}, true},
                   {"zone", "Where", {{"type", "string"}}}};
    upload.idempotent = false;
    auto ticket = row(Method::get, "/v1/things/{thing}/{ticket}.pdf", nullptr);
    auto page = row(Method::get, "/page", nullptr);
    page.hidden = true;
    return {list, make, upload, ticket, page};
}

TEST(OpenApi, DescribesTheRows) {
    const auto document = boost::json::parse(openapi_document(things(), "1.2.3")).as_object();
    EXPECT_EQ(document.at("openapi").as_string(), "3.1.0");
    EXPECT_EQ(document.at("info").at("version").as_string(), "1.2.3");
    const auto& paths = document.at("paths").as_object();
    EXPECT_EQ(paths.size(), 3u);
    const auto& make = paths.at("/v1/things").at("post");
    EXPECT_EQ(make.at("operationId").as_string(), "post_v1_things");
    EXPECT_EQ(make.at("x-permission").as_string(), "things.create");
    EXPECT_EQ(make.at("tags").as_array().at(0).as_string(), "things");
    EXPECT_EQ(make.at_pointer("/requestBody/content/application~1json/schema/$ref").as_string(), "#/components/schemas/Thing");
    EXPECT_EQ(make.at_pointer("/parameters/0/$ref").as_string(), "#/components/parameters/IdempotencyKey");
    EXPECT_TRUE(make.at("responses").as_object().contains("201"));
    EXPECT_EQ(make.at_pointer("/security/0/key").as_array().size(), 0u);
    const auto& list = paths.at("/v1/things").at("get");
    EXPECT_EQ(list.at_pointer("/parameters/0/name").as_string(), "limit");
    EXPECT_EQ(list.at_pointer("/parameters/0/schema/maximum").as_int64(), 200);
    EXPECT_EQ(list.at_pointer("/responses/200/content/application~1json/schema/properties/items/items/$ref").as_string(),
              "#/components/schemas/Thing");
    const auto& upload = paths.at("/v1/photos").at("post");
    const auto& form = upload.at_pointer("/requestBody/content/multipart~1form-data/schema");
    EXPECT_EQ(form.at_pointer("/properties/image/format").as_string(), "binary");
    EXPECT_EQ(form.at("required").as_array().size(), 1u);
    EXPECT_FALSE(upload.as_object().contains("parameters"));
    EXPECT_EQ(upload.at("security").as_array().size(), 0u);
    const auto& ticket = paths.at("/v1/things/{thing}/{ticket}.pdf").at("get");
    EXPECT_EQ(ticket.at_pointer("/parameters/1/name").as_string(), "ticket");
    EXPECT_TRUE(document.at("components").at("schemas").as_object().contains("Problem"));
}

TEST(OpenApi, DoesNotDependOnTheOrderOfTheRows) {
    auto routes = things();
    const auto document = openapi_document(routes, "1");
    std::ranges::reverse(routes);
    EXPECT_EQ(openapi_document(routes, "1"), document);
}

TEST_F(ServerTest, ServesItsDocumentation) {
    start(documentation_routes(things(), "1"));
    auto client = this->client();
    const auto document = client.get("/openapi.json");
    EXPECT_EQ(document.header("content-type"), "application/json");
    EXPECT_EQ(document.body, openapi_document(things(), "1"));
    EXPECT_EQ(client.get("/openapi.json", "If-None-Match: " + document.header("etag") + "\r\n").status, 304);
    const auto page = client.get("/docs");
    EXPECT_EQ(page.header("content-type"), "text/html; charset=utf-8");
    EXPECT_EQ(page.body.find("<script>"), std::string::npos);  // the policy takes no scripts inside the page
    // Whatever the page needs is there.
    for (auto at = page.body.find("=\"/"); at != std::string::npos; at = page.body.find("=\"/", at + 1)) {
        const auto path = page.body.substr(at + 2, page.body.find('"', at + 2) - at - 2);
        EXPECT_EQ(client.get(path).status, 200) << path;
    }
    const auto problem = client.get("/problems/internal", "Accept-Language: en\r\n");
    EXPECT_EQ(problem.status, 200);
    EXPECT_NE(problem.body.find(meaning_of_problem("internal")->en), std::string::npos);
    EXPECT_EQ(client.get("/problems/%3Cscript%3E").status, 404);
    EXPECT_EQ(client.get("/problems/%3Cscript%3E").body.find("<script>"), std::string::npos);
}

TEST(Problem, ListsEveryFault) {
    const Error error{ErrorKind::invalid, "thing-invalid", {"Wrong.", "Mal."}, {{"/name", "required", {"is missing", "falta"}}}};
    const auto response = problem_response(error, Language::es, "c1");
    const auto document = boost::json::parse(response.body);
    EXPECT_EQ(response.status, 422);
    EXPECT_EQ(document.at_pointer("/errors/0/pointer").as_string(), "/name");
    EXPECT_EQ(document.at_pointer("/errors/0/detail").as_string(), "falta");
    EXPECT_EQ(document.at("title").as_string(), "El pedido no es válido");
    EXPECT_EQ(document.at("code").as_string(), "thing-invalid");
}

TEST(Problem, SaysWhenToTryAgain) {
    const auto response = problem_response({ErrorKind::busy, "queue-full", {"", ""}, {}, 7}, Language::en, "c1");
    EXPECT_EQ(response.status, 503);
    EXPECT_NE(std::ranges::find(response.headers, std::pair<std::string, std::string>{"Retry-After", "7"}),
              response.headers.end());
}

Request with_query(std::vector<std::pair<std::string, std::string>> query) {
    Request request;
    request.query = std::move(query);
    return request;
}

TEST(Page, ReadsWhatIsAsked) {
    EXPECT_EQ(page_asked(with_query({}))->limit, 50);
    EXPECT_EQ(page_asked(with_query({{"limit", "200"}}))->limit, 200);
    const Cursor cursor{"2026-03-01T12:00:00Z", "0190:ñ"};
    EXPECT_EQ(page_asked(with_query({{"cursor", text_of(cursor)}}))->after, cursor);
    EXPECT_EQ(cursor_from(text_of(Cursor{})), Cursor{});
    const auto wrong = page_asked(with_query({{"limit", "201"}, {"cursor", "AAAA"}}));
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().kind, ErrorKind::invalid);
    EXPECT_EQ(wrong.error().faults.at(0).pointer, "limit");
    EXPECT_EQ(wrong.error().faults.at(1).pointer, "cursor");
    for (const auto* limit : {"0", "-1", "x", "", "1.5", "99999999999"})
        EXPECT_FALSE(page_asked(with_query({{"limit", limit}}))) << limit;
    for (const auto* cursor_text : {"", "x", "MTk5OmE", "Mg", "MQ"}) EXPECT_FALSE(cursor_from(cursor_text)) << cursor_text;
}

TEST(Page, HasANextOneWhenThereIsMore) {
    const auto key = [](int row) { return Cursor{std::to_string(row), "id"}; };
    const auto full = page_of(std::vector{1, 2, 3}, 2, key);
    EXPECT_EQ(full.items, (std::vector{1, 2}));
    EXPECT_EQ(cursor_from(*full.next)->sort_key, "2");
    EXPECT_EQ(page_of(std::vector{1, 2}, 2, key).next, std::nullopt);
    EXPECT_EQ(json::text_of(page_of(std::vector{1}, 2, key)), R"({"items":[1],"next":null})");
}

}  // namespace
}  // namespace patente::http
