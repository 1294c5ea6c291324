#include "domain/devices/api.h"

#include <gtest/gtest.h>

#include "platform/storage/test_database.h"

namespace patente::devices {
namespace {

const Instant noon = *parse_rfc3339("2026-03-02T12:00:00Z");

class OneZone final : public Zones {
public:
    bool exists(storage::Session&, const std::string& zone) override { return zone == "the zone"; }
};

class DevicesTest : public storage::EachDatabase {
protected:
    void SetUp() override { database_ = fresh(migrations()); }

    http::Answer call(http::Method method, const std::string& path, const std::string& body = "",
                      const std::string& if_match = "") {
        http::Request request{.method = method, .body = body, .received = noon};
        if (!if_match.empty()) request.headers = {{"if-match", if_match}};
        const bool one = path != "/v1/devices";
        if (one) request.path_parameters = {{"device", path}};
        for (const auto& route : routes({*database_, zones_}))
            if (route.method == method && route.path.ends_with("{device}") == one) return route.answer(request);
        throw std::logic_error("no such route");
    }
    json::Value added(const std::string& body) {
        const auto answer = call(http::Method::post, "/v1/devices", body);
        EXPECT_TRUE(answer) << answer.error().detail.en;
        return *json::parsed(answer->body);
    }
    std::optional<Registered> named(const std::string& name) {
        return database_->read([&](storage::Session& session) { return Registrar{}.named(session, name); });
    }

    OneZone zones_;
    std::unique_ptr<storage::Database> database_;
};
INSTANTIATE_EACH_DATABASE(DevicesTest);

TEST_P(DevicesTest, AreAddedShownChangedAndForgotten) {
    const auto device = added(R"({"name": "gate-1", "kind": "gate", "zone": "the zone", "direction": "in",
                                  "position": {"lat": -34.6, "lon": -58.4}})");
    const std::string id(device.at("id").as_string());
    EXPECT_EQ(device.at("version"), 1);
    EXPECT_EQ(device.at("direction"), "in");
    EXPECT_TRUE(device.at("position").at("accuracy_m").is_null());
    EXPECT_EQ(json::text_of(*json::parsed(call(http::Method::get, id)->body)), json::text_of(device));
    EXPECT_EQ(named("gate-1")->place, (Place{-34.6, -58.4, std::nullopt, PlaceSource::device}));

    EXPECT_EQ(call(http::Method::patch, id, R"({"direction": "out"})", "\"7\"").error().problem, "changed-meanwhile");
    const auto changed = call(http::Method::patch, id, R"({"direction": "out", "position": null})", "\"1\"");
    ASSERT_TRUE(changed);
    EXPECT_EQ(json::parsed(changed->body)->at("version"), 2);
    EXPECT_EQ(named("gate-1")->direction, Direction::out);
    EXPECT_FALSE(named("gate-1")->place);

    EXPECT_EQ(call(http::Method::del, id)->status, 204);
    EXPECT_FALSE(named("gate-1"));
    EXPECT_EQ(call(http::Method::get, id).error().problem, "device-not-found");
    EXPECT_EQ(call(http::Method::del, "nonsense").error().problem, "device-not-found");
}

TEST_P(DevicesTest, AreListedByNameAndByZone) {
    added(R"({"name": "b", "kind": "camera", "zone": "the zone"})");
    added(R"({"name": "a", "kind": "phone"})");
    added(R"({"name": "c", "kind": "gate", "zone": "the zone"})");
    const auto page = json::parsed(call(http::Method::get, "/v1/devices")->body);
    EXPECT_EQ(page->at("items").as_array().size(), 3u);
    EXPECT_EQ(page->at("items").at(0).at("name"), "a");
    const auto there = database_->read([&](storage::Session& session) { return Registrar{}.of_zone(session, "the zone"); });
    ASSERT_EQ(there.size(), 2u);
    EXPECT_EQ(there[1].name, "c");
    EXPECT_TRUE(database_->read([&](storage::Session& session) { return Registrar{}.of_zone(session, ""); }).empty());
}

TEST_P(DevicesTest, NamesAreTheirOwnAndZonesMustBeThere) {
    added(R"({"name": "gate-1", "kind": "gate"})");
    const auto refused = call(http::Method::post, "/v1/devices", R"({"name": "gate-1", "kind": "gate", "zone": "elsewhere"})");
    EXPECT_EQ(refused.error().problem, "device-invalid");
    EXPECT_EQ(refused.error().faults.size(), 2u);
    EXPECT_EQ(call(http::Method::post, "/v1/devices", R"({"name": "", "kind": "boat"})").error().faults.size(), 2u);
}

}  // namespace
}  // namespace patente::devices
