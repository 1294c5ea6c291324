// Which exit ends which stay, where several of each may belong together: the cheapest way overall. Pure.
#pragma once

#include <optional>
#include <vector>

namespace patente::parking {

// costs[exit][stay] ≥ 0 in nats, infinite where the two cannot be one car; alone[exit], finite, is that of an exit whose
// stay is not among these. All rows of `costs` are of one length.
struct AssignmentCosts {
    std::vector<std::vector<double>> costs;
    std::vector<double> alone;
};

struct Assignment {
    std::vector<std::optional<std::size_t>> stay_of;  // by exit; no stay twice; nullopt: alone
    double cost = 0;
};

// The cheapest assignment, by shortest augmenting paths: O(exits² × (stays + exits)).
Assignment cheapest(const AssignmentCosts& among);

// chances[exit][stay]: the chance that the exit ends that stay while every other exit has what is best for all, over what
// the exit may do (each stay, or none). Of one exit alone these are the plain chances by its costs.
std::vector<std::vector<double>> chances_of(const AssignmentCosts& among);

}  // namespace patente::parking
