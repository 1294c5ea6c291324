#include "domain/parking/assignment_rules.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <set>

namespace patente::parking {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();
using Stays = std::vector<std::optional<std::size_t>>;

// Every way there is.
double cheapest_by_trying(const AssignmentCosts& among, std::size_t exit, std::set<std::size_t>& taken) {
    if (exit == among.costs.size()) return 0;
    double best = among.alone[exit] + cheapest_by_trying(among, exit + 1, taken);
    for (std::size_t stay = 0; stay < among.costs[exit].size(); ++stay) {
        if (!taken.insert(stay).second) continue;
        best = std::min(best, among.costs[exit][stay] + cheapest_by_trying(among, exit + 1, taken));
        taken.erase(stay);
    }
    return best;
}

AssignmentCosts random_costs(std::mt19937& engine) {
    std::uniform_int_distribution<std::size_t> exits{0, 5}, stays{0, 6};
    std::uniform_real_distribution<double> nats{0, 20};
    AssignmentCosts among;
    among.alone.resize(exits(engine));
    const auto count = stays(engine);
    for (auto& alone : among.alone) {
        alone = nats(engine);
        auto& row = among.costs.emplace_back();
        for (std::size_t stay = 0; stay < count; ++stay) row.push_back(nats(engine) > 12 ? never : nats(engine));
    }
    return among;
}

TEST(Assignment, IsWhatIsCheapestForAllTogether) {
    EXPECT_EQ(cheapest({}).stay_of, Stays{});
    EXPECT_EQ(cheapest({{{}}, {3}}).stay_of, Stays{std::nullopt});
    // The first would rather have stay 0, but the second can have no other.
    EXPECT_EQ(cheapest({{{1, 2}, {1, never}}, {9, 9}}).stay_of, (Stays{1, 0}));
    // Better alone than with what would cost the others more.
    EXPECT_EQ(cheapest({{{5}, {1}}, {6, 9}}).stay_of, (Stays{std::nullopt, 0}));
    EXPECT_EQ(cheapest({{{5}}, {4}}).stay_of, Stays{std::nullopt});
}

TEST(Assignment, CostsNoMoreThanAnyOtherAndGivesNoStayTwice) {
    std::mt19937 engine{20261122};
    for (int round = 0; round < 2000; ++round) {
        const auto among = random_costs(engine);
        const auto found = cheapest(among);
        std::set<std::size_t> taken;
        EXPECT_NEAR(found.cost, cheapest_by_trying(among, 0, taken), 1e-9);
        double sum = 0;
        for (std::size_t exit = 0; exit < among.costs.size(); ++exit) {
            const auto stay = found.stay_of[exit];
            sum += stay ? among.costs[exit][*stay] : among.alone[exit];
            EXPECT_TRUE(!stay || taken.insert(*stay).second);
        }
        EXPECT_NEAR(found.cost, sum, 1e-9);
    }
}

TEST(AssignmentChances, OfOneExitAreThoseOfItsCosts) {
    const auto chances = chances_of({{{1, 2, never}}, {3}});
    const double total = std::exp(-1) + std::exp(-2) + std::exp(-3);
    EXPECT_NEAR(chances[0][0], std::exp(-1) / total, 1e-12);
    EXPECT_NEAR(chances[0][1], std::exp(-2) / total, 1e-12);
    EXPECT_EQ(chances[0][2], 0);
}

TEST(AssignmentChances, NeverAddUpToMoreThanOneAndFavourOneExitForAStay) {
    std::mt19937 engine{7};
    for (int round = 0; round < 500; ++round) {
        const auto among = random_costs(engine);
        const auto chances = chances_of(among);
        for (std::size_t exit = 0; exit < among.costs.size(); ++exit) {
            double sum = 0;
            for (const double chance : chances[exit]) sum += chance;
            EXPECT_LE(sum, 1 + 1e-9);
            for (std::size_t stay = 0; stay < chances[exit].size(); ++stay) {
                if (chances[exit][stay] <= 0.5) continue;
                EXPECT_EQ(cheapest(among).stay_of[exit], stay);
                for (std::size_t other = 0; other < among.costs.size(); ++other)
                    EXPECT_TRUE(other == exit || chances[other][stay] <= 0.5 + 1e-9);
            }
        }
    }
}

TEST(AssignmentChances, BecomeClearWhenAnotherExitTakesOneOfTwo) {
    const AssignmentCosts alone_in_doubt{{{2, 2}}, {15}};
    EXPECT_NEAR(chances_of(alone_in_doubt)[0][0], 0.5, 1e-3);
    const AssignmentCosts with_a_clear_one{{{2, 2}, {0, 9}}, {15, 15}};
    EXPECT_GT(chances_of(with_a_clear_one)[0][1], 0.99);
}

}  // namespace
}  // namespace patente::parking
