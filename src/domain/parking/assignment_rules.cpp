#include "domain/parking/assignment_rules.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace patente::parking {
namespace {

constexpr double beyond_reach = 1e6;  // nats; takes the place of infinity, so that sums stay numbers
constexpr double endless = std::numeric_limits<double>::infinity();

// The Hungarian method with potentials. Columns are the stays, then one for each exit that stays alone; 0 is no column.
class Matching {
public:
    explicit Matching(const AssignmentCosts& among)
        : among_(among),
          exits_(among.costs.size()),
          stays_(exits_ == 0 ? 0 : among.costs.front().size()),
          row_of_(stays_ + exits_ + 1),
          row_potential_(exits_ + 1),
          column_potential_(stays_ + exits_ + 1) {
        for (std::size_t row = 1; row <= exits_; ++row) place(row);
    }

    Assignment result() const {
        Assignment result{std::vector<std::optional<std::size_t>>(exits_), 0};
        for (std::size_t column = 1; column < row_of_.size(); ++column) {
            if (row_of_[column] == 0) continue;
            result.cost += cost(row_of_[column], column);
            if (column <= stays_) result.stay_of[row_of_[column] - 1] = column - 1;
        }
        return result;
    }

private:
    double cost(std::size_t row, std::size_t column) const {
        if (column <= stays_) return std::min(among_.costs[row - 1][column - 1], beyond_reach);
        return column - stays_ == row ? among_.alone[row - 1] : beyond_reach;
    }

    // Gives the row a column, along the cheapest path that moves others out of the way.
    void place(std::size_t row) {
        const auto columns = row_of_.size();
        std::vector<double> reach(columns, endless);
        std::vector<std::size_t> came_from(columns, 0);
        std::vector<bool> done(columns, false);
        row_of_[0] = row;
        std::size_t at = 0;
        do {
            done[at] = true;
            std::size_t nearest = 0;
            double step = endless;
            for (std::size_t column = 1; column < columns; ++column) {
                if (done[column]) continue;
                const double reduced = cost(row_of_[at], column) - row_potential_[row_of_[at]] - column_potential_[column];
                if (reduced < reach[column]) reach[column] = reduced, came_from[column] = at;
                if (reach[column] < step) step = reach[column], nearest = column;
            }
            for (std::size_t column = 0; column < columns; ++column) {
                if (done[column]) {
                    row_potential_[row_of_[column]] += step;
                    column_potential_[column] -= step;
                } else {
                    reach[column] -= step;
                }
            }
            at = nearest;
        } while (row_of_[at] != 0);
        for (; at != 0; at = came_from[at]) row_of_[at] = row_of_[came_from[at]];
    }

    const AssignmentCosts& among_;
    const std::size_t exits_, stays_;
    std::vector<std::size_t> row_of_;  // by column; 0: nobody's
    std::vector<double> row_potential_, column_potential_;
};

// The cost of the best assignment in which this exit does this and nothing else.
double cost_with(AssignmentCosts among, std::size_t exit, std::optional<std::size_t> stay) {
    for (std::size_t other = 0; other < among.costs[exit].size(); ++other)
        if (other != stay) among.costs[exit][other] = endless;
    if (stay) among.alone[exit] = beyond_reach;
    return cheapest(among).cost;
}

}  // namespace

Assignment cheapest(const AssignmentCosts& among) { return Matching{among}.result(); }

std::vector<std::vector<double>> chances_of(const AssignmentCosts& among) {
    const double best = cheapest(among).cost;
    std::vector<std::vector<double>> chances;
    for (std::size_t exit = 0; exit < among.costs.size(); ++exit) {
        auto& row = chances.emplace_back();
        double total = std::exp(best - cost_with(among, exit, std::nullopt));
        for (std::size_t stay = 0; stay < among.costs[exit].size(); ++stay) {
            row.push_back(std::isinf(among.costs[exit][stay]) ? 0 : std::exp(best - cost_with(among, exit, stay)));
            total += row.back();
        }
        for (auto& chance : row) chance /= total;
    }
    return chances;
}

}  // namespace patente::parking
