#include "platform/auth/password.h"

#include <argon2.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <span>
#include <stdexcept>
#include <thread>

namespace patente::auth {
namespace {

constexpr std::uint32_t memory_kib = 19 * 1024, passes = 2, lanes = 1;
constexpr std::size_t salt_bytes = 16, hash_bytes = 32;
constexpr std::size_t characters_min = 10, characters_max = 128;

// Those of ten characters and more that stand high in every published list of leaked passwords, and ours.
constexpr std::string_view commonest[] = {
    "0123456789",    "0987654321",   "1029384756",      "1111111111",    "1122334455",     "1234512345",   "1234567890",
    "12345678900",   "12345678910",  "123456789a",      "123456789q",    "1234567891",     "123123123123", "1q2w3e4r5t",
    "1q2w3e4r5t6y",  "1qaz2wsx3edc", "9876543210",      "987654321a",    "a123456789",     "a1b2c3d4e5",   "aaaaaaaaaa",
    "abcd123456",    "abcdefghij",   "administrador",   "administrator", "adminadmin",     "admin123456",  "argentina1",
    "argentina2022", "asdfghjkl1",   "asdfghjkl;",      "basketball",    "bocajuniors",    "changeme123",  "contrasena",
    "contraseña",    "contraseña1",  "estacionamiento", "iloveyou123",   "letmein123",     "microsoft1",   "password01",
    "password12",    "password123",  "password1234",    "patente123",    "patentepatente", "q1w2e3r4t5",   "qazwsxedcrfv",
    "qwerty1234",    "qwerty12345",  "qwerty123456",    "qwertyuiop",    "riverplate",     "superman123",  "zxcvbnm123"};

constexpr std::string_view crockford_base32 = "0123456789abcdefghjkmnpqrstvwxyz";  // Crockford's base32
constexpr std::size_t one_time_length = 19;                                        // four times four, and dashes

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

std::size_t characters_of(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](unsigned char c) { return (c & 0xC0) != 0x80; }));
}

void fill_random(std::span<unsigned char> bytes) {
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) throw std::runtime_error("OpenSSL gives no random bytes");
}

// Of a password that nobody has, so that one of nobody's costs as much to check.
const std::string& hash_of_nobody() {
    static const std::string hash =
        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    return hash;
}

}  // namespace

std::optional<Fault> password_fault(std::string_view password, std::string_view login, const std::string& pointer) {
    const auto characters = characters_of(password);
    if (characters < characters_min || characters > characters_max || password.contains('\0'))
        return Fault{pointer,
                     "length",
                     {"10 to 128 characters; several words do well.", "De 10 a 128 caracteres; varias palabras sirven."}};
    const auto small = lower(password);
    const bool is_one_character = password.find_first_not_of(password.front()) == std::string_view::npos;
    if (is_one_character || std::ranges::find(commonest, small) != std::end(commonest))
        return Fault{pointer, "common", {"Everybody tries this one first.", "Es de las primeras que cualquiera prueba."}};
    if (!login.empty() && small == lower(login))
        return Fault{pointer, "login", {"It is the log-in name.", "Es el nombre de usuario."}};
    return std::nullopt;
}

std::string one_time_password() {
    std::array<unsigned char, 16> bytes{};
    fill_random(bytes);
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i > 0 && i % 4 == 0) text += '-';
        text += crockford_base32[bytes[i] & 31];
    }
    return text;
}

bool is_one_time_password(std::string_view text) {
    if (text.size() != one_time_length) return false;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (i % 5 == 4 ? text[i] != '-' : !crockford_base32.contains(text[i])) return false;
    return true;
}

// The right to hash, while it lives.
class PasswordHasher::Turn {
public:
    static Result<Turn> taken(PasswordHasher& of) {
        std::unique_lock lock(of.mutex_);
        if (of.running_ >= of.at_once_) {
            if (of.waiting_ >= of.waiting_max_)
                return Failure{
                    Error{ErrorKind::busy,
                          "log-ins-busy",
                          {"Too many are signing in; try again.", "Demasiadas personas están entrando; pruebe de nuevo."},
                          {},
                          2}};
            ++of.waiting_;
            of.freed_.wait(lock, [&] { return of.running_ < of.at_once_; });
            --of.waiting_;
        }
        ++of.running_;
        ++of.hashings_;
        return Turn(of);
    }
    Turn(Turn&& other) noexcept : of_(std::exchange(other.of_, nullptr)) {}
    Turn& operator=(Turn&&) = delete;
    ~Turn() {
        if (!of_) return;
        const std::lock_guard lock(of_->mutex_);
        --of_->running_;
        of_->freed_.notify_one();
    }

private:
    explicit Turn(PasswordHasher& of) : of_(&of) {}
    PasswordHasher* of_;
};

PasswordHasher::PasswordHasher(int at_once, int waiting_max) : at_once_(at_once), waiting_max_(waiting_max) {}

int PasswordHasher::hashings_at_once() { return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, 8); }

Result<std::string> PasswordHasher::hash(std::string_view password) {
    const auto turn = TRY(Turn::taken(*this));
    std::array<unsigned char, salt_bytes> salt{};
    fill_random(salt);
    std::string encoded(argon2_encodedlen(passes, memory_kib, lanes, salt_bytes, hash_bytes, Argon2_id), '\0');
    const int failed = argon2id_hash_encoded(passes, memory_kib, lanes, password.data(), password.size(), salt.data(),
                                             salt.size(), hash_bytes, encoded.data(), encoded.size());
    if (failed != ARGON2_OK) throw std::runtime_error(std::string("Argon2: ") + argon2_error_message(failed));
    encoded.resize(encoded.find('\0'));
    return encoded;
}

Result<bool> PasswordHasher::matches(std::string_view password, const std::optional<std::string>& hash) {
    const auto turn = TRY(Turn::taken(*this));
    const int answer = argon2id_verify((hash ? *hash : hash_of_nobody()).c_str(), password.data(), password.size());
    if (answer != ARGON2_OK && answer != ARGON2_VERIFY_MISMATCH)
        throw std::runtime_error(std::string("Argon2: ") + argon2_error_message(answer));
    return hash && answer == ARGON2_OK;
}

}  // namespace patente::auth
