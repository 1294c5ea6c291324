#include "platform/blobs/blobs.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <thread>

#include "base/id.h"

namespace patente::blobs {
namespace {

class BlobsTest : public ::testing::Test {
protected:
    BlobsTest()
        : folder_(std::filesystem::temp_directory_path() / ("blobs-" + Uuid::made_at(SystemClock{}.now()).text())),
          blobs_(folder_) {}
    ~BlobsTest() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path upload(std::string_view bytes) {
        const auto file = blobs_.incoming() / Uuid::made_at(SystemClock{}.now()).text();
        std::ofstream(file, std::ios::binary) << bytes;
        return file;
    }
    std::size_t files() const {
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_)) count += entry.is_regular_file();
        return count;
    }

    std::filesystem::path folder_;
    Blobs blobs_;
};

TEST_F(BlobsTest, NamesBytesByTheirHash) {
    // FIPS 180-2, appendix B.1
    EXPECT_EQ(sha256_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    const Blob blob = blobs_.put("abc");
    EXPECT_EQ(blob.sha256, sha256_of("abc"));
    EXPECT_FALSE(blob.was_there);
    EXPECT_EQ(blobs_.bytes(blob.sha256), "abc");
}

TEST_F(BlobsTest, KeepsTheSameBytesOnce) {
    blobs_.put("abc");
    EXPECT_TRUE(blobs_.put("abc").was_there);
    EXPECT_TRUE(blobs_.adopt(upload("abc"), sha256_of("abc")).was_there);
    EXPECT_EQ(files(), 1u);
}

TEST_F(BlobsTest, AdoptsAnUpload) {
    const auto file = upload(std::string("a\0b", 3));
    const Blob blob = blobs_.adopt(file, sha256_of({"a\0b", 3}));
    EXPECT_EQ(blob.size, 3u);
    EXPECT_FALSE(std::filesystem::exists(file));
    EXPECT_EQ(blobs_.bytes(blob.sha256), std::string("a\0b", 3));
}

TEST_F(BlobsTest, FindsOnlyWhatIsAHashAndIsHere) {
    EXPECT_EQ(blobs_.find(sha256_of("nothing")), std::nullopt);
    EXPECT_EQ(blobs_.find("../../etc/passwd"), std::nullopt);
    EXPECT_THROW(blobs_.bytes(sha256_of("nothing")), std::runtime_error);
    EXPECT_THROW(blobs_.adopt(upload("x"), "../x"), std::invalid_argument);
}

TEST_F(BlobsTest, RefusesAnUploadThatIsNotItsHash) {
    EXPECT_THROW(blobs_.adopt(upload("abd"), sha256_of("abc")), std::invalid_argument);
    EXPECT_EQ(blobs_.find(sha256_of("abc")), std::nullopt);
}

TEST_F(BlobsTest, LeavesNothingBehindWhenTheDiskIsFull) {
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const auto ignored = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit tight{4096, before.rlim_max};  // a write beyond it fails as a full disk does
    setrlimit(RLIMIT_FSIZE, &tight);
    EXPECT_THROW(blobs_.put(std::string(10'000, 'x')), std::system_error);
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, ignored);
    EXPECT_EQ(files(), 0u);
    EXPECT_FALSE(blobs_.put(std::string(10'000, 'x')).was_there);
}

TEST_F(BlobsTest, ForgetsHalfUploadsOfLongAgo) {
    const auto old = upload("half");
    const auto young = upload("just now");
    std::filesystem::last_write_time(old, std::filesystem::file_time_type::clock::now() - std::chrono::hours{2});
    const Blobs again(folder_);
    EXPECT_FALSE(std::filesystem::exists(old));
    EXPECT_TRUE(std::filesystem::exists(young));
}

TEST_F(BlobsTest, TakesTheSameBytesFromManyThreads) {
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([this] {
            for (int number = 0; number < 20; ++number) blobs_.put("bytes " + std::to_string(number));
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(files(), 20u);
    EXPECT_EQ(blobs_.bytes(sha256_of("bytes 7")), "bytes 7");
}

}  // namespace
}  // namespace patente::blobs
