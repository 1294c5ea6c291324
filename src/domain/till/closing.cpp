#include "domain/till/closing.h"

#include "domain/till/rules.h"

namespace patente::till {

Result<Closing> close(storage::Session& session, parking::Payments& payments, const std::string& key_id,
                      const ClosingWanted& wanted, Instant now, const Person& by) {
    const auto takings = payments.takings(session, key_id);
    if (takings.empty())
        return fail(ErrorKind::conflict, "nothing-to-close",
                    {"Nothing was taken with this key since its last closing.",
                     "Con esta clave no se cobró nada desde su último cierre."});
    Closing closing{.of = {key_id, takings.back().key_name},
                    .by = by,
                    .closed_at = now,
                    .time_zone = payments.time_zone(session).name(),
                    .takings = counted(takings),
                    .note = wanted.note};
    closing.cash = TRY(cash_counted(closing.takings, wanted.declared_cash));
    closing.number = payments.next_closing_number(session, now);
    payments.close(session, key_id, closing.number);
    store::add(session, closing);
    return closing;
}

}  // namespace patente::till
