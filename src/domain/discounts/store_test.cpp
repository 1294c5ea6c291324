// Permits and validations on each database, and stamping through them.
#include "domain/discounts/store.h"

#include <fmt/format.h>

#include "domain/discounts/feature.h"
#include "domain/discounts/stamping.h"
#include "platform/storage/test_database.h"

namespace patente::discounts {
namespace {

const Instant noon = *parse_rfc3339("2026-03-02T12:00:00Z");
const Person ana{"key-ana", "Ana"}, sol{"key-sol", "Sol"};
using std::chrono::hours;

// Stays by hand, and what was told about them.
class KnownStays final : public Stays {
public:
    bool zone_exists(storage::Session&, const std::string& zone) override { return zone == "a"; }
    Result<StayFound> found(storage::Session&, const std::string& stay) override {
        if (stay.empty()) return fail(ErrorKind::not_found, "stay-not-found", {"None.", "Ninguna."});
        return StayFound{.id = stay, .zone = "a", .time_zone = Zone::utc(), .owes = owes};
    }
    void discounted(storage::Session&, const std::string& stay, const std::string& act, const std::string& reason,
                    const json::Object&, Instant, const Person& by) override {
        told.push_back(act + " " + stay + " by " + by.name + (reason.empty() ? "" : ": " + reason));
    }
    std::vector<std::string> told;
    bool owes = true;
};

class DiscountsTest : public storage::EachDatabase {
protected:
    void SetUp() override { database = fresh(migrations()); }

    template <typename Act>
    auto write(Act&& act) {
        return database->write([&](storage::Session& session) { return act(session); });
    }
    PermitId add_permit(const std::string& reference, const std::vector<std::string>& plates) {
        Permit permit{.id = PermitId::made_at(noon)};
        permit.versions.push_back({1, {.reference = reference, .holder = "Juana", .plates = plates}, std::nullopt, noon, ana});
        write([&](storage::Session& session) { store::add(session, permit); });
        return permit.id;
    }
    StampId add_stamp(StampSettings settings) {
        const Stamp stamp{StampId::made_at(noon), 1, std::move(settings), noon, noon};
        write([&](storage::Session& session) { store::add(session, stamp); });
        return stamp.id;
    }
    StampId hour_of_sol() { return add_stamp({.shop = "Kiosco Sol", .benefit = {BenefitKind::minutes, {}, {}, 60}}); }
    Result<Validation> give_to(const Wanted& wanted, Instant at = noon, const Person& by = sol) {
        return write([&](storage::Session& session) { return give(session, stays, wanted, at, by); });
    }
    std::vector<std::string> permits_of(const std::string& plate, const std::string& region = "ar") {
        const ParkedTime parked{.stay = "s",
                                .plate = plate,
                                .region = region,
                                .zone = "a",
                                .time_zone = Zone::utc(),
                                .span = {noon, noon + hours{1}}};
        std::vector<std::string> rules;
        write([&](storage::Session& session) {
            const auto found = StoredDiscounts{}.of(session, {&parked, 1}).front().permits;
            for (const auto& each : found) rules.push_back(each.rule);
        });
        return rules;
    }

    std::unique_ptr<storage::Database> database;
    KnownStays stays;
};
INSTANTIATE_EACH_DATABASE(DiscountsTest);

using Names = std::vector<std::string>;

TEST_P(DiscountsTest, PermitsAreFoundByTheirPlatesInEachSpelling) {
    add_permit("RES-1", {"AB123CD", "AC456DE"});
    add_permit("RES-2", {"ABC1234"});
    EXPECT_EQ(permits_of("AC456DE"), Names{"permit/RES-1"});
    EXPECT_EQ(permits_of("AC456DF"), Names{});
    EXPECT_EQ(permits_of("ABC1C34", "br"), Names{"permit/RES-2"});
    EXPECT_EQ(permits_of("ABC1C34", "ar"), Names{});
}

TEST_P(DiscountsTest, APermitKeepsItsVersionsAndIsRevokedOnce) {
    const auto id = add_permit("RES-1", {"AB123CD"});
    write([&](storage::Session& session) {
        auto permit = *store::permit(session, id);
        auto settings = permit.now().settings;
        settings.plates = {"AC456DE", "AB123CD"};
        settings.reference = "RES-9";
        store::add_version(session, id, {2, settings, noon + hours{1}, noon + hours{1}, sol});
    });
    write([&](storage::Session& session) {
        EXPECT_FALSE(store::in_force(session, "RES-1")) << "the reference of now";
        const auto permit = store::in_force(session, "RES-9");
        ASSERT_TRUE(permit);
        ASSERT_EQ(permit->versions.size(), 2u);
        EXPECT_EQ(permit->versions[0].settings.plates, Names{"AB123CD"});
        EXPECT_EQ(permit->versions[0].since, std::nullopt);
        EXPECT_EQ(permit->versions[1].since, noon + hours{1});
        EXPECT_EQ(permit->versions[1].by.name, "Sol");
        store::revoke(session, id, noon + hours{2}, "moved away", ana);
    });
    write([&](storage::Session& session) {
        EXPECT_FALSE(store::in_force(session, "RES-9"));
        EXPECT_EQ(store::permit(session, id)->revoked_reason, "moved away");
        EXPECT_EQ(store::permits(session, "", 10).size(), 1u);
        EXPECT_EQ(store::permits_of(session, {"AC456DE"}).size(), 1u);
    });
}

TEST_P(DiscountsTest, OneStampCountsOnceForAStay) {
    const auto stamp = hour_of_sol();
    const auto first = give_to({"s1", stamp});
    ASSERT_TRUE(first);
    EXPECT_EQ(give_to({"s1", stamp})->id, first->id);
    ASSERT_TRUE(give_to({"s2", stamp}));
    EXPECT_EQ(stays.told, (Names{"validated s1 by Sol", "validated s2 by Sol"}));
    write([&](storage::Session& session) {
        EXPECT_EQ(store::uses(session, stamp, noon).ever, 2);
        const ParkedTime parked{.stay = "s1", .time_zone = Zone::utc(), .span = {noon, noon + hours{1}}};
        const auto found = StoredDiscounts{}.of(session, {&parked, 1}).front().stamps;
        ASSERT_EQ(found.size(), 1u);
        EXPECT_EQ(found[0].rule, "stamp/Kiosco Sol");
        EXPECT_EQ(found[0].benefit.minutes, 60);
    });
}

// More stays and permits than one statement asks for.
TEST_P(DiscountsTest, ManyStaysAreAnsweredTogetherEachInItsPlace) {
    const auto stamp = hour_of_sol();
    std::vector<ParkedTime> parked;
    const auto park = [&](const std::string& stay, const std::string& plate) {
        parked.push_back({.stay = stay,
                          .plate = plate,
                          .region = "ar",
                          .zone = "a",
                          .time_zone = Zone::utc(),
                          .span = {noon, noon + hours{1}}});
    };
    for (int i = 0; i < 150; ++i) {
        park(fmt::format("s{}", i), fmt::format("AB{}CD", 100 + i));
        if (i % 2 == 0) add_permit(fmt::format("RES-{}", i), {parked.back().plate, "ZZ999ZZ"});
        if (i % 3 == 0) {
            ASSERT_TRUE(give_to({parked.back().stay, stamp}));
        }
    }
    park("s3", "AB102CD");
    const auto found = write([&](storage::Session& session) { return StoredDiscounts{}.of(session, parked); });
    ASSERT_EQ(found.size(), parked.size());
    for (int i = 0; i < 150; ++i) {
        const auto& of = found[static_cast<std::size_t>(i)];
        const auto permits = i % 2 == 0 ? Names{fmt::format("permit/RES-{}", i)} : Names{};
        Names rules;
        for (const auto& each : of.permits) rules.push_back(each.rule);
        EXPECT_EQ(rules, permits);
        EXPECT_EQ(of.stamps.size(), i % 3 == 0 ? 1u : 0u) << i;
    }
    EXPECT_EQ(found.back().permits.at(0).rule, "permit/RES-2");
    EXPECT_EQ(found.back().stamps.size(), 1u);
    write([&](storage::Session& session) {
        EXPECT_EQ(store::permits_of(session, {"ZZ999ZZ"}).size(), 75u) << "each with its versions";
        EXPECT_EQ(store::permits_of(session, {"ZZ999ZZ"}).back().versions.size(), 1u);
        EXPECT_EQ(store::uses_ever(session, {stamp, StampId::made_at(noon)}), (std::map<StampId, std::int64_t>{{stamp, 50}}));
    });
}

TEST_P(DiscountsTest, WhatWasGivenKeepsItsWorthWhenTheStampChanges) {
    const auto stamp = hour_of_sol();
    ASSERT_TRUE(give_to({"s1", stamp}));
    write([&](storage::Session& session) {
        auto changed = *store::stamp(session, stamp);
        changed.settings.benefit = {BenefitKind::free};
        changed.settings.active = false;
        store::save(session, changed);
        EXPECT_EQ(store::validations(session, {"s1"}).at(0).benefit.kind, BenefitKind::minutes);
    });
    EXPECT_EQ(give_to({"s2", stamp}).error().problem, "stamp-not-given");
    EXPECT_TRUE(give_to({"s1", stamp})) << "it was given before";
}

TEST_P(DiscountsTest, LimitsCountForTheDayAndForEver) {
    auto settings = StampSettings{.shop = "Sol", .benefit = {BenefitKind::free}};
    settings.uses_max = 3;
    settings.uses_per_day_max = 2;
    const auto stamp = add_stamp(settings);
    EXPECT_TRUE(give_to({"s1", stamp}));
    EXPECT_TRUE(give_to({"s2", stamp}));
    EXPECT_EQ(give_to({"s3", stamp}).error().problem, "stamp-not-given");
    EXPECT_TRUE(give_to({"s3", stamp}, noon + hours{24})) << "another day";
    EXPECT_EQ(give_to({"s4", stamp}, noon + hours{24}).error().problem, "stamp-not-given");
}

TEST_P(DiscountsTest, ACodeIsGoodForOneStayAndFreeAgainWhenTakenBack) {
    const auto stamp = add_stamp({.shop = "Sol", .benefit = {BenefitKind::free}, .keys = {"key-sol"}});
    const auto codes = write([&](storage::Session& session) { return make_codes(session, stamp, 2, noon); });
    ASSERT_TRUE(codes);
    EXPECT_NE(codes->at(0), codes->at(1));
    EXPECT_EQ(give_to({"s1", stamp}, noon, ana).error().problem, "stamp-of-another");
    const auto given = give_to({"s1", std::nullopt, codes->at(0)}, noon, ana);
    ASSERT_TRUE(given) << given.error().detail.en;
    EXPECT_EQ(give_to({"s1", std::nullopt, codes->at(0)}, noon, ana)->id, given->id) << "the same stay again";
    EXPECT_EQ(give_to({"s2", std::nullopt, codes->at(0)}, noon, ana).error().problem, "code-used");
    EXPECT_EQ(give_to({"s2", std::nullopt, "0000-0000-00"}, noon, ana).error().problem, "code-not-found");
    EXPECT_EQ(give_to({"s2", std::nullopt, "?"}, noon, ana).error().problem, "code-not-found");
    EXPECT_EQ(give_to({"", stamp}).error().problem, "stay-not-found");

    EXPECT_TRUE(write([&](storage::Session& session) { return take_back(session, stays, given->id, "wrong car", noon, ana); }));
    EXPECT_EQ(
        write([&](storage::Session& session) { return take_back(session, stays, given->id, "", noon, ana); }).error().problem,
        "validation-not-found");
    EXPECT_TRUE(give_to({"s2", std::nullopt, codes->at(0)}, noon, ana));
    EXPECT_EQ(stays.told, (Names{"validated s1 by Ana", "validation_taken_back s1 by Ana: wrong car", "validated s2 by Ana"}));
    stays.owes = false;
    EXPECT_EQ(give_to({"s3", std::nullopt, codes->at(1)}, noon, ana).error().problem, "stamp-not-given");
}

}  // namespace
}  // namespace patente::discounts
