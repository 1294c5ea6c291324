#include "platform/feed/store.h"

#include "platform/storage/rows.h"
#include "platform/storage/soci_types.h"

namespace patente::feed {
namespace {

using soci::into;
using soci::use;
using storage::Session;

}  // namespace

void add(Session& session, std::span<const NewEvent> events) {
    storage::insert_rows(session, "feed_events (type, plate, zone, happened_at, data)", events, [](const NewEvent& event) {
        return std::tie(event.type, event.plate, event.zone, event.at, event.data);
    });
}

Numbers numbers(Session& session) {
    Numbers numbers;
    session.run("SELECT last_number, swept_number FROM feed_numbers WHERE id = 1", into(numbers.last), into(numbers.swept));
    return numbers;
}

std::optional<Instant> newest(Session& session) {
    std::optional<Instant> time;
    session.run("SELECT happened_at FROM feed_events ORDER BY position DESC LIMIT 1", into(time));
    return time;
}

bool has_unnumbered(Session& session, Instant happened_before) {
    int found = 0;
    return session
        .run(
            "SELECT 1 FROM (SELECT happened_at FROM feed_events WHERE number IS NULL ORDER BY position LIMIT 1) oldest "
            "WHERE happened_at < :before",
            use(happened_before), into(found))
        .got_data;
}

namespace {

long long number_together(Session& session, std::int64_t last, int at_most) {
    return session
        .run(
            "UPDATE feed_events SET number = fresh.number FROM ("
            "SELECT position AS at, :last + ROW_NUMBER() OVER (ORDER BY position) AS number "
            "FROM (SELECT position FROM feed_events WHERE number IS NULL ORDER BY position LIMIT :most) appended) fresh "
            "WHERE feed_events.position = fresh.at",
            use(last, "last"), use(at_most, "most"))
        .rows_changed;
}

// MariaDB: an UPDATE that looks for its rows would wait for those that others have not committed.
long long number_each(Session& session, std::int64_t last, int at_most) {
    std::vector<std::int64_t> positions;
    std::int64_t position = 0;
    session.for_each([&] { positions.push_back(position); },
                     "SELECT position FROM feed_events WHERE number IS NULL ORDER BY position LIMIT :most", use(at_most),
                     into(position));
    for (const auto each : positions)
        session.run("UPDATE feed_events SET number = :number WHERE position = :position", use(++last), use(each));
    return static_cast<long long>(positions.size());
}

}  // namespace

void number_appended(Session& session, int at_most) {
    session.run("UPDATE feed_numbers SET last_number = last_number WHERE id = 1");  // locks; what follows sees all before
    const auto last = numbers(session).last;
    const auto numbered = session.dialect() == storage::Dialect::mysql ? number_each(session, last, at_most)
                                                                       : number_together(session, last, at_most);
    if (numbered > 0) session.run("UPDATE feed_numbers SET last_number = last_number + :count WHERE id = 1", use(numbered));
}

std::vector<Event> events_after(Session& session, std::int64_t number, int at_most) {
    std::vector<Event> events;
    Event each;
    session.for_each(
        [&] { events.push_back(each); },
        "SELECT number, type, plate, zone, happened_at, data FROM feed_events WHERE number > :number ORDER BY number LIMIT :most",
        use(number), use(at_most), into(each.number), into(each.what.type), into(each.what.plate), into(each.what.zone),
        into(each.what.at), into(each.what.data));
    return events;
}

int remove_before(Session& session, Instant happened_before, int at_most) {
    session.run("UPDATE feed_numbers SET last_number = last_number WHERE id = 1");
    std::optional<std::int64_t> last;
    session.run(
        "SELECT MAX(number) FROM (SELECT number, happened_at FROM feed_events WHERE number IS NOT NULL ORDER BY number "
        "LIMIT :most) oldest WHERE happened_at < :before",
        use(at_most), use(happened_before), into(last));
    if (!last) return 0;
    const auto removed = session.run("DELETE FROM feed_events WHERE number <= :last", use(*last));
    session.run("UPDATE feed_numbers SET swept_number = :last WHERE id = 1", use(*last));
    return static_cast<int>(removed.rows_changed);
}

std::int64_t position_of(Session& session, const std::string& listener, std::int64_t begins_at) {
    std::int64_t number = 0;
    if (session.run("SELECT heard_number FROM feed_positions WHERE listener = :listener", use(listener), into(number)).got_data)
        return number;
    session.run("INSERT INTO feed_positions (listener, heard_number) VALUES (:listener, :number)", use(listener), use(begins_at));
    return begins_at;
}

bool move_position(Session& session, const std::string& listener, std::int64_t from, std::int64_t to) {
    return session
               .run("UPDATE feed_positions SET heard_number = :to WHERE listener = :listener AND heard_number = :from",
                    use(to, "to"), use(listener, "listener"), use(from, "from"))
               .rows_changed > 0;
}

}  // namespace patente::feed
