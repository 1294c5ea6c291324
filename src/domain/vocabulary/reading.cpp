#include "domain/vocabulary/reading.h"

#include <algorithm>
#include <utility>

namespace patente {
namespace {

constexpr std::string_view characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr int edits_max = 2;
constexpr double further_edit = 0.1;  // a second wrong character, given a first
constexpr double misfit_error = 0.5;  // that a text which fits no format of a region we know is misread, at least
constexpr double error_least = 0.002, error_least_seen_again = 0.0002;  // what a confidence near 1 leaves to doubt

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

Belief::Belief(const PlateRead& read, bool seen_again, bool misfit, const Confusions& confusions)
    : read_(read), confusions_(confusions) {
    error_ = seen_again ? error_least_seen_again : std::clamp(1 - read.confidence, misfit ? misfit_error : error_least, 0.999);
    double named = 0;
    for (const auto& each : read.alternatives) named += std::clamp(each.confidence, 0.0, 1.0);
    // Alternatives never claim more than the error there is, and leave a tenth of it to what was not named.
    alternatives_scale_ = named > 0.9 * error_ ? 0.9 * error_ / named : 1;
    unnamed_ = is_normalised(read.plate) ? error_ - named * alternatives_scale_ : 0;
}

double Belief::chance_of(const std::string& truth) const {
    if (truth == read_.plate) return 1 - error_;
    double chance = unnamed_ * EditChance{read_.plate, truth, confusions_}.value();
    for (const auto& each : read_.alternatives)
        if (each.plate == truth) chance += std::clamp(each.confidence, 0.0, 1.0) * alternatives_scale_;
    return chance;
}

void Belief::add_texts(std::set<std::string>& texts) const {
    if (is_normalised(read_.plate)) texts.insert(read_.plate);
    for (const auto& each : read_.alternatives)
        if (is_normalised(each.plate)) texts.insert(each.plate);
}

std::set<std::string> texts_of(const Belief& a, const Belief& b) {
    std::set<std::string> texts;
    a.add_texts(texts);
    b.add_texts(texts);
    add_crossed(texts, a.plate(), b.plate());
    return texts;
}

bool names(const PlateRead& read, const std::string& plate) {
    return std::ranges::any_of(read.alternatives, [&](const auto& each) { return each.plate == plate; });
}

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

}  // namespace patente
