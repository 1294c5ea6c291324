#include "domain/till/rules.h"

#include <gtest/gtest.h>

#include "domain/till/signature.h"

namespace patente::till {
namespace {

using parking::PaymentMethod;
using namespace std::chrono;

const Instant noon = *parse_rfc3339("2026-03-02T12:00:00Z");

parking::Taking taking(const std::string& ticket, std::int64_t amount, PaymentMethod method, int minute,
                       const std::string& currency = "ARS") {
    return {ticket, {amount, currency}, method, noon + minutes{minute}, "Ana", {200'000, currency}};
}

TEST(Counted, SumsByMethodAndCountsEachTicketOnce) {
    const auto takings = counted({taking("T-1", 50'000, PaymentMethod::cash, 0), taking("T-1", 150'000, PaymentMethod::card, 1),
                                  taking("T-2", 200'000, PaymentMethod::cash, 2), taking("T-2", -30'000, PaymentMethod::cash, 3),
                                  taking("T-3", 500, PaymentMethod::cash, 4, "USD")});
    EXPECT_EQ(takings.tickets, 3);
    EXPECT_EQ(takings.charged, (std::vector<Money>{{400'000, "ARS"}, {200'000, "USD"}}));
    EXPECT_EQ(takings.paid, (std::vector<Money>{{370'000, "ARS"}, {500, "USD"}}));
    EXPECT_EQ(takings.first_at, noon);
    EXPECT_EQ(takings.last_at, noon + minutes{4});
    ASSERT_EQ(takings.methods.size(), 3u);
    EXPECT_EQ(takings.methods[0], (MethodSum{PaymentMethod::cash, 2, 1, {250'000, "ARS"}, {30'000, "ARS"}, {220'000, "ARS"}}));
    EXPECT_EQ(takings.methods[1].sum, (Money{500, "USD"}));
    EXPECT_EQ(takings.methods[2].method, PaymentMethod::card);
    EXPECT_EQ(counted({}), Takings{});
}

TEST(CashCounted, SaysWhatIsMissingAndAsksForEachCurrency) {
    const auto takings =
        counted({taking("T-1", 50'000, PaymentMethod::cash, 0), taking("T-2", 500, PaymentMethod::cash, 1, "USD"),
                 taking("T-3", 9'000, PaymentMethod::card, 1, "CLP")});
    const auto counts = cash_counted(takings, {{500, "USD"}, {49'000, "ARS"}});
    ASSERT_TRUE(counts);
    EXPECT_EQ(counts->at(0), (CashCount{{50'000, "ARS"}, {49'000, "ARS"}, {-1'000, "ARS"}}));
    EXPECT_EQ(counts->at(1).difference.amount, 0);

    const auto pointers = [&](const std::vector<Money>& declared) {
        std::vector<std::string> all;
        const auto wrong = cash_counted(takings, declared);
        EXPECT_FALSE(wrong);
        if (!wrong)
            for (const auto& fault : wrong.error().faults) all.push_back(fault.pointer);
        return all;
    };
    EXPECT_EQ(pointers({}), (std::vector<std::string>{"/declared_cash", "/declared_cash"}));
    EXPECT_EQ(pointers({{-1, "ARS"}, {1, "CLP"}, {1, "ARS"}, {1, "USD"}}),
              (std::vector<std::string>{"/declared_cash/0/amount", "/declared_cash/1/currency", "/declared_cash/2/currency"}));
    EXPECT_TRUE(cash_counted(counted({taking("T-3", 1, PaymentMethod::card, 1)}), {})->empty());
    const auto given_back = counted({taking("T-4", -20'000, PaymentMethod::cash, 1)});
    EXPECT_EQ(cash_counted(given_back, {{-20'000, "ARS"}})->at(0).difference.amount, 0);
    EXPECT_FALSE(cash_counted(given_back, {{-20'001, "ARS"}}));
    EXPECT_FALSE(cash_counted(given_back, {{amount_most + 1, "ARS"}}));
}

const std::string body = R"({"id": "p1"})";
const std::string old_secret = "an old secret that is long", new_secret = "a new secret that is long";

std::string signed_with(const std::string& secret, Instant at, const std::string& text = body) {
    const auto at_s = floor<seconds>(at.time_since_epoch()).count();
    return "t=" + std::to_string(at_s) + ",v1=" + signature_of(secret, at_s, text);
}
std::string verdict(const std::string& header, Instant now = noon, const std::string& text = body) {
    const auto checked = verified({{new_secret, old_secret}, seconds{300}}, header, text, now);
    return checked ? "" : checked.error().problem;
}

TEST(Signature, IsTheHmacThatEveryoneComputes) {
    // printf '1767225600.{"id": "p1"}' | openssl dgst -sha256 -hmac "a new secret that is long"
    EXPECT_EQ(signature_of(new_secret, 1767225600, body), "5ec5555d65bf0e900554f242d3747a069f71d66d286f56b7f637843c17deae2d");
}

TEST(Signature, OfEitherSecretCountsWithinItsTime) {
    EXPECT_EQ(verdict(signed_with(new_secret, noon)), "");
    EXPECT_EQ(verdict(signed_with(old_secret, noon)), "") << "while secrets are changed";
    EXPECT_EQ(verdict(signed_with("someone else's", noon)), "signature-wrong");
    EXPECT_EQ(verdict(signed_with(new_secret, noon), noon, body + " "), "signature-wrong");
    EXPECT_EQ(verdict(signed_with(new_secret, noon), noon + seconds{300}), "");
    EXPECT_EQ(verdict(signed_with(new_secret, noon), noon + seconds{301}), "signature-expired");
    EXPECT_EQ(verdict(signed_with(new_secret, noon + seconds{301})), "signature-expired");
    const auto moved = signed_with(new_secret, noon - hours{1});
    EXPECT_EQ(verdict("t=" + std::to_string(floor<seconds>(noon.time_since_epoch()).count()) + moved.substr(moved.find(','))),
              "signature-wrong")
        << "the time is signed too";
    EXPECT_EQ(verdict(signed_with("someone else's", noon) + signed_with(new_secret, noon).substr(12)), "") << "one of several";
    EXPECT_EQ(verified({}, signed_with("", noon), body, noon).error().problem, "provider-unknown") << "never by an empty secret";
}

TEST(Signature, IsReadStrictly) {
    const std::string sum(64, 'a');
    EXPECT_TRUE(signature_in("t=1,v1=" + sum));
    for (const std::string& header : {std::string{}, std::string{"t=1"}, "v1=" + sum, "t=1,v1=" + sum + "a", "t=x,v1=" + sum,
                                      "t=-1,v1=" + sum, "t=1,t=2,v1=" + sum, "t=1,v0=" + sum, "t=1,,v1=" + sum,
                                      "t=99999999999999999999,v1=" + sum, "t=1,v1=" + std::string(64, 'A')})
        EXPECT_FALSE(signature_in(header)) << header;
}

}  // namespace
}  // namespace patente::till
