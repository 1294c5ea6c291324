// The nouns of the till: closings and what they count. Values only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/parking/contract.h"

namespace patente::till {

// Who closed it.
struct Person {
    std::string key, name;

    bool operator==(const Person&) const = default;
    static constexpr std::string_view schema_name = "PersonOut";
    static constexpr auto fields() { return std::tuple{json::field("key", &Person::key), json::field("name", &Person::name)}; }
};

// What was taken and given back by one method, in one currency.
struct MethodSum {
    parking::PaymentMethod method = parking::PaymentMethod::cash;
    std::int64_t payments = 0, refunds = 0;  // how many
    Money taken, given_back, sum;            // given_back: above 0; sum = taken − given_back

    bool operator==(const MethodSum&) const = default;
    static constexpr std::string_view schema_name = "TillMethod";
    static constexpr auto fields() {
        return std::tuple{json::field("method", &MethodSum::method),         json::field("payments", &MethodSum::payments),
                          json::field("refunds", &MethodSum::refunds),       json::field("taken", &MethodSum::taken),
                          json::field("given_back", &MethodSum::given_back), json::field("sum", &MethodSum::sum)};
    }
};

// The takings of a key.
struct Takings {
    std::optional<Instant> first_at, last_at;
    std::int64_t tickets = 0;        // on which money was taken or given back
    std::vector<Money> charged;      // what those tickets charge, a sum for each currency
    std::vector<MethodSum> methods;  // in the order of the methods, then by currency
    std::vector<Money> paid;         // all methods, a sum for each currency

    bool operator==(const Takings&) const = default;
    static constexpr std::string_view schema_name = "Takings";
    static constexpr auto fields() {
        return std::tuple{
            json::field("first_at", &Takings::first_at),
            json::field("last_at", &Takings::last_at),
            json::field("tickets", &Takings::tickets).help("On which money was taken or given back."),
            json::field("charged", &Takings::charged).help("What those tickets charge, a sum for each currency."),
            json::field("methods", &Takings::methods),
            json::field("paid", &Takings::paid).help("By all methods, refunds taken off, a sum for each currency.")};
    }
};

// Cash in one currency: what should be there and what is.
struct CashCount {
    Money expected, declared, difference;  // difference = declared − expected

    bool operator==(const CashCount&) const = default;
    static constexpr std::string_view schema_name = "CashCount";
    static constexpr auto fields() {
        return std::tuple{json::field("expected", &CashCount::expected), json::field("declared", &CashCount::declared),
                          json::field("difference", &CashCount::difference).help("Below 0: something is missing.")};
    }
};

struct Closing {
    std::string number;  // "C-2026-000001"
    Person of;           // whose takings
    Person by;           // who closed it: themselves, or whoever supervises
    Instant closed_at;
    std::string time_zone;
    Takings takings;
    std::vector<CashCount> cash;
    std::string note;

    bool operator==(const Closing&) const = default;
    static constexpr std::string_view schema_name = "Closing";
    static constexpr auto fields() {
        return std::tuple{json::field("number", &Closing::number).help("Without gaps within its year."),
                          json::field("of", &Closing::of).help("Whose takings."),
                          json::field("by", &Closing::by).help("Who closed it."),
                          json::field("closed_at", &Closing::closed_at),
                          json::field("time_zone", &Closing::time_zone),
                          json::field("takings", &Closing::takings),
                          json::field("cash", &Closing::cash),
                          json::field("note", &Closing::note)};
    }
};

}  // namespace patente::till
