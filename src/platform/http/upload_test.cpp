#include <algorithm>

#include "platform/blobs/blobs.h"
#include "platform/http/test_server.h"

namespace patente::http {
namespace {

std::string part(const std::string& disposition, const std::string& bytes) {
    return "--b0und\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + bytes + "\r\n";
}
constexpr std::string_view multipart_type = "multipart/form-data; boundary=b0und";

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    std::uint32_t state = 12345;
    for (char& byte : bytes) byte = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
    return bytes;
}

class UploadTest : public ServerTest {
protected:
    Route upload(std::function<Answer(const Request&)> answer) {
        auto route = row(Method::post, "/upload", std::move(answer));
        route.body_limit = 8 << 20;
        route.form = {{"image", "A photo", {{"type", "string"}, {"format", "binary"}}}};
        return route;
    }
};

TEST_F(UploadTest, StreamsFilesToDiskAndHashesThem) {
    const std::string photo = random_bytes(3'000'000);
    std::vector<Part> parts;
    std::string on_disk;
    start({upload([&](const Request& request) {
        parts = request.parts;
        std::ifstream file(request.part("image")->file, std::ios::binary);
        on_disk.assign(std::istreambuf_iterator<char>(file), {});
        return text_response("taken");
    })});
    auto client = this->client();
    for (int i = 0; i < 2; ++i) {
        const auto received =
            client.post("/upload", std::string(multipart_type),
                        part("name=\"zone\"", "Centro ñ") + part("name=\"image\"; filename=\"a.jpg\"", photo) + "--b0und--\r\n");
        EXPECT_EQ(received.body, "taken");
        ASSERT_EQ(parts.size(), 2u);
        EXPECT_EQ(parts[0].value, "Centro ñ");
        EXPECT_EQ(parts[1].file_name, "a.jpg");
        EXPECT_EQ(parts[1].size, photo.size());
        EXPECT_EQ(parts[1].sha256, blobs::sha256_of(photo));
        EXPECT_TRUE(on_disk == photo);
    }
    EXPECT_EQ(client.get("/nothing").status, 404);  // by now the request above is over
    EXPECT_EQ(files_in(settings_.incoming), 0u);
}

TEST_F(UploadTest, LeavesAFileThatTheHandlerMovedAway) {
    start({upload([&](const Request& request) {
        std::filesystem::rename(request.part("image")->file, folder_ / "kept");
        return text_response("");
    })});
    client().post("/upload", std::string(multipart_type), part("name=image; filename=x", "bytes") + "--b0und--");
    EXPECT_EQ(std::filesystem::file_size(folder_ / "kept"), 5u);
}

TEST_F(UploadTest, DeletesWhatWasCutOrRefused) {
    start({upload([&](const Request&) { return text_response(""); })});
    {
        auto cut = client();
        cut.send("POST /upload HTTP/1.1\r\nHost: test\r\nContent-Type: " + std::string(multipart_type) +
                 "\r\nContent-Length: 1000000\r\n\r\n" + part("name=image; filename=x", random_bytes(300'000)));
    }
    const auto broken = client().post("/upload", std::string(multipart_type), part("name=image; filename=x", "bytes"));
    EXPECT_EQ(broken.status, 400);
    const auto long_field =
        client().post("/upload", std::string(multipart_type), part("name=zone", std::string(70'000, 'z')) + "--b0und--");
    EXPECT_EQ(long_field.status, 413);
    const auto binary_field = client().post("/upload", std::string(multipart_type), part("name=zone", "\xFF") + "--b0und--");
    EXPECT_EQ(binary_field.status, 400);
    const auto long_body = client().post("/upload", std::string(multipart_type), std::string(9 << 20, 'x'));
    EXPECT_EQ(long_body.status, 413);
    while (server_->figures().connections > 0) std::this_thread::yield();
    EXPECT_EQ(files_in(settings_.incoming), 0u);
}

TEST_F(UploadTest, TakesNoFileFromOneWhoMayNot) {
    auto route = upload([&](const Request&) { return text_response(""); });
    route.permission = "captures.create";
    start({route});
    auto client = this->client();
    client.send("POST /upload HTTP/1.1\r\nHost: test\r\nContent-Type: " + std::string(multipart_type) +
                "\r\nContent-Length: 5000000\r\n\r\n" + part("name=image; filename=x", "start"));
    EXPECT_EQ(client.receive().status, 401);
    EXPECT_EQ(files_in(settings_.incoming), 0u);
}

TEST_F(UploadTest, BoundsTheFilesOfAllRequests) {
    settings_.limits.uploads_on_disk = 1'000'000;
    start({upload([&](const Request&) { return text_response(""); })});
    const std::string body = part("name=image; filename=x", random_bytes(2'000'000)) + "--b0und--";
    const auto status_of = [&](const std::string& form) {
        const int status = client().post("/upload", std::string(multipart_type), form).status;
        while (server_->figures().connections > 0) std::this_thread::yield();  // with it its file is gone
        return status;
    };
    EXPECT_EQ(status_of(body), 503);
    const std::string smaller = part("name=image; filename=x", random_bytes(900'000)) + "--b0und--";
    EXPECT_EQ(status_of(smaller), 200);
    EXPECT_EQ(status_of(smaller), 200);
}

TEST_F(UploadTest, SweepsWhatADeadProcessLeft) {
    std::filesystem::create_directories(settings_.incoming);
    const auto old = settings_.incoming / "a.upload", fresh = settings_.incoming / "b.upload",
               other = settings_.incoming / "c.txt";
    for (const auto& file : {old, fresh, other}) std::ofstream(file) << "x";
    const auto touched = std::filesystem::last_write_time(fresh);
    std::filesystem::last_write_time(old, touched - std::chrono::hours{2});
    clock_.set(SystemClock{}.now());
    start({upload([&](const Request&) { return text_response(""); })});
    EXPECT_FALSE(std::filesystem::exists(old));
    EXPECT_TRUE(std::filesystem::exists(fresh));
    EXPECT_TRUE(std::filesystem::exists(other));
}

class FileTest : public ServerTest {
protected:
    FileTest() {
        std::ofstream(folder_ / "data.bin", std::ios::binary) << bytes_;
        std::filesystem::copy(folder_ / "data.bin", evidence_);
        start({row(Method::get, "/data",
                   [this](const Request&) {
                       Response response;
                       response.content_type = "application/octet-stream";
                       response.file = folder_ / "data.bin";
                       return response;
                   }),
               row(Method::get, "/evidence",
                   [this](const Request&) {
                       Response response;
                       response.content_type = "image/jpeg";
                       response.file = evidence_;
                       return response;
                   }),
               row(Method::get, "/gone", [](const Request&) {
                   Response response;
                   response.file = "/nowhere/at/all";
                   return response;
               })});
    }

    const std::string bytes_ = random_bytes(1'000'000);
    const std::filesystem::path evidence_ = folder_ / (std::string(64, 'a') + ".jpg");
};

TEST_F(FileTest, IsSentWholeOrInPart) {
    auto client = this->client();
    const auto whole = client.get("/data");
    EXPECT_EQ(whole.status, 200);
    EXPECT_EQ(whole.header("accept-ranges"), "bytes");
    EXPECT_TRUE(whole.body == bytes_);
    const auto part = client.get("/data", "Range: bytes=100-599999\r\n");
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.header("content-range"), "bytes 100-599999/1000000");
    EXPECT_TRUE(part.body == bytes_.substr(100, 599'900));
    EXPECT_EQ(client.get("/data", "Range: bytes=-3\r\n").body, bytes_.substr(999'997));
    EXPECT_EQ(client.get("/data", "Range: bytes=999999-\r\n").body, bytes_.substr(999'999));
    const auto beyond = client.get("/data", "Range: bytes=1000000-\r\n");
    EXPECT_EQ(beyond.status, 416);
    EXPECT_EQ(beyond.header("content-range"), "bytes */1000000");
    EXPECT_EQ(client.get("/data", "Range: bytes=0-1,5-6\r\n").body.size(), bytes_.size());
    EXPECT_EQ(client.get("/data", "Range: bytes=0-1\r\nIf-Range: \"other\"\r\n").body.size(), bytes_.size());
    EXPECT_EQ(client.get("/data", "Range: bytes=0-1\r\nIf-Range: " + whole.header("etag") + "\r\n").body.size(), 2u);
}

TEST_F(FileTest, IsNotSentAgainUnchanged) {
    auto client = this->client();
    const auto first = client.get("/data");
    EXPECT_NE(first.header("last-modified"), "");
    const auto same = client.get("/data", "If-None-Match: \"x\", " + first.header("etag") + "\r\n");
    EXPECT_EQ(same.status, 304);
    EXPECT_EQ(same.header("etag"), first.header("etag"));
    EXPECT_EQ(client.get("/data", "If-None-Match: \"x\"\r\n").status, 200);
    EXPECT_EQ(client.get("/evidence").header("etag"), "\"" + std::string(64, 'a') + "\"");
}

TEST_F(FileTest, HasAHeadAndMayBeGone) {
    auto client = this->client();
    client.send("HEAD /data HTTP/1.1\r\nHost: test\r\n\r\n");
    EXPECT_EQ(client.receive(true).header("content-length"), "1000000");
    EXPECT_EQ(client.get("/gone").status, 500);
    EXPECT_EQ(client.get("/data", "Range: bytes=0-0\r\n").body.size(), 1u);
}

}  // namespace
}  // namespace patente::http
