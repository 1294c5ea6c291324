// The whole room over a real database, queue and folder of blobs; only the eyes and the parking are stand-ins.
#include <gtest/gtest.h>

#include <fstream>

#include "domain/captures/feature.h"
#include "domain/captures/wire.h"
#include "domain/devices/feature.h"
#include "domain/sightings/feature.h"
#include "platform/queue/overview.h"
#include "platform/storage/soci_types.h"
#include "platform/storage/test_database.h"

namespace patente::captures {
namespace {

using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-03-01T12:00:00Z");
constexpr auto long_enough = 60s;  // only a broken queue takes that long

// A photo is text here: "photo AB123CD 0.9" has a plate of that confidence; several plates may follow each other.
class TextReader final : public PhotoReader {
public:
    std::string content_type(std::string_view first_bytes) const override {
        return first_bytes.starts_with("photo") ? "image/jpeg" : "";
    }
    PhotoRead read(std::string_view bytes, std::string_view) const override {
        ++times;
        std::istringstream words{std::string(bytes)};
        std::string word, plate;
        words >> word;
        if (bytes.find("poison") != std::string_view::npos) throw std::runtime_error("this photo breaks the reader");
        PhotoRead read{.width = 800, .height = 600, .thumbnail_jpeg = "thumbnail of " + std::string(bytes)};
        double confidence = 0;
        while (words >> plate >> confidence) {
            const double width = 100 - 10.0 * read.plates.size();
            read.plates.push_back({{.plate = plate,
                                    .as_read = plate,
                                    .confidence = confidence,
                                    .region = "ar",
                                    .box = Box{1, 2, width, 20},
                                    .corners = {{1, 2}, {101, 2}, {101, 22}, {1, 22}}},
                                   "crop of " + plate});
        }
        if (read.plates.empty()) read.nothing_read = NothingRead::blurred;
        return read;
    }
    mutable std::atomic<int> times = 0;
};

// Has a stay for every sighting whose PlateSeen was heard.
class HeardStays final : public parking::Stays {
public:
    std::optional<parking::StayView> of_sighting(storage::Session&, const sightings::SightingId& sighting, Instant) override {
        const std::lock_guard lock{mutex_};
        if (!heard_.contains(sighting)) return std::nullopt;
        parking::StayView stay;
        stay.state = "open";
        stay.zone = "Centro A";
        stay.owed = {0, "ARS"};
        return stay;
    }
    // Waits before it hears anything more, until `go_on`.
    void hold() { held_ = true; }
    void go_on() {
        held_ = false;
        held_.notify_all();
    }
    void hear(const sightings::SightingId& sighting) {
        held_.wait(true);
        const std::lock_guard lock{mutex_};
        heard_.insert(sighting);
    }

private:
    std::mutex mutex_;
    std::set<sightings::SightingId> heard_;
    std::atomic<bool> held_ = false;
};

class NoZones final : public devices::Zones {
public:
    bool exists(storage::Session&, const std::string&) override { return false; }
};

class CapturesTest : public storage::EachDatabase {
protected:
    void SetUp() override {
        folder_ = std::filesystem::temp_directory_path() / ("captures_" + Uuid::made_at(SystemClock{}.now()).text());
        blobs_ = std::make_unique<blobs::Blobs>(folder_);
        database_ = fresh();
        queue_ = queue::Queue::make(*database_, clock_);
        ledger_ = std::make_unique<sightings::Ledger>(*queue_, capture_max_age_default);
        add(sightings::feature({*database_, *queue_, *blobs_, *ledger_, devices_}));
        add(devices::feature({*database_, zones_}));
        add(feature({*database_, *queue_, *blobs_, reader_, formats_, *ledger_, *ledger_, *ledger_, stays_, devices_},
                    {.wait = long_enough, .listeners_wait = long_enough}));
        database_->migrate(queue::Queue::migrations());
        queue_->add({{.job = "test.hear",
                      .role = "worker",
                      .run =
                          [this](const std::string& payload, const queue::Lease& lease) {
                              stays_.hear(json::read<sightings::PlateSeen>(payload)->sighting);
                              database_->write([&](storage::Session& session) { lease.finish(session); });
                          },
                      .event = std::string(sightings::PlateSeen::event)}});
    }
    void TearDown() override {
        queue_->stop();
        queue_.reset();
        std::filesystem::remove_all(folder_);
    }
    void add(Feature feature) {
        database_->migrate(feature.migrations);
        queue_->add(std::move(feature.workers));
        for (auto& route : feature.routes) routes_.push_back(std::move(route));
    }
    void start() { queue_->start({"reader", "worker"}, 2); }

    http::Answer call(http::Method method, const std::string& path, http::Request request = {}) {
        for (const auto& route : routes_)
            if (route.method == method && matches(route.path, path, request)) {
                request.received = clock_.now();
                request.caller = {"key", auth::CallerKind::key, "Ana", {"*"}};
                return route.answer(request);
            }
        throw std::runtime_error("no route for " + path);
    }
    http::Answer call_json(http::Method method, const std::string& path, const std::string& body) {
        http::Request request;
        request.body = body;
        return call(method, path, request);
    }

    http::Part image(const std::string& bytes) {
        const auto file = blobs_->incoming() / Uuid::made_at(noon).text();
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << bytes;
        return {"image", "photo.jpg", "image/jpeg", "", file, bytes.size(), blobs::sha256_of(bytes)};
    }
    static http::Part text(const std::string& name, const std::string& value) { return {.name = name, .value = value}; }

    http::Answer post(std::vector<http::Part> parts, bool respond_async = false) {
        http::Request request;
        request.parts = std::move(parts);
        if (respond_async) request.headers = {{"prefer", "respond-async"}};
        return call(http::Method::post, "/v1/captures", request);
    }
    json::Value body(const http::Answer& answer) { return *json::parsed(answer->body); }
    json::Value posted(std::vector<http::Part> parts) {
        const auto answer = post(std::move(parts));
        EXPECT_TRUE(answer) << answer.error().detail.en;
        EXPECT_EQ(answer->status, 201);
        return body(answer).at("captures");
    }
    static std::string id_of(const json::Value& capture) { return std::string(capture.at("id").as_string()); }
    std::string path_of(const json::Value& capture, const std::string& thing = "") {
        return "/v1/captures/" + id_of(capture) + (thing.empty() ? "" : "/" + thing);
    }
    json::Value got(const std::string& path) { return body(call(http::Method::get, path)); }
    std::size_t sightings() { return got("/v1/sightings").at("items").as_array().size(); }

    TextReader reader_;
    HeardStays stays_;
    NoZones zones_;
    devices::Registrar devices_;
    Formats formats_;
    ManualClock clock_{noon};
    std::filesystem::path folder_;
    std::unique_ptr<blobs::Blobs> blobs_;
    std::unique_ptr<storage::Database> database_;
    std::unique_ptr<queue::Queue> queue_;
    std::unique_ptr<sightings::Ledger> ledger_;
    std::vector<http::Route> routes_;

private:
    static bool matches(const std::string& row, const std::string& path, http::Request& request) {
        const auto open = row.find('{');
        if (open == std::string::npos) return row == path;
        const auto close = row.find('}');
        const auto suffix = row.substr(close + 1);
        if (!path.starts_with(row.substr(0, open)) || !path.ends_with(suffix)) return false;
        const auto value = path.substr(open, path.size() - suffix.size() - open);
        if (value.empty() || value.find('/') != std::string::npos) return false;
        request.path_parameters[row.substr(open + 1, close - open - 1)] = value;
        return true;
    }
};
INSTANTIATE_EACH_DATABASE(CapturesTest);

// What a retry after a crash would get.
class Kept final : public http::AnswerKeeper {
public:
    void keep(storage::Session&, const http::Response& response) override { answer = response; }
    http::Response answer;
};

TEST_P(CapturesTest, KeepsWithThePhotosWhereToLookForThem) {
    http::Request request;
    request.parts = {image("photo AB123CD 0.9"), image("photo ZZ999ZZ 0.9")};
    request.headers = {{"prefer", "respond-async"}};
    const auto kept = std::make_shared<Kept>();
    request.keeper = kept;
    const auto answer = call(http::Method::post, "/v1/captures", request);
    EXPECT_EQ(kept->answer.status, 202);
    EXPECT_EQ(kept->answer.headers, answer->headers);
    EXPECT_EQ(*json::parsed(kept->answer.body), body(answer));
    start();
}

TEST_P(CapturesTest, AnswersWithTheReadingAndWithTheStayThatFollowedFromIt) {
    start();
    const auto captures = posted({image("photo AB123CD 0.9"), text("position", "-34.6,-58.4,8"), text("device", "phone-1")});
    const auto& capture = captures.at(0);
    EXPECT_EQ(capture.at("state"), "read");
    EXPECT_EQ(capture.at("sha256"), json::Value(blobs::sha256_of("photo AB123CD 0.9")));
    EXPECT_TRUE(capture.at("duplicate_of").is_null());
    EXPECT_EQ(capture.at("taken_at").at("source"), "arrival");
    EXPECT_EQ(capture.at("place").at("source"), "phone");
    EXPECT_EQ(capture.at("place").at("accuracy_m").to_number<double>(), 8);
    const auto& reading = capture.at("readings").at(0);
    EXPECT_EQ(reading.at("plate"), "AB123CD");
    EXPECT_EQ(reading.at("box").as_array().size(), 4u);
    EXPECT_EQ(reading.at("corners").as_array().size(), 4u);
    EXPECT_TRUE(capture.at("nothing_read").is_null());
    EXPECT_TRUE(capture.at("sighting").is_string());
    EXPECT_EQ(capture.at("stay").at("zone"), "Centro A");

    const auto sighting = got("/v1/sightings/" + std::string(capture.at("sighting").as_string()));
    EXPECT_EQ(sighting.at("plate"), "AB123CD");
    EXPECT_EQ(sighting.at("capture"), capture.at("id"));
    EXPECT_EQ(sighting.at("device"), "phone-1");
    EXPECT_EQ(json::text_of(got(path_of(capture)).at("readings")), json::text_of(capture.at("readings")));
    EXPECT_EQ(got("/v1/captures").at("items").as_array().size(), 1u);
}

TEST_P(CapturesTest, IsNotReadyBeforeItsStayIsKnown) {
    stays_.hold();
    start();
    const auto sent = post({image("photo AB123CD 0.9")}, true);
    ASSERT_EQ(sent->status, 202);
    const auto path = path_of(body(sent).at("captures").at(0));
    http::Answer answer = call(http::Method::get, path);
    while (body(answer).at("state") == "waiting") answer = call(http::Method::get, path);
    EXPECT_EQ(answer->status, 202) << "it is read, but who listens to its sighting is not done";
    EXPECT_TRUE(body(answer).at("stay").is_null());
    stays_.go_on();
    while (answer->status == 202) answer = call(http::Method::get, path);
    EXPECT_EQ(body(answer).at("stay").at("zone"), "Centro A");
}

TEST_P(CapturesTest, TakesThePlaceOfItsRegisteredDeviceWhereNoneIsTrustedMore) {
    start();
    const auto added =
        call_json(http::Method::post, "/v1/devices",
                  R"({"name": "gate-1", "kind": "gate", "position": {"lat": -34.5, "lon": -58.5, "accuracy_m": 4}})");
    ASSERT_TRUE(added) << added.error().detail.en;
    EXPECT_EQ(added->status, 201);
    const auto alone = posted({image("photo AB123CD 0.9"), text("device", "gate-1")}).at(0);
    EXPECT_EQ(alone.at("place").at("source"), "device");
    EXPECT_EQ(alone.at("place").at("lat").as_double(), -34.5);
    const auto by_phone = posted({image("photo AC123CD 0.9"), text("device", "gate-1"), text("position", "-34.6,-58.4,8")}).at(0);
    EXPECT_EQ(by_phone.at("place").at("source"), "phone");
    EXPECT_EQ(by_phone.at("flags").at(0), "places_disagree");
    const auto by_link = posted({image("photo AD123CD 0.9"), text("device", "gate-1"), text("location_url", "geo:-34.5,-58.5")});
    EXPECT_EQ(by_link.at(0).at("place").at("source"), "device") << "trusted more than a link";

    const auto seen = call_json(http::Method::post, "/v1/sightings", R"({"plate": "AE123CD", "device": "gate-1"})");
    const auto sighting = got("/v1/sightings/" + std::string(body(seen).at("sightings").at(0).at("id").as_string()));
    EXPECT_EQ(sighting.at("place").at("source"), "device");
    EXPECT_EQ(sighting.at("place").at("lon").as_double(), -58.5);
}

TEST_P(CapturesTest, PicturesAreServedForEver) {
    start();
    const auto captures = posted({image("photo AB123CD 0.9")});
    const auto bytes_of = [&](const std::string& thing) {
        const auto answer = call(http::Method::get, path_of(captures.at(0), thing));
        if (!answer) return answer.error().problem;
        EXPECT_EQ(answer->content_type, "image/jpeg");
        std::ifstream in(answer->file);
        return std::string{std::istreambuf_iterator<char>(in), {}};
    };
    EXPECT_EQ(bytes_of("image"), "photo AB123CD 0.9");
    EXPECT_EQ(bytes_of("crop"), "crop of AB123CD");
    EXPECT_EQ(bytes_of("thumbnail"), "thumbnail of photo AB123CD 0.9");
    http::Request second;
    second.query = {{"reading", "1"}};
    EXPECT_EQ(call(http::Method::get, path_of(captures.at(0), "crop"), second).error().problem, "picture-not-found");
}

TEST_P(CapturesTest, TheSameBytesAreReadOnce) {
    start();
    const auto both = posted({image("photo AB123CD 0.9"), image("photo AB123CD 0.9")});
    const auto again = posted({image("photo AB123CD 0.9")});
    EXPECT_EQ(reader_.times, 1);
    EXPECT_EQ(sightings(), 1u);
    for (const auto& duplicate : {both.at(1), again.at(0)}) {
        EXPECT_EQ(duplicate.at("duplicate_of"), both.at(0).at("id"));
        EXPECT_NE(duplicate.at("id"), both.at(0).at("id"));
        EXPECT_EQ(duplicate.at("sighting"), both.at(0).at("sighting"));
        EXPECT_EQ(duplicate.at("readings").at(0).at("plate"), "AB123CD");
        EXPECT_EQ(duplicate.at("stay").at("zone"), "Centro A");
    }
}

TEST_P(CapturesTest, AnotherPhotoOfTheSameCarWithinAMinuteIsTheSameSighting) {
    start();
    const auto first = posted({image("photo AB123CD 0.9"), text("device", "gate")});
    clock_.advance(50s);
    const auto second = posted({image("photo  AB123CD 0.9"), text("device", "gate")});
    clock_.advance(61s);
    const auto third = posted({image("photo   AB123CD 0.9"), text("device", "gate")});
    EXPECT_EQ(second.at(0).at("sighting"), first.at(0).at("sighting"));
    EXPECT_TRUE(second.at(0).at("duplicate_of").is_null());
    EXPECT_NE(third.at(0).at("sighting"), first.at(0).at("sighting"));
}

TEST_P(CapturesTest, EveryAcceptedPlateOfAPhotoIsASighting) {
    start();
    const auto captures = posted({image("photo AB123CD 0.9 XYZ987 0.8 QQQ000 0.3")});
    EXPECT_EQ(sightings(), 2u);
    const auto& readings = captures.at(0).at("readings");
    EXPECT_EQ(readings.at(0).at("plate"), "AB123CD");
    EXPECT_EQ(captures.at(0).at("sighting"), readings.at(0).at("sighting"));
    EXPECT_TRUE(readings.at(1).at("sighting").is_string());
    EXPECT_EQ(readings.at(2).at("verdict"), "doubtful");
    EXPECT_TRUE(readings.at(2).at("sighting").is_null());
}

TEST_P(CapturesTest, WhoDoesNotWaitIsToldWhereTheReadingWillBe) {
    const auto answer = post({image("photo AB123CD 0.9")}, true);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 202);
    ASSERT_EQ(answer->headers.at(0).first, "Location");
    const auto location = answer->headers.at(0).second;
    EXPECT_EQ(location, path_of(body(answer).at("captures").at(0)));
    EXPECT_EQ(call(http::Method::get, location)->status, 202);
    EXPECT_EQ(call_json(http::Method::put, location + "/plate", R"({"plate":"AB123CD"})").error().problem, "capture-waiting");

    start();
    const auto duplicate = posted({image("photo AB123CD 0.9")});  // waits for the reading of the first
    EXPECT_EQ(duplicate.at(0).at("readings").at(0).at("plate"), "AB123CD");
    const auto ready = call(http::Method::get, location);
    EXPECT_EQ(ready->status, 200);
    EXPECT_EQ(body(ready).at("readings").at(0).at("plate"), "AB123CD");
}

TEST_P(CapturesTest, WhatIsNoImageIsSaidAndNotKept) {
    start();
    const auto captures = posted({image("%PDF-1.4"), image("photo AB123CD 0.9")});
    EXPECT_EQ(captures.at(0).at("nothing_read"), "not_an_image");
    EXPECT_TRUE(captures.at(0).at("image").is_null());
    EXPECT_FALSE(blobs_->find(blobs::sha256_of("%PDF-1.4")));
    EXPECT_EQ(call(http::Method::get, path_of(captures.at(0), "image")).error().problem, "picture-not-found");
    EXPECT_EQ(captures.at(1).at("readings").at(0).at("plate"), "AB123CD");
    EXPECT_EQ(sightings(), 1u);
}

TEST_P(CapturesTest, NothingReadSaysWhyAndAPersonMayEnterThePlate) {
    start();
    const auto captures = posted({image("photo"), text("device", "phone-1")});
    EXPECT_EQ(captures.at(0).at("nothing_read"), "blurred");
    EXPECT_EQ(captures.at(0).at("offers").at(0), "enter_plate");
    EXPECT_EQ(sightings(), 0u);

    const auto put = [&](const std::string& plate) {
        return call_json(http::Method::put, path_of(captures.at(0), "plate"), R"({"plate":")" + plate + R"("})");
    };
    EXPECT_EQ(put("!").error().faults.at(0).pointer, "/plate");
    const auto entered = body(put("ab 123 cd"));
    EXPECT_EQ(entered.at("readings").at(0).at("plate"), "AB123CD");
    EXPECT_EQ(entered.at("readings").at(0).at("verdict"), "entered");
    EXPECT_EQ(entered.at("stay").at("zone"), "Centro A");
    EXPECT_EQ(put("AB123CD")->status, 200);
    EXPECT_EQ(put("AB123CE").error().problem, "capture-has-sighting");
    EXPECT_EQ(sightings(), 1u);
    const auto sighting = got("/v1/sightings/" + std::string(entered.at("sighting").as_string()));
    EXPECT_EQ(sighting.at("confidence").to_number<double>(), 1);
    EXPECT_EQ(sighting.at("device"), "phone-1");
}

TEST_P(CapturesTest, ADoubtfulReadingWaitsForAPerson) {
    start();
    const auto captures = posted({image("photo AB123CO 0.3")});
    EXPECT_TRUE(captures.at(0).at("sighting").is_null());
    EXPECT_EQ(sightings(), 0u);
    const auto entered = body(call_json(http::Method::put, path_of(captures.at(0), "plate"), R"({"plate":"AB123CD"})"));
    EXPECT_EQ(entered.at("readings").as_array().size(), 1u);
    EXPECT_EQ(entered.at("readings").at(0).at("alternatives").at(0).at("plate"), "AB123CO");
    EXPECT_EQ(entered.at("readings").at(0).at("crop"), json::Value(path_of(captures.at(0), "crop")));
}

TEST_P(CapturesTest, APhotoThatBreaksTheReaderFailsAndHarmsNoOther) {
    start();
    auto poisoned = post({image("photo poison")}, true);
    const auto path = path_of(body(poisoned).at("captures").at(0));
    EXPECT_EQ(posted({image("photo AB123CD 0.9")}).at(0).at("state"), "read");
    const auto pass_over_its_pause = [&] {  // and over nothing else: no lease may end because the machine is slow
        const auto waiting = database_->read([](storage::Session& session) {
            return queue::jobs(session, {.state = queue::JobState::waiting, .kind = "captures.read_photo"});
        });
        if (!waiting.empty() && *waiting[0].ready_at > clock_.now()) clock_.set(*waiting[0].ready_at);
    };
    const auto deadline = std::chrono::steady_clock::now() + long_enough;
    while (queue_->waiting("captures.read_photo").dead == 0 && std::chrono::steady_clock::now() < deadline) {
        pass_over_its_pause();
        std::this_thread::sleep_for(5ms);
    }
    EXPECT_EQ(reader_.times, 4);
    const auto failed = call(http::Method::get, path);
    EXPECT_EQ(failed->status, 200);
    EXPECT_EQ(body(failed).at("state"), "failed");
    EXPECT_EQ(body(failed).at("nothing_read"), "failed");
    EXPECT_TRUE(body(post({image("photo poison")}, true)).at("captures").at(0).at("duplicate_of").is_null());  // tried afresh
    EXPECT_EQ(body(call_json(http::Method::put, path + "/plate", R"({"plate":"AB123CD"})")).at("state"), "read");
}

TEST_P(CapturesTest, AnOldPhotoSaysSoAndMayUseTheTimeOfArrival) {
    start();
    const auto captures = posted({image("photo AB123CD 0.9"), text("taken_at", "2026-02-01T12:00:00Z")});
    EXPECT_EQ(captures.at(0).at("taken_at").at("flags").at(0), "too_old");
    EXPECT_EQ(captures.at(0).at("offers").at(0), "use_arrival_time");
    clock_.advance(1min);
    const auto path = path_of(captures.at(0), "taken-at");
    EXPECT_EQ(call_json(http::Method::put, path, R"({"source":"gps"})").error().faults.at(0).pointer, "/source");
    const auto now = body(call_json(http::Method::put, path, R"({"source":"arrival"})"));
    EXPECT_EQ(now.at("taken_at").at("value"), "2026-03-01T12:00:00Z");
    EXPECT_EQ(now.at("taken_at").at("source"), "arrival");
    EXPECT_TRUE(now.at("offers").as_array().empty());
    EXPECT_EQ(call_json(http::Method::put, path, R"({"source":"arrival"})")->status, 200);
    const auto sighting = "/v1/sightings/" + std::string(now.at("sighting").as_string());
    EXPECT_EQ(got(sighting).at("seen_at"), "2026-03-01T12:00:00Z");
    EXPECT_TRUE(got(sighting).at("time_flags").as_array().empty());
    EXPECT_EQ(got(sighting + "/history").at("items").as_array().size(), 1u);
    const auto good = posted({image("photo XYZ987 0.9")});
    EXPECT_EQ(call_json(http::Method::put, path_of(good.at(0), "taken-at"), R"({"source":"arrival"})")->status, 200);
}

TEST_P(CapturesTest, ACorrectionOfTheSightingShowsInItsCapture) {
    start();
    const auto captures = posted({image("photo AB123CO 0.9")});
    const auto sighting = "/v1/sightings/" + std::string(captures.at(0).at("sighting").as_string());
    EXPECT_EQ(call_json(http::Method::patch, sighting, R"({"plate":"AB123CD","place":{"lat":-34.6,"lon":-58.4}})")->status, 200);
    const auto capture = got(path_of(captures.at(0)));
    EXPECT_EQ(capture.at("readings").at(0).at("plate"), "AB123CD");
    EXPECT_EQ(capture.at("readings").at(0).at("as_read"), "AB123CO");
    EXPECT_EQ(capture.at("place").at("source"), "map");
}

TEST_P(CapturesTest, EachBadFieldIsNamedAtOnce) {
    const auto answer =
        post({text("image", "no file"), text("taken_at", "yesterday"), text("position", "here"), text("location_url", "x"),
              text("device", std::string(81, 'd')), text("region", "xx"), text("colour", "red")});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().problem, "upload-invalid");
    std::vector<std::string> named;
    for (const auto& fault : answer.error().faults) named.push_back(fault.pointer);
    EXPECT_EQ(named, (std::vector<std::string>{"image", "taken_at", "position", "location_url", "device", "region", "colour"}));
    EXPECT_EQ(post({}).error().faults.at(0).pointer, "image");
    auto large = image("photo");
    large.size = (32ull << 20) + 1;
    EXPECT_EQ(post({large}).error().kind, ErrorKind::too_large);
}

TEST_P(CapturesTest, ThereIsAViewForProgramsOfTheFirstVersion) {
    start();
    const auto captures = posted({image("photo AB123CO 0.9"), text("position", "-34.5,-58.25")});
    call_json(http::Method::patch, "/v1/sightings/" + std::string(captures.at(0).at("sighting").as_string()),
              R"({"plate":"AB123CD"})");
    std::string when, where, plate, crop;
    double lat = 0, lon = 0;
    database_->read([&](storage::Session& session) {
        session.run("SELECT CAST(fecha_hora AS {text}), imagen, ubicacion, patente, latitud, longitud FROM patente",
                    soci::into(when), soci::into(crop), soci::into(where), soci::into(plate), soci::into(lat), soci::into(lon));
        crop = storage::bytes_from_sql(session, crop);
    });
    EXPECT_TRUE(when.starts_with("2026-03-01 12:00:00")) << when;
    EXPECT_EQ(crop, "crop of AB123CO");
    EXPECT_EQ(where, "-34.5, -58.25");
    EXPECT_EQ(plate, "AB123CD");
    EXPECT_EQ(lat, -34.5);
    EXPECT_EQ(lon, -58.25);
}

}  // namespace
}  // namespace patente::captures
