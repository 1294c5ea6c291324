#include "domain/captures/store.h"

#include <fmt/format.h>

#include "platform/storage/soci_types.h"

namespace patente::captures::store {

namespace {

constexpr std::string_view columns =
    "id, sha256, size_bytes, content_type, duplicate_of, received_at, key_id, given, job, state, taken_at, place, places_disagree, "
    "nothing_read, sighting, thumbnail_sha256, width, height";

template <typename T>
T kept(const std::string& text) {
    auto value = json::read<T>(text);
    if (!value) throw std::runtime_error("a stored document is not readable: " + text);
    return *std::move(value);
}

struct Row {
    Capture capture;
    long long size = 0;
    std::string given, taken_at, place;

    template <typename Act>
    decltype(auto) into(Act&& act) {
        return act(soci::into(capture.id), soci::into(capture.sha256), soci::into(size), soci::into(capture.content_type),
                   soci::into(capture.duplicate_of), soci::into(capture.received_at), soci::into(capture.key_id),
                   soci::into(given), soci::into(capture.job), soci::into(capture.state), soci::into(taken_at), soci::into(place),
                   soci::into(capture.places_disagree), soci::into(capture.nothing_read), soci::into(capture.sighting),
                   soci::into(capture.thumbnail_sha256), soci::into(capture.width), soci::into(capture.height));
    }

    Capture made() const {
        Capture result = capture;
        result.size = static_cast<std::uint64_t>(size);
        result.given = kept<Given>(given);
        result.taken_at = kept<SeenAt>(taken_at);
        result.place = kept<std::optional<Place>>(place);
        return result;
    }
};

std::optional<Box> box_in(const std::string& text) {
    const auto numbers = kept<std::optional<std::vector<double>>>(text);
    if (!numbers || numbers->size() != 4) return std::nullopt;
    return Box{(*numbers)[0], (*numbers)[1], (*numbers)[2], (*numbers)[3]};
}

std::string text_of(const std::optional<Box>& box) {
    if (!box) return "null";
    return json::text_of(std::vector{box->x, box->y, box->width, box->height});
}

std::vector<Corner> corners_in(const std::string& text) {
    std::vector<Corner> corners;
    for (const auto& each : kept<std::vector<std::vector<double>>>(text)) corners.push_back({each.at(0), each.at(1)});
    return corners;
}

std::string text_of(const std::vector<Corner>& corners) {
    std::vector<std::vector<double>> numbers;
    for (const auto& [x, y] : corners) numbers.push_back({x, y});
    return json::text_of(numbers);
}

std::vector<Reading> readings(storage::Session& session, const CaptureId& id) {
    std::vector<Reading> all;
    Reading each;
    std::string box, corners, alternatives;
    session.for_each(
        [&] {
            each.box = box_in(box);
            each.corners = corners_in(corners);
            each.alternatives = kept<std::vector<Alternative>>(alternatives);
            all.push_back(each);
        },
        "SELECT plate, as_read, confidence, region, line_count, box, corners, alternatives, crop_sha256, verdict, sighting "
        "FROM captures_readings WHERE capture = :id ORDER BY number",
        soci::use(id), soci::into(each.plate), soci::into(each.as_read), soci::into(each.confidence), soci::into(each.region),
        soci::into(each.lines), soci::into(box), soci::into(corners), soci::into(alternatives), soci::into(each.crop_sha256),
        soci::into(each.verdict), soci::into(each.sighting));
    return all;
}

std::vector<Capture> captures(storage::Session& session, const std::string& query, const auto&... uses) {
    Row row;
    std::vector<Capture> found;
    row.into([&](const auto&... into) { session.for_each([&] { found.push_back(row.made()); }, query, uses..., into...); });
    for (auto& each : found) each.readings = readings(session, each.id);
    return found;
}

std::optional<Capture> first(std::vector<Capture> found) {
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

void add_reading(storage::Session& session, const CaptureId& id, int number, const Reading& reading) {
    const std::string box = text_of(reading.box), corners = text_of(reading.corners);
    const std::string alternatives = json::text_of(reading.alternatives);
    session.run(
        "INSERT INTO captures_readings (capture, number, plate, as_read, confidence, region, line_count, box, corners, alternatives, "
        "crop_sha256, verdict, sighting) VALUES (:capture, :number, :plate, :as_read, :confidence, :region, :lines, :box, :corners, "
        ":alternatives, :crop, :verdict, :sighting)",
        soci::use(id), soci::use(number), soci::use(reading.plate), soci::use(reading.as_read), soci::use(reading.confidence),
        soci::use(reading.region), soci::use(reading.lines), soci::use(box), soci::use(corners), soci::use(alternatives),
        soci::use(reading.crop_sha256), soci::use(reading.verdict), soci::use(reading.sighting));
}

}  // namespace

void add(storage::Session& session, const Capture& capture) {
    const long long size = static_cast<long long>(capture.size);
    const std::string given = json::text_of(capture.given), taken_at = json::text_of(capture.taken_at);
    const std::string place = json::text_of(capture.place);
    session.run(
        "INSERT INTO captures_captures (id, sha256, size_bytes, content_type, duplicate_of, received_at, key_id, given, job, state, "
        "taken_at, place, places_disagree, nothing_read, sighting, thumbnail_sha256, width, height) VALUES (:id, :sha256, :size, :type, "
        ":duplicate_of, :received_at, :key, :given, :job, :state, :taken_at, :place, :disagree, :nothing, :sighting, :thumbnail, "
        ":width, :height)",
        soci::use(capture.id), soci::use(capture.sha256), soci::use(size), soci::use(capture.content_type),
        soci::use(capture.duplicate_of), soci::use(capture.received_at), soci::use(capture.key_id), soci::use(given),
        soci::use(capture.job), soci::use(capture.state), soci::use(taken_at), soci::use(place),
        soci::use(capture.places_disagree), soci::use(capture.nothing_read), soci::use(capture.sighting),
        soci::use(capture.thumbnail_sha256), soci::use(capture.width), soci::use(capture.height));
}

std::optional<Capture> original(storage::Session& session, const std::string& sha256) {
    static const std::string query = fmt::format(
        "SELECT {} FROM captures_captures WHERE sha256 = :sha256 AND duplicate_of IS NULL AND state <> 'failed' "
        "ORDER BY id LIMIT 1",
        columns);
    return first(captures(session, query, soci::use(sha256)));
}

std::optional<Capture> find(storage::Session& session, const CaptureId& id) {
    static const std::string query = fmt::format("SELECT {} FROM captures_captures WHERE id = :id", columns);
    return first(captures(session, query, soci::use(id)));
}

void save_outcome(storage::Session& session, const Capture& capture) {
    const std::string taken_at = json::text_of(capture.taken_at), place = json::text_of(capture.place);
    session.run(
        "UPDATE captures_captures SET state = :state, taken_at = :taken_at, place = :place, places_disagree = :disagree, "
        "nothing_read = :nothing, sighting = :sighting, thumbnail_sha256 = :thumbnail, width = :width, height = :height WHERE id = :id",
        soci::use(capture.state), soci::use(taken_at), soci::use(place), soci::use(capture.places_disagree),
        soci::use(capture.nothing_read), soci::use(capture.sighting), soci::use(capture.thumbnail_sha256),
        soci::use(capture.width), soci::use(capture.height), soci::use(capture.id));
    session.run("DELETE FROM captures_readings WHERE capture = :id", soci::use(capture.id));
    for (std::size_t i = 0; i < capture.readings.size(); ++i)
        add_reading(session, capture.id, static_cast<int>(i), capture.readings[i]);
}

void keep_crop(storage::Session& session, const std::string& sha256, const std::string& jpeg) {
    const std::string bytes = storage::bytes_to_sql(session, jpeg);
    session.run("INSERT INTO captures_crops (sha256, jpeg) VALUES (:sha256, CAST(:jpeg AS {blob})) ON CONFLICT DO NOTHING",
                soci::use(sha256), soci::use(bytes));
}

bool mark_failed(storage::Session& session, const CaptureId& id, NothingRead why) {
    return session
               .run("UPDATE captures_captures SET state = 'failed', nothing_read = :why WHERE id = :id AND state = 'waiting'",
                    soci::use(why), soci::use(id))
               .rows_changed > 0;
}

std::vector<Capture> page(storage::Session& session, const std::optional<After>& after, int limit) {
    static const std::string select = fmt::format("SELECT {} FROM captures_captures", columns);
    static const std::string order = " ORDER BY received_at DESC, id DESC LIMIT :rows";
    if (!after) return captures(session, select + order, soci::use(limit));
    return captures(session, select + " WHERE received_at <= :latest AND (received_at, id) < (:after_time, :after_id)" + order,
                    soci::use(after->received_at), soci::use(after->received_at), soci::use(after->id), soci::use(limit));
}

void each_blob(storage::Session& session, const std::function<void(const std::string& sha256)>& act) {
    std::string sha256;
    session.for_each([&] { act(sha256); },
                     "SELECT sha256 FROM captures_captures WHERE content_type <> '' "  // of what is no picture none is kept
                     "UNION ALL SELECT thumbnail_sha256 FROM captures_captures WHERE thumbnail_sha256 <> '' "
                     "UNION ALL SELECT crop_sha256 FROM captures_readings WHERE crop_sha256 <> ''",
                     soci::into(sha256));
}

}  // namespace patente::captures::store
