// The SQL of the audit log. Every function works inside the caller's transaction.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "domain/audit/merkle.h"
#include "domain/audit/model.h"
#include "platform/storage/database.h"

namespace patente::audit {

std::vector<storage::Migration> migrations();

namespace store {

// Adds an entry, which has no number yet.
void add(storage::Session& session, const NewEntry& entry);

// Gives numbers and hashes to up to `at_most` committed entries in the order they were written; how many there were. Who else
// numbers waits until this transaction ends. Write it with Isolation::read_committed.
int number_added(storage::Session& session, int at_most);
bool has_unnumbered(storage::Session& session);
std::int64_t unnumbered(storage::Session& session);  // how many

std::int64_t size_of_tree(storage::Session& session);
std::string last_hash(storage::Session& session);

// The stored hashes as Nodes; reads 256 of a level at once.
class StoredNodes final : public Nodes {
public:
    explicit StoredNodes(storage::Session& session) : session_(session) {}
    Hash node(int level, std::uint64_t index) override;

private:
    struct Tile {
        int level = -1;
        std::uint64_t index = 0;
        std::vector<Hash> hashes;
    };
    const Tile& tile(int level, std::uint64_t index);

    storage::Session& session_;
    std::vector<Tile> tiles_;
};

void add_head(storage::Session& session, const Head& head);  // unless there is one of that size
std::optional<Head> newest_head(storage::Session& session);
std::vector<Head> heads(storage::Session& session);  // the smallest first
struct StoredNode {
    int level = 0;
    std::int64_t number = 0;
    std::string hash;
};
std::vector<StoredNode> nodes(storage::Session& session);  // by the entry that made them whole

// Entries with these numbers, both ends included, in order.
void for_each(storage::Session& session, std::int64_t first, std::int64_t last, const std::function<void(const KeptEntry&)>& act);
std::optional<KeptEntry> entry(storage::Session& session, std::int64_t number);

struct Place {
    Instant at;
    std::int64_t position = 0;
};
struct Search {
    std::string who;      // id
    std::string act;      // the whole, or "command " for all that begin so
    std::string subject;  // id
    std::string plate;    // normalised
    std::string text;     // somewhere in names, acts, subjects, details, reasons and queries
    std::optional<Outcome> outcome;
    std::optional<Instant> from, until;  // until: not included
    std::optional<Place> before;
    int limit = 50;
};
struct Found {
    KeptEntry kept;
    std::int64_t position = 0;
};
std::vector<Found> search(storage::Session& session, const Search& search);  // newest first; numbered ones

// Erases what entries say of persons: those that asked for this plate, or older than `before`; gives their numbers, rising.
std::vector<std::int64_t> erase_plate(storage::Session& session, const std::string& plate, int at_most);
std::vector<std::int64_t> erase_before(storage::Session& session, Instant before, int at_most);

}  // namespace store
}  // namespace patente::audit
