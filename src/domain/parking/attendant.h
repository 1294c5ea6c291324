// What an attendant does to stays by hand. Each call works in the caller's transaction and notes who did it and why.
#pragma once

#include "domain/parking/metering.h"

namespace patente::parking {

struct NewStay {
    std::string plate;  // normalised
    ZoneId zone;
    Instant entered_at;
    std::string vehicle_class;  // "" = the zone's
};

struct StayChange {
    std::optional<std::string> plate;  // normalised
    std::optional<Instant> entered_at;
    std::optional<std::string> vehicle_class;
    std::string reason;
};

// What a sighting was that nobody could tell: the exit of a stay, a new car's entry, or nothing.
enum class AnswerKind { exit, entry, nothing };
constexpr auto names_of(AnswerKind) {
    return Names<AnswerKind, 3>{{{AnswerKind::exit, "exit"}, {AnswerKind::entry, "entry"}, {AnswerKind::nothing, "nothing"}}};
}

class Attendant {
public:
    explicit Attendant(Metering& metering) : metering_(metering) {}

    // Errors: not_found "zone-not-found", conflict "plate-inside", conflict "zone-closed", invalid "stay-times" (in the future).
    Result<Stay> begin(storage::Session& session, const NewStay& wanted, Instant now, const Person& by);
    // Ends an open stay, or sets the end of one that has ended. Errors: not_found "stay-not-found", conflict "stay-gone",
    // conflict "stay-asked", invalid "stay-times".
    Result<Stay> end(storage::Session& session, const StayId& id, Instant left_at, const std::string& reason, Instant now,
                     const Person& by);
    // Errors: not_found "stay-not-found", conflict "stay-not-ended", conflict "plate-inside".
    Result<Stay> take_back_end(storage::Session& session, const StayId& id, const std::string& reason, Instant now,
                               const Person& by);
    // Errors: not_found "stay-not-found", conflict "stay-not-asked", conflict "stay-not-open", invalid "stay-times".
    Result<Stay> answer(storage::Session& session, const StayId& asked, AnswerKind kind, const std::optional<StayId>& of,
                        Instant now, const Person& by);
    // Errors: not_found "stay-not-found", conflict "stay-not-matched", conflict "plate-inside".
    Result<Stay> undo_match(storage::Session& session, const StayId& id, Instant now, const Person& by);
    // Errors: not_found "stay-not-found", conflict "stay-gone", conflict "plate-inside", invalid "stay-times".
    Result<Stay> change(storage::Session& session, const StayId& id, const StayChange& change, Instant now, const Person& by);

private:
    Metering& metering_;
};

// Errors: not_found "stay-not-found".
Result<Stay> found_stay(storage::Session& session, const StayId& id);

}  // namespace patente::parking
