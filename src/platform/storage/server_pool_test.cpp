#include "platform/storage/server_pool.h"

#include <gtest/gtest.h>

#include <optional>

namespace patente::storage {
namespace {

struct Connection {
    explicit Connection(const std::string&) {}
    bool is_lost() const { return lost; }

    int tables_version = 0;
    std::vector<int> statements;
    bool lost = false;
};
using Pool = ServerPool<Connection>;

// A thread that comes back at once, again and again, must not keep the only connection from one that waits.
TEST(ServerPool, ServesWhoCameFirst) {
    Pool pool{"", 1};
    std::optional<Pool::Loan> loan = pool.borrow();
    std::mutex mutex;
    std::vector<std::string> served;
    const auto serve = [&](const std::string& name) {
        const auto mine = pool.borrow();
        const std::lock_guard lock(mutex);
        served.push_back(name);
    };
    std::jthread patient([&] { serve("patient"); });
    while (pool.waiting() == 0) std::this_thread::yield();
    loan.reset();  // free, and asked for by the greedy one before the patient one has woken up
    for (int i = 0; i < 100; ++i) serve("greedy");
    patient.join();
    ASSERT_EQ(served.size(), 101u);
    EXPECT_EQ(served.front(), "patient");
}

TEST(ServerPool, MakesALostConnectionAnewForWhoWaits) {
    Pool pool{"", 1};
    std::optional<Pool::Loan> loan = pool.borrow();
    std::jthread waiting([&] { EXPECT_FALSE(pool.borrow()->lost); });
    while (pool.waiting() == 0) std::this_thread::yield();
    (*loan)->lost = true;
    loan.reset();
}

TEST(ServerPool, LendsAllThatItMayMakeAtOnce) {
    Pool pool{"", 3};
    const auto first = pool.borrow(), second = pool.borrow(), third = pool.borrow();
    EXPECT_EQ(pool.waiting(), 0u);
    EXPECT_NE(first.get(), second.get());
    EXPECT_NE(second.get(), third.get());
}

}  // namespace
}  // namespace patente::storage
