#include "platform/storage/rows.h"

#include <gtest/gtest.h>

#include <limits>

#include "platform/storage/test_database.h"

namespace patente::storage {
namespace {

const std::vector<Migration> note_tables = {
    {"test/0001_notes",
     "CREATE TABLE notes (place {big} PRIMARY KEY, written {long} NOT NULL, made_at {instant} NOT NULL, weight {real}, "
     "author {text}, done INTEGER NOT NULL);"}};
constexpr std::string_view into_notes = "notes (place, written, made_at, weight, author, done)";

struct Note {
    std::int64_t place = 0;
    std::string written;
    Instant made_at;
    std::optional<double> weight;
    std::optional<std::string> author;
    bool done = false;

    auto cells() const { return std::tie(place, written, made_at, weight, author, done); }
    bool operator==(const Note&) const = default;
};

void put(Database& database, const std::vector<Note>& notes) {
    database.write([&](Session& session) {
        insert_rows(session, into_notes, std::span<const Note>(notes), [](const Note& note) { return note.cells(); });
    });
}

std::vector<Note> kept(Database& database) {
    return database.read([](Session& session) {
        std::vector<Note> notes;
        Note note;
        session.for_each([&] { notes.push_back(note); },
                         "SELECT place, written, made_at, weight, author, done FROM notes ORDER BY place", soci::into(note.place),
                         soci::into(note.written), soci::into(note.made_at), soci::into(note.weight), soci::into(note.author),
                         soci::into(note.done));
        return notes;
    });
}

class RowsTest : public EachDatabase {};
INSTANTIATE_EACH_DATABASE(RowsTest);

TEST_P(RowsTest, ComeBackAsTheyWerePutHoweverMany) {
    const std::vector<std::string> texts{
        "",     "plain",       "a\tb\nc\rd", "\\N",        "\\.", "back\\slash\\", "'quoted' \"twice\"", "{1,2}",
        "NULL", "ñandú 車 🚗", "\b\f\v\x01", "ends in \\", "\n"};
    const std::vector<std::optional<double>> weights{0.1, -1e-300,      1.7976931348623157e308,
                                                     0.0, std::nullopt, -34.612345678901234};
    const auto database = fresh(note_tables);
    for (const std::size_t count : {0U, 1U, 7U, 8U, 100U, 333U}) {
        database->write([](Session& session) { session.run("DELETE FROM notes"); });
        std::vector<Note> notes;
        for (std::size_t i = 0; i < count; ++i)
            notes.push_back({std::numeric_limits<std::int64_t>::min() + static_cast<std::int64_t>(i), texts[i % texts.size()],
                             Instant{std::chrono::milliseconds{static_cast<std::int64_t>(i) - 3}}, weights[i % weights.size()],
                             i % 3 == 0 ? std::nullopt : std::optional(texts[i % texts.size()]), i % 2 == 0});
        put(*database, notes);
        EXPECT_EQ(kept(*database), notes) << count;
    }
}

TEST_P(RowsTest, AFaultUndoesAllOfThemAndTheConnectionGoesOn) {
    const auto database = fresh(note_tables);
    std::vector<Note> notes(20);
    for (std::size_t i = 0; i < notes.size(); ++i) notes[i].place = static_cast<std::int64_t>(i % 19);
    EXPECT_THROW(put(*database, notes), soci::soci_error);
    EXPECT_TRUE(kept(*database).empty());
    notes.pop_back();
    put(*database, notes);
    EXPECT_EQ(kept(*database), notes);
}

}  // namespace
}  // namespace patente::storage
