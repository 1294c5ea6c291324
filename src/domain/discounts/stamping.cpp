#include "domain/discounts/stamping.h"

#include <openssl/rand.h>

#include <stdexcept>

namespace patente::discounts {
namespace {

Failure code_not_found() {
    return fail(ErrorKind::not_found, "code-not-found", {"There is no such code.", "No existe ese código."});
}

// The code that was typed, in its own spelling; "" when the stamp is named instead.
Result<std::string> code_of(storage::Session& session, const Wanted& wanted, std::optional<StampId>& stamp) {
    if (wanted.code.empty()) return std::string{};
    const auto typed = code_typed(wanted.code);
    const auto code = typed ? store::code(session, *typed) : std::nullopt;
    if (!code || (wanted.stamp && *wanted.stamp != code->stamp)) return code_not_found();
    stamp = code->stamp;
    if (!code->used_by) return code->code;
    return fail(ErrorKind::conflict, "code-used", {"This code was used already.", "Este código ya se usó."});
}

Instant today_of(const StayFound& stay, Instant now) { return stay.time_zone.day_begins(stay.time_zone.day(now)); }

json::Object facts_of(const Validation& validation) {
    return {{"validation", validation.id.text()},
            {"shop", validation.shop},
            {"benefit", json::value_of(validation.benefit)},
            {"code", validation.code}};
}

// Of the validation that is there already: the same caller said it twice, or the code was used for this very stay.
std::optional<Validation> given_before(storage::Session& session, const StayFound& stay, const Wanted& wanted) {
    const auto typed = code_typed(wanted.code);
    for (const auto& each : store::validations(session, {stay.id}))
        if (wanted.stamp == each.stamp || (typed && each.code == *typed)) return each;
    return std::nullopt;
}

}  // namespace

Failure stamp_not_found() {
    return fail(ErrorKind::not_found, "stamp-not-found", {"No stamp has this id.", "Ningún sello tiene este id."});
}

Result<Validation> give(storage::Session& session, Stays& stays, const Wanted& wanted, Instant now, const Person& by) {
    const auto stay = TRY(stays.found(session, wanted.stay));
    if (auto before = given_before(session, stay, wanted)) return *std::move(before);
    auto stamp_id = wanted.stamp;
    const auto code = TRY(code_of(session, wanted, stamp_id));
    const auto stamp = stamp_id ? store::stamp(session, *stamp_id) : std::nullopt;
    if (!stamp) return stamp_not_found();
    if (auto before = store::given(session, stay.id, stamp->id)) return *std::move(before);
    if (code.empty()) TRY(may_give_without_code(stamp->settings, by));
    TRY(may_give(stamp->settings, stay, store::uses(session, stamp->id, today_of(stay, now)), now));

    const Validation validation{ValidationId::made_at(now), stamp->id, stay.id, stamp->settings.shop,
                                stamp->settings.benefit,    code,      now,     by};
    store::add(session, validation);
    if (!code.empty()) store::use(session, code, validation.id);
    stays.discounted(session, stay.id, "validated", "", facts_of(validation), now, by);
    return validation;
}

Result<> take_back(storage::Session& session, Stays& stays, const ValidationId& id, const std::string& reason, Instant now,
                   const Person& by) {
    const auto validation = store::validation(session, id);
    if (!validation)
        return fail(ErrorKind::not_found, "validation-not-found",
                    {"No validation has this id.", "Ninguna validación tiene este id."});
    store::remove(session, id);
    if (!validation->code.empty()) store::use(session, validation->code, std::nullopt);
    stays.discounted(session, validation->stay, "validation_taken_back", reason, facts_of(*validation), now, by);
    return {};
}

Result<std::vector<std::string>> make_codes(storage::Session& session, const StampId& stamp, int count, Instant now) {
    if (!store::stamp(session, stamp)) return stamp_not_found();
    std::vector<Code> codes;
    for (int i = 0; i < count; ++i) {
        std::array<unsigned char, 10> random;
        if (RAND_bytes(random.data(), random.size()) != 1) throw std::runtime_error("the system gives no random bytes");
        codes.push_back({code_from(random), stamp, now});
    }
    store::add(session, codes);
    std::vector<std::string> texts;
    for (const auto& each : codes) texts.push_back(each.code);
    return texts;
}

}  // namespace patente::discounts
