// The header of a provider's message: whatever it holds, it is read or refused, and what was read makes sense.
#include <cstdlib>

#include "domain/till/rules.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const auto signature = patente::till::signature_in({reinterpret_cast<const char*>(data), size});
    if (signature && (signature->at_s < 0 || signature->sums.empty() || signature->sums.size() > size / 64)) std::abort();
    return 0;
}
