#include "domain/till/signature.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

namespace patente::till {

std::string signature_of(const std::string& secret, std::int64_t at_s, std::string_view body) {
    std::string message = std::to_string(at_s) + ".";
    message += body;
    std::array<unsigned char, EVP_MAX_MD_SIZE> sum;
    unsigned length = 0;
    if (!HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
              reinterpret_cast<const unsigned char*>(message.data()), message.size(), sum.data(), &length))
        throw std::runtime_error("OpenSSL makes no HMAC");
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (unsigned i = 0; i < length; ++i) hex += {digits[sum[i] >> 4], digits[sum[i] & 15]};
    return hex;
}

Result<> verified(const ProviderSettings& settings, std::string_view header, std::string_view body, Instant now) {
    if (settings.secrets.empty())
        return fail(ErrorKind::not_found, "provider-unknown",
                    {"No payment provider is set up here.", "Aquí no hay un proveedor de pagos configurado."});
    const auto signature = signature_in(header);
    if (!signature)
        return fail(ErrorKind::unauthenticated, "signature-missing",
                    {"Patente-Signature must be t=SECONDS,v1=HEX.", "Patente-Signature debe ser t=SEGUNDOS,v1=HEX."});
    if (!is_timely(*signature, now, settings.tolerance))
        return fail(
            ErrorKind::unauthenticated, "signature-expired",
            {"The message was signed too long ago, or in the future.", "El mensaje se firmó hace demasiado, o en el futuro."});
    bool right = false;
    for (const auto& secret : settings.secrets) {
        const auto expected = signature_of(secret, signature->at_s, body);
        for (const auto& sum : signature->sums) right |= CRYPTO_memcmp(sum.data(), expected.data(), expected.size()) == 0;
    }
    if (right) return {};
    return fail(ErrorKind::unauthenticated, "signature-wrong",
                {"The signature is not of this message, or of none of our secrets.",
                 "La firma no es de este mensaje, o de ninguno de nuestros secretos."});
}

}  // namespace patente::till
