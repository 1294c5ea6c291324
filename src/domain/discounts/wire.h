// JSON of /v1/permits, /v1/stamps and /v1/validations.
#pragma once

#include "domain/discounts/model.h"

namespace patente::discounts::wire {

struct PersonOut {
    std::string key, name;

    static constexpr std::string_view schema_name = "PersonOut";
    static constexpr auto fields() {
        return std::tuple{json::field("key", &PersonOut::key), json::field("name", &PersonOut::name)};
    }
};

struct RevokedOut {
    Instant at;
    std::string reason;
    PersonOut by;

    static constexpr std::string_view schema_name = "PermitRevoked";
    static constexpr auto fields() {
        return std::tuple{json::field("at", &RevokedOut::at), json::field("reason", &RevokedOut::reason),
                          json::field("by", &RevokedOut::by)};
    }
};

struct PermitOut : PermitSettings {
    PermitId id;
    int version = 1;
    Instant changed_at;
    std::optional<RevokedOut> revoked;

    static constexpr std::string_view schema_name = "Permit";
    static constexpr auto fields() {
        return std::tuple_cat(
            std::tuple{json::field("id", &PermitOut::id),
                       json::field("version", &PermitOut::version).help("Rises with each edit; also the ETag.")},
            PermitSettings::fields(),
            std::tuple{json::field("changed_at", &PermitOut::changed_at), json::field("revoked", &PermitOut::revoked)});
    }
};

struct PermitVersionOut {
    int version = 1;
    std::optional<Instant> since;
    Instant made_at;
    PersonOut by;
    PermitSettings settings;

    static constexpr std::string_view schema_name = "PermitVersion";
    static constexpr auto fields() {
        return std::tuple{json::field("version", &PermitVersionOut::version),
                          json::field("since", &PermitVersionOut::since).help("null, of the first: from valid_from on."),
                          json::field("made_at", &PermitVersionOut::made_at), json::field("by", &PermitVersionOut::by),
                          json::field("settings", &PermitVersionOut::settings)};
    }
};

struct PermitHistoryOut {
    std::vector<PermitVersionOut> items;
    std::optional<RevokedOut> revoked;

    static constexpr std::string_view schema_name = "PermitHistory";
    static constexpr auto fields() {
        return std::tuple{json::field("items", &PermitHistoryOut::items).help("The oldest first."),
                          json::field("revoked", &PermitHistoryOut::revoked)};
    }
};

struct ReasonIn {
    std::string reason;

    static constexpr std::string_view schema_name = "Reason";
    static constexpr auto fields() { return std::tuple{json::field("reason", &ReasonIn::reason).length(1, 500)}; }
};

struct StampOut : StampSettings {
    StampId id;
    int version = 1;
    Instant created_at, changed_at;
    std::int64_t uses = 0;

    static constexpr std::string_view schema_name = "Stamp";
    static constexpr auto fields() {
        return std::tuple_cat(
            std::tuple{json::field("id", &StampOut::id),
                       json::field("version", &StampOut::version).help("Rises with each edit; also the ETag.")},
            StampSettings::fields(),
            std::tuple{json::field("created_at", &StampOut::created_at), json::field("changed_at", &StampOut::changed_at),
                       json::field("uses", &StampOut::uses).help("Stays that have it.")});
    }
};

struct CodesIn {
    int count = 1;

    static constexpr std::string_view schema_name = "NewStampCodes";
    static constexpr auto fields() { return std::tuple{json::field("count", &CodesIn::count).range(1, 1000)}; }
};

struct CodesOut {
    std::vector<std::string> items;

    static constexpr std::string_view schema_name = "StampCodes";
    static constexpr auto fields() {
        return std::tuple{json::field("items", &CodesOut::items).help("Each is good for one stay.")};
    }
};

struct ValidationIn {
    std::string stay;
    std::optional<StampId> stamp;
    std::string code;

    static constexpr std::string_view schema_name = "NewValidation";
    static constexpr auto fields() {
        return std::tuple{
            json::field("stay", &ValidationIn::stay).length(1, 40).help("A stay's id, or its ticket's number."),
            json::field("stamp", &ValidationIn::stamp).help("The shop's stamp; or else `code`."),
            json::field("code", &ValidationIn::code).length(0, 40).or_default().help("As printed, with or without its dashes.")};
    }
};

struct ValidationOut {
    ValidationId id;
    StampId stamp;
    std::string stay, shop;
    Benefit benefit;
    std::string code;
    Instant given_at;
    PersonOut by;

    static constexpr std::string_view schema_name = "Validation";
    static constexpr auto fields() {
        return std::tuple{json::field("id", &ValidationOut::id),
                          json::field("stamp", &ValidationOut::stamp),
                          json::field("stay", &ValidationOut::stay),
                          json::field("shop", &ValidationOut::shop),
                          json::field("benefit", &ValidationOut::benefit).help("What the stamp was worth when it was given."),
                          json::field("code", &ValidationOut::code),
                          json::field("given_at", &ValidationOut::given_at),
                          json::field("by", &ValidationOut::by)};
    }
};

struct ValidationsOut {
    std::vector<ValidationOut> items;

    static constexpr std::string_view schema_name = "Validations";
    static constexpr auto fields() {
        return std::tuple{json::field("items", &ValidationsOut::items).help("As they were given.")};
    }
};

inline PersonOut view_of(const Person& person) { return {person.key_id, person.name}; }

inline std::optional<RevokedOut> revoked_of(const Permit& permit) {
    if (!permit.revoked_at) return std::nullopt;
    return RevokedOut{*permit.revoked_at, permit.revoked_reason, view_of(permit.revoked_by)};
}

inline PermitOut view_of(const Permit& permit) {
    return {permit.now().settings, permit.id, permit.now().version, permit.now().made_at, revoked_of(permit)};
}

inline StampOut view_of(const Stamp& stamp, std::int64_t uses) {
    return {stamp.settings, stamp.id, stamp.version, stamp.created_at, stamp.changed_at, uses};
}

inline ValidationOut view_of(const Validation& each) {
    return {each.id, each.stamp, each.stay, each.shop, each.benefit, each.code, each.given_at, view_of(each.by)};
}

}  // namespace patente::discounts::wire
