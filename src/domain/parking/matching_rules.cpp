#include "domain/parking/matching_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace patente::parking {
namespace {

constexpr std::string_view characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr int edits_max = 2;
constexpr double further_edit = 0.1;   // a second wrong character, given a first
constexpr double misfit_error = 0.5;   // that a text which fits no format of a region we know is misread, at least
constexpr double misfit_truth = 0.05;  // how much rarer plates are that fit no format: foreign, very old
constexpr double error_least = 0.002, error_least_seen_again = 0.0002;  // what a confidence near 1 leaves to doubt

// The chance that a plate, one or two characters from an open stay's, belongs to a car that was never seen entering, for
// each such plate: fleets buy plates in a row (one car in a thousand), over about 250 plates one character away.
constexpr double neighbour_plate = 4e-6;
constexpr double entry_missed = 0.02, is_entry = 0.5;  // prior that no open stay is the exit's

std::size_t index_of(char c) { return characters.find(c); }

// The chance that `truth` was read as `read`, given that the reading is wrong: the likeliest way of one or two edits.
class EditChance {
public:
    EditChance(std::string_view read, std::string_view truth, const Confusions& confusions)
        : read_(read), truth_(truth), confusions_(confusions) {}

    double value() {
        for (auto& row : best_) row.fill({});
        best_[0][0][0] = 1;
        for (std::size_t i = 0; i <= read_.size(); ++i)
            for (std::size_t j = 0; j <= truth_.size(); ++j)
                for (int edits = 0; edits <= edits_max; ++edits) spread(i, j, edits);
        const auto& end = best_[read_.size()][truth_.size()];
        return *std::max_element(end.begin() + 1, end.end());
    }

private:
    void spread(std::size_t i, std::size_t j, int edits) {
        const double here = best_[i][j][static_cast<std::size_t>(edits)];
        if (here == 0) return;
        if (i < read_.size() && j < truth_.size() && read_[i] == truth_[j]) raise(i + 1, j + 1, edits, here);
        if (edits == edits_max) return;
        const double edit = here * (edits == 0 ? 1 : further_edit) / static_cast<double>(read_.size());
        const double substituted = 1 - confusions_.missed() - confusions_.added();
        if (i < read_.size() && j < truth_.size() && read_[i] != truth_[j])
            raise(i + 1, j + 1, edits + 1, edit * substituted * confusions_.truth_of(read_[i], truth_[j]));
        if (j < truth_.size()) raise(i, j + 1, edits + 1, edit * confusions_.missed() / static_cast<double>(characters.size()));
        if (i < read_.size()) raise(i + 1, j, edits + 1, edit * confusions_.added());
    }

    void raise(std::size_t i, std::size_t j, int edits, double chance) {
        auto& best = best_[i][j][static_cast<std::size_t>(edits)];
        best = std::max(best, chance);
    }

    std::string_view read_, truth_;
    const Confusions& confusions_;
    std::array<std::array<std::array<double, edits_max + 1>, plate_length_max + 1>, plate_length_max + 1> best_{};
};

bool fits_region(std::string_view plate, const MatchSurroundings& around) {
    return around.formats && !around.formats->fitting(plate, around.region).empty();
}

bool misfits(std::string_view plate, const MatchSurroundings& around) {
    return around.formats && !around.region.empty() && around.formats->knows(around.region) && !fits_region(plate, around);
}

// What one reading says of a plate.
class Belief {
public:
    Belief(const PlateRead& read, bool seen_again, bool misfit, const Confusions& confusions)
        : read_(read), confusions_(confusions) {
        error_ =
            seen_again ? error_least_seen_again : std::clamp(1 - read.confidence, misfit ? misfit_error : error_least, 0.999);
        double named = 0;
        for (const auto& each : read.alternatives) named += std::clamp(each.confidence, 0.0, 1.0);
        // Alternatives never claim more than the error there is, and leave a tenth of it to what was not named.
        alternatives_scale_ = named > 0.9 * error_ ? 0.9 * error_ / named : 1;
        unnamed_ = is_normalised(read.plate) ? error_ - named * alternatives_scale_ : 0;
    }

    double chance_of(const std::string& truth) const {
        if (truth == read_.plate) return 1 - error_;
        double chance = unnamed_ * EditChance{read_.plate, truth, confusions_}.value();
        for (const auto& each : read_.alternatives)
            if (each.plate == truth) chance += std::clamp(each.confidence, 0.0, 1.0) * alternatives_scale_;
        return chance;
    }

    void add_texts(std::set<std::string>& texts) const {
        if (is_normalised(read_.plate)) texts.insert(read_.plate);
        for (const auto& each : read_.alternatives)
            if (is_normalised(each.plate)) texts.insert(each.plate);
    }

    const std::string& plate() const { return read_.plate; }

private:
    const PlateRead& read_;
    const Confusions& confusions_;
    double error_, alternatives_scale_, unnamed_;
};

// Where both readings are wrong, each in another place, the plate is neither: the two texts that take one half of each.
void add_crossed(std::set<std::string>& texts, const std::string& a, const std::string& b) {
    if (a.size() != b.size() || !is_normalised(a) || !is_normalised(b)) return;
    std::vector<std::size_t> differing;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (a[i] != b[i]) differing.push_back(i);
    if (differing.size() != 2) return;
    for (const auto at : differing) {
        std::string crossed = a;
        crossed[at] = b[at];
        texts.insert(crossed);
    }
}

bool names(const PlateRead& read, const std::string& plate) {
    return std::ranges::any_of(read.alternatives, [&](const auto& each) { return each.plate == plate; });
}

// A sieve before the chances are worked out: one reading names the other, or they are three edits apart at most.
bool may_agree(const PlateRead& a, const PlateRead& b) {
    if (!is_normalised(a.plate) || !is_normalised(b.plate) || names(a, b.plate) || names(b, a.plate)) return true;
    std::array<int, plate_length_max + 1> row{};
    for (std::size_t j = 0; j <= b.plate.size(); ++j) row[j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= a.plate.size(); ++i) {
        int diagonal = row[0];
        row[0] = static_cast<int>(i);
        for (std::size_t j = 1; j <= b.plate.size(); ++j)
            diagonal =
                std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a.plate[i - 1] != b.plate[j - 1])}));
    }
    return row[b.plate.size()] <= 3;
}

double agreement(const Belief& a, const Belief& b, const MatchSurroundings& around) {
    std::set<std::string> texts;
    a.add_texts(texts);
    b.add_texts(texts);
    add_crossed(texts, a.plate(), b.plate());
    double sum = 0;
    for (const auto& text : texts) {
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

Text reason(const Match& match, const PlateRead& exit, const OpenStay& stay) {
    const auto percent = static_cast<int>(std::floor(match.chance * 100));
    return {fmt::format("Read {} at the exit and {} at the entry: one car with a chance of {} %.", exit.plate, stay.entry.plate,
                        percent),
            fmt::format("Se leyó {} a la salida y {} a la entrada: el mismo vehículo con una probabilidad del {} %.", exit.plate,
                        stay.entry.plate, percent)};
}

struct Scored {
    std::size_t stay;
    double agreement, chance;
};

// Every open stay's chance, likeliest first; together with the chance of none they make 1.
std::vector<Scored> scored(const PlateRead& exit, const std::vector<OpenStay>& open, const MatchSurroundings& around) {
    const Confusions& confusions = table_of(around);
    const Belief exit_belief{exit, around.exit_seen_before, misfits(exit.plate, around), confusions};
    const double none = around.surely_exit ? entry_missed : is_entry;
    std::vector<Scored> all;
    const auto rivals = static_cast<double>(std::max(open.size(), around.open_count));
    double total = none * neighbour_plate;
    for (std::size_t i = 0; i < open.size(); ++i) {
        const auto& entry = open[i].entry;
        // Two plates that were each read more than once are two cars.
        const bool both_real = around.exit_seen_before && open[i].seen_again;
        const double agreed =
            both_real || !may_agree(exit, entry)
                ? 0
                : agreement(exit_belief, Belief{entry, open[i].seen_again, misfits(entry.plate, around), confusions}, around);
        all.push_back({i, agreed, agreed * (1 - none) / rivals});
        total += all.back().chance;
    }
    for (auto& each : all) each.chance /= total;
    std::ranges::stable_sort(all, std::greater{}, &Scored::chance);
    return all;
}

Match asked(const std::vector<Scored>& all, const PlateRead& exit, const std::vector<OpenStay>& open) {
    Match match{MatchKind::unclear, std::nullopt, all.front().chance, -std::log(all.front().agreement), {}, {}};
    std::string plates;
    for (const auto& each : all) {
        if (each.chance < match_chance_possible / 5 || match.possible.size() == 10) break;
        match.possible.push_back(each.stay);
        plates += (plates.empty() ? "" : ", ") + open[each.stay].entry.plate;
    }
    match.reason = {fmt::format("{} may be the exit of {}: a person must say.", exit.plate, plates),
                    fmt::format("{} puede ser la salida de {}: debe decidirlo una persona.", exit.plate, plates)};
    return match;
}

Match exact(std::size_t stay, const PlateRead& exit) {
    return {MatchKind::exact,
            stay,
            1,
            0,
            {},
            {fmt::format("The same plate, {}.", exit.plate), fmt::format("La misma patente, {}.", exit.plate)}};
}

// An exact match stands unless another open stay is likelier than a twentieth and the reading itself is in doubt.
Match among_exact(const std::vector<std::size_t>& same, const PlateRead& exit, const std::vector<OpenStay>& open,
                  const MatchSurroundings& around) {
    if (same.size() == 1 && clearly_read(exit, around)) return exact(same.front(), exit);
    const auto all = scored(exit, open, around);
    const bool rival = all.size() > 1 && all[1].chance >= match_chance_possible;
    return same.size() == 1 && !rival ? exact(same.front(), exit) : asked(all, exit, open);
}

// Two clear readings of valid plates are two cars, unless what differs looks alike or one names the other as alternative.
bool overruled(const PlateRead& exit, const OpenStay& stay, const MatchSurroundings& around) {
    if (look_alike_key(exit.plate) == look_alike_key(stay.entry.plate)) return true;
    if (names(exit, stay.entry.plate) || names(stay.entry, exit.plate)) return true;
    return !clearly_read(exit, around) || !(clearly_read(stay.entry, around) || stay.seen_again);
}

}  // namespace

Result<Confusions> Confusions::measured(const std::vector<Count>& misread, int missed, int added) {
    Confusions table;
    double total = missed + added;
    bool good = missed >= 0 && added >= 0;
    std::array<std::array<double, 36>, 36> counts{};
    for (const auto& [truth, read, times] : misread) {
        good &= times >= 0 && index_of(truth) < 36 && index_of(read) < 36 && truth != read;
        if (!good) break;
        counts[index_of(read)][index_of(truth)] += times;
        total += times;
    }
    if (!good)
        return fail(ErrorKind::invalid, "confusions-invalid",
                    {"A count of misread characters is not right.", "Un conteo de caracteres mal leídos no está bien."});
    // Two errors of each kind, and one in every row, stand for what was not seen in the sample.
    table.missed_ = (missed + 2) / (total + 40), table.added_ = (added + 2) / (total + 40);
    for (std::size_t read = 0; read < 36; ++read) {
        double row = 0;
        for (std::size_t truth = 0; truth < 36; ++truth) {
            if (truth == read) continue;
            counts[read][truth] += look_alike(characters[read], characters[truth]) ? 1.0 : 1.0 / 35;
            row += counts[read][truth];
        }
        for (std::size_t truth = 0; truth < 36; ++truth) table.truth_of_[read][truth] = counts[read][truth] / row;
    }
    return table;
}

Confusions Confusions::of_look_alikes() {
    std::vector<Count> misread;
    for (const char truth : characters)
        for (const char read : characters)
            if (truth != read && look_alike(truth, read)) misread.push_back({truth, read, 9});
    return *measured(misread, 10, 10);
}

double Confusions::truth_of(char read, char truth) const {
    const auto r = index_of(read), t = index_of(truth);
    return r < 36 && t < 36 ? truth_of_[r][t] : 0;
}

double reading_cost(const PlateRead& a, const PlateRead& b, const Confusions& confusions) {
    const double agreed = agreement(Belief{a, false, false, confusions}, Belief{b, false, false, confusions}, {});
    return agreed > 0 ? -std::log(agreed) : 100;
}

Match matched(const PlateRead& exit, const std::vector<OpenStay>& open, const MatchSurroundings& around) {
    const std::string identity = identity_of(exit.plate, around.region);
    std::vector<std::size_t> same;
    for (std::size_t i = 0; i < open.size(); ++i)
        if (identity_of(open[i].entry.plate, around.region) == identity) same.push_back(i);
    if (!same.empty()) return among_exact(same, exit, open, around);
    if (open.empty()) return {};

    const auto all = scored(exit, open, around);
    const auto& best = all.front();
    double any = 0;
    for (const auto& each : all) any += each.chance;
    if (any < match_chance_possible) return {};
    if (best.chance < match_chance_min || around.exit_seen_before || !overruled(exit, open[best.stay], around))
        return asked(all, exit, open);
    Match match{MatchKind::misreading, best.stay, best.chance, -std::log(best.agreement), {}, {}};
    match.reason = reason(match, exit, open[best.stay]);
    return match;
}

}  // namespace patente::parking
