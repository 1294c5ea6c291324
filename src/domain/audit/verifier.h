// Holds a whole log against its own hashes, and says which entry is the first that is not what it was. Reads nothing itself: it
// is handed one entry after the other, of the database or of an export.
#pragma once

#include <string>
#include <string_view>

#include "base/text.h"
#include "domain/audit/merkle.h"
#include "domain/audit/store.h"

namespace patente::audit {

enum class FaultKind { changed, moved, removed, added, personal_changed, personal_removed, head, tree };
constexpr auto names_of(FaultKind) {
    return std::array<std::pair<FaultKind, std::string_view>, 8>{{{FaultKind::changed, "changed"},
                                                                  {FaultKind::moved, "moved"},
                                                                  {FaultKind::removed, "removed"},
                                                                  {FaultKind::added, "added"},
                                                                  {FaultKind::personal_changed, "personal_changed"},
                                                                  {FaultKind::personal_removed, "personal_removed"},
                                                                  {FaultKind::head, "head"},
                                                                  {FaultKind::tree, "tree"}}};
}

struct LogFault {
    FaultKind kind;
    std::int64_t number = 0;  // of the first entry at fault
    Text said;
};

struct Report {
    std::int64_t entries = 0;
    std::string root;         // "" of a part of a log
    std::int64_t heads = 0;   // that it agrees with
    std::int64_t erased = 0;  // entries whose personal part is erased, as other entries say
    std::optional<LogFault> fault;
};

// What somebody knows of a log besides itself.
struct Expected {
    std::vector<Head> heads = {};  // kept elsewhere
    std::string public_key = {};   // that signed the log's own heads; "": not looked at
};

// As it was written.
struct SeenEntry {
    std::int64_t number = 0;
    std::string_view line;  // its bytes
    std::string_view hash, previous_hash, personal_hash, detail;
    const KeptPersonal* personal = nullptr;
};

class Verifier {
public:
    explicit Verifier(const Expected& expected = {});

    // What the log must agree with; each before its entry is taken, in any order. Own heads must be signed.
    void expect(const Head& head);
    void expect(std::vector<store::StoredNode> nodes);  // in order of the entries that made them whole
    // In the order of the log. A log that does not begin at 1 is a part: only its chain is checked.
    void take(const SeenEntry& entry);
    Report end();                                                    // of an export
    Report end(std::int64_t tree_size, std::string_view last_hash);  // of a database, which says where it stands

private:
    void find(FaultKind kind, std::int64_t number, Text said);
    void check_place(const SeenEntry& entry);
    void check_hash(const SeenEntry& entry, const Hash& leaf);
    std::int64_t place_of(const SeenEntry& entry) const;  // where it stood; 0: nowhere
    void check_personal(const SeenEntry& entry);
    void check_node(int level, std::uint64_t index, const Hash& hash);
    void check_heads();

    const std::string public_key_;
    std::optional<LogFault> fault_;
    std::int64_t last_number_ = 0;
    std::int64_t entries_ = 0;
    bool is_part_ = false;
    std::string last_hash_ = std::string(hex_length, '0');
    GrowingTree tree_;
    std::vector<Head> heads_;
    std::size_t heads_agreed_ = 0;
    std::vector<std::int64_t> unsigned_;  // sizes of heads
    std::optional<std::vector<store::StoredNode>> nodes_;
    std::size_t nodes_seen_ = 0;
    std::vector<std::int64_t> without_personal_;                 // though they had some
    std::vector<std::pair<std::int64_t, std::int64_t>> erased_;  // as entries say
};

Report verify(storage::Session& session, const Expected& expected = {});  // the whole log of a database

}  // namespace patente::audit
