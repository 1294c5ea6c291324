// The floor of POST /v1/sightings on SQLite: the same rows into the same tables and indexes, by SQLite's own interface.
//     build/release/bench_inserts FILE [--seconds 5] [--rows 6400]
// FILE: a database whose tables the product made; it grows. --rows: between two commits, each of which is on disk.
#include <fmt/format.h>
#include <sqlite3.h>

#include <chrono>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "domain/vocabulary/plate.h"

using namespace patente;
using Steady = std::chrono::steady_clock;

namespace {

class Statement {
public:
    Statement(sqlite3* database, const char* text) : database_(database) {
        if (sqlite3_prepare_v2(database, text, -1, &statement_, nullptr) != SQLITE_OK) refuse();
    }
    ~Statement() { sqlite3_finalize(statement_); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    Statement& text(int place, const std::string& value) {
        sqlite3_bind_text(statement_, place, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
        return *this;
    }
    Statement& number(int place, std::int64_t value) {
        sqlite3_bind_int64(statement_, place, value);
        return *this;
    }
    void run() {
        if (sqlite3_step(statement_) != SQLITE_DONE) refuse();
        sqlite3_reset(statement_);
    }

private:
    [[noreturn]] void refuse() const { throw std::runtime_error(sqlite3_errmsg(database_)); }

    sqlite3* database_;
    sqlite3_stmt* statement_ = nullptr;
};

struct Row {
    std::string id, plate, look_alike, device, event;
};

std::vector<Row> rows_of(int count, std::int64_t now, std::mt19937& random) {
    const auto letter = [&] { return static_cast<char>('A' + random() % 26); };
    std::vector<Row> rows;
    for (int i = 0; i < count; ++i) {
        Row row{.id = Uuid::made_at(Instant{std::chrono::milliseconds{now}}).text()};
        row.plate = fmt::format("{}{}{:03}{}{}", letter(), letter(), random() % 1000, letter(), letter());
        row.look_alike = look_alike_key(row.plate);
        row.device = fmt::format("gate-{}", random() % 200);
        row.event = fmt::format(
            R"({{"sighting":"{}","plate":"{}","confidence":0.97,"alternatives":[],"seen_at":"2026-11-22T12:00:00.000Z","time_flags":[],)"
            R"("place":{{"lat":-34.612345,"lon":-58.412345,"accuracy_m":null,"source":"device"}},"device":"{}","zone":"","crop_sha256":""}})",
            row.id, row.plate, row.device);
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace

int main(int count, char** values) {
    std::chrono::seconds time{5};
    int together = 6400;
    for (int i = 2; i + 1 < count; i += 2) {
        if (values[i] == std::string_view("--seconds")) time = std::chrono::seconds{std::stoi(values[i + 1])};
        if (values[i] == std::string_view("--rows")) together = std::stoi(values[i + 1]);
    }
    sqlite3* database = nullptr;
    if (count < 2 || sqlite3_open_v2(values[1], &database, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK) return 2;
    for (const char* pragma : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA cache_size = -32000"})
        sqlite3_exec(database, pragma, nullptr, nullptr, nullptr);
    {
        Statement begin(database, "BEGIN IMMEDIATE"), commit(database, "COMMIT");
        Statement plate(database, "INSERT INTO sightings_plates (look_alike, plate) VALUES (?, ?) ON CONFLICT DO NOTHING");
        Statement sighting(
            database,
            "INSERT INTO sightings_sightings (id, plate, plate_as_read, confidence, alternatives, region, seen_at, "
            "seen_until, time_flags, lat, lon, accuracy_m, place_source, place_cell, device, key_id, zone, capture_id, "
            "evidence_sha256, crop_sha256, times_seen, version, recorded_at) VALUES (?1, ?2, ?2, 0.97, '[]', '', ?3, ?3, "
            "'[]', -34.6 + ?5 / 1e6, -58.4 + ?5 / 1e6, NULL, 'device', 797000000 + ?5 % 400, ?4, "
            "'01234567-89ab-7def-8123-456789abcdef', '', '', '', '', 1, 1, ?3)");
        Statement event(
            database,
            "INSERT INTO feed_events (type, plate, zone, happened_at, data) VALUES ('sightings.plate_seen', ?, '', ?, ?)");
        std::mt19937 random{std::random_device{}()};
        std::int64_t written = 0;
        Steady::duration taken{};
        while (taken < time) {
            const auto now = SystemClock{}.now().time_since_epoch().count();
            const auto rows = rows_of(together, now, random);
            const auto began = Steady::now();
            begin.run();
            for (const auto& row : rows) {
                plate.text(1, row.look_alike).text(2, row.plate).run();
                sighting.text(1, row.id)
                    .text(2, row.plate)
                    .number(3, now)
                    .text(4, row.device)
                    .number(5, random() % 100'000)
                    .run();
                event.text(1, row.plate).number(2, now).text(3, row.event).run();
            }
            commit.run();
            taken += Steady::now() - began;
            written += together;
        }
        fmt::print("{:.0f} rows/s\n", static_cast<double>(written) / std::chrono::duration<double>(taken).count());
    }
    sqlite3_close(database);
}
