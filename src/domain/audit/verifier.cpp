#include "domain/audit/verifier.h"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <limits>
#include <utility>

#include "domain/audit/chain.h"
#include "domain/audit/rules.h"
#include "domain/audit/signing.h"

namespace patente::audit {
namespace {

constexpr std::string_view erased_member = "\"erased\":\"";

// What an erasing entry says it erased; "" of others. Quotes inside of texts are escaped, so the name is found only as a name.
std::string_view erased_in(std::string_view detail) {
    const auto at = detail.find(erased_member);
    if (at == std::string_view::npos) return {};
    const auto text = detail.substr(at + erased_member.size());
    return text.substr(0, text.find('"'));
}

constexpr std::size_t page_size = 2'000;

void take_all(Verifier& verifier, const std::vector<KeptEntry>& entries) {
    for (const auto& each : entries) {
        const auto line = line_of(each.entry);
        verifier.take({each.entry.number, line, each.hash, each.entry.previous_hash, each.entry.personal_hash, each.entry.detail,
                       each.personal ? &*each.personal : nullptr});
    }
}

Text in_both(std::string en, std::string es) { return {std::move(en), std::move(es)}; }

}  // namespace

Verifier::Verifier(const Expected& expected) : public_key_(expected.public_key), heads_(expected.heads) {
    std::ranges::sort(heads_, {}, &Head::size);
}

void Verifier::expect(const Head& head) {
    if (!public_key_.empty() && !is_signed(head, public_key_)) unsigned_.push_back(head.size);
    heads_.insert(std::ranges::upper_bound(heads_, head.size, {}, &Head::size), head);
}

void Verifier::expect(std::vector<store::StoredNode> nodes) { nodes_ = std::move(nodes); }

void Verifier::find(FaultKind kind, std::int64_t number, Text said) {
    if (!fault_ || number < fault_->number) fault_ = LogFault{kind, number, std::move(said)};
}

void Verifier::take(const SeenEntry& entry) {
    ++entries_;
    if (fault_) return;
    if (entries_ == 1 && entry.number > 1) {
        is_part_ = true;
        last_number_ = entry.number - 1;
        last_hash_ = entry.previous_hash;
    }
    check_place(entry);
    if (fault_) return;
    const Hash leaf = leaf_hash(entry.line);
    check_hash(entry, leaf);
    if (fault_) return;
    check_personal(entry);
    last_number_ = entry.number;
    last_hash_ = entry.hash;
    if (is_part_) return;
    tree_.add(leaf, [&](int level, std::uint64_t index, const Hash& hash) { check_node(level, index, hash); });
    check_heads();
}

void Verifier::check_place(const SeenEntry& entry) {
    const auto wanted = last_number_ + 1;
    if (entry.number == wanted) return;
    if (entry.number > wanted)
        return find(FaultKind::removed, wanted,
                    in_both(fmt::format("Entries {} to {} are gone.", wanted, entry.number - 1),
                            fmt::format("Faltan las entradas {} a {}.", wanted, entry.number - 1)));
    find(FaultKind::moved, entry.number,
         in_both(fmt::format("Entry {} stands after entry {}.", entry.number, last_number_),
                 fmt::format("La entrada {} está después de la {}.", entry.number, last_number_)));
}

std::int64_t Verifier::place_of(const SeenEntry& entry) const {
    const auto rest = entry.line.substr(std::min(entry.line.size(), entry.line.find(',')));
    const std::int64_t last = std::max(entry.number, heads_.empty() ? 0 : heads_.back().size) + 10'000;  // each costs a hash
    for (std::int64_t number = 1; number <= last; ++number)
        if (hex_of(leaf_hash(fmt::format("{{\"number\":{}{}", number, rest))) == entry.hash) return number;
    return 0;
}

void Verifier::check_hash(const SeenEntry& entry, const Hash& leaf) {
    const bool follows = entry.previous_hash == last_hash_;
    if (hash_from(entry.hash) == leaf) {
        if (follows) return;
        // The entry is whole and follows another than that before it.
        const auto before = std::max<std::int64_t>(1, last_number_);
        return find(
            FaultKind::changed, before,
            in_both(fmt::format("Entry {} is not the one that entry {} follows: it was changed and hashed anew, or others "
                                "were put in its place.",
                                before, entry.number),
                    fmt::format("La entrada {} no es la que sigue la {}: se cambió y se volvió a resumir, o se pusieron "
                                "otras en su lugar.",
                                before, entry.number)));
    }
    if (const auto place = follows ? 0 : place_of(entry); place != 0)
        return find(FaultKind::moved, entry.number,
                    in_both(fmt::format("Where entry {} was stands entry {}.", entry.number, place),
                            fmt::format("En el lugar de la entrada {} está la {}.", entry.number, place)));
    find(FaultKind::changed, entry.number,
         in_both(fmt::format("Entry {} was changed.", entry.number), fmt::format("La entrada {} fue cambiada.", entry.number)));
}

void Verifier::check_personal(const SeenEntry& entry) {
    for (const auto& range : ranges_in(erased_in(entry.detail))) erased_.push_back(range);
    if (entry.personal_hash.empty()) return;
    if (!entry.personal)
        without_personal_.push_back(entry.number);
    else if (hash_of(*entry.personal) != entry.personal_hash)
        find(FaultKind::personal_changed, entry.number,
             in_both(fmt::format("The reason, query or address of entry {} was changed.", entry.number),
                     fmt::format("El motivo, la consulta o la dirección de la entrada {} fue cambiado.", entry.number)));
}

void Verifier::check_node(int level, std::uint64_t index, const Hash& hash) {
    if (level % 8 != 0 || !nodes_) return;
    const auto number = static_cast<std::int64_t>((index + 1) << level);
    const auto* stored = nodes_seen_ < nodes_->size() ? &(*nodes_)[nodes_seen_] : nullptr;
    ++nodes_seen_;
    if (stored && stored->level == level && stored->number == static_cast<std::int64_t>(index) && stored->hash == hex_of(hash))
        return;
    find(FaultKind::tree, number,
         in_both(fmt::format("The stored hash of the entries up to {} is not theirs.", number),
                 fmt::format("El resumen guardado de las entradas hasta la {} no es el suyo.", number)));
}

void Verifier::check_heads() {
    const auto size = static_cast<std::int64_t>(tree_.size());
    if (heads_agreed_ == heads_.size() || heads_[heads_agreed_].size > size) return;
    const auto root = hex_of(tree_.root());
    for (; heads_agreed_ < heads_.size() && heads_[heads_agreed_].size == size; ++heads_agreed_) {
        if (heads_[heads_agreed_].root == root) continue;
        const auto agreed = heads_agreed_ == 0 ? 0 : heads_[heads_agreed_ - 1].size;
        return find(
            FaultKind::head, agreed + 1,
            in_both(fmt::format("The log does not have the root that its head of {} entries says: the first entry that was "
                                "changed, with all after it, is between {} and {}.",
                                size, agreed + 1, size),
                    fmt::format("El registro no tiene la raíz que dice su cabeza de {} entradas: la primera entrada "
                                "cambiada, con todas las que siguen, está entre la {} y la {}.",
                                size, agreed + 1, size)));
    }
}

Report Verifier::end() {
    if (!fault_ && !is_part_ && heads_agreed_ < heads_.size()) {
        const auto size = heads_.back().size;
        find(FaultKind::removed, last_number_ + 1,
             in_both(fmt::format("Entries {} to {} are gone: a head knows them.", last_number_ + 1, size),
                     fmt::format("Faltan las entradas {} a {}: una cabeza las conoce.", last_number_ + 1, size)));
    }
    for (const auto size : unsigned_)
        find(FaultKind::head, size,
             in_both(fmt::format("The head of {} entries is not signed by the key of this log.", size),
                     fmt::format("La cabeza de {} entradas no está firmada con la clave de este registro.", size)));
    Report report{.entries = entries_, .heads = static_cast<std::int64_t>(heads_agreed_)};
    for (const auto number : without_personal_) {
        if (std::ranges::any_of(erased_, [&](const auto& range) { return range.first <= number && number <= range.second; })) {
            ++report.erased;
            continue;
        }
        find(FaultKind::personal_removed, number,
             in_both(
                 fmt::format("The reason, query or address of entry {} is gone, and no entry says that it was erased.", number),
                 fmt::format("Falta el motivo, la consulta o la dirección de la entrada {}, y ninguna entrada dice que se borró.",
                             number)));
        break;
    }
    if (!is_part_) report.root = hex_of(tree_.root());
    report.fault = std::move(fault_);
    return report;
}

Report Verifier::end(std::int64_t tree_size, std::string_view last_hash) {
    if (!fault_ && tree_size > last_number_)
        find(FaultKind::removed, last_number_ + 1,
             in_both(fmt::format("Entries {} to {} are gone.", last_number_ + 1, tree_size),
                     fmt::format("Faltan las entradas {} a {}.", last_number_ + 1, tree_size)));
    else if (!fault_ && tree_size < last_number_)
        find(FaultKind::added, tree_size + 1,
             in_both(fmt::format("Entry {} and those after it were added behind the log's back.", tree_size + 1),
                     fmt::format("La entrada {} y las que siguen se agregaron a espaldas del registro.", tree_size + 1)));
    else if (!fault_ && last_hash != last_hash_)
        find(FaultKind::changed, last_number_,
             in_both(fmt::format("Entry {} was changed and hashed anew.", last_number_),
                     fmt::format("La entrada {} fue cambiada y resumida de nuevo.", last_number_)));
    return end();
}

Report verify(storage::Session& session, const Expected& expected) {
    Verifier verifier(expected);
    for (const auto& head : store::heads(session)) verifier.expect(head);
    verifier.expect(store::nodes(session));
    const auto size = store::size_of_tree(session);
    std::vector<KeptEntry> page;
    std::future<void> checked;  // the page before: it is hashed while the next one is read
    const auto check = [&] {
        if (checked.valid()) checked.get();
        checked = std::async(std::launch::async, [&verifier, entries = std::exchange(page, {})] { take_all(verifier, entries); });
    };
    store::for_each(session, 1, std::numeric_limits<std::int64_t>::max(), [&](const KeptEntry& each) {
        page.push_back(each);
        if (page.size() == page_size) check();
    });
    check();
    checked.get();
    return verifier.end(size, store::last_hash(session));
}

}  // namespace patente::audit
