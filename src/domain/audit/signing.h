// Signed heads: the size and root of the log under a key that lies beside the database, not in it. Written as a checkpoint of
// transparency logs (C2SP tlog-checkpoint, a signed note), so that other programs can check them.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "domain/audit/model.h"

struct evp_pkey_st;

namespace patente::audit {

// An Ed25519 key.
class Signer {
public:
    // The key in this file (PEM, 0600), from its first use on; made there when there is none. Of several processes at once all
    // get the same. Using it throws std::system_error, std::runtime_error where the file holds something else.
    explicit Signer(std::filesystem::path file) : file_(std::move(file)) {}

    // "origin\nsize\nroot\ntime\n\n— origin signature\n"
    std::string signed_head(const Head& head) const;
    std::string public_key() const;  // "patente-audit+<hash>+<key>", as verifiers of notes take it

private:
    evp_pkey_st& key() const;

    const std::filesystem::path file_;
    mutable std::once_flag opened_;
    mutable std::shared_ptr<evp_pkey_st> key_;
};

// Whether this key signed that, and the note says this size and root.
bool is_signed(const Head& head, std::string_view public_key);

}  // namespace patente::audit
