#include "domain/parking/api.h"

#include <fmt/format.h>

#include "domain/parking/first_start.h"
#include "domain/parking/test_lot.h"
#include "domain/parking/what_if.h"
#include "platform/http/router.h"

namespace patente::parking {
namespace {

class ApiTest : public Lot {
protected:
    void SetUp() override {
        Lot::SetUp();
        folder = std::filesystem::temp_directory_path() / ("patente_parking_" + std::to_string(::getpid()));
        blobs = std::make_unique<blobs::Blobs>(folder);
        router = std::make_unique<http::Router>(
            routes({*database, *blobs, metering, "https://pay.example/?t={ticket}&a={amount}&c={currency}"}));
    }
    void TearDown() override { std::filesystem::remove_all(folder); }

    http::Answer call(http::Method method, const std::string& target, const std::string& body = "",
                      std::vector<std::pair<std::string, std::string>> headers = {}) {
        http::Request request;
        request.method = method;
        request.path = target.substr(0, target.find('?'));
        if (target.find('?') != std::string::npos) {
            std::istringstream query(target.substr(target.find('?') + 1));
            for (std::string pair; std::getline(query, pair, '&');)
                request.query.emplace_back(pair.substr(0, pair.find('=')), pair.substr(pair.find('=') + 1));
        }
        request.headers = std::move(headers);
        request.body = body;
        request.caller = {"key-ana", auth::CallerKind::key, "Ana", {"*"}};
        request.caller.zones = reach;
        request.received = now;
        request.origin = "https://park.example";
        std::vector<std::string> segments;
        std::istringstream path(request.path.substr(1));
        for (std::string segment; std::getline(path, segment, '/');) segments.push_back(segment);
        const auto match = router->match(method, segments);
        if (!match.route) throw std::logic_error("no route answers " + target);
        request.path_parameters = match.parameters;
        return match.route->answer(request);
    }
    json::Value json_of(const http::Answer& answer) {
        EXPECT_TRUE(answer) << (answer ? "" : answer.error().problem + ": " + answer.error().detail.en);
        return answer ? *json::parsed(answer->body) : json::Value{};
    }
    json::Value get(const std::string& target) { return json_of(call(http::Method::get, target)); }
    std::string text_at(const json::Value& value, const std::string& pointer) {
        return std::string(value.at_pointer(pointer).as_string());
    }
    void park(const std::string& plate, const std::string& from, const std::string& to) {
        see(plate, from);
        see(plate, to);
    }

    Instant now = on_2_march("20:00:00");
    std::vector<std::string> reach;  // the caller's zones; none: all
    std::filesystem::path folder;
    std::unique_ptr<blobs::Blobs> blobs;
    std::unique_ptr<http::Router> router;
};
INSTANTIATE_EACH_DATABASE(ApiTest);

TEST_P(ApiTest, ATicketIsPaidInPartsOnceForEachKeyAndNeverTooMuch) {
    park("AB123CD", "12:00:00", "13:30:00");
    const std::string ticket = "/v1/parking/tickets/T-2026-000001";
    EXPECT_EQ(text_at(get(ticket), "/state"), "unpaid");
    const auto pay = [&](const std::string& body, const std::string& key) {
        return call(http::Method::post, ticket + "/payments", body, {{"idempotency-key", key}});
    };
    const auto first = pay(R"({"amount": 50000, "method": "cash"})", "k1");
    ASSERT_TRUE(first);
    EXPECT_EQ(first->status, 201);
    EXPECT_EQ(pay(R"({"amount": 50000, "method": "cash"})", "k1")->body, first->body) << "one payment for ever";
    EXPECT_EQ(pay(R"({"amount": 50001, "method": "cash"})", "k1").error().problem, "idempotency-key-reused");
    EXPECT_EQ(text_at(get(ticket), "/state"), "partly_paid");
    EXPECT_EQ(pay(R"({"amount": 150001, "method": "transfer"})", "k2").error().problem, "payment-too-much");
    EXPECT_EQ(pay(R"({"amount": 0, "method": "cheque"})", "k3").error().faults.size(), 2u);
    ASSERT_TRUE(pay(R"({"amount": 150000, "method": "card", "reference": "slip 1"})", "k2"));
    const auto paid = get(ticket);
    EXPECT_EQ(text_at(paid, "/state"), "paid");
    EXPECT_EQ(paid.at_pointer("/owed/amount").as_int64(), 0);
    EXPECT_EQ(paid.at_pointer("/payments").as_array().size(), 2u);

    const auto refund = call(http::Method::post, ticket + "/payments/" + text_at(paid, "/payments/1/id") + "/refund",
                             R"({"amount": 1000, "reason": "overcharged"})");
    ASSERT_TRUE(refund) << refund.error().detail.en;
    EXPECT_EQ(json_of(refund).at_pointer("/amount/amount").as_int64(), -1000);
    EXPECT_EQ(call(http::Method::post, ticket + "/payments/" + text_at(paid, "/payments/1/id") + "/refund",
                   R"({"amount": 149001, "reason": "again"})")
                  .error()
                  .problem,
              "refund-too-much");
    EXPECT_EQ(text_at(get(ticket), "/state"), "partly_paid");
    const auto stay = text_at(get("/v1/parking/stays"), "/items/0/id");
    const auto history = get("/v1/parking/stays/" + stay + "/history").at("items").as_array();
    EXPECT_EQ(history.size(), 6u);
    EXPECT_EQ(text_at(history.back(), "/reason"), "overcharged");
    EXPECT_EQ(text_at(history.back(), "/by/name"), "Ana");
}

TEST_P(ApiTest, FindsStaysAndTicketsByPartOfAPlateAndByLookAlikes) {
    park("AB123CD", "12:00:00", "13:30:00");
    park("AC128CD", "12:00:00", "13:30:00");
    see("XY777ZZ", "14:00:00");
    const auto found = [&](const std::string& what, const std::string& query) {
        std::vector<std::string> plates;
        const auto page = get("/v1/parking/" + what + "?" + query);
        for (const auto& each : page.at("items").as_array()) plates.push_back(text_at(each, "/plate"));
        std::ranges::sort(plates);
        return plates;
    };
    using Plates = std::vector<std::string>;
    EXPECT_EQ(found("stays", "plate=*12?CD&from=2026-03-01T00:00:00Z"), (Plates{"AB123CD", "AC128CD"}));
    EXPECT_EQ(found("stays", "plate=ab*123"), Plates{});
    EXPECT_EQ(found("stays", "plate=A8I23CO&similar=true"), Plates{"AB123CD"});
    EXPECT_EQ(found("stays", "plate=*I28CO&similar=true"), Plates{"AC128CD"});
    EXPECT_EQ(found("stays", "plate=A8I23CO"), Plates{});
    EXPECT_EQ(found("stays", "plate=X*&state=open"), Plates{"XY777ZZ"}) << "few are open";
    EXPECT_EQ(found("tickets", "plate=??123*"), Plates{"AB123CD"});
    EXPECT_EQ(found("tickets", "plate=A*&from=2026-03-01T00:00:00Z"), (Plates{"AB123CD", "AC128CD"}));
    const auto refused = [&](const std::string& query) {
        return call(http::Method::get, "/v1/parking/stays?" + query).error().problem;
    };
    EXPECT_EQ(refused("plate=A*"), "search-too-wide");
    EXPECT_EQ(refused("plate=A*&from=2020-01-01T00:00:00Z"), "search-too-wide");
    EXPECT_EQ(refused("plate=ABC'*"), "query-invalid");
    EXPECT_EQ(refused("plate=ABC&similar=perhaps"), "query-invalid");
}

TEST_P(ApiTest, ForgivingAndDisputingNeedAReasonAndStopPayment) {
    park("AB123CD", "12:00:00", "13:30:00");
    const std::string ticket = "/v1/parking/tickets/T-2026-000001";
    EXPECT_EQ(call(http::Method::put, ticket + "/forgiveness", R"({"reason": ""})").error().kind, ErrorKind::invalid);
    EXPECT_EQ(text_at(json_of(call(http::Method::put, ticket + "/dispute", R"({"reason": "not mine"})")), "/state"), "disputed");
    EXPECT_EQ(text_at(json_of(call(http::Method::del, ticket + "/dispute")), "/state"), "unpaid");
    EXPECT_EQ(text_at(json_of(call(http::Method::put, ticket + "/forgiveness", R"({"reason": "ambulance"})")), "/state"),
              "forgiven");
    EXPECT_EQ(call(http::Method::post, ticket + "/payments", R"({"amount": 1, "method": "cash"})").error().problem,
              "ticket-forgiven");
}

TEST_P(ApiTest, ZonesAreCheckedAsAWholeAndEditedByMerging) {
    const auto wrong = call(
        http::Method::post, "/v1/parking/zones",
        R"({"name": "X", "area": null, "time_zone": "Mars/Base", "tariff": "01890000-0000-7000-8000-000000000000", "mode": "gate"})");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().problem, "zone-invalid");
    EXPECT_EQ(wrong.error().faults.size(), 3u);
    const auto made = call(http::Method::post, "/v1/parking/zones",
                           R"({"name": "Kerb", "area": {"type": "Circle", "coordinates": [-58.4, -34.6], "radius_m": 80},
                               "time_zone": "UTC", "mode": "kerb", "capacity": 10, "tariff": ")" +
                               tariff.text() + "\"}");
    ASSERT_TRUE(made) << made.error().faults.at(0).pointer;
    const std::string path = "/v1/parking/zones/" + text_at(json_of(made), "/id");
    EXPECT_EQ(text_at(json_of(made), "/currency"), "ARS");
    EXPECT_EQ(call(http::Method::patch, path, R"({"capacity": -1})").error().faults.at(0).pointer, "/capacity");
    EXPECT_EQ(call(http::Method::patch, path, R"({"capacity": 5})", {{"if-match", "\"9\""}}).error().problem,
              "changed-meanwhile");
    const auto edited = json_of(call(http::Method::patch, path, R"({"capacity": 5})", {{"if-match", "\"1\""}}));
    EXPECT_EQ(edited.at("capacity").as_int64(), 5);
    EXPECT_EQ(text_at(edited, "/mode"), "kerb");
    EXPECT_EQ(get("/v1/parking/zones?limit=1").at("items").as_array().size(), 1u);
    const auto stay = call(http::Method::post, "/v1/parking/stays",
                           R"({"plate": "ab 123-cd", "zone": ")" + text_at(json_of(made), "/id") + "\"}");
    ASSERT_TRUE(stay);
    EXPECT_EQ(text_at(json_of(stay), "/plate"), "AB123CD");
    EXPECT_EQ(get(path + "/occupancy").at("free").as_int64(), 4);
    now = on_2_march("21:00:00");
    const std::string stay_path = "/v1/parking/stays/" + text_at(json_of(stay), "/id");
    EXPECT_EQ(get(stay_path + "/charge").at_pointer("/total/amount").as_int64(), 100'000);
    EXPECT_EQ(text_at(json_of(call(http::Method::put, stay_path + "/closure")), "/state"), "unpaid");
}

TEST_P(ApiTest, TariffsAreVersionedAndExplained) {
    const auto document = json::text_of(hourly_tariff());
    const auto made = json_of(call(http::Method::post, "/v1/parking/tariffs", document));
    const std::string path = "/v1/parking/tariffs/" + text_at(made, "/id");
    auto dearer = hourly_tariff(200'000);
    dearer.valid_from = "2026-04-01";
    EXPECT_EQ(json_of(call(http::Method::post, path + "/versions", json::text_of(dearer))).at("version").as_int64(), 2);
    EXPECT_EQ(get(path + "/versions").at("items").as_array().size(), 2u);
    dearer.currency = "USD";
    EXPECT_EQ(call(http::Method::post, path + "/versions", json::text_of(dearer)).error().faults.at(0).pointer, "/currency");
    const auto explain = [&](const std::string& day) {
        return json_of(call(
            http::Method::post, "/v1/parking/tariffs/explain",
            fmt::format(R"({{"tariff": "{}", "from": "{}T10:00:00Z", "to": "{}T11:30:00Z"}})", text_at(made, "/id"), day, day)));
    };
    EXPECT_EQ(explain("2026-03-31").at_pointer("/total/amount").as_int64(), 200'000);
    EXPECT_EQ(explain("2026-04-01").at_pointer("/total/amount").as_int64(), 400'000);
    EXPECT_EQ(explain("2026-04-01").at("tariff_version").as_int64(), 2);
}

TEST_P(ApiTest, ListsGoOnWhereTheyEnded) {
    for (int i = 0; i < 5; ++i) park(fmt::format("AB{}23CD", i), fmt::format("1{}:00:00", i), fmt::format("1{}:30:00", i));
    std::string cursor;
    std::vector<std::string> plates;
    do {
        const auto page = get("/v1/parking/stays?limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor));
        for (const auto& item : page.at("items").as_array()) plates.push_back(text_at(item, "/plate"));
        cursor = page.at("next").is_null() ? "" : text_at(page, "/next");
    } while (!cursor.empty());
    EXPECT_EQ(plates, (std::vector<std::string>{"AB423CD", "AB323CD", "AB223CD", "AB123CD", "AB023CD"}));
    EXPECT_EQ(get("/v1/parking/stays?state=unpaid&plate=ab-323-cd").at("items").as_array().size(), 1u);
    EXPECT_EQ(get("/v1/parking/stays?state=open").at("items").as_array().size(), 0u);
    EXPECT_EQ(get("/v1/parking/tickets?state=unpaid&limit=3").at("items").as_array().size(), 3u);
    EXPECT_EQ(call(http::Method::get, "/v1/parking/stays?state=flying").error().faults.at(0).pointer, "state");
}

TEST_P(ApiTest, TotalsAgreeWithTheRows) {
    park("AB123CD", "12:00:00", "13:30:00");
    park("AC123CD", "12:10:00", "12:30:00");
    park("AB123CD", "15:00:00", "15:30:00");
    see("AD123CD", "18:00:00");
    const auto totals = get("/v1/parking/totals?by=hour");
    EXPECT_EQ(totals.at("plates").as_int64(), 3);
    EXPECT_EQ(totals.at("unique_places").as_int64(), 1);
    EXPECT_EQ(totals.at_pointer("/charges_total/0/amount").as_int64(), 400'000);
    std::int64_t sum = 0;
    for (const auto& part : totals.at("parts").as_array())
        for (const auto& money : part.at("charges_total").as_array()) sum += money.at("amount").as_int64();
    EXPECT_EQ(sum, 400'000);
    EXPECT_EQ(totals.at("parts").as_array().size(), 21u) << "midnight to 20:00 and a millisecond";
    double charged = 0;
    int rows = 0;
    database->read([&](storage::Session& session) {
        session.run("SELECT COUNT(*), CAST(SUM(cobrar) AS {real}) FROM cobros WHERE tiempo > 0", soci::into(rows),
                    soci::into(charged));
    });
    EXPECT_EQ(rows, 3);
    EXPECT_DOUBLE_EQ(charged, 4'000.00) << "units of the currency";
}

TEST_P(ApiTest, TodayBeginsAtTheMidnightOfTheZonesInReach) {
    set_zone([](auto& settings) { settings.time_zone = "America/Argentina/Buenos_Aires"; });
    auto elsewhere = zone_settings(tariff);
    elsewhere.default_zone = true;
    add_zone(elsewhere);  // in UTC
    now = on_2_march("02:00:00");
    const auto begins = [&] { return parse_rfc3339(text_at(get("/v1/parking/totals"), "/from")); };
    EXPECT_EQ(begins(), on_2_march("00:00:00")) << "all zones: the default zone's";
    reach = {zone.text()};
    EXPECT_EQ(begins(), *parse_rfc3339("2026-03-01T03:00:00Z")) << "23:00 of the first of March there";
}

TEST_P(ApiTest, TodayStandsAgainstTheSameWeekday) {
    park("AB123CD", "12:00:00", "13:30:00");
    see("AC123CD", "15:00:00");
    EXPECT_EQ(get("/v1/parking/totals/usual").at("weeks"), 0) << "no earlier week is known";
    EXPECT_EQ(get("/v1/parking/totals/usual").at_pointer("/today/plates"), 2);
    now += std::chrono::hours{7 * 24 - 6};  // a week later at 14:00
    const auto compared = get("/v1/parking/totals/usual?zone=" + zone.text());
    EXPECT_EQ(compared.at("weeks"), 1);
    EXPECT_EQ(compared.at_pointer("/today/plates"), 0);
    EXPECT_EQ(compared.at_pointer("/usual/plates"), 1);
    EXPECT_EQ(compared.at_pointer("/usual/charges_total/0/amount"), 200'000);
    EXPECT_EQ(compared.at("hours").as_array().size(), 15u);
    EXPECT_EQ(compared.at("usual_hours").as_array().size(), 24u);
    EXPECT_EQ(compared.at_pointer("/usual_hours/15/plates"), 1);
    EXPECT_EQ(compared.at_pointer("/usual_hours/13/charges_total/0/amount"), 200'000);
    EXPECT_EQ(call(http::Method::get, "/v1/parking/totals/usual?zone=none").error().problem, "zone-not-found");
}

TEST_P(ApiTest, OccupancyOfAllZonesInOneAnswer) {
    see("AB123CD", "12:00:00");
    set_zone([](auto& settings) { settings.capacity = 5; });
    const auto zones = get("/v1/parking/occupancy").at("items").as_array();
    ASSERT_EQ(zones.size(), 1u);
    EXPECT_EQ(json::text_of(zones[0]), json::text_of(get("/v1/parking/zones/" + zone.text() + "/occupancy")));
    EXPECT_EQ(zones[0].at("free"), 4);
}

TEST_P(ApiTest, ThePublicPageShowsTheTicketInBothLanguagesAndEscapes) {
    set_zone([](auto& settings) { settings.name = "<b>Centro</b>"; });
    park("AB123CD", "12:00:00", "13:30:00");
    const auto page = text_at(get("/v1/parking/tickets/T-2026-000001"), "/page");
    ASSERT_TRUE(page.starts_with("https://park.example/t/"));
    const std::string path = page.substr(std::string("https://park.example").size());
    const auto spanish = call(http::Method::get, path + "?lang=es"), english = call(http::Method::get, path + "?lang=en");
    ASSERT_TRUE(spanish);
    for (const auto* text : {"T-2026-000001", "AB123CD", "&lt;b&gt;Centro", "02/03/2026 12:00", "$ 2.000,00", "Impago", "<svg"})
        EXPECT_NE(spanish->body.find(text), std::string::npos) << text;
    for (const auto* text : {"2026-03-02 12:00", "ARS 2,000.00", "Unpaid"})
        EXPECT_NE(english->body.find(text), std::string::npos) << text;
    EXPECT_EQ(spanish->body.find("{{"), std::string::npos);
    const auto pdf = call(http::Method::get, path + ".pdf");
    EXPECT_TRUE(pdf->body.starts_with("%PDF-"));
    EXPECT_EQ(pdf->body, call(http::Method::get, path + ".pdf")->body);
    EXPECT_EQ(call(http::Method::get, "/v1/parking/tickets/T-2026-000001.pdf")->body, pdf->body);
    const auto code = call(http::Method::get, path + "/qr.svg");
    EXPECT_EQ(code->content_type, "image/svg+xml");
    EXPECT_NE(spanish->body.find(code->body), std::string::npos) << "the same code as on the page";
    EXPECT_EQ(call(http::Method::get, "/t/guessed/qr.svg").error().kind, ErrorKind::not_found);
    EXPECT_EQ(call(http::Method::get, "/t/guessed").error().kind, ErrorKind::not_found);
    EXPECT_EQ(call(http::Method::get, path + "/plate.jpg").error().kind, ErrorKind::not_found);
}

TEST_P(ApiTest, TheQueueTellsAndTheCaptureAsksWhatASightingDid) {
    database->migrate(queue::Queue::migrations());
    const SystemClock clock;
    const Dependencies on{*database, *blobs, metering};
    const auto queue = queue::Queue::make(*database, clock, feature(on).workers);
    queue->start({"worker"}, 2);
    StaysOfSightings stays_of{metering};
    const auto told = [&](const sightings::PlateSeen& seen) {
        const auto event = database->write(
            [&](storage::Session& session) { return queue->tell(session, sightings::PlateSeen::event, json::text_of(seen)); });
        EXPECT_TRUE(queue->wait_for_event(event, std::chrono::seconds{20}));
        return database->read(
            [&](storage::Session& session) { return stays_of.of_sighting(session, seen.sighting, seen.seen_at); });
    };
    const auto opened = told(sighting("AB123CD", "12:00:00"));
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->happened, "opened");
    EXPECT_EQ(opened->state, "open");
    EXPECT_EQ(opened->zone, "Centro A");
    const auto closed = told(sighting("AB123CD", "13:30:00"));
    ASSERT_TRUE(closed);
    EXPECT_EQ(closed->happened, "closed");
    EXPECT_EQ(closed->ticket, "T-2026-000001");
    EXPECT_EQ(closed->owed, (Money{200'000, "ARS"}));
    queue->stop();
}

TEST_P(ApiTest, AFirstStartMetersThePhotoOfANewcomer) {
    auto place = std::make_unique<storage::TestDatabase>(GetParam());
    auto empty = storage::Database::open(place->settings);
    empty->migrate(feed::migrations());
    empty->migrate(migrations());
    std::swap(database, empty);
    EXPECT_TRUE(
        write([&](auto& session) { return seed_first_start(session, {.time_zone = "America/Argentina/Buenos_Aires"}, start); }));
    EXPECT_FALSE(write([&](auto& session) { return seed_first_start(session, {.time_zone = "UTC"}, start); }));
    auto photo = sighting("AB123CD", "12:00:00");
    photo.place.reset();
    see(photo);
    see("AB123CD", "13:10:00");
    EXPECT_EQ(only_stay().charge->total, (Money{187'500, "ARS"})) << "an hour and a quarter begun";

    std::ifstream file(std::string(PATENTE_ROOT) + "/data/tariffs/caba_garage.json");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto document = json::read<TariffDocument>(text);
    ASSERT_TRUE(document);
    EXPECT_TRUE(write([&](auto& session) { return seed_demo(session, *document, start); }));
    EXPECT_FALSE(write([&](auto& session) { return seed_demo(session, *document, start); }));
    see("AC123CD", "12:00:00");
    see("AC123CD", "12:30:00");
    EXPECT_EQ(only_stay("AC123CD").charge->total, (Money{240'000, "ARS"})) << "Centro A: the first hour whole";
    std::swap(database, empty);
}

TEST_P(ApiTest, ATicketPageOffersToPayWhatIsOwedAndNoMore) {
    park("AB123CD", "12:00:00", "13:30:00");
    const auto page = [&] { return call(http::Method::get, "/t/" + ticket("T-2026-000001").token)->body; };
    EXPECT_NE(page().find("https://pay.example/?t=T-2026-000001&amp;a=2000.00&amp;c=ARS"), std::string::npos);
    ASSERT_TRUE(call(http::Method::post, "/v1/parking/tickets/T-2026-000001/payments", R"({"amount": 50000, "method": "cash"})"));
    EXPECT_NE(page().find("a=1500.00"), std::string::npos);
    ASSERT_TRUE(
        call(http::Method::post, "/v1/parking/tickets/T-2026-000001/payments", R"({"amount": 150000, "method": "card"})"));
    EXPECT_EQ(page().find("pay.example"), std::string::npos);
    EXPECT_EQ(call(http::Method::post, "/v1/parking/tickets/T-2026-000001/payments", R"({"amount": 1, "method": "provider"})")
                  .error()
                  .faults.at(0)
                  .pointer,
              "/method");
}

TEST_P(ApiTest, ATicketIsPrintedOnItsPaper) {
    park("AB123CD", "12:00:00", "13:30:00");
    const std::string file = "/v1/parking/tickets/T-2026-000001.pdf";
    EXPECT_NE(call(http::Method::get, file)->body, call(http::Method::get, file + "?paper=80mm")->body);
    EXPECT_EQ(call(http::Method::get, file + "?paper=a3").error().problem, "query-invalid");
}

TEST_P(ApiTest, OccupancyOfAllZonesAtOnce) {
    set_zone([](ZoneSettings& zone) { zone.capacity = 1; });
    auto other = zone_settings(tariff);
    other.name = "Costanera";
    other.area = Circle{{-58.36, -34.61}, 100};
    add_zone(other);
    other.name = "Depot";
    other.active = false;
    add_zone(other);
    see("AB123CD", "12:00:00");
    see("AC456DE", "12:00:00");
    const auto items = get("/v1/parking/occupancy").at("items").as_array();
    ASSERT_EQ(items.size(), 2u) << "not the one that is closed down and empty";
    EXPECT_EQ(text_at(items[0], "/zone/name"), "Centro A");
    EXPECT_EQ(items[0].at_pointer("/inside").as_int64(), 2);
    EXPECT_EQ(items[0].at_pointer("/free").as_int64(), 0);
    EXPECT_EQ(items[1].at_pointer("/inside").as_int64(), 0);
    EXPECT_TRUE(items[1].at_pointer("/free").is_null());
    reach = {zone.text()};
    EXPECT_EQ(get("/v1/parking/occupancy").at("items").as_array().size(), 1u);
}

TEST_P(ApiTest, AListOfStaysOfManyZonesShowsWhatEachOwesNow) {
    auto other = zone_settings(tariff);
    other.name = "Costanera";
    other.area = Circle{{-58.36, -34.61}, 100};
    const auto far = add_zone(other);
    park("AB123CD", "12:00:00", "13:30:00");
    see("AC456DE", "12:00:00");
    const std::string body = R"({"plate": "AD789EF", "entered_at": "2026-03-02T17:30:00Z", "zone": ")" + far.text() + "\"}";
    ASSERT_TRUE(call(http::Method::post, "/v1/parking/stays", body));
    discounts.permits_of["AC456DE"] = {{.kind = discounts::BenefitKind::share, .percent = 50}};
    std::map<std::string, std::pair<std::string, std::int64_t>> seen;
    const auto page = get("/v1/parking/stays");
    for (const auto& each : page.at("items").as_array())
        seen[text_at(each, "/plate")] = {text_at(each, "/zone/name"), each.at_pointer("/owed/amount").as_int64()};
    EXPECT_EQ(seen.at("AB123CD"), (std::pair<std::string, std::int64_t>{"Centro A", 200'000}));
    EXPECT_EQ(seen.at("AC456DE"), (std::pair<std::string, std::int64_t>{"Centro A", 400'000})) << "eight hours at half price";
    EXPECT_EQ(seen.at("AD789EF"), (std::pair<std::string, std::int64_t>{"Costanera", 300'000}));
}

TEST_P(ApiTest, ATariffIsTriedOnStaysThatEndedAndNothingIsStored) {
    park("AB123CD", "10:00:00", "11:30:00");
    park("AC456DE", "12:00:00", "12:30:00");
    see("AD789EF", "13:00:00");  // still inside
    discounts.permits_of["AC456DE"] = {{.kind = discounts::BenefitKind::share, .percent = 50}};
    auto foreign = hourly_tariff();
    foreign.zone = "America/Montevideo";
    foreign.currency = "UYU";
    auto settings = zone_settings(add_tariff(foreign));
    settings.time_zone = foreign.zone;
    settings.name = "Montevideo";
    settings.area = Circle{{-56.19, -34.90}, 500};
    const auto montevideo = add_zone(settings);
    auto there = sighting("SAB1234", "10:00:00");
    there.place = Place{-34.90, -56.19, 10.0, PlaceSource::phone};
    see(there);
    there = sighting("SAB1234", "11:00:01");
    there.place = Place{-34.90, -56.19, 10.0, PlaceSource::phone};
    see(there);

    const auto ask = [&](const TariffDocument& document, const std::string& more = "", const std::string& until = "2026-03-03") {
        return call(http::Method::post, "/v1/parking/tariffs/what-if",
                    R"({"from": "2026-03-02T00:00:00Z", "until": ")" + until + R"(T00:00:00Z", "document": )" +
                        json::text_of(document) + more + "}");
    };
    const auto before = get("/v1/parking/stays");
    const auto dearer = json_of(ask(hourly_tariff(150'000)));
    EXPECT_EQ(dearer.at_pointer("/total/stays").as_int64(), 2);
    EXPECT_EQ(dearer.at_pointer("/total/was/amount").as_int64(), 300'000);
    EXPECT_EQ(dearer.at_pointer("/total/would/amount").as_int64(), 375'000) << "two hours, and one at half price";
    EXPECT_EQ(dearer.at_pointer("/total/difference/amount").as_int64(), 75'000);
    EXPECT_EQ(dearer.at_pointer("/total/dearer").as_int64(), 1);
    EXPECT_EQ(dearer.at_pointer("/total/cheaper").as_int64(), 1);
    EXPECT_EQ(dearer.at_pointer("/left_out").as_int64(), 1) << "other money, other time";
    EXPECT_EQ(dearer.at_pointer("/days").as_array().size(), 1u);
    EXPECT_EQ(text_at(dearer, "/days/0/day"), "2026-03-02");
    EXPECT_EQ(text_at(dearer, "/differ_most/0/plate"), "AB123CD");
    EXPECT_EQ(dearer.at_pointer("/differ_most/1/difference/amount").as_int64(), -25'000);
    EXPECT_EQ(get("/v1/parking/stays"), before);

    EXPECT_EQ(json_of(ask(foreign, R"(, "zone": ")" + montevideo.text() + "\"")).at_pointer("/total/stays").as_int64(), 1);
    EXPECT_EQ(json_of(ask(hourly_tariff(), R"(, "tariff": ")" + tariff.text() + "\"")).at_pointer("/left_out").as_int64(), 0);
    EXPECT_EQ(ask(hourly_tariff(), R"(, "zone": ")" + ZoneId::made_at(now).text() + "\"").error().problem, "zone-not-found");
    EXPECT_EQ(ask(hourly_tariff(), "", "2026-03-01").error().faults.at(0).pointer, "/until");
    EXPECT_EQ(ask(hourly_tariff(), "", "2027-03-04").error().faults.at(0).pointer, "/until");
    reach = {zone.text()};
    EXPECT_EQ(json_of(ask(hourly_tariff())).at_pointer("/left_out").as_int64(), 0) << "another zone is beyond reach";
    EXPECT_EQ(ask(foreign, R"(, "zone": ")" + montevideo.text() + "\"").error().problem, "zone-not-found");
    auto wrong = hourly_tariff();
    wrong.bands[0].rate = "none";
    EXPECT_EQ(ask(wrong).error().problem, "tariff-invalid");
}

// More stays than one page holds, and the same instant on its edge.
TEST_P(ApiTest, EveryStayOfAPeriodIsTriedOnce) {
    write([&](storage::Session& session) {
        for (int i = 0; i < 1'030; ++i) {
            Stay stay{.id = StayId::made_at(start), .zone = zone, .phase = StayPhase::closed, .plate = fmt::format("AB{}CD", i)};
            stay.entered_at = on_2_march(i < 1'000 ? "10:00:00" : "10:00:01");
            stay.left_at = stay.last_seen_at = stay.entered_at + std::chrono::minutes{30};
            stay.tariff = tariff;
            stay.charge = Charge{{100'000, "ARS"}, 1, {}};
            store::add(session, stay);
        }
        return 0;
    });
    const auto sums = tried(*database, tariffs, *checked(hourly_tariff(200'000), calendars),
                            {{zone.text()}, tariff.text(), start, on_2_march("23:00:00")});
    ASSERT_TRUE(sums);
    EXPECT_EQ(sums->whole().stays, 1'030);
    EXPECT_EQ(sums->whole().was, 1'030 * 100'000);
    EXPECT_EQ(sums->whole().would, 1'030 * 200'000);
}

}  // namespace
}  // namespace patente::parking
