// What storage and queue can do on this machine, each figure beside its floor.
//     build/release/bench_storage [--database sqlite:PATH|postgresql://…] [--threads 64] [--seconds 3]
// Floors: bare fsync of 4 KiB appended to a file, bare inserts through SQLite's own interface in one transaction.
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <mutex>
#include <thread>

#include "platform/queue/queue.h"
#include "platform/storage/soci_types.h"

using namespace patente;
using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

namespace {

struct Arguments {
    std::string database;
    int threads = 64;
    std::chrono::seconds time{3};
};

const std::vector<storage::Migration> tables = {
    {"bench/0001",
     "CREATE TABLE bench_plates (plate {text} PRIMARY KEY, seen {big} NOT NULL);"
     "CREATE TABLE bench_rows (id {id} PRIMARY KEY, plate {text} NOT NULL, seen_at {instant} NOT NULL, lat {real}, lon {real});"
     "CREATE INDEX bench_rows_by_plate ON bench_rows (plate, seen_at);"
     "CREATE INDEX bench_rows_by_time ON bench_rows (seen_at);"}};

double seconds_since(Steady::time_point began) { return std::chrono::duration<double>(Steady::now() - began).count(); }

void print(std::string_view what, double per_second, std::string_view more = {}) {
    fmt::print("{:<58} {:>10.0f} /s  {}\n", what, per_second, more);
    std::fflush(stdout);
}

void bare_fsync(const std::filesystem::path& folder, std::chrono::seconds time) {
    const int fd = ::open((folder / "fsync").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    const std::string page(4096, 'x');
    int count = 0;
    const auto began = Steady::now();
    for (; Steady::now() - began < time; ++count)
        if (::write(fd, page.data(), page.size()) < 0 || ::fdatasync(fd) != 0) throw std::runtime_error("the disk refuses");
    print("floor: fsync of 4 KiB, one after the other", count / seconds_since(began));
    ::close(fd);
}

void bare_inserts(const std::filesystem::path& folder, std::chrono::seconds time) {
    sqlite3* database = nullptr;
    sqlite3_open((folder / "bare.db").c_str(), &database);
    for (const char* text :
         {"PRAGMA journal_mode = WAL",
          "CREATE TABLE bench_rows (id TEXT PRIMARY KEY, plate TEXT NOT NULL, seen_at BIGINT NOT NULL, lat REAL, lon REAL)",
          "CREATE INDEX bench_rows_by_plate ON bench_rows (plate, seen_at)",
          "CREATE INDEX bench_rows_by_time ON bench_rows (seen_at)", "BEGIN"})
        sqlite3_exec(database, text, nullptr, nullptr, nullptr);
    sqlite3_stmt* insert = nullptr;
    sqlite3_prepare_v2(database, "INSERT INTO bench_rows VALUES (?, ?, ?, -34.6, -58.4)", -1, &insert, nullptr);
    const SystemClock clock;
    int count = 0;
    const auto began = Steady::now();
    for (; Steady::now() - began < time; ++count) {
        const auto id = Uuid::made_at(clock.now()).text();
        const auto plate = fmt::format("AB{:05}", count * 7919 % 100'000);
        sqlite3_bind_text(insert, 1, id.data(), static_cast<int>(id.size()), nullptr);
        sqlite3_bind_text(insert, 2, plate.data(), static_cast<int>(plate.size()), nullptr);
        sqlite3_bind_int64(insert, 3, clock.now().time_since_epoch().count());
        if (sqlite3_step(insert) != SQLITE_DONE) throw std::runtime_error("the insert failed");
        sqlite3_reset(insert);
    }
    print("floor: bare inserts of a row, SQLite itself, one transaction", count / seconds_since(began));
    sqlite3_finalize(insert);
    sqlite3_close(database);
}

// So many threads, each doing one act after the other; gives the acts a second and their latencies.
void together(std::string_view what, const Arguments& arguments, const std::function<void(int)>& act) {
    std::mutex mutex;
    std::vector<double> all;
    std::vector<std::thread> threads;
    std::atomic<int> number = 0;
    const auto began = Steady::now();
    for (int i = 0; i < arguments.threads; ++i)
        threads.emplace_back([&] {
            std::vector<double> mine;
            while (Steady::now() - began < arguments.time) {
                const auto start = Steady::now();
                act(number++);
                mine.push_back(1000 * seconds_since(start));
            }
            const std::lock_guard lock(mutex);
            all.insert(all.end(), mine.begin(), mine.end());
        });
    for (auto& thread : threads) thread.join();
    const double time = seconds_since(began);
    std::ranges::sort(all);
    print(
        what, static_cast<double>(all.size()) / time,
        fmt::format("p50 {:.2f} ms  p99 {:.2f} ms  max {:.0f} ms", all[all.size() / 2], all[all.size() * 99 / 100], all.back()));
}

void add_row(storage::Session& session, int number, Instant now) {
    const auto id = Uuid::made_at(now);
    const auto plate = fmt::format("AB{:05}", static_cast<long long>(number) * 7919 % 100'000);
    const double lat = -34.6, lon = -58.4;
    session.run("INSERT INTO bench_rows (id, plate, seen_at, lat, lon) VALUES (:id, :plate, :seen, :lat, :lon)", soci::use(id),
                soci::use(plate), soci::use(now), soci::use(lat), soci::use(lon));
}

// Six statements, as many as a sighting takes.
void add_sighting(storage::Session& session, int number, Instant now) {
    const auto plate = fmt::format("AB{:05}", static_cast<long long>(number) * 7919 % 100'000);
    long long seen = 0;
    std::string id;
    session.run("INSERT INTO bench_plates (plate, seen) VALUES (:plate, 0) ON CONFLICT DO NOTHING", soci::use(plate));
    session.run("SELECT seen FROM bench_plates WHERE plate = :plate", soci::use(plate), soci::into(seen));
    session.run("SELECT id FROM bench_rows WHERE plate = :plate ORDER BY seen_at DESC LIMIT 1", soci::use(plate), soci::into(id));
    add_row(session, number, now);
    session.run("UPDATE bench_plates SET seen = seen + 1 WHERE plate = :plate", soci::use(plate));
    session.run("SELECT COUNT(*) FROM bench_rows WHERE plate = :plate", soci::use(plate), soci::into(seen));
}

// The same six, each prepared anew, as `session.sql() << …` does.
void add_sighting_unprepared(storage::Session& session, int number, Instant now) {
    const auto plate = fmt::format("AB{:05}", static_cast<long long>(number) * 7919 % 100'000);
    const auto row = Uuid::made_at(now);
    const double lat = -34.6, lon = -58.4;
    long long seen = 0;
    std::string id;
    auto& sql = session.sql();
    sql << "INSERT INTO bench_plates (plate, seen) VALUES (:plate, 0) ON CONFLICT DO NOTHING", soci::use(plate);
    sql << "SELECT seen FROM bench_plates WHERE plate = :plate", soci::use(plate), soci::into(seen);
    sql << "SELECT id FROM bench_rows WHERE plate = :plate ORDER BY seen_at DESC LIMIT 1", soci::use(plate), soci::into(id);
    sql << "INSERT INTO bench_rows (id, plate, seen_at, lat, lon) VALUES (:id, :plate, :seen, :lat, :lon)", soci::use(row),
        soci::use(plate), soci::use(now), soci::use(lat), soci::use(lon);
    sql << "UPDATE bench_plates SET seen = seen + 1 WHERE plate = :plate", soci::use(plate);
    sql << "SELECT COUNT(*) FROM bench_rows WHERE plate = :plate", soci::use(plate), soci::into(seen);
}

void queue_jobs(storage::Database& database, const Arguments& arguments) {
    const SystemClock clock;
    const auto finish = [&](const std::string&, const queue::Lease& lease) {
        database.write([&](storage::Session& session) { lease.finish(session); });
    };
    const auto queue = queue::Queue::make(database, clock, {{.job = "bench.finish", .role = "worker", .run = finish}});
    queue->start({"worker"}, 8);
    together(fmt::format("jobs put, done by 8 threads and waited for, {} threads", arguments.threads), arguments, [&](int) {
        const auto id = database.write([&](storage::Session& session) { return queue->put(session, "bench.finish", "{}"); });
        if (!queue->wait_for(id, 60s)) throw std::runtime_error("a job is lost");
    });
}

// Put by one process, done and waited for as another would: over a second set of connections.
void queue_jobs_elsewhere(storage::Database& database, const Arguments& arguments) {
    const SystemClock clock;
    const auto elsewhere = storage::Database::open({.connection = arguments.database});
    const queue::Worker worker{
        .job = "bench.elsewhere", .role = "worker", .run = [&](const std::string&, const queue::Lease& lease) {
            elsewhere->write([&](storage::Session& session) { lease.finish(session); });
        }};
    const auto putting = queue::Queue::make(database, clock, {worker});
    const auto doing = queue::Queue::make(*elsewhere, clock, {worker});
    doing->start({"worker"}, 8);
    auto alone = arguments;
    alone.threads = 1;
    together("jobs put here, done in another process and waited for here, 1 thread", alone, [&](int) {
        const auto id = database.write([&](storage::Session& session) { return putting->put(session, "bench.elsewhere", "{}"); });
        if (!putting->wait_for(id, 60s)) throw std::runtime_error("a job is lost");
    });
}

Arguments parsed(int count, char** values) {
    Arguments arguments;
    for (int i = 1; i + 1 < count; i += 2) {
        const std::string_view name = values[i];
        if (name == "--database") arguments.database = values[i + 1];
        if (name == "--threads") arguments.threads = std::stoi(values[i + 1]);
        if (name == "--seconds") arguments.time = std::chrono::seconds{std::stoi(values[i + 1])};
    }
    return arguments;
}

}  // namespace

int main(int count, char** values) {
    auto arguments = parsed(count, values);
    const auto folder = std::filesystem::temp_directory_path() / ("bench_storage_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    if (arguments.database.empty()) arguments.database = "sqlite:" + (folder / "bench.db").string();
    bare_fsync(folder, arguments.time);
    bare_inserts(folder, arguments.time);
    {
        const SystemClock clock;
        const auto database = storage::Database::open({.connection = arguments.database});
        database->migrate(queue::Queue::migrations());
        database->migrate(tables);
        const auto write = [&](auto act) {
            return
                [&, act](int number) { database->write([&](storage::Session& session) { act(session, number, clock.now()); }); };
        };
        auto alone = arguments;
        alone.threads = 1;
        together("durable writes of a row, 1 thread", alone, write(add_row));
        together(fmt::format("durable writes of a row, {} threads", arguments.threads), arguments, write(add_row));
        together(fmt::format("durable writes of 6 statements, {} threads", arguments.threads), arguments, write(add_sighting));
        together(fmt::format("the same, prepared anew each time, {} threads", arguments.threads), arguments,
                 write(add_sighting_unprepared));
        together(fmt::format("reads of one row on a snapshot, {} threads", arguments.threads), arguments, [&](int number) {
            const auto plate = fmt::format("AB{:05}", static_cast<long long>(number) * 7919 % 100'000);
            long long seen = 0;
            database->read([&](storage::Session& session) {
                session.run("SELECT seen FROM bench_plates WHERE plate = :plate", soci::use(plate), soci::into(seen));
            });
        });
        queue_jobs(*database, arguments);
        queue_jobs_elsewhere(*database, arguments);
    }
    std::filesystem::remove_all(folder);
}
