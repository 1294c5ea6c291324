#include "platform/backup/backups.h"

#include <atomic>
#include <fstream>
#include <thread>

#include "platform/blobs/blobs.h"
#include "platform/storage/soci_types.h"
#include "platform/storage/test_database.h"

namespace patente::backup {
namespace {

namespace fs = std::filesystem;
using storage::Session;

const storage::Migration tables{"room/0001_a",
                                "CREATE TABLE one (id INTEGER PRIMARY KEY, evidence {text} NOT NULL);"
                                "CREATE TABLE other (id INTEGER PRIMARY KEY);"};

class BackupsTest : public storage::EachDatabase {
protected:
    BackupsTest() : folder(fs::temp_directory_path() / ("backups-" + Uuid::made_at(SystemClock{}.now()).text())) {}
    ~BackupsTest() override { fs::remove_all(folder); }

    void SetUp() override {
        database = fresh({tables});
        from = {folder / "data", address()};
        evidence = std::make_unique<blobs::Blobs>(from.data / "evidence");
        std::ofstream(from.data / "admin.key") << "pat_secret\n";
        std::ofstream(from.data / "server.log") << "not a part of it\n";
    }

    // In one transaction two rows that belong together, and before it the evidence that one speaks of.
    void add(int id) {
        const auto sha256 = evidence->put("evidence of " + std::to_string(id)).sha256;
        database->write([&](Session& session) {
            session.run("INSERT INTO one (id, evidence) VALUES (:id, :sha)", soci::use(id), soci::use(sha256));
            session.run("INSERT INTO other (id) VALUES (:id)", soci::use(id));
        });
    }
    Made make(const std::string& time = "12:00:00") {
        return Backups(folder / "backups").make(from, "0.1.0", *parse_rfc3339("2026-03-02T" + time + "Z"));
    }
    // A place of its own, with a database of the same kind.
    Place elsewhere() {
        others.push_back(std::make_unique<storage::TestDatabase>(GetParam()));
        return {folder / ("other" + std::to_string(others.size())), others.back()->settings.connection};
    }
    static std::vector<std::pair<int, std::string>> rows(const Place& place) {
        const auto opened = storage::Database::open({.connection = place.connection});
        std::vector<std::pair<int, std::string>> found;
        opened->read([&](Session& session) {
            std::pair<int, std::string> row;
            session.for_each([&] { found.push_back(row); },
                             "SELECT one.id, evidence FROM one JOIN other ON other.id = one.id ORDER BY one.id",
                             soci::into(row.first), soci::into(row.second));
        });
        return found;
    }
    static std::string text_of(const fs::path& file) {
        std::ifstream stream(file);
        return {std::istreambuf_iterator<char>(stream), {}};
    }
    static void spoil(const fs::path& file) {
        const auto before = text_of(file);
        fs::permissions(file, fs::perms::owner_all);
        std::ofstream(file) << before.substr(0, before.size() - 2) << "#\n";
    }
    std::string why_not(const std::string& name, const Place& to, const RestoreOptions& options = {}) {
        try {
            Backups(folder / "backups").restore(name, to, options);
        } catch (const std::runtime_error& error) {
            return error.what();
        }
        return "";
    }

    fs::path folder;
    Place from;
    std::unique_ptr<storage::Database> database;
    std::unique_ptr<blobs::Blobs> evidence;
    std::vector<std::unique_ptr<storage::TestDatabase>> others;
};
INSTANTIATE_TEST_SUITE_P(Databases, BackupsTest, testing::ValuesIn(storage::each_dialect()),
                         [](const auto& test) { return std::string(storage::name_of(test.param)); });

TEST_P(BackupsTest, OneTakenUnderWritesRestoresToAConsistentWhole) {
    std::atomic<int> written = 0;
    std::jthread writer([&](const std::stop_token& ending) {
        while (!ending.stop_requested()) {
            add(written + 1);
            ++written;
        }
    });
    while (written < 20) std::this_thread::yield();
    const int before = written;
    const auto made = make();
    const int after = written;
    while (written < after + 5) std::this_thread::yield();  // it went on meanwhile
    writer.request_stop();
    writer.join();

    const auto place = elsewhere();
    Backups(folder / "backups").restore(made.backup.name, place, {});
    const auto restored = rows(place);
    ASSERT_GE(restored.size(), static_cast<std::size_t>(before));
    ASSERT_LE(restored.size(), static_cast<std::size_t>(after + 1));
    const blobs::Blobs blobs(place.data / "evidence");
    for (std::size_t i = 0; i < restored.size(); ++i) {
        EXPECT_EQ(restored[i].first, static_cast<int>(i) + 1);
        EXPECT_EQ(blobs.bytes(restored[i].second), "evidence of " + std::to_string(i + 1));
    }
    EXPECT_EQ(text_of(place.data / "admin.key"), "pat_secret\n");
    EXPECT_EQ(fs::status(place.data / "admin.key").permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_FALSE(fs::exists(place.data / "server.log"));
    EXPECT_EQ(fs::status(folder / "backups").permissions(), fs::perms::owner_all);
}

TEST_P(BackupsTest, EvidenceIsCopiedOnceAndGoesWithItsLastBackup) {
    add(1);
    add(2);
    EXPECT_EQ(make("12:00:00").new_blobs, 2);
    fs::remove(*evidence->find(blobs::sha256_of("evidence of 1")));  // as the end of its retention would
    add(3);
    const auto second = make("13:00:00");
    EXPECT_EQ(second.new_blobs, 1);
    EXPECT_EQ(second.backup.manifest.evidence_files, 2);
    Backups backups(folder / "backups");
    const blobs::Blobs kept(folder / "backups" / "evidence");
    EXPECT_EQ(backups.prune(2), std::vector<std::string>{});
    EXPECT_TRUE(kept.find(blobs::sha256_of("evidence of 1")));
    EXPECT_EQ(backups.prune(1), std::vector<std::string>{"20260302T120000Z"});
    EXPECT_FALSE(kept.find(blobs::sha256_of("evidence of 1")));
    EXPECT_TRUE(kept.find(blobs::sha256_of("evidence of 2")));
    ASSERT_EQ(backups.list().size(), 1u);
    EXPECT_EQ(backups.list().front().name, "20260302T130000Z");
    EXPECT_THROW(backups.prune(0), std::runtime_error);
}

TEST_P(BackupsTest, ARestoreRefusesToOverwriteUnlessTold) {
    add(1);
    const auto name = make().backup.name;
    const auto place = elsewhere();
    EXPECT_EQ(why_not(name, place), "");
    add(2);
    database->migrate({{"room/0002_newer", "CREATE TABLE newer (id INTEGER)"}});
    EXPECT_NE(why_not(name, from).find("--overwrite"), std::string::npos);
    EXPECT_EQ(rows(from).size(), 2u);
    database.reset();
    EXPECT_EQ(why_not(name, from, {.overwrite = true}), "");
    EXPECT_EQ(rows(from).size(), 1u);
    const auto again = storage::Database::open({.connection = from.connection});
    again->migrate({tables, {"room/0002_newer", "CREATE TABLE newer (id INTEGER)"}});  // nothing of it was left
}

TEST_P(BackupsTest, FilesAloneAreNotOverwrittenEither) {
    const auto name = make().backup.name;
    const auto place = elsewhere();
    fs::create_directories(place.data);
    std::ofstream(place.data / "admin.key") << "another\n";
    EXPECT_NE(why_not(name, place).find("admin.key"), std::string::npos);
    EXPECT_EQ(text_of(place.data / "admin.key"), "another\n");
}

TEST_P(BackupsTest, WhatIsDamagedIsRefusedByName) {
    add(1);
    const auto name = make().backup.name;
    const auto place = folder / "backups" / name;
    const auto blob = *blobs::Blobs(folder / "backups" / "evidence").find(blobs::sha256_of("evidence of 1"));
    const auto manifest = Backups(folder / "backups").list().front().manifest;
    const auto target = elsewhere();
    for (const auto& file : {place / manifest.database.path, place / "evidence.txt", place / "files/admin.key", blob}) {
        const auto whole = text_of(file);
        spoil(file);
        EXPECT_NE(why_not(name, target).find(file.filename().string()), std::string::npos) << file;
        std::ofstream(file) << whole;
        EXPECT_FALSE(fs::exists(target.data / "admin.key"));
    }
    EXPECT_EQ(why_not(name, target), "");
    EXPECT_NE(why_not("20200101T000000Z", target).find("no backup"), std::string::npos);
    EXPECT_NE(why_not("../x", target).find("no backup"), std::string::npos);
}

TEST_P(BackupsTest, DamagedEvidenceIsNamedAndLeftOut) {
    add(1);
    add(2);
    spoil(*evidence->find(blobs::sha256_of("evidence of 2")));
    const auto made = make();
    EXPECT_EQ(made.backup.manifest.damaged_blobs, std::vector<std::string>{blobs::sha256_of("evidence of 2")});
    EXPECT_EQ(made.backup.manifest.evidence_files, 1);
    EXPECT_EQ(why_not(made.backup.name, elsewhere()), "");
}

TEST_P(BackupsTest, OneThatFailsLeavesNothing) {
    from.connection = GetParam() == storage::Dialect::sqlite  ? "sqlite:" + (folder / "nowhere" / "x.db").string()
                      : GetParam() == storage::Dialect::mysql ? "mysql://nobody@127.0.0.1:1/nothing"
                                                              : "postgresql://nobody@127.0.0.1:1/nothing";
    EXPECT_THROW(make(), std::exception);
    EXPECT_TRUE(Backups(folder / "backups").list().empty());
    for (const auto& entry : fs::directory_iterator(folder / "backups")) EXPECT_EQ(entry.path().filename(), ".lock");
    fs::create_directories(folder / "backups" / ".unfinished-20260302T110000Z");  // as a power cut would leave it
    from.connection = address();
    make();
    EXPECT_FALSE(fs::exists(folder / "backups" / ".unfinished-20260302T110000Z"));
}

TEST_P(BackupsTest, ABackupOfOneKindIsNotRestoredToAnother) {
    const auto name = make().backup.name;
    Place other{folder / "other", "sqlite:" + (folder / "other.db").string()};
    if (GetParam() == storage::Dialect::sqlite) other.connection = "postgresql://nobody@127.0.0.1:1/nothing";
    EXPECT_NE(why_not(name, other).find("cannot be restored to"), std::string::npos);
}

}  // namespace
}  // namespace patente::backup
