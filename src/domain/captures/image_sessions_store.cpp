#include "domain/captures/image_sessions_store.h"

#include <fmt/format.h>

#include "platform/storage/soci_types.h"

namespace patente::captures::store {

void add_image_session(storage::Session& session, const ImageSessionId& id, const std::string& token_sha256,
                       const std::string& key_id, Instant now) {
    session.run("INSERT INTO captures_image_sessions (id, token_sha256, key_id, last_seen_at) VALUES (:id, :token, :key, :now)",
                soci::use(id), soci::use(token_sha256), soci::use(key_id), soci::use(now));
}

std::optional<ImageSessionId> image_session(storage::Session& session, const std::string& token_sha256, const std::string& key_id,
                                            Instant now) {
    ImageSessionId id;
    const auto found = session.run("SELECT id FROM captures_image_sessions WHERE token_sha256 = :token AND key_id = :key",
                                   soci::use(token_sha256), soci::use(key_id), soci::into(id));
    if (!found.got_data) return std::nullopt;
    session.run("UPDATE captures_image_sessions SET last_seen_at = :now WHERE id = :id", soci::use(now), soci::use(id));
    return id;
}

int forget_image_sessions(storage::Session& session, Instant seen_before, int at_most) {
    std::vector<ImageSessionId> old;
    ImageSessionId id;
    session.for_each([&] { old.push_back(id); },
                     "SELECT id FROM captures_image_sessions WHERE last_seen_at < :before ORDER BY last_seen_at LIMIT :most",
                     soci::use(seen_before), soci::use(at_most), soci::into(id));
    for (const auto& each : old) {
        session.run("DELETE FROM captures_images WHERE image_session = :id", soci::use(each));
        session.run("DELETE FROM captures_image_sessions WHERE id = :id", soci::use(each));
    }
    return static_cast<int>(old.size());
}

void add_image(storage::Session& session, const ImageSessionId& of, std::int64_t image, const CaptureId& capture) {
    const long long number = image;
    session.run("INSERT INTO captures_images (image_session, image, capture) VALUES (:session, :image, :capture)", soci::use(of),
                soci::use(number), soci::use(capture));
}

std::optional<CaptureId> capture_of_image(storage::Session& session, const ImageSessionId& of, std::int64_t image) {
    const long long number = image;
    CaptureId capture;
    const auto found = session.run("SELECT capture FROM captures_images WHERE image_session = :session AND image = :image",
                                   soci::use(of), soci::use(number), soci::into(capture));
    return found.got_data ? std::optional{capture} : std::nullopt;
}

bool mark_cancelled(storage::Session& session, const CaptureId& id) {
    return session
               .run(
                   "UPDATE captures_captures SET state = 'failed', nothing_read = 'cancelled' WHERE id = :id AND state = 'waiting' "
                   "AND duplicate_of IS NULL AND NOT EXISTS (SELECT 1 FROM captures_captures twin WHERE twin.duplicate_of = :twin)",
                   soci::use(id), soci::use(id))
               .rows_changed > 0;
}

std::vector<HistoryRow> history(storage::Session& session, const HistoryFilter& filter, const std::optional<HistoryAfter>& after,
                                int limit) {
    std::string query = "SELECT id, received_at FROM captures_captures WHERE key_id = :key";
    if (filter.from) query += " AND received_at >= :from_time";
    if (filter.to) query += " AND received_at < :to_time";
    if (filter.plate_like)
        query +=
            " AND EXISTS (SELECT 1 FROM captures_readings read_plate WHERE read_plate.capture = "
            "COALESCE(captures_captures.duplicate_of, captures_captures.id) AND read_plate.plate LIKE :plate)";
    if (after) query += " AND received_at <= :latest AND (received_at, id) < (:after_time, :after_id)";
    query += " ORDER BY received_at DESC, id DESC LIMIT :most";

    HistoryRow row;
    std::vector<HistoryRow> rows;
    soci::statement statement(session.sql());
    statement.exchange(soci::use(filter.key_id));
    if (filter.from) statement.exchange(soci::use(*filter.from));
    if (filter.to) statement.exchange(soci::use(*filter.to));
    if (filter.plate_like) statement.exchange(soci::use(*filter.plate_like));
    if (after) {
        statement.exchange(soci::use(after->received_at));
        statement.exchange(soci::use(after->received_at));
        statement.exchange(soci::use(after->id));
    }
    statement.exchange(soci::use(limit));
    statement.exchange(soci::into(row.id));
    statement.exchange(soci::into(row.received_at));
    statement.alloc();
    statement.prepare(query);
    statement.define_and_bind();
    for (bool more = statement.execute(true); more; more = statement.fetch()) rows.push_back(row);
    return rows;
}

}  // namespace patente::captures::store
