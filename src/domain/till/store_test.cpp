// Closings on each database.
#include "domain/till/closing.h"
#include "domain/till/closing_pdf.h"
#include "platform/storage/test_database.h"

namespace patente::till {
namespace {

using parking::PaymentMethod;
using namespace std::chrono;

const Instant noon = *parse_rfc3339("2026-03-02T12:00:00Z");
const Person ana{"key-ana", "Ana"}, boss{"key-boss", "Beto"};

// Takings by hand.
class KnownPayments final : public parking::Payments {
public:
    Result<parking::Booked> book(storage::Session&, const parking::ProviderPayment&, Instant) override {
        throw std::logic_error("no provider here");
    }
    std::vector<parking::Taking> takings(storage::Session&, const std::string& key_id) override { return of[key_id]; }
    void close(storage::Session&, const std::string& key_id, const std::string&) override { of[key_id].clear(); }
    std::string next_closing_number(storage::Session&, Instant) override { return "C-2026-00000" + std::to_string(++last); }
    Zone time_zone(storage::Session&) override { return *Zone::named("America/Argentina/Buenos_Aires"); }
    std::map<std::string, std::vector<parking::Taking>> of;
    int last = 0;
};

class TillTest : public storage::EachDatabase {
protected:
    void SetUp() override { database = fresh(migrations()); }
    void take(std::int64_t amount, PaymentMethod method = PaymentMethod::cash) {
        payments.of["key-ana"].push_back({"T-2026-000001", {amount, "ARS"}, method, noon, "Ana", {100'000, "ARS"}});
    }
    Result<Closing> close_at(Instant at, std::int64_t cash, const Person& by = ana) {
        return database->write(
            [&](storage::Session& session) { return close(session, payments, "key-ana", {{{cash, "ARS"}}, "note"}, at, by); });
    }
    std::vector<std::string> numbers(const std::string& key = "") {
        std::vector<std::string> found;
        for (const auto& each :
             database->read([&](storage::Session& session) { return store::closings(session, key, std::nullopt, 10); }))
            found.push_back(each.number);
        return found;
    }

    std::unique_ptr<storage::Database> database;
    KnownPayments payments;
};
INSTANTIATE_EACH_DATABASE(TillTest);

TEST_P(TillTest, AClosingCountsWhatWasTakenAndIsKeptAsItWas) {
    EXPECT_EQ(close_at(noon, 0).error().problem, "nothing-to-close");
    take(50'000);
    take(30'000, PaymentMethod::card);
    EXPECT_EQ(database->write([&](storage::Session& session) { return close(session, payments, "key-ana", {}, noon, ana); })
                  .error()
                  .problem,
              "cash-declared");
    const auto closing = close_at(noon, 49'000, boss);
    ASSERT_TRUE(closing);
    EXPECT_EQ(closing->number, "C-2026-000001") << "what was refused took no number";
    EXPECT_EQ(closing->of, ana);
    EXPECT_EQ(closing->by, boss);
    EXPECT_EQ(closing->cash.at(0).difference, (Money{-1'000, "ARS"}));
    EXPECT_EQ(database->read([&](storage::Session& session) { return store::closing(session, closing->number); }), *closing);
    EXPECT_EQ(close_at(noon, 0).error().problem, "nothing-to-close") << "nothing is counted twice";
}

TEST_P(TillTest, ClosingsAreListedTheLatestFirst) {
    for (int i = 0; i < 3; ++i) {
        take(1'000);
        ASSERT_TRUE(close_at(noon + hours{i / 2}, 1'000));
    }
    EXPECT_EQ(numbers(), (std::vector<std::string>{"C-2026-000003", "C-2026-000002", "C-2026-000001"}));
    EXPECT_EQ(numbers("key-boss"), std::vector<std::string>{});
    const auto rest = database->read([&](storage::Session& session) {
        return store::closings(session, "key-ana", std::pair{noon, std::string{"C-2026-000002"}}, 10);
    });
    ASSERT_EQ(rest.size(), 1u);
    EXPECT_EQ(rest[0].number, "C-2026-000001");
}

TEST_P(TillTest, PrintsOnEachPaperTheSameEveryTime) {
    take(50'000);
    const auto closing = *close_at(noon, 50'000);
    for (const auto paper : {ClosingPaper::a4, ClosingPaper::roll_80mm}) {
        const auto pdf = closing_pdf(closing, Language::es, paper);
        EXPECT_TRUE(pdf.starts_with("%PDF-"));
        EXPECT_EQ(pdf, closing_pdf(closing, Language::es, paper));
    }
}

}  // namespace
}  // namespace patente::till
