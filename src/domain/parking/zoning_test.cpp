#include "domain/parking/zoning.h"

#include "domain/parking/test_lot.h"

namespace patente::parking {
namespace {

constexpr std::string_view square =
    R"({"type":"Polygon","coordinates":[[[-58.40,-34.60],[-58.39,-34.60],[-58.39,-34.59],[-58.40,-34.59],[-58.40,-34.60]]]})";

std::vector<std::string> pointers(const Error& error) {
    std::vector<std::string> all;
    for (const auto& fault : error.faults) all.push_back(fault.pointer);
    return all;
}

TEST(ZoneDrafts, AreTakenFromSettingsAListAndGeojson) {
    const auto one = zone_drafts(R"({"id":"x","name":"Norte","version":3,"currency":"ARS","capacity":4})");
    ASSERT_TRUE(one);
    EXPECT_EQ(one->at(0).id, "x");
    EXPECT_EQ(json::text_of(one->at(0).change), R"({"name":"Norte","capacity":4})");
    EXPECT_EQ(zone_drafts(R"([{"name":"a"},{"name":"b"}])")->size(), 2u);
    const auto map = zone_drafts(
        R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Plaza","fid":7,"radius_m":80},
            "geometry":{"type":"Point","coordinates":[-58.4,-34.6]}}]})");
    ASSERT_TRUE(map);
    EXPECT_EQ(json::text_of(map->at(0).change),
              R"({"name":"Plaza","area":{"type":"Circle","coordinates":[-58.4,-34.6],"radius_m":80}})");
    EXPECT_EQ(map->at(0).unused, std::vector<std::string>{"fid"});
}

TEST(ZoneDrafts, SayWhereADocumentIsNotUnderstood) {
    EXPECT_EQ(pointers(zone_drafts("[{\"name\":\"a\"},3]").error()), std::vector<std::string>{"/1"});
    EXPECT_EQ(pointers(zone_drafts(R"({"type":"FeatureCollection"})").error()), std::vector<std::string>{"/features"});
    EXPECT_EQ(zone_drafts("{").error().problem, "json-malformed");
}

class Zoning : public Lot {
protected:
    Result<std::vector<ZonePut>> put(const std::string& document, std::optional<TariffId> by = std::nullopt) {
        const auto drafts = zone_drafts(document);
        EXPECT_TRUE(drafts);
        return database->write(
            [&](storage::Session& session) { return put_zones(session, *drafts, by, on_2_march("12:00:00")); });
    }
    std::vector<ParkingZone> zones() {
        return database->read([&](storage::Session& session) { return all_zones(session); });
    }
};
INSTANTIATE_EACH_DATABASE(Zoning);

TEST_P(Zoning, AMapAddsZonesByATariffInItsTimeZone) {
    const auto done =
        put(R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Norte"},"geometry":)" +
                std::string(square) + "}]}",
            tariff);
    ASSERT_TRUE(done);
    EXPECT_TRUE(done->at(0).is_new);
    ASSERT_EQ(zones().size(), 2u);
    EXPECT_EQ(zones().at(1).settings.name, "Norte");
    EXPECT_EQ(zones().at(1).settings.time_zone, "UTC");
    EXPECT_EQ(zones().at(1).settings.tariff, tariff);
}

TEST_P(Zoning, WhatADocumentDoesNotSayStays) {
    const auto done = put(R"({"name":"Centro A","capacity":12})");
    ASSERT_TRUE(done);
    EXPECT_FALSE(done->at(0).is_new);
    const auto changed = zones().at(0);
    EXPECT_EQ(changed.id, zone);
    EXPECT_EQ(changed.version, 2);
    EXPECT_EQ(changed.settings.capacity, 12);
    EXPECT_EQ(changed.settings.region, "ar");
    EXPECT_TRUE(put(R"({"id":")" + zone.text() + R"(","name":"Centro B"})"));
    EXPECT_EQ(zones().at(0).settings.name, "Centro B");
}

TEST_P(Zoning, AllOrNoneWithEveryFault) {
    const auto done = put(R"({"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"name":"Good","tariff":")" +
                          tariff.text() + R"("},"geometry":)" + std::string(square) + R"(},
        {"type":"Feature","properties":{"name":"","capacity":-1,"tariff":")" +
                          tariff.text() + R"("},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,1]]]}},
        {"type":"Feature","properties":{"name":"Nowhere","tariff":")" +
                          tariff.text() + R"("},"geometry":null}]})");
    ASSERT_FALSE(done);
    auto found = pointers(done.error());
    std::ranges::sort(found);
    EXPECT_EQ(found, (std::vector<std::string>{"/features/1/geometry/coordinates/0", "/features/1/properties/capacity",
                                               "/features/1/properties/name", "/features/2/geometry"}));
    EXPECT_EQ(zones().size(), 1u);
}

TEST_P(Zoning, ANameThatSeveralBearIsAsked) {
    add_zone(zone_settings(tariff));
    const auto done = put(R"({"name":"Centro A","capacity":12})");
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().faults.at(0).code, "zone-ambiguous");
    const auto none = database->read([&](storage::Session& session) { return tariff_called(session, "Mensual"); });
    EXPECT_EQ(none.error().problem, "tariff-not-found");
    EXPECT_EQ(*database->read([&](storage::Session& session) { return tariff_called(session, "Por hora"); }), tariff);
}

}  // namespace
}  // namespace patente::parking
