#include "domain/audit/store.h"

#include <fmt/format.h>

#include <algorithm>

#include "domain/audit/chain.h"
#include "domain/audit/rules.h"
#include "platform/storage/soci_types.h"

namespace patente::audit::store {
namespace {

using soci::into;
using soci::use;
using storage::Session;

constexpr int tile_levels = 8;  // whose roots are stored
constexpr std::int64_t tile_size = 1 << tile_levels;
constexpr std::size_t text_max = 255;
constexpr std::size_t name_max = 400;

Hash hash_in(const std::string& hex) {
    const auto hash = hash_from(hex);
    if (!hash) throw std::runtime_error("the audit log holds a hash that is none: \"" + hex + "\"");
    return *hash;
}

// Where an entry's columns are read into.
struct Row {
    KeptEntry kept;
    std::optional<std::string> salt, content;
    std::int64_t position = 0;

    KeptEntry take() const {
        KeptEntry taken = kept;
        if (salt) taken.personal = KeptPersonal{*salt, content.value_or("")};
        return taken;
    }
};

constexpr std::string_view columns =
    "e.number, e.happened_at, e.by_kind, e.by_id, e.by_name, e.act, e.outcome, e.subject_kind, e.subject_id, e.detail, "
    "e.personal_hash, e.previous_hash, e.entry_hash, p.salt, p.content, e.position";
constexpr std::string_view tables =
    "audit_entries e LEFT JOIN audit_personal p ON e.personal_hash <> '' AND p.position = e.position";

void exchange(soci::statement& statement, Row& row) {
    Entry& entry = row.kept.entry;
    statement.exchange(into(entry.number));
    statement.exchange(into(entry.at));
    statement.exchange(into(entry.by.kind));
    statement.exchange(into(entry.by.id));
    statement.exchange(into(entry.by.name));
    statement.exchange(into(entry.act));
    statement.exchange(into(entry.outcome));
    statement.exchange(into(entry.subject.kind));
    statement.exchange(into(entry.subject.id));
    statement.exchange(into(entry.detail));
    statement.exchange(into(entry.personal_hash));
    statement.exchange(into(entry.previous_hash));
    statement.exchange(into(row.kept.hash));
    statement.exchange(into(row.salt));
    statement.exchange(into(row.content));
    statement.exchange(into(row.position));
}

std::vector<Entry> next_unnumbered(Session& session, int at_most, std::vector<std::int64_t>& positions) {
    std::vector<Entry> found;
    Entry each;
    std::int64_t position = 0;
    session.for_each([&] { found.push_back(each), positions.push_back(position); },
                     "SELECT position, happened_at, by_kind, by_id, by_name, act, outcome, subject_kind, subject_id, detail, "
                     "personal_hash FROM audit_entries WHERE number IS NULL ORDER BY position LIMIT :most",
                     use(at_most), into(position), into(each.at), into(each.by.kind), into(each.by.id), into(each.by.name),
                     into(each.act), into(each.outcome), into(each.subject.kind), into(each.subject.id), into(each.detail),
                     into(each.personal_hash));
    return found;
}

std::vector<Hash> hashes_of(Session& session, int level, std::int64_t first, std::int64_t last) {
    std::vector<Hash> hashes;
    std::string hex;
    const auto add = [&] { hashes.push_back(hash_in(hex)); };
    if (level == 0)
        session.for_each(add, "SELECT entry_hash FROM audit_entries WHERE number >= :first AND number <= :last ORDER BY number",
                         use(first + 1, "first"), use(last + 1, "last"), into(hex));
    else
        session.for_each(add,
                         "SELECT node_hash FROM audit_nodes WHERE level = :level AND number >= :first AND number <= :last "
                         "ORDER BY number",
                         use(level, "level"), use(first, "first"), use(last, "last"), into(hex));
    return hashes;
}

// Stores the roots of the tiles that the entry `number` completes.
void add_nodes(Session& session, std::int64_t number) {
    for (int level = tile_levels; number % tile_size == 0 && number > 0; level += tile_levels) {
        number /= tile_size;
        GrowingTree tile;
        const auto first = (number - 1) * tile_size;
        for (const auto& hash : hashes_of(session, level - tile_levels, first, first + tile_size - 1)) tile.add(hash);
        const auto root = hex_of(tile.root());
        session.run("INSERT INTO audit_nodes (level, number, node_hash) VALUES (:level, :number, :hash)", use(level),
                    use(number - 1), use(root));
    }
}

std::vector<Head> heads_of(Session& session, std::string_view rest) {
    std::vector<Head> found;
    Head each;
    session.for_each([&] { found.push_back(each); }, fmt::format("SELECT size, root, made_at, note FROM audit_heads {}", rest),
                     into(each.size), into(each.root), into(each.at), into(each.note));
    return found;
}

std::vector<std::int64_t> erase(Session& session, std::vector<std::pair<std::int64_t, std::int64_t>> numbers_and_positions) {
    std::ranges::sort(numbers_and_positions);
    std::vector<std::int64_t> numbers;
    for (const auto& [number, position] : numbers_and_positions) {
        session.run("DELETE FROM audit_personal WHERE position = :position", use(position));
        numbers.push_back(number);
    }
    return numbers;
}

}  // namespace

void add(Session& session, const NewEntry& entry) {
    const auto name = cut(entry.by.name, name_max), id = cut(entry.by.id, text_max), act = cut(entry.act, text_max),
               subject = cut(entry.subject.id, text_max);
    std::string personal_hash;
    std::optional<KeptPersonal> personal;
    if (entry.personal) {
        personal = KeptPersonal{new_salt(), entry.personal->content};
        personal_hash = hash_of(*personal);
    }
    std::int64_t position = 0;
    const auto insert = [&](std::string_view ending, const auto&... more) {
        return session.run(
            fmt::format(
                "INSERT INTO audit_entries (happened_at, by_kind, by_id, by_name, act, outcome, subject_kind, subject_id, "
                "detail, personal_hash) VALUES (:at, :by_kind, :by_id, :by_name, :act, :outcome, :subject_kind, "
                ":subject_id, :detail, :personal) {}",
                ending),
            use(entry.at), use(entry.by.kind), use(id), use(name), use(act), use(entry.outcome), use(entry.subject.kind),
            use(subject), use(entry.detail), use(personal_hash), more...);
    };
    if (!personal) return void(insert(""));
    if (!insert("RETURNING position", into(position)).got_data)
        throw std::runtime_error("an entry of the audit log got no position");
    const auto plate = cut(entry.personal->plate, text_max);
    session.run("INSERT INTO audit_personal (position, salt, content, plate) VALUES (:position, :salt, :content, :plate)",
                use(position), use(personal->salt), use(personal->content), use(plate));
}

bool has_unnumbered(Session& session) {
    int found = 0;
    return session.run("SELECT 1 FROM audit_entries WHERE number IS NULL LIMIT 1", into(found)).got_data;
}

std::int64_t unnumbered(Session& session) {
    std::int64_t count = 0;
    session.run("SELECT COUNT(*) FROM audit_entries WHERE number IS NULL", into(count));
    return count;
}

int number_added(Session& session, int at_most) {
    session.run("UPDATE audit_tree SET size = size WHERE id = 1");  // locks; what follows sees all before
    std::int64_t size = size_of_tree(session);
    std::string previous = last_hash(session);
    std::vector<std::int64_t> positions;
    auto entries = next_unnumbered(session, at_most, positions);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        Entry& each = entries[i];
        each.number = ++size;
        each.previous_hash = previous;
        previous = hash_of(each);
        session.run(
            "UPDATE audit_entries SET number = :number, previous_hash = :previous, entry_hash = :hash WHERE position = :position",
            use(each.number), use(each.previous_hash), use(previous), use(positions[i]));
        add_nodes(session, size);
    }
    if (!entries.empty())
        session.run("UPDATE audit_tree SET size = :size, last_hash = :hash WHERE id = 1", use(size), use(previous));
    return static_cast<int>(entries.size());
}

std::int64_t size_of_tree(Session& session) {
    std::int64_t size = 0;
    session.run("SELECT size FROM audit_tree WHERE id = 1", into(size));
    return size;
}

std::string last_hash(Session& session) {
    std::string hash;
    session.run("SELECT last_hash FROM audit_tree WHERE id = 1", into(hash));
    return hash;
}

const StoredNodes::Tile& StoredNodes::tile(int level, std::uint64_t index) {
    for (const auto& each : tiles_)
        if (each.level == level && each.index == index) return each;
    const auto first = static_cast<std::int64_t>(index) * tile_size;
    return tiles_.emplace_back(Tile{level, index, hashes_of(session_, level, first, first + tile_size - 1)});
}

Hash StoredNodes::node(int level, std::uint64_t index) {
    if (level % tile_levels != 0) return node_hash(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
    const auto& hashes = tile(level, index / tile_size).hashes;
    if (index % tile_size >= hashes.size())
        throw std::runtime_error(
            fmt::format("the audit log lacks the node {} of level {}; see patente audit verify", index, level));
    return hashes[index % tile_size];
}

void add_head(Session& session, const Head& head) {
    session.run(
        "INSERT INTO audit_heads (size, root, made_at, note) VALUES (:size, :root, :at, :note) ON CONFLICT (size) DO NOTHING",
        use(head.size), use(head.root), use(head.at), use(head.note));
}

std::optional<Head> newest_head(Session& session) {
    const auto found = heads_of(session, "ORDER BY size DESC LIMIT 1");
    return found.empty() ? std::nullopt : std::optional{found.front()};
}

std::vector<Head> heads(Session& session) { return heads_of(session, "ORDER BY size"); }

std::vector<StoredNode> nodes(Session& session) {
    std::vector<StoredNode> found;
    StoredNode each;
    session.for_each([&] { found.push_back(each); }, "SELECT level, number, node_hash FROM audit_nodes", into(each.level),
                     into(each.number), into(each.hash));
    std::ranges::sort(found, {}, [](const StoredNode& node) { return std::pair{(node.number + 1) << node.level, node.level}; });
    return found;
}

// In pages: the drivers of PostgreSQL and MariaDB take in all that a statement gives.
void for_each(Session& session, std::int64_t first, std::int64_t last, const std::function<void(const KeptEntry&)>& act) {
    constexpr int page = 5'000;
    static const std::string query = fmt::format(
        "SELECT {} FROM {} WHERE e.number >= :first AND e.number <= :last ORDER BY e.number LIMIT :most", columns, tables);
    Row row;
    const auto act_on_row = [&] {
        row.kept.personal.reset();
        if (row.salt) row.kept.personal = KeptPersonal{*row.salt, row.content.value_or("")};
        act(row.kept);
    };
    for (int count = page; count == page; first = row.kept.entry.number + 1) {
        count = 0;
        session.for_each_with([&] { ++count, act_on_row(); }, query,
                              [&](soci::statement& statement) {
                                  statement.exchange(use(first));
                                  statement.exchange(use(last));
                                  statement.exchange(use(page));
                                  exchange(statement, row);
                              });
    }
}

std::optional<KeptEntry> entry(Session& session, std::int64_t number) {
    std::optional<KeptEntry> found;
    for_each(session, number, number, [&](const KeptEntry& each) { found = each; });
    return found;
}

std::vector<Found> search(Session& session, const Search& asked) {
    std::string where = "e.number IS NOT NULL";
    std::vector<std::function<void(soci::statement&)>> binds;
    const auto and_where = [&](std::string_view condition, const auto&... values) {
        (where += " AND ") += condition;
        (binds.push_back([&values](soci::statement& statement) { statement.exchange(use(values)); }), ...);
    };
    const std::string act_end = asked.act.empty() ? "" : asked.act.substr(0, asked.act.size() - 1) + '!';  // after ' '
    std::string pattern = "%";
    for (const char c : asked.text) pattern += c == '%' || c == '_' || c == '!' ? std::string("!") + c : std::string(1, c);
    pattern += '%';
    if (!asked.who.empty()) and_where("e.by_id = :who", asked.who);
    if (asked.act.ends_with(' '))
        and_where("e.act >= :act AND e.act < :act_end", asked.act, act_end);
    else if (!asked.act.empty())
        and_where("e.act = :act", asked.act);
    if (!asked.subject.empty()) and_where("e.subject_id = :subject", asked.subject);
    if (!asked.plate.empty()) and_where("e.position IN (SELECT position FROM audit_personal WHERE plate = :plate)", asked.plate);
    if (asked.outcome) and_where("e.outcome = :outcome", *asked.outcome);
    if (asked.from) and_where("e.happened_at >= :since", *asked.from);
    if (asked.until) and_where("e.happened_at < :before", *asked.until);
    if (asked.before)
        and_where("e.happened_at <= :last_at AND (e.happened_at, e.position) < (:last_at_too, :last_position)", asked.before->at,
                  asked.before->at, asked.before->position);
    if (!asked.text.empty())
        and_where(
            "(e.by_name LIKE :in_name ESCAPE '!' OR e.act LIKE :in_act ESCAPE '!' OR e.subject_id LIKE :in_subject ESCAPE '!' OR "
            "e.detail LIKE :in_detail ESCAPE '!' OR p.content LIKE :in_content ESCAPE '!')",
            pattern, pattern, pattern, pattern, pattern);
    std::vector<Found> found;
    Row row;
    session.for_each_with([&] { found.push_back({row.take(), row.position}); },
                          fmt::format("SELECT {} FROM {} WHERE {} ORDER BY e.happened_at DESC, e.position DESC LIMIT :most",
                                      columns, tables, where),
                          [&](soci::statement& statement) {
                              for (const auto& bind : binds) bind(statement);
                              statement.exchange(use(asked.limit));
                              exchange(statement, row);
                          });
    return found;
}

std::vector<std::int64_t> erase_plate(Session& session, const std::string& plate, int at_most) {
    std::vector<std::pair<std::int64_t, std::int64_t>> found;
    std::pair<std::int64_t, std::int64_t> each;
    session.for_each([&] { found.push_back(each); },
                     "SELECT e.number, e.position FROM audit_personal p JOIN audit_entries e ON e.position = p.position "
                     "WHERE p.plate = :plate AND e.number IS NOT NULL ORDER BY e.position LIMIT :most",
                     use(plate), use(at_most), into(each.first), into(each.second));
    return erase(session, std::move(found));
}

std::vector<std::int64_t> erase_before(Session& session, Instant before, int at_most) {
    std::vector<std::pair<std::int64_t, std::int64_t>> found;
    std::pair<std::int64_t, std::int64_t> each;
    session.for_each([&] { found.push_back(each); },
                     "SELECT e.number, e.position FROM audit_personal p JOIN audit_entries e ON e.position = p.position "
                     "WHERE e.happened_at < :before AND e.number IS NOT NULL ORDER BY p.position LIMIT :most",
                     use(before), use(at_most), into(each.first), into(each.second));
    return erase(session, std::move(found));
}

}  // namespace patente::audit::store
