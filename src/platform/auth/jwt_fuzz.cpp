// A token, or a set of keys: neither may be believed, whatever its bytes are.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "platform/auth/jwt.h"

using namespace patente;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    static const auth::KeySet ours({auth::PrivateKey::made(auth::Algorithm::eddsa).public_key()});
    const auth::Expected expected{"at+jwt", "https://parking.example", "https://parking.example"};
    const Instant now{std::chrono::seconds{1'800'000'000}};
    if (auth::checked(text, ours, expected, now)) std::abort();  // nobody signs with a key that was made just now
    if (const auto token = auth::taken_apart(text); token && token->signed_part.size() >= text.size()) std::abort();
    if (const auto set = auth::KeySet::read(text)) {
        const auto again = auth::KeySet::read(set->text());
        if (!again || again->size() != set->size()) std::abort();
        auth::checked(text, *set, expected, now);
    }
    return 0;
}
