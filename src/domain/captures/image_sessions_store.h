// What the image service remembers of its clients: sessions by their token, and which capture an image became. Every
// function runs in the caller's transaction.
#pragma once

#include "domain/captures/model.h"
#include "platform/storage/database.h"

namespace patente::captures {

struct ImageSessionTag;
using ImageSessionId = Id<ImageSessionTag>;

namespace store {

void add_image_session(storage::Session& session, const ImageSessionId& id, const std::string& token_sha256,
                       const std::string& key_id, Instant now);
// The session of this token and key, which is now seen; nullopt: there is none.
std::optional<ImageSessionId> image_session(storage::Session& session, const std::string& token_sha256, const std::string& key_id,
                                            Instant now);
int forget_image_sessions(storage::Session& session, Instant seen_before, int at_most);  // with their images; how many

void add_image(storage::Session& session, const ImageSessionId& of, std::int64_t image, const CaptureId& capture);
std::optional<CaptureId> capture_of_image(storage::Session& session, const ImageSessionId& of, std::int64_t image);

// Nobody waits for its reading any more; false when it is read, or when others sent the same bytes.
bool mark_cancelled(storage::Session& session, const CaptureId& id);

struct HistoryFilter {
    std::string key_id;
    std::optional<std::string> plate_like;  // SQL LIKE of normalised text
    std::optional<Instant> from, to;        // of arrival, half-open
};
struct HistoryAfter {
    Instant received_at;
    CaptureId id;
};
struct HistoryRow {
    CaptureId id;
    Instant received_at;
};
std::vector<HistoryRow> history(storage::Session& session, const HistoryFilter& filter, const std::optional<HistoryAfter>& after,
                                int limit);

}  // namespace store
}  // namespace patente::captures
