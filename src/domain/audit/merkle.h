// The Merkle tree of RFC 6962 (its successor is RFC 9162): one hash that stands for all entries in their order, short proofs
// that an entry is among them, and that a larger tree begins with a smaller one. Computes only; where hashes lie is for Nodes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace patente::audit {

using Hash = std::array<std::uint8_t, 32>;  // SHA-256

std::string hex_of(const Hash& hash);                 // 64 lower-case digits
std::optional<Hash> hash_from(std::string_view hex);  // nullopt: not that
Hash sha256_of(std::string_view bytes);
Hash leaf_hash(std::string_view entry);               // SHA-256(0x00, entry)
Hash node_hash(const Hash& left, const Hash& right);  // SHA-256(0x01, left, right)

// The hashes of whole subtrees. Node `index` of `level` stands for the leaves from index · 2^level on, 2^level of them.
class Nodes {
public:
    virtual ~Nodes() = default;
    virtual Hash node(int level, std::uint64_t index) = 0;
};

// `size`: the number of leaves; those of no leaves: SHA-256 of nothing.
Hash root_of(Nodes& nodes, std::uint64_t size);
// `leaf` counts from 0 and is below `size`.
std::vector<Hash> inclusion_proof(Nodes& nodes, std::uint64_t leaf, std::uint64_t size);
// 0 < `first` ≤ `second`.
std::vector<Hash> consistency_proof(Nodes& nodes, std::uint64_t first, std::uint64_t second);

// What who holds a root checks, as RFC 9162 sections 2.1.3.2 and 2.1.4.2 say.
bool is_included(const Hash& entry, std::uint64_t leaf, std::uint64_t size, const std::vector<Hash>& proof, const Hash& root);
bool is_consistent(std::uint64_t first, std::uint64_t second, const Hash& first_root, const Hash& second_root,
                   const std::vector<Hash>& proof);

// A tree that grows at its end and remembers only what it needs for its root.
class GrowingTree {
public:
    void add(const Hash& leaf);
    // The same; calls `whole(level, index, hash)` for each subtree above the leaf that it makes whole.
    template <typename Whole>
    void add(const Hash& leaf, const Whole& whole) {
        Hash hash = leaf;
        std::uint64_t index = size_++;
        for (int level = 1; index % 2 == 1; ++level) {
            hash = node_hash(peaks_.back(), hash);
            peaks_.pop_back();
            index /= 2;
            whole(level, index, hash);
        }
        peaks_.push_back(hash);
    }
    std::uint64_t size() const { return size_; }
    Hash root() const;

private:
    std::uint64_t size_ = 0;
    std::vector<Hash> peaks_;  // roots of the whole subtrees that it is made of, the largest first
};

}  // namespace patente::audit
