// SHA-256 of bytes that come in pieces.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace patente::net {

class Digest {
public:
    Digest();
    void add(std::string_view bytes);
    std::string hex();  // 64 lower-case digits; starts anew

private:
    std::unique_ptr<evp_md_ctx_st, void (*)(evp_md_ctx_st*)> context_;
};

}  // namespace patente::net
