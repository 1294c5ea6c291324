#include "domain/audit/merkle.h"

#include <gtest/gtest.h>

namespace patente::audit {
namespace {

// RFC 6962 section 2.1, word by word: what the quick ways are held against.
Hash tree_hash(const std::vector<Hash>& leaves, std::size_t begin, std::size_t end) {
    if (begin == end) return sha256_of("");
    if (end - begin == 1) return leaves[begin];
    std::size_t split = 1;
    while (2 * split < end - begin) split *= 2;
    return node_hash(tree_hash(leaves, begin, begin + split), tree_hash(leaves, begin + split, end));
}

class Leaves final : public Nodes {
public:
    explicit Leaves(std::vector<Hash> leaves) : all(std::move(leaves)), levels_{all} {
        while (levels_.back().size() > 1) {
            std::vector<Hash> above;
            for (std::size_t i = 1; i < levels_.back().size(); i += 2)
                above.push_back(node_hash(levels_.back()[i - 1], levels_.back()[i]));
            levels_.push_back(std::move(above));
        }
    }
    Hash node(int level, std::uint64_t index) override { return levels_.at(static_cast<std::size_t>(level)).at(index); }
    const std::vector<Hash> all;

private:
    std::vector<std::vector<Hash>> levels_;
};

Leaves leaves(std::size_t count) {
    std::vector<Hash> all;
    for (std::size_t i = 0; i < count; ++i) all.push_back(leaf_hash("entry " + std::to_string(i)));
    return Leaves(std::move(all));
}

Hash hash(std::string_view hex) { return hash_from(hex).value(); }

// The vectors of the tests of Certificate Transparency's first implementation, which many logs still share.
const std::vector<std::string> known_entries{"",
                                             std::string(1, '\0'),
                                             "\x10",
                                             "\x20\x21",
                                             "\x30\x31",
                                             "\x40\x41\x42\x43",
                                             "\x50\x51\x52\x53\x54\x55\x56\x57",
                                             "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"};
const std::vector<std::string_view> known_roots{"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                                                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                                "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                                "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                                "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                                "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                                "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

Leaves known() {
    std::vector<Hash> all;
    for (const auto& entry : known_entries) all.push_back(leaf_hash(entry));
    return Leaves(std::move(all));
}

TEST(Merkle, HasTheKnownRoots) {
    auto tree = known();
    for (std::size_t size = 0; size < known_roots.size(); ++size) EXPECT_EQ(hex_of(root_of(tree, size)), known_roots[size]);
}

TEST(Merkle, GivesTheKnownProofs) {
    auto tree = known();
    EXPECT_EQ(inclusion_proof(tree, 0, 8),
              (std::vector{hash("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"),
                           hash("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
                           hash("6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")}));
    EXPECT_EQ(consistency_proof(tree, 6, 8),
              (std::vector{hash("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"),
                           hash("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
                           hash("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")}));
    EXPECT_TRUE(consistency_proof(tree, 8, 8).empty());
}

TEST(Merkle, GrowsToTheSameRootAndNodes) {
    auto tree = leaves(200);
    GrowingTree growing;
    for (std::uint64_t size = 0; size < 200; ++size) {
        EXPECT_EQ(growing.root(), tree_hash(tree.all, 0, size)) << size;
        EXPECT_EQ(root_of(tree, size), tree_hash(tree.all, 0, size)) << size;
        growing.add(tree.all[size], [&](int level, std::uint64_t index, const Hash& hash) {
            EXPECT_EQ(hash, tree.node(level, index)) << level << "/" << index;
        });
    }
}

TEST(Merkle, ProvesEveryEntryOfEveryTree) {
    constexpr std::uint64_t most = 200;
    auto tree = leaves(most);
    std::vector<Hash> roots;
    for (std::uint64_t size = 0; size <= most; ++size) roots.push_back(tree_hash(tree.all, 0, size));
    for (std::uint64_t size = 1; size <= most; ++size)
        for (std::uint64_t leaf = 0; leaf < size; ++leaf) {
            auto proof = inclusion_proof(tree, leaf, size);
            ASSERT_TRUE(is_included(tree.all[leaf], leaf, size, proof, roots[size])) << leaf << " of " << size;
            ASSERT_FALSE(is_included(tree.all[(leaf + 1) % most], leaf, size, proof, roots[size]));
            ASSERT_FALSE(is_included(tree.all[leaf], leaf + 1, size, proof, roots[size]) && size > 1);
            ASSERT_FALSE(is_included(tree.all[leaf], leaf, size, proof, roots[size - 1]));
            if (!proof.empty()) {
                proof.back()[0] ^= 1;
                ASSERT_FALSE(is_included(tree.all[leaf], leaf, size, proof, roots[size]));
                proof.pop_back();
                ASSERT_FALSE(is_included(tree.all[leaf], leaf, size, proof, roots[size]));
            }
        }
}

TEST(Merkle, ProvesThatEveryTreeBeginsWithEverySmallerOne) {
    constexpr std::uint64_t most = 200;
    auto tree = leaves(most);
    std::vector<Hash> roots;
    for (std::uint64_t size = 0; size <= most; ++size) roots.push_back(tree_hash(tree.all, 0, size));
    for (std::uint64_t second = 1; second <= most; ++second)
        for (std::uint64_t first = 1; first <= second; ++first) {
            auto proof = consistency_proof(tree, first, second);
            ASSERT_TRUE(is_consistent(first, second, roots[first], roots[second], proof)) << first << " of " << second;
            ASSERT_FALSE(is_consistent(first, second, roots[first - 1], roots[second], proof));
            ASSERT_FALSE(is_consistent(first, second, roots[first], roots[second - 1], proof));
            proof.push_back(roots[0]);
            ASSERT_FALSE(is_consistent(first, second, roots[first], roots[second], proof));
        }
}

TEST(Merkle, ReadsHashesAsItWritesThem) {
    const auto some = sha256_of("x");
    EXPECT_EQ(hash_from(hex_of(some)), some);
    for (const auto* wrong : {"", "00", "zz"}) EXPECT_EQ(hash_from(wrong), std::nullopt);
    EXPECT_EQ(hash_from(std::string(64, 'A')), std::nullopt);
}

}  // namespace
}  // namespace patente::audit
