#include "domain/audit/merkle.h"

#include <openssl/evp.h>

#include <algorithm>
#include <bit>
#include <memory>
#include <stdexcept>

namespace patente::audit {
namespace {

// One context a thread: making one costs more than hashing an entry.
template <typename... Parts>
Hash digest_of(Parts... parts) {
    static const std::unique_ptr<EVP_MD, void (*)(EVP_MD*)> sha256(EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free);
    thread_local const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    Hash hash{};
    const bool done = EVP_DigestInit_ex2(context.get(), sha256.get(), nullptr) == 1 &&
                      (... && (EVP_DigestUpdate(context.get(), parts.data(), parts.size()) == 1)) &&
                      EVP_DigestFinal_ex(context.get(), hash.data(), nullptr) == 1;
    if (!done) throw std::runtime_error("OpenSSL cannot compute SHA-256");
    return hash;
}

std::string_view bytes_of(const Hash& hash) { return {reinterpret_cast<const char*>(hash.data()), hash.size()}; }

// The largest power of two below `size`, which is at least 2.
std::uint64_t split_of(std::uint64_t size) { return std::bit_floor(size - 1); }

Hash root_of_range(Nodes& nodes, std::uint64_t begin, std::uint64_t size) {
    if (std::has_single_bit(size)) {
        const int level = std::countr_zero(size);
        return nodes.node(level, begin >> level);
    }
    const auto left = split_of(size);
    return node_hash(root_of_range(nodes, begin, left), root_of_range(nodes, begin + left, size - left));
}

void add_inclusion(Nodes& nodes, std::uint64_t leaf, std::uint64_t begin, std::uint64_t size, std::vector<Hash>& proof) {
    if (size == 1) return;
    const auto left = split_of(size);
    if (leaf < left) {
        add_inclusion(nodes, leaf, begin, left, proof);
        proof.push_back(root_of_range(nodes, begin + left, size - left));
    } else {
        add_inclusion(nodes, leaf - left, begin + left, size - left, proof);
        proof.push_back(root_of_range(nodes, begin, left));
    }
}

// `is_known`: the first tree is the whole of this range, so its root needs no telling.
void add_consistency(Nodes& nodes, std::uint64_t first, std::uint64_t begin, std::uint64_t size, bool is_known,
                     std::vector<Hash>& proof) {
    if (first == size) {
        if (!is_known) proof.push_back(root_of_range(nodes, begin, size));
        return;
    }
    const auto left = split_of(size);
    if (first <= left) {
        add_consistency(nodes, first, begin, left, is_known, proof);
        proof.push_back(root_of_range(nodes, begin + left, size - left));
    } else {
        add_consistency(nodes, first - left, begin + left, size - left, false, proof);
        proof.push_back(root_of_range(nodes, begin, left));
    }
}

}  // namespace

std::string hex_of(const Hash& hash) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * hash.size());
    for (const auto byte : hash) (text += digits[byte >> 4]) += digits[byte & 15];
    return text;
}

std::optional<Hash> hash_from(std::string_view hex) {
    Hash hash{};
    if (hex.size() != 2 * hash.size()) return std::nullopt;
    const auto value_of = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
    for (std::size_t i = 0; i < hash.size(); ++i) {
        const int high = value_of(hex[2 * i]), low = value_of(hex[2 * i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        hash[i] = static_cast<std::uint8_t>(16 * high + low);
    }
    return hash;
}

Hash sha256_of(std::string_view bytes) { return digest_of(bytes); }
Hash leaf_hash(std::string_view entry) { return digest_of(std::string_view("\0", 1), entry); }
Hash node_hash(const Hash& left, const Hash& right) {
    return digest_of(std::string_view("\1", 1), bytes_of(left), bytes_of(right));
}

Hash root_of(Nodes& nodes, std::uint64_t size) { return size == 0 ? sha256_of("") : root_of_range(nodes, 0, size); }

std::vector<Hash> inclusion_proof(Nodes& nodes, std::uint64_t leaf, std::uint64_t size) {
    std::vector<Hash> proof;
    add_inclusion(nodes, leaf, 0, size, proof);
    return proof;
}

std::vector<Hash> consistency_proof(Nodes& nodes, std::uint64_t first, std::uint64_t second) {
    std::vector<Hash> proof;
    add_consistency(nodes, first, 0, second, true, proof);
    return proof;
}

bool is_included(const Hash& entry, std::uint64_t leaf, std::uint64_t size, const std::vector<Hash>& proof, const Hash& root) {
    if (leaf >= size) return false;
    std::uint64_t at = leaf, last = size - 1;
    Hash hash = entry;
    for (const auto& each : proof) {
        if (last == 0) return false;
        if (at % 2 == 1 || at == last) {
            hash = node_hash(each, hash);
            for (; at % 2 == 0 && at != 0; at /= 2) last /= 2;
        } else {
            hash = node_hash(hash, each);
        }
        at /= 2, last /= 2;
    }
    return last == 0 && hash == root;
}

bool is_consistent(std::uint64_t first, std::uint64_t second, const Hash& first_root, const Hash& second_root,
                   const std::vector<Hash>& proof) {
    if (first == 0 || first > second) return false;
    if (first == second) return proof.empty() && first_root == second_root;
    std::vector<Hash> path = proof;
    if (std::has_single_bit(first)) path.insert(path.begin(), first_root);
    if (path.empty()) return false;
    std::uint64_t at = first - 1, last = second - 1;
    for (; at % 2 == 1; at /= 2) last /= 2;
    Hash old_hash = path.front(), new_hash = path.front();
    for (auto each = path.begin() + 1; each != path.end(); ++each) {
        if (last == 0) return false;
        if (at % 2 == 1 || at == last) {
            old_hash = node_hash(*each, old_hash);
            new_hash = node_hash(*each, new_hash);
            for (; at % 2 == 0 && at != 0; at /= 2) last /= 2;
        } else {
            new_hash = node_hash(new_hash, *each);
        }
        at /= 2, last /= 2;
    }
    return last == 0 && old_hash == first_root && new_hash == second_root;
}

void GrowingTree::add(const Hash& leaf) {
    add(leaf, [](int, std::uint64_t, const Hash&) {});
}

Hash GrowingTree::root() const {
    if (peaks_.empty()) return sha256_of("");
    Hash root = peaks_.back();
    for (auto peak = peaks_.rbegin() + 1; peak != peaks_.rend(); ++peak) root = node_hash(*peak, root);
    return root;
}

}  // namespace patente::audit
