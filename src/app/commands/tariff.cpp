#include "app/commands/tariff.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

#include "app/regions.h"
#include "app/share.h"
#include "domain/parking/tariff_rules.h"

namespace patente {
namespace {

using namespace parking;

struct Options {
    std::string document, from, to, vehicle_class, language = "es", format = "table";

    Language in() const { return language == "en" ? Language::en : Language::es; }
};

[[noreturn]] void refuse(const Error& error, const Options& options) {
    fmt::print(stderr, "{}: {}\n", options.document, error.detail.in(options.in()));
    for (const auto& fault : error.faults)
        fmt::print(stderr, "  {}: {}\n", fault.pointer.empty() ? "/" : fault.pointer, fault.detail.in(options.in()));
    throw CLI::RuntimeError(1);
}

template <typename T>
T or_refuse(Result<T> result, const Options& options) {
    if (!result) refuse(result.error(), options);
    return *std::move(result);
}

std::string text_of_file(const Options& options) {
    std::ifstream file;
    std::istream& input = options.document == "-" ? std::cin : (file.open(options.document, std::ios::binary), file);
    std::string text{std::istreambuf_iterator<char>{input}, {}};
    if (input.bad() || (options.document != "-" && !file.is_open())) {
        fmt::print(stderr, "{}: {}\n", options.document, options.in() == Language::es ? "no se puede leer" : "cannot be read");
        throw CLI::RuntimeError(2);
    }
    return text;
}

Tariff tariff_of(const Options& options) {
    const auto document = or_refuse(json::read<TariffDocument>(text_of_file(options)), options);
    return or_refuse(checked(document, load_holidays(share_folder() / "data" / "holidays")), options);
}

void check(const Options& options) {
    const Tariff tariff = tariff_of(options);
    const auto& document = tariff.document();
    const auto said = options.in() == Language::es ? "{}: «{}» es coherente; {} ejemplos dan lo que dicen\n"
                                                   : "{}: \"{}\" holds together; {} examples give what they say\n";
    fmt::print(fmt::runtime(said), options.document, document.name.in(options.in()), document.examples.size());
}

void print_table(const Tariff& tariff, const Charge& charge, const Options& options) {
    const bool spanish = options.in() == Language::es;
    const auto money = [&](std::int64_t amount) { return format(Money{amount, charge.total.currency}, options.in()); };
    const auto time = [&](Instant instant) { return to_text(tariff.zone().civil(instant)); };
    fmt::print("{:<19}  {:<19}  {:<24}  {:>16}  {}\n", spanish ? "desde" : "from", spanish ? "hasta" : "to",
               spanish ? "regla" : "rule", spanish ? "importe" : "amount", spanish ? "por qué" : "why");
    for (const auto& line : charge.lines)
        fmt::print("{:<19}  {:<19}  {:<24}  {:>16}  {}\n", time(line.from), time(line.to), line.rule, money(line.amount),
                   line.why.in(options.in()));
    fmt::print("{:<19}  {:<19}  {:<24}  {:>16}  {}\n", "", "", "total", money(charge.total.amount), tariff.zone().name());
}

void explain(const Options& options) {
    const Tariff tariff = tariff_of(options);
    const Instant from = or_refuse(civil_or_utc(options.from, tariff.zone()), options);
    const Instant to = or_refuse(civil_or_utc(options.to, tariff.zone()), options);
    const Charge charge = or_refuse(amount_owed(tariff, from, to, options.vehicle_class), options);
    if (options.format == "json")
        fmt::print("{}\n", json::text_of(charge));
    else
        print_table(tariff, charge, options);
}

void add_shared(CLI::App& command, Options& options) {
    command.add_option("document", options.document, "the tariff, a JSON file; - reads it from stdin")->required();
    command.add_option("--lang", options.language, "language of what is said")
        ->check(CLI::IsMember({"es", "en"}))
        ->capture_default_str();
}

}  // namespace

void add_tariff_command(CLI::App& app) {
    auto* tariff = app.add_subcommand("tariff", "Check a tariff document, or explain what a stay owes by it");
    tariff->require_subcommand(1);
    const auto options = std::make_shared<Options>();

    auto* checking = tariff->add_subcommand("check", "Say whether a tariff document holds together and gives its examples");
    add_shared(*checking, *options);
    checking->callback([options] { check(*options); });

    auto* explaining = tariff->add_subcommand("explain", "Show what a stay owes, line by line, each with its rule and its why");
    add_shared(*explaining, *options);
    explaining->add_option("--from", options->from, "entry: \"2026-03-01 12:00\" in the tariff's zone, or RFC 3339")->required();
    explaining->add_option("--to", options->to, "exit, written the same way")->required();
    explaining->add_option("--class", options->vehicle_class, "class of vehicle; else the tariff's default class");
    explaining->add_option("--format", options->format, "how it is written")
        ->check(CLI::IsMember({"table", "json"}))
        ->capture_default_str();
    explaining->callback([options] { explain(*options); });
}

}  // namespace patente
