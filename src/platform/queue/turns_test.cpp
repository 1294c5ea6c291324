#include "platform/queue/turns.h"

#include <gtest/gtest.h>

namespace patente::queue {
namespace {

TEST(Turns, OneWhoPutsFewComesBeforeTheRestOfOneWhoPutsMany) {
    Turns turns;
    for (int i = 0; i < 1000; ++i) EXPECT_EQ(turns.next("read", "many").number, i);
    EXPECT_EQ(turns.next("read", "few").number, 0);
    turns.passed("read", 300);
    const auto next = turns.next("read", "few");
    EXPECT_EQ(next.number, 300);
    EXPECT_TRUE(next.is_next);
    EXPECT_FALSE(turns.next("read", "many").is_next);
}

TEST(Turns, ASenderWhoWasAwayGetsNoCreditForIt) {
    Turns turns;
    turns.next("read", "a");
    turns.passed("read", 50);
    EXPECT_EQ(turns.next("read", "a").number, 50);
    EXPECT_EQ(turns.next("read", "a").number, 51);
}

TEST(Turns, ASenderWhoseEarlierJobsHaveBegunIsNext) {
    Turns turns;
    EXPECT_TRUE(turns.next("read", "a").is_next);
    EXPECT_TRUE(turns.next("read", "a").is_next);
    EXPECT_FALSE(turns.next("read", "a").is_next);
    turns.passed("read", 2);
    EXPECT_TRUE(turns.next("read", "a").is_next);
}

TEST(Turns, KindsDoNotMeet) {
    Turns turns;
    turns.passed("read", 9);
    EXPECT_EQ(turns.next("report", "a").number, 0);
    EXPECT_EQ(turns.kinds(), (std::vector<std::string>{"read", "report"}));
}

TEST(Turns, OneThatRunsEarlyMovesNobodysTurn) {
    Turns turns;
    for (int i = 0; i < 5; ++i) turns.next("a", "many");
    for (int i = 0; i < 10; ++i) {
        const auto one = turns.next("a", "few");
        turns.ran_early("a", "few", one.number);
    }
    EXPECT_EQ(turns.next("a", "third").number, 0);
    EXPECT_EQ(turns.next("a", "many").number, 5);
}

}  // namespace
}  // namespace patente::queue
