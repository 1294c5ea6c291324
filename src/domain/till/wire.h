// JSON of /v1/till.
#pragma once

#include "domain/till/model.h"

namespace patente::till::wire {

struct ClosingIn {
    std::vector<Money> declared_cash;
    std::string note;

    static constexpr std::string_view schema_name = "NewClosing";
    static constexpr auto fields() {
        return std::tuple{
            json::field("declared_cash", &ClosingIn::declared_cash)
                .length(0, 20)
                .or_default()
                .help("What is in the drawer, without the change that it began with: one amount for each currency in which "
                      "cash was taken."),
            json::field("note", &ClosingIn::note).length(0, 500).or_default()};
    }
};

enum class ProviderActKind { payment, refund, chargeback };
constexpr auto names_of(ProviderActKind) {
    return std::array<std::pair<ProviderActKind, std::string_view>, 3>{{{ProviderActKind::payment, "payment"},
                                                                        {ProviderActKind::refund, "refund"},
                                                                        {ProviderActKind::chargeback, "chargeback"}}};
}

struct ProviderPaymentIn {
    ProviderActKind kind = ProviderActKind::payment;
    std::string id;
    std::string ticket;
    Money amount;
    std::optional<std::string> of;
    std::string reason;

    static constexpr std::string_view schema_name = "ProviderPayment";
    static constexpr auto fields() {
        return std::tuple{
            json::field("kind", &ProviderPaymentIn::kind).help("chargeback: the card's owner took it back through the bank."),
            json::field("id", &ProviderPaymentIn::id)
                .length(1, 100)
                .help("The provider's own: it counts once, however often it is sent."),
            json::field("ticket", &ProviderPaymentIn::ticket).length(1, 40).help("Its number."),
            json::field("amount", &ProviderPaymentIn::amount).help("Above 0; all of what is owed, or a part."),
            json::field("of", &ProviderPaymentIn::of).length(1, 100).help("Of a refund or chargeback: the id of the payment."),
            json::field("reason", &ProviderPaymentIn::reason).length(0, 500).or_default()};
    }
};

struct BookedOut {
    parking::PaymentId payment;
    std::string ticket;
    Money amount;
    Instant at;

    static constexpr std::string_view schema_name = "BookedPayment";
    static constexpr auto fields() {
        return std::tuple{json::field("payment", &BookedOut::payment), json::field("ticket", &BookedOut::ticket),
                          json::field("amount", &BookedOut::amount).help("Negative for what was given back."),
                          json::field("at", &BookedOut::at)};
    }
};

}  // namespace patente::till::wire
