#include "domain/parking/tariff_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "domain/parking/tariff_check_rules.h"
#include "domain/parking/tariff_time_rules.h"

namespace patente::parking {
namespace {

using namespace std::chrono;

std::int64_t pieces(milliseconds time, minutes length) {
    return (time.count() + milliseconds{length}.count() - 1) / milliseconds{length}.count();
}
std::int64_t whole_pieces(milliseconds time, minutes length) { return time.count() < 0 ? 0 : time / length; }

// Runs through one stay, step by step, and writes the lines. Everything it does up to an instant is the same however much
// later the stay ends; so what is owed can only grow.
class Meter {
public:
    Meter(const TariffParts& tariff, Instant entered, Instant left, std::string vehicle_class, const std::vector<Span>& free)
        : tariff_(tariff),
          document_(tariff.document),
          entered_(entered),
          left_(left),
          class_(std::move(vehicle_class)),
          free_(free),
          at_(entered),
          progress_(document_.rates.size()) {
        for (std::size_t i = 0; i < document_.caps.size(); ++i)
            if (applies_to(document_.caps[i].classes, class_)) caps_.push_back({i, window_at(tariff_, i, entered_, entered_)});
    }

    std::vector<ChargeLine> run() {
        if (left_ == entered_ || grace_covers_all()) return std::move(lines_);
        const auto segments = segments_of(tariff_, entered_, left_, class_);
        for (const auto& segment : segments) charge(segment);
        for (auto& cap : caps_) close(cap);
        add_minimum();
        add_surcharge(segments);
        return std::move(lines_);
    }

private:
    // How far a rate's steps have gone since it last began.
    struct Progress {
        std::optional<Day> day;
        bool begun = false, flat_paid = false;
        milliseconds free_left{0};
        std::size_t step = 0;
        std::int64_t fractions = 0;  // of that step
    };
    struct CapNow {
        std::size_t cap;
        Window window;
        std::int64_t used = 0, spared = 0;
    };

    std::string money(std::int64_t amount, Language language) const {
        return format(Money{amount, document_.currency}, language);
    }

    bool grace_covers_all() {
        if (!document_.grace || document_.grace->minutes == 0) return false;
        const minutes grace{document_.grace->minutes};
        const bool subtracted = document_.grace->kind == GraceKind::subtracted;
        if (!subtracted && left_ - entered_ > grace) return false;
        at_ = std::min(left_, entered_ + grace);
        lines_.push_back({"grace",
                          entered_,
                          at_,
                          1,
                          0,
                          0,
                          {fmt::format("The first {} minutes are free", grace.count()),
                           fmt::format("Los primeros {} minutos son sin cargo", grace.count())}});
        return at_ == left_;
    }

    void charge(const Segment& segment) {
        if (at_ >= segment.to) return;
        at_ = std::max(at_, segment.from);
        if (segment.rate == no_rate) {
            lines_.push_back({"no_band", at_, segment.to, 1, 0, 0, {"No charge at these hours", "Horario sin cargo"}});
            at_ = segment.to;
            return;
        }
        const Rate& rate = document_.rates[segment.rate];
        Progress& progress = progress_of(segment);
        pass_free_minutes(segment, rate, progress);
        if (rate.flat)
            charge_flat(segment, rate, progress);
        else
            charge_steps(segment, rate, progress);
        // Beyond the last step, and after a flat price, the rest of the band is paid.
        if (at_ < segment.to || !rate.runs_past_end) at_ = segment.to;
    }

    Progress& progress_of(const Segment& segment) {
        const Rate& rate = document_.rates[segment.rate];
        Progress& progress = progress_[segment.rate];
        const Day today = tariff_.zone.day(segment.from);
        const bool anew =
            !progress.begun || rate.restart == Restart::band || (rate.restart == Restart::day && progress.day != today);
        if (anew) progress = {today, true, false, minutes{rate.free_minutes}};
        return progress;
    }

    void pass_free_minutes(const Segment& segment, const Rate& rate, Progress& progress) {
        const Instant until = std::min(at_ + progress.free_left, segment.to);
        if (until <= at_) return;
        lines_.push_back({rate.id + "/free",
                          at_,
                          until,
                          1,
                          0,
                          0,
                          {fmt::format("{}: {} minutes free", rate.name.en, rate.free_minutes),
                           fmt::format("{}: {} minutos sin cargo", rate.name.es, rate.free_minutes)}});
        progress.free_left -= until - at_;
        at_ = until;
    }

    void charge_flat(const Segment& segment, const Rate& rate, Progress& progress) {
        if (progress.flat_paid || at_ >= segment.to) return;
        progress.flat_paid = true;
        add({rate.id + "/flat",
             at_,
             segment.to,
             1,
             *rate.flat,
             rounded_line(*rate.flat, 1, 1),
             {fmt::format("{}: flat price {}", rate.name.en, money(*rate.flat, Language::en)),
              fmt::format("{}: precio único {}", rate.name.es, money(*rate.flat, Language::es))}},
            milliseconds{1}, segment.rate);
    }

    void charge_steps(const Segment& segment, const Rate& rate, Progress& progress) {
        while (at_ < segment.to && progress.step < rate.steps.size()) {
            const Step& step = rate.steps[progress.step];
            const minutes length{step.minutes};
            const Instant start = at_;
            std::int64_t count = pieces(std::min(segment.to, next_window(segment.rate)) - at_, length);
            if (step.times) count = std::min(count, *step.times - progress.fractions);
            const std::int64_t owed = rate.owed == Owed::begun ? count : std::min(count, completed(segment, rate, length));
            if (owed > 0) add(line_of(segment, progress.step, start, owed), length, segment.rate);
            at_ += count * length;
            progress.fractions += count;
            if (step.times && progress.fractions == *step.times) ++progress.step, progress.fractions = 0;
        }
    }

    // Fractions from here that are over when the stay ends, or the band where a fraction does not outlive it.
    std::int64_t completed(const Segment& segment, const Rate& rate, minutes length) const {
        return whole_pieces((rate.runs_past_end ? left_ : segment.to) - at_, length);
    }

    ChargeLine line_of(const Segment& segment, std::size_t index, Instant from, std::int64_t count) const {
        const Rate& rate = document_.rates[segment.rate];
        const Step& step = rate.steps[index];
        const Instant to = std::min(rate.runs_past_end ? left_ : segment.to, from + count * minutes{step.minutes});
        const auto per = [&](std::string_view text) {
            return step.per_minutes ? fmt::format(fmt::runtime(text), *step.per_minutes) : "";
        };
        return {fmt::format("{}/{}", rate.id, index + 1),
                from,
                to,
                count,
                step.price,
                rounded_line(step.price, count * step.minutes, step.per_minutes.value_or(step.minutes)),
                {fmt::format("{}: {} × {} min at {}{}", rate.name.en, count, step.minutes, money(step.price, Language::en),
                             per(" per {} min")),
                 fmt::format("{}: {} × {} min a {}{}", rate.name.es, count, step.minutes, money(step.price, Language::es),
                             per(" cada {} min"))}};
    }

    // Rounded once. The bounds of a checked document keep every product and sum of 400 days within 64 bits.
    std::int64_t rounded_line(std::int64_t price, std::int64_t numerator, std::int64_t denominator) const {
        const auto& [mode, unit] = document_.rounding;
        return scaled(price, numerator, denominator, unit, mode).value();
    }

    // Opens the caps' windows around where the meter stands; returns where the next one of this rate begins or ends.
    Instant next_window(std::size_t rate) {
        Instant next = Instant::max();
        for (auto& cap : caps_) {
            if (cap.window.to <= at_) {
                close(cap);
                cap = {cap.cap, window_at(tariff_, cap.cap, entered_, at_)};
            }
            if (tariff_.caps[cap.cap].counts_rate[rate]) next = std::min(next, cap.window.to);
        }
        return next;
    }

    // What it owes outside of the time that is free, fraction by fraction, each an equal part of its amount. They last
    // `fraction` each, but the last (a flat price is one alone), which ends with the line.
    std::int64_t outside_free(const ChargeLine& line, milliseconds fraction) const {
        if (overlap(free_, line.from, line.to) == milliseconds{0}) return line.amount;
        const Instant last_from = line.from + (line.quantity - 1) * fraction;
        const milliseconds last = line.to - last_from;
        const milliseconds charged = (line.quantity - 1) * fraction - overlap(free_, line.from, last_from);
        const milliseconds charged_of_last = last - overlap(free_, last_from, line.to);
        const Wide numerator = Wide{charged.count()} * last.count() + Wide{charged_of_last.count()} * fraction.count();
        const Wide denominator = Wide{line.quantity} * fraction.count() * last.count();
        const auto& [mode, unit] = document_.rounding;
        return scaled(line.amount, numerator, denominator, unit, mode).value();
    }

    void add(ChargeLine line, milliseconds fraction, std::size_t rate) {
        line.amount = outside_free(line, fraction);
        next_window(rate);
        const auto counts = [&](const CapNow& cap) { return cap.window.counts && tariff_.caps[cap.cap].counts_rate[rate]; };
        CapNow* tightest = nullptr;
        std::int64_t room = line.amount;
        for (auto& cap : caps_)
            if (const auto left = document_.caps[cap.cap].amount - cap.used; counts(cap) && left < room)
                room = left, tightest = &cap;
        for (auto& cap : caps_)
            if (counts(cap)) cap.used += room;
        if (tightest) tightest->spared += line.amount - room;
        lines_.push_back(std::move(line));
    }

    void close(CapNow& now) {
        if (now.spared == 0) return;
        const Cap& cap = document_.caps[now.cap];
        lines_.push_back({"cap/" + cap.id,
                          std::max(entered_, now.window.from),
                          std::min(left_, now.window.to),
                          1,
                          -now.spared,
                          -now.spared,
                          {fmt::format("{}: no more than {}", cap.name.en, money(cap.amount, Language::en)),
                           fmt::format("{}: no más de {}", cap.name.es, money(cap.amount, Language::es))}});
        now.spared = 0;
    }

    void add_minimum() {
        std::int64_t sum = 0;
        for (const auto& line : lines_) sum += line.amount;
        if (sum == 0 || sum >= document_.minimum) return;
        const std::int64_t missing = document_.minimum - sum;
        lines_.push_back({"minimum",
                          entered_,
                          left_,
                          1,
                          missing,
                          missing,
                          {fmt::format("Up to the minimum of {}", money(document_.minimum, Language::en)),
                           fmt::format("Hasta el mínimo de {}", money(document_.minimum, Language::es))}});
    }

    void add_surcharge(const std::vector<Segment>& segments) {
        if (!document_.maximum_stay) return;
        const auto& [limit, price, every] = *document_.maximum_stay;
        milliseconds within = minutes{limit}, beyond{0};
        Instant since = left_;
        for (const auto& segment : segments) {
            if (segment.rate == no_rate) continue;
            const milliseconds length = segment.to - segment.from - overlap(free_, segment.from, segment.to);
            const milliseconds inside = std::min(within, length);
            if (inside < length) since = std::min(since, segment.from + inside);
            within -= inside;
            beyond += length - inside;
        }
        if (beyond == milliseconds{0}) return;
        const std::int64_t times = every ? pieces(beyond, minutes{*every}) : 1;
        lines_.push_back({"maximum_stay",
                          since,
                          left_,
                          times,
                          price,
                          rounded_line(price, times, 1),
                          {fmt::format("Stayed beyond the maximum of {} min", limit),
                           fmt::format("Estadía mayor que el máximo de {} min", limit)}});
    }

    const TariffParts& tariff_;
    const TariffDocument& document_;
    Instant entered_, left_;
    std::string class_;
    const std::vector<Span>& free_;
    Instant at_;
    std::vector<Progress> progress_;
    std::vector<CapNow> caps_;
    std::vector<ChargeLine> lines_;
};

Instant counted(Instant instant, CountedTo to) { return to == CountedTo::minute ? floor<minutes>(instant) : instant; }

Result<Charge> charge_of(const Tariff& tariff, const Example& example) {
    const Instant entered = TRY(civil_or_utc(example.entered, tariff.zone())),
                  left = TRY(civil_or_utc(example.left, tariff.zone()));
    return amount_owed(tariff, entered, left, example.vehicle_class);
}

std::vector<Fault> example_faults(const Tariff& tariff) {
    std::vector<Fault> faults;
    const auto& examples = tariff.document().examples;
    for (std::size_t i = 0; i < examples.size(); ++i) {
        const auto charge = charge_of(tariff, examples[i]);
        if (!charge) {
            faults.push_back({fmt::format("/examples/{}", i), charge.error().problem, charge.error().detail});
            continue;
        }
        if (charge->total.amount == examples[i].total) continue;
        const Money stated{examples[i].total, tariff.document().currency};
        const auto said = [&](Language language, std::string_view text) {
            return fmt::format(fmt::runtime(text), format(charge->total, language), format(stated, language));
        };
        faults.push_back(
            {fmt::format("/examples/{}/total", i),
             "example",
             {said(Language::en, "This stay owes {}, not {}."), said(Language::es, "Esta estadía debe {}, no {}.")}});
    }
    return faults;
}

}  // namespace

const TariffDocument& Tariff::document() const { return parts_->document; }
const Zone& Tariff::zone() const { return parts_->zone; }
Tariff Tariff::with_version(int version) const {
    Tariff other = *this;
    other.version_ = version;
    return other;
}

Result<Instant> civil_or_utc(std::string_view text, const Zone& zone) {
    if (const auto civil = parse_civil(text)) return zone.instant(*civil);
    if (const auto instant = parse_rfc3339(text)) return *instant;
    return fail(ErrorKind::invalid, "time-invalid",
                {"Write a time as \"2026-03-01 12:00\" or in RFC 3339.", "La hora se escribe «2026-03-01 12:00» o en RFC 3339."});
}

Result<Tariff> checked(const TariffDocument& document, const HolidayCalendars& calendars) {
    const Tariff tariff{std::make_shared<const TariffParts>(TRY(resolved(document, calendars)))};
    if (auto faults = example_faults(tariff); !faults.empty())
        return fail(ErrorKind::invalid, "tariff-example-fails",
                    {"The tariff does not give what its examples say; see errors.",
                     "La tarifa no da lo que dicen sus ejemplos; ver errores."},
                    std::move(faults));
    return tariff;
}

Result<Charge> amount_owed(const Tariff& tariff, Instant entered, Instant left, std::string_view vehicle_class,
                           const std::vector<Span>& free) {
    if (left < entered)
        return fail(ErrorKind::invalid, "stay-times",
                    {"A stay cannot end before it begins.", "Una estadía no puede terminar antes de empezar."});
    if (left - entered > stay_length_max)
        return fail(
            ErrorKind::invalid, "stay-too-long",
            {"A stay of more than 400 days is not charged by itself.", "Una estadía de más de 400 días no se cobra sola."});
    const auto& document = tariff.document();
    Charge charge{{0, document.currency}, tariff.version(), {}};
    charge.lines = Meter{*tariff.parts_, counted(entered, document.counted_to), counted(left, document.counted_to),
                         class_charged(document, vehicle_class), free}
                       .run();
    for (const auto& line : charge.lines) charge.total.amount += line.amount;
    return charge;
}

}  // namespace patente::parking
