#include "domain/captures/plate_reader.h"

#include <cmath>
#include <fstream>

#include "domain/captures/answer.h"
#include "domain/captures/intake.h"
#include "domain/captures/plate_reader_wire.h"
#include "domain/captures/upload.h"
#include "platform/http/form.h"

namespace patente::captures {

namespace {

constexpr std::uint64_t upload_limit = 48 << 20;  // an image of 32 MiB in base64

// An image that came as text, where the evidence's disk is; gone with it unless it was moved away.
class Written {
public:
    Written(const blobs::Blobs& blobs, std::string_view bytes, Instant now)
        : file_(blobs.incoming() / Uuid::made_at(now).text()) {
        std::ofstream out(file_, std::ios::binary);
        out.exceptions(std::ios::failbit | std::ios::badbit);
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        out.close();
    }
    ~Written() {
        std::error_code gone;
        std::filesystem::remove(file_, gone);
    }
    Written(const Written&) = delete;
    Written& operator=(const Written&) = delete;
    const std::filesystem::path& file() const { return file_; }

private:
    const std::filesystem::path file_;
};

Failure no_image(const Text& detail) { return fail(ErrorKind::invalid, "upload-invalid", detail, {{"upload", "type", detail}}); }

Failure not_an_image() {
    return no_image({"Upload a valid image: JPEG, PNG, WebP or HEIC.", "Envíe una imagen válida: JPEG, PNG, WebP o HEIC."});
}

struct Sent {
    plate_reader::Asked asked;
    const http::Part* file = nullptr;  // nullptr: the image came in base64
    std::string name;
};

Result<Sent> sent_in(const Dependencies& on, const http::Request& request) {
    Sent sent;
    const auto* upload = request.part("upload");
    if (upload && !upload->file.empty()) sent.file = upload;
    sent.asked = TRY(plate_reader::asked_in(TRY(http::form_fields(request)), sent.file != nullptr,
                                            [&](const std::string& region) { return on.formats.knows(region); }));
    if (sent.file) sent.name = sent.file->file_name;
    const auto size = sent.file ? sent.file->size : sent.asked.image.size();
    if (size == 0) return not_an_image();
    if (size > image_bytes_max)
        return fail(ErrorKind::too_large, "image-too-large",
                    {"A photo may have at most 32 MiB.", "Una foto puede tener 32 MiB como máximo."});
    TRY(check_reach(on, request.caller, sent.asked.given));
    add_place_of_device(on, sent.asked.given);
    return sent;
}

Result<Capture> kept(const Dependencies& on, const Settings& settings, const http::Request& request, const Sent& sent) {
    std::optional<Written> written;
    if (!sent.file) written.emplace(on.blobs, sent.asked.image, request.received);
    const Photo photo = sent.file ? Photo{sent.file->file, sent.file->sha256, sent.file->size}
                                  : Photo{written->file(), blobs::sha256_of(sent.asked.image), sent.asked.image.size()};
    const Capture capture = arrived(on, settings, photo, sent.asked.given, request.caller.id, request.received);
    if (capture.content_type.empty()) return not_an_image();
    return on.database.write([&](storage::Session& session) { return stored(on, session, capture, request.caller.id); });
}

// What is shown of the capture once it is read. What was said of it is this request's, also for bytes that came before.
Result<plate_reader::AnswerOut> answer_of(const Dependencies& on, const Capture& capture, const Sent& sent) {
    // Before the look, so that what is done by then is seen.
    const bool is_ready = capture.job.empty() || on.queue.wait_for_event(capture.job, std::chrono::milliseconds{0});
    const auto shown =
        on.database.read([&](storage::Session& session) { return captures::shown(on, session, capture.id); }).value();
    if (!is_ready)
        return Failure{Error{ErrorKind::too_many,
                             "plate-reader-busy",
                             {"Too many photos are being read; send it again in 1 second.",
                              "Se están leyendo demasiadas fotos; envíela otra vez en 1 segundo."},
                             {},
                             1}};
    if (shown.state != State::read)
        return fail(ErrorKind::busy, "plate-reader-failed",
                    {"The photo could not be read here.", "La foto no se pudo leer aquí."});
    if (shown.nothing_read == NothingRead::image_broken || shown.nothing_read == NothingRead::not_an_image) return not_an_image();
    if (shown.nothing_read == NothingRead::image_too_large)
        return no_image({"The image has too many pixels.", "La imagen tiene demasiados píxeles."});
    plate_reader::AnswerOut out{.results = plate_reader::results_of(shown.readings),
                                .filename = sent.name.empty() ? capture.id.text() : sent.name,
                                .timestamp = to_rfc3339(shown.taken_at.value)};
    if (!sent.asked.given.device.empty()) out.camera_id = sent.asked.given.device;
    return out;
}

http::Answer read(const Dependencies& on, const Settings& settings, Receiver& receiver, const http::Request& request) {
    const auto began = std::chrono::steady_clock::now();
    const Sent sent = TRY(sent_in(on, request));
    const Capture capture = TRY(kept(on, settings, request, sent));
    receiver.wait_for({capture});
    auto out = TRY(answer_of(on, capture, sent));
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
    out.processing_time = std::round(took.count() * 1'000) / 1'000;
    return http::json_response(out, 201);
}

http::Response refusal(const Error& error, Language language) {
    http::Response response{.status = plate_reader::status_of(error), .body = plate_reader::error_text(error, language)};
    if (error.retry_after_s > 0) response.headers.emplace_back("Retry-After", std::to_string(error.retry_after_s));
    return response;
}

}  // namespace

std::vector<http::Route> plate_reader_routes(const Dependencies& on, const Settings& settings,
                                             const std::shared_ptr<Receiver>& receiver) {
    http::Route route{
        .method = http::Method::post,
        .path = "/v1/plate-reader/",
        .permission = settings.public_upload ? "" : "captures.create",
        .summary = "Send a photo as to Plate Recognizer and get its answer",
        .answer = [=](const http::Request& request) { return read(on, settings, *receiver, request); },
        .gives = http::schema_of<plate_reader::AnswerOut>(),
        .success = 201,
        .form =
            {{"upload", "The photo, as a file or in base64, at most 32 MiB.", {{"type", "string"}, {"format", "binary"}}, true},
             {"regions", "Whose plates to expect; may stand several times, the first that is known here counts."},
             {"camera_id", "The device."},
             {"timestamp", "When the photo was taken, ISO 8601, UTC when it does not say."},
             {"mmc", "Accepted; changes nothing."},
             {"config", "Accepted; changes nothing."}},
        .body_limit = upload_limit,
        .field_limit = upload_limit,
        .description =
            "For programs written for Plate Recognizer's Snapshot: Authorization: Token KEY. The photo becomes a capture and "
            "its sightings, as with POST /v1/captures. Errors are {\"detail\", \"status_code\"}, or a list of sentences for "
            "each bad field. upload_url is refused. See docs/how-to/change-over.md.",
        .idempotent = false,  // the same bytes are read once anyhow
        .refusal = refusal};
    http::Route without_slash = route;
    without_slash.path = "/v1/plate-reader";
    without_slash.hidden = true;
    return {std::move(route), std::move(without_slash)};
}

}  // namespace patente::captures
