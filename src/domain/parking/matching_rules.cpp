#include "domain/parking/matching_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "domain/parking/assignment_rules.h"

namespace patente::parking {
namespace {

constexpr double misfit_truth = 0.05;  // how much rarer plates are that fit no format: foreign, very old

// The chance that a plate, one or two characters from an open stay's, belongs to a car that was never seen entering, for
// each such plate: fleets buy plates in a row (one car in a thousand), over about 250 plates one character away.
constexpr double neighbour_plate = 4e-6;
constexpr double entry_missed = 0.02, is_entry = 0.5;  // prior that no open stay is the exit's

bool fits_region(std::string_view plate, const MatchSurroundings& around) {
    return around.formats && !around.formats->fitting(plate, around.region).empty();
}

bool misfits(std::string_view plate, const MatchSurroundings& around) {
    return around.formats && !around.region.empty() && around.formats->knows(around.region) && !fits_region(plate, around);
}

double agreement(const Belief& a, const Belief& b, const MatchSurroundings& around) {
    double sum = 0;
    for (const auto& text : texts_of(a, b)) {
        const double chance = a.chance_of(text) * b.chance_of(text);
        if (chance > 0) sum += chance * (misfits(text, around) ? misfit_truth : 1);
    }
    return sum;
}

const Confusions& table_of(const MatchSurroundings& around) {
    static const Confusions look_alikes = Confusions::of_look_alikes();
    return around.confusions ? *around.confusions : look_alikes;
}

bool clearly_read(const PlateRead& read, const MatchSurroundings& around) {
    return read.confidence >= confident_reading && fits_region(read.plate, around);
}

struct Scored {
    std::size_t stay;
    double agreement, chance;
};

// One exit with every open stay's chance, likeliest first; together with the chance of none they make 1.
struct Weighed {
    const Exit& exit;
    const std::vector<OpenStay>& open;
    const MatchSurroundings& around;
    std::vector<Scored> all;
    std::vector<std::string> weighed_with;  // the plates of the other exits

    const PlateRead& read() const { return exit.read; }
    const PlateRead& entry(std::size_t stay) const { return open[stay].entry; }
};

std::vector<double> agreements(const Exit& exit, const std::vector<OpenStay>& open, const MatchSurroundings& around) {
    const Confusions& confusions = table_of(around);
    const Belief exit_belief{exit.read, exit.seen_before, misfits(exit.read.plate, around), confusions};
    std::vector<double> agreed(open.size(), 0);
    for (std::size_t i = 0; i < open.size(); ++i) {
        const auto& entry = open[i].entry;
        // Two plates that were each read more than once are two cars.
        const bool both_real = exit.seen_before && open[i].seen_again;
        const bool ruled_out = std::ranges::find(exit.not_of, i) != exit.not_of.end();
        if (both_real || ruled_out || !may_agree(exit.read, entry)) continue;
        agreed[i] = agreement(exit_belief, Belief{entry, open[i].seen_again, misfits(entry.plate, around), confusions}, around);
    }
    return agreed;
}

std::vector<Weighed> weighed(const std::vector<Exit>& exits, const std::vector<OpenStay>& open, const MatchSurroundings& around) {
    const auto rivals = static_cast<double>(std::max(open.size(), around.open_count));
    std::vector<std::vector<double>> agreed;
    AssignmentCosts among;
    for (const auto& exit : exits) {
        const double none = exit.surely ? entry_missed : is_entry;
        auto& costs = among.costs.emplace_back();
        for (const double each : agreed.emplace_back(agreements(exit, open, around)))
            costs.push_back(each > 0 ? -std::log(each * (1 - none) / rivals) : std::numeric_limits<double>::infinity());
        among.alone.push_back(-std::log(none * neighbour_plate));
    }
    const auto chances = chances_of(among);
    std::vector<Weighed> result;
    for (std::size_t i = 0; i < exits.size(); ++i) {
        auto& each = result.emplace_back(Weighed{exits[i], open, around, {}, {}});
        for (std::size_t stay = 0; stay < open.size(); ++stay) each.all.push_back({stay, agreed[i][stay], chances[i][stay]});
        std::ranges::stable_sort(each.all, std::greater{}, &Scored::chance);
        for (const auto& other : exits)
            if (&other != &exits[i]) each.weighed_with.push_back(other.read.plate);
    }
    return result;
}

Text reason(const Weighed& of, const Scored& best) {
    const auto percent = static_cast<int>(std::floor(best.chance * 100));
    const auto &read = of.read().plate, &entry = of.entry(best.stay).plate;
    Text text{fmt::format("Read {} at the exit and {} at the entry: one car with a chance of {}%", read, entry, percent),
              fmt::format("Se leyó {} a la salida y {} a la entrada: el mismo vehículo con una probabilidad del {}\u00a0%", read,
                          entry, percent)};
    if (!of.weighed_with.empty()) {
        const auto others = fmt::format("{}", fmt::join(of.weighed_with, ", "));
        text.en += fmt::format(", weighed together with the other exits in doubt ({})", others);
        text.es += fmt::format(", evaluada junto con las otras salidas dudosas ({})", others);
    }
    return {text.en + ".", text.es + "."};
}

Match asked(const Weighed& of) {
    const auto& best = of.all.front();
    Match match{MatchKind::unclear, std::nullopt, best.chance, -std::log(best.agreement), {}, {}};
    std::string plates;
    for (const auto& each : of.all) {
        if (each.chance < match_chance_possible / 5 || match.possible.size() == 10) break;
        match.possible.push_back(each.stay);
        plates += (plates.empty() ? "" : ", ") + of.entry(each.stay).plate;
    }
    match.reason = {fmt::format("{} may be the exit of {}: a person must say.", of.read().plate, plates),
                    fmt::format("{} puede ser la salida de {}: debe decidirlo una persona.", of.read().plate, plates)};
    return match;
}

Match exact(std::size_t stay, const std::string& plate) {
    return {MatchKind::exact,
            stay,
            1,
            0,
            {},
            {fmt::format("The same plate, {}.", plate), fmt::format("La misma patente, {}.", plate)}};
}

// An exact match stands unless another open stay is likelier than a twentieth and the reading itself is in doubt.
Match among_exact(const Weighed& of, const std::vector<std::size_t>& same) {
    const bool rival = of.all.size() > 1 && of.all[1].chance >= match_chance_possible;
    const bool stands = same.size() == 1 && (clearly_read(of.read(), of.around) || !rival);
    return stands ? exact(same.front(), of.read().plate) : asked(of);
}

// Two clear readings of valid plates are two cars, unless what differs looks alike or one names the other as alternative.
bool overruled(const Weighed& of, std::size_t stay) {
    const auto& entry = of.entry(stay);
    if (look_alike_key(of.read().plate) == look_alike_key(entry.plate)) return true;
    if (names(of.read(), entry.plate) || names(entry, of.read().plate)) return true;
    return !clearly_read(of.read(), of.around) || !(clearly_read(entry, of.around) || of.open[stay].seen_again);
}

Match match_of(const Weighed& of) {
    const auto& region = of.around.region;
    const std::string identity = identity_of(of.read().plate, region);
    std::vector<std::size_t> same;
    for (std::size_t i = 0; i < of.open.size(); ++i) {
        const bool ruled_out = std::ranges::find(of.exit.not_of, i) != of.exit.not_of.end();
        if (!ruled_out && identity_of(of.entry(i).plate, region) == identity) same.push_back(i);
    }
    if (!same.empty()) return among_exact(of, same);
    if (of.open.empty()) return {};

    const auto& best = of.all.front();
    double any = 0;
    for (const auto& each : of.all) any += each.chance;
    if (any < match_chance_possible) return {};
    if (best.chance < match_chance_min || of.exit.seen_before || !overruled(of, best.stay)) return asked(of);
    return {MatchKind::misreading, best.stay, best.chance, -std::log(best.agreement), {}, reason(of, best)};
}

}  // namespace

Match matched(const Exit& exit, const std::vector<OpenStay>& open, const MatchSurroundings& around) {
    return matched_together({exit}, open, around).front();
}

std::vector<Match> matched_together(const std::vector<Exit>& exits, const std::vector<OpenStay>& open,
                                    const MatchSurroundings& around) {
    const auto all = weighed(exits, open, around);
    std::vector<Match> matches;
    for (const auto& each : all) matches.push_back(match_of(each));
    // Likely matches are one assignment, but a plate that was read exactly is taken as read whatever the others cost.
    for (std::size_t i = 0; i < matches.size(); ++i)
        for (std::size_t other = 0; other < matches.size(); ++other)
            if (i != other && matches[i].stay && matches[i].stay == matches[other].stay && matches[i].kind != MatchKind::exact)
                matches[i] = asked(all[i]);
    return matches;
}

}  // namespace patente::parking
