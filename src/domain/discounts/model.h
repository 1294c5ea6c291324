// The nouns of discounts: permits with their versions, stamps, codes and validations. Values only.
#pragma once

#include "domain/discounts/contract.h"

namespace patente::discounts {

struct PermitTag;
using PermitId = Id<PermitTag>;
struct StampTag;
using StampId = Id<StampTag>;
struct ValidationTag;
using ValidationId = Id<ValidationTag>;

enum class PermitKind { resident, subscriber, disabled, staff, fleet };
constexpr auto names_of(PermitKind) {
    return std::array<std::pair<PermitKind, std::string_view>, 5>{{{PermitKind::resident, "resident"},
                                                                   {PermitKind::subscriber, "subscriber"},
                                                                   {PermitKind::disabled, "disabled"},
                                                                   {PermitKind::staff, "staff"},
                                                                   {PermitKind::fleet, "fleet"}}};
}

// A permit as its office writes it.
struct PermitSettings {
    PermitKind kind = PermitKind::resident;
    std::string reference;
    std::string holder;
    std::vector<std::string> plates;
    std::vector<std::string> zones;
    std::vector<WeeklyHours> hours;
    std::optional<std::string> valid_from, valid_until;
    Benefit benefit;
    std::string note;

    static constexpr std::string_view schema_name = "PermitSettings";
    static constexpr auto fields() {
        return std::tuple{
            json::field("kind", &PermitSettings::kind),
            json::field("reference", &PermitSettings::reference)
                .length(1, 40)
                .help("What the office calls it; tickets say it, and never who holds it."),
            json::field("holder", &PermitSettings::holder).length(1, 120),
            json::field("plates", &PermitSettings::plates)
                .length(1, 500)
                .help("Each counts in all its spellings, and never through a misreading."),
            json::field("zones", &PermitSettings::zones).length(0, 200).or_default().help("Ids; none named: every zone."),
            json::field("hours", &PermitSettings::hours)
                .length(0, 21)
                .or_default()
                .help("In the zone's time; holidays as in the zone's tariff. None given: always."),
            json::field("valid_from", &PermitSettings::valid_from)
                .pattern("[0-9]{4}-[0-9]{2}-[0-9]{2}", "2026-01-01")
                .help("In the zone's time, included."),
            json::field("valid_until", &PermitSettings::valid_until)
                .pattern("[0-9]{4}-[0-9]{2}-[0-9]{2}", "2026-12-31")
                .help("Included."),
            json::field("benefit", &PermitSettings::benefit).or_default(),
            json::field("note", &PermitSettings::note).length(0, 500).or_default()};
    }
};

struct PermitVersion {
    int version = 1;
    PermitSettings settings;
    std::optional<Instant> since;  // none, of the first: from valid_from on
    Instant made_at;
    Person by;
};

struct Permit {
    PermitId id;
    std::vector<PermitVersion> versions;  // the oldest first, never empty
    std::optional<Instant> revoked_at;
    std::string revoked_reason;
    Person revoked_by;

    const PermitVersion& now() const { return versions.back(); }
};

// A shop's stamp as it was agreed with it.
struct StampSettings {
    std::string shop;
    Benefit benefit;
    std::vector<std::string> zones;
    std::vector<std::string> keys;
    std::optional<std::string> valid_from, valid_until;
    std::optional<int> uses_max, uses_per_day_max;
    bool active = true;

    static constexpr std::string_view schema_name = "StampSettings";
    static constexpr auto fields() {
        return std::tuple{
            json::field("shop", &StampSettings::shop).length(1, 80).help("Tickets say it."),
            json::field("benefit", &StampSettings::benefit),
            json::field("zones", &StampSettings::zones).length(0, 200).or_default().help("Ids; none named: every zone."),
            json::field("keys", &StampSettings::keys)
                .length(0, 50)
                .or_default()
                .help("Ids of the keys that may give it without a code; none named: every key with discounts.validate."),
            json::field("valid_from", &StampSettings::valid_from)
                .pattern("[0-9]{4}-[0-9]{2}-[0-9]{2}", "2026-01-01")
                .help("Days on which it may be given, in the zone's time, included."),
            json::field("valid_until", &StampSettings::valid_until).pattern("[0-9]{4}-[0-9]{2}-[0-9]{2}", "2026-12-31"),
            json::field("uses_max", &StampSettings::uses_max).range(0, 1e9).help("Over its life; null: as many as asked for."),
            json::field("uses_per_day_max", &StampSettings::uses_per_day_max).range(0, 1e9).help("Each day of the zone's time."),
            json::field("active", &StampSettings::active).or_default().help("false: it is given no more; what was given holds.")};
    }
};

struct Stamp {
    StampId id;
    int version = 1;
    StampSettings settings;
    Instant created_at, changed_at;
};

// Good for one validation.
struct Code {
    std::string code;  // "K7QM-2XWP-9D": letters and digits that nobody confuses
    StampId stamp;
    Instant made_at;
    std::optional<ValidationId> used_by;
};

// A stamp on a stay, with what the stamp was worth when it was given.
struct Validation {
    ValidationId id;
    StampId stamp;
    std::string stay;
    std::string shop;
    Benefit benefit;
    std::string code;  // "" when it was given without one
    Instant given_at;
    Person by;
};

}  // namespace patente::discounts
