#include "domain/webhooks/store.h"

#include <gtest/gtest.h>

#include "platform/storage/test_database.h"

namespace patente::webhooks {
namespace {

using namespace std::chrono_literals;
using storage::Session;

const Instant noon = *parse_rfc3339("2026-03-02T12:00:00Z");

class WebhooksStoreTest : public storage::EachDatabase {
protected:
    void SetUp() override { database_ = fresh(migrations()); }

    Endpoint added_endpoint(const std::string& url = "https://a.example/") {
        Endpoint endpoint{.id = EndpointId::made_at(noon),
                          .settings = {.url = url, .types = {"parking", "alert.raised"}, .plate = "AB123CD", .zone = "z"},
                          .begins_after = 7,
                          .created_at = noon,
                          .changed_at = noon};
        write([&](Session& session) { store::add(session, endpoint); });
        return endpoint;
    }
    Delivery added(const EndpointId& endpoint, std::optional<std::int64_t> number, const std::string& plate,
                   Instant ready_at = noon) {
        Delivery delivery{.id = DeliveryId::made_at(noon),
                          .endpoint = endpoint,
                          .event_number = number,
                          .event_type = "alert.raised",
                          .plate = plate,
                          .body = "{}",
                          .ready_at = ready_at,
                          .made_at = noon};
        write([&](Session& session) { store::add(session, std::span(&delivery, 1)); });
        return delivery;
    }
    void write(const std::function<void(Session&)>& act) { database_->write(act); }
    std::vector<std::int64_t> due(const EndpointId& endpoint, Instant now = noon, int limit = 10) {
        return database_->read([&](Session& session) {
            std::vector<std::int64_t> numbers;
            for (const auto& each : store::due(session, endpoint, now, limit)) numbers.push_back(each.event_number.value_or(-1));
            return numbers;
        });
    }
    bool lease(Delivery& delivery, Instant until) {
        return database_->write([&](Session& session) { return store::lease(session, delivery, until); });
    }
    bool save(const Delivery& delivery) {
        return database_->write([&](Session& session) { return store::save(session, delivery); });
    }
    std::optional<Delivery> kept(const Delivery& delivery) {
        return database_->read([&](Session& session) { return store::delivery(session, delivery.endpoint, delivery.id); });
    }

    std::unique_ptr<storage::Database> database_;
};
INSTANTIATE_EACH_DATABASE(WebhooksStoreTest);

using Numbers = std::vector<std::int64_t>;

TEST_P(WebhooksStoreTest, KeepsEndpointsWithTheirSecretsAndHealth) {
    auto endpoint = added_endpoint();
    const Secret first{SecretId::made_at(noon), "whsec_a", noon}, second{SecretId::made_at(noon), "whsec_b", noon + 1s};
    const Health ill{.failures = 4, .failing_since = noon, .retry_at = noon + 1min, .last_fault = "no ñandú"};
    write([&](Session& session) {
        store::add_secret(session, endpoint.id, first);
        store::add_secret(session, endpoint.id, second);
        store::save_health(session, endpoint.id, ill);
        endpoint.settings.active = false;
        ++endpoint.version;
        store::save(session, endpoint);
    });
    database_->read([&](Session& session) {
        const auto found = store::endpoint(session, endpoint.id);
        ASSERT_TRUE(found);
        EXPECT_EQ(found->settings, endpoint.settings);
        EXPECT_EQ(found->version, 2);
        EXPECT_EQ(found->begins_after, 7);
        EXPECT_EQ(found->health, ill);
        EXPECT_EQ(found->created_at, noon);
        EXPECT_TRUE(store::active_endpoints(session).empty());
        EXPECT_EQ(store::endpoints(session, "", 10).size(), 1u);
        EXPECT_TRUE(store::endpoints(session, endpoint.id.text(), 10).empty());
        ASSERT_EQ(store::secrets(session, endpoint.id).size(), 2u);
        EXPECT_EQ(store::secrets(session, endpoint.id)[0].text, "whsec_a");
    });
    write([&](Session& session) {
        EXPECT_TRUE(store::remove_secret(session, endpoint.id, first.id));
        EXPECT_FALSE(store::remove_secret(session, endpoint.id, first.id));
    });
}

TEST_P(WebhooksStoreTest, RemovesAnEndpointWithAllThatIsItsOwn) {
    const auto gone = added_endpoint(), stays = added_endpoint();
    added(gone.id, 8, "A1");
    added(stays.id, 8, "A1");
    write([&](Session& session) { store::remove(session, gone.id); });
    EXPECT_EQ(due(gone.id), Numbers{});
    EXPECT_EQ(due(stays.id), Numbers{8});
}

TEST_P(WebhooksStoreTest, ALaterEventOfAPlateWaitsForTheEarlier) {
    const auto endpoint = added_endpoint();
    auto first = added(endpoint.id, 8, "AB123CD", noon + 1min);  // failed and waits
    added(endpoint.id, 9, "AB123CD");
    auto other = added(endpoint.id, 10, "ZZ999ZZ");
    added(endpoint.id, 11, "");
    added(endpoint.id, 12, "");
    added(endpoint.id, std::nullopt, "");
    auto now_due = due(endpoint.id);
    std::ranges::sort(now_due);
    EXPECT_EQ(now_due, (Numbers{-1, 10, 11, 12}));
    ASSERT_TRUE(lease(other, noon + 20s));
    first.state = State::delivered;
    first.ended_at = noon;
    ASSERT_TRUE(save(first));
    now_due = due(endpoint.id);
    std::ranges::sort(now_due);
    EXPECT_EQ(now_due, (Numbers{-1, 9, 11, 12}));
}

TEST_P(WebhooksStoreTest, ALeaseIsOnesOwnUntilItEnds) {
    const auto endpoint = added_endpoint();
    auto here = added(endpoint.id, 8, "AB123CD");
    auto there = here, late = here;
    EXPECT_TRUE(lease(here, noon + 20s));
    EXPECT_FALSE(lease(there, noon + 20s));
    EXPECT_EQ(due(endpoint.id), Numbers{});
    EXPECT_EQ(due(endpoint.id, noon + 20s), Numbers{8});
    late = *kept(here);
    EXPECT_TRUE(lease(late, noon + 40s));
    here.state = State::delivered;
    EXPECT_FALSE(save(here));  // it came too late
    EXPECT_EQ(kept(here)->state, State::waiting);
    late.state = State::delivered;
    late.attempts = 2;
    late.last_status = 200;
    late.ended_at = noon + 21s;
    EXPECT_TRUE(save(late));
    EXPECT_EQ(kept(here)->ended_at, noon + 21s);
    EXPECT_EQ(due(endpoint.id, noon + 1h), Numbers{});
}

TEST_P(WebhooksStoreTest, DeadLettersAreListedAndSentAgainInTheirPlace) {
    const auto endpoint = added_endpoint();
    auto dead = added(endpoint.id, 8, "AB123CD"), other = added(endpoint.id, 9, "XX111XX");
    added(endpoint.id, 10, "AB123CD");
    for (auto* each : {&dead, &other}) {
        each->state = State::dead;
        each->attempts = 30;
        each->ended_at = noon + 24h;
        ASSERT_TRUE(save(*each));
    }
    EXPECT_EQ(due(endpoint.id), Numbers{10});
    const auto listed = [&](std::optional<State> state, const std::string& before = "") {
        return database_->read([&](Session& session) {
            Numbers numbers;
            for (const auto& each : store::deliveries(session, endpoint.id, state, before, 10))
                numbers.push_back(*each.event_number);
            return numbers;
        });
    };
    EXPECT_EQ(listed(State::dead), (Numbers{9, 8}));
    EXPECT_EQ(listed(State::dead, other.id.text()), Numbers{8});
    EXPECT_EQ(listed(std::nullopt), (Numbers{10, 9, 8}));
    write([&](Session& session) {
        EXPECT_EQ(store::counts(session, endpoint.id).dead, 2);
        EXPECT_EQ(store::counts(session, endpoint.id).waiting, 1);
        EXPECT_EQ(store::revive(session, endpoint.id, dead.id, noon + 25h), 1);
        EXPECT_EQ(store::revive(session, endpoint.id, dead.id, noon + 25h), 0);
    });
    EXPECT_EQ(due(endpoint.id, noon + 25h), Numbers{8});
    EXPECT_EQ(kept(dead)->attempts, 0);
    write([&](Session& session) { EXPECT_EQ(store::revive(session, endpoint.id, std::nullopt, noon + 25h), 1); });
    EXPECT_EQ(due(endpoint.id, noon + 25h), (Numbers{8, 9}));
}

TEST_P(WebhooksStoreTest, AnEventIsOneDeliveryOfAnEndpoint) {
    const auto endpoint = added_endpoint();
    added(endpoint.id, 8, "A1");
    EXPECT_ANY_THROW(added(endpoint.id, 8, "A1"));
}

TEST_P(WebhooksStoreTest, WhatWaitsCanBeHurriedAndWhatIsOldIsSwept) {
    const auto endpoint = added_endpoint();
    auto done = added(endpoint.id, 8, "A1", noon + 1h), waiting = added(endpoint.id, 9, "A2", noon + 1h);
    write([&](Session& session) { store::hurry(session, endpoint.id, noon); });
    EXPECT_EQ(due(endpoint.id), (Numbers{8, 9}));
    done.state = State::delivered;
    done.ended_at = noon;
    ASSERT_TRUE(save(done));
    write([&](Session& session) { store::sweep(session, {noon, noon, noon, noon}); });
    EXPECT_TRUE(kept(done));
    EXPECT_EQ(kept(waiting)->state, State::waiting);
    write([&](Session& session) { store::sweep(session, {noon + 1ms, noon + 1ms, noon, noon}); });
    EXPECT_FALSE(kept(done));
    EXPECT_EQ(kept(waiting)->state, State::dead);
    write([&](Session& session) { store::sweep(session, {noon, noon, noon + 1ms, noon}); });
    EXPECT_FALSE(kept(waiting));
}

}  // namespace
}  // namespace patente::webhooks
