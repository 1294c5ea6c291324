// A simulated day at a gate: cars come and go; one in eight belongs to a pair of real plates one character apart, both inside
// at once. One reading in twenty is wrong by one character, drawn from the measured table by this file's own code: it shares
// none with the product.
#pragma once

#include <toml++/toml.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace simulation {

constexpr double misread_share = 0.05;

struct Error {
    char truth, read;
    double weight;
};

struct World {
    std::vector<Error> errors;
    std::vector<double> right, wrong;  // confidence of readings, in steps of a twentieth
};

inline World world_of(const char* path) {
    const auto file = toml::parse_file(path);
    World world;
    for (const auto& [key, node] : *file["misread"].as_table()) {
        const int times = static_cast<int>(*node.value<std::int64_t>());
        world.errors.push_back({key.str()[0], key.str()[1], static_cast<double>(times)});
    }
    for (const auto& each : *file["confidence"]["right"].as_array()) world.right.push_back(*each.value<double>());
    for (const auto& each : *file["confidence"]["wrong"].as_array()) world.wrong.push_back(*each.value<double>());
    return world;
}

struct Car {
    std::string plate;
    double enters, leaves;  // minutes
};

struct Read {
    std::string plate;
    double confidence;
    bool misread;
};

struct Passage {
    double at;  // minutes
    std::size_t car;
    bool exit;
};

class Day {
public:
    Day(const World& world, unsigned seed) : world_(world), engine_(seed) {}

    std::vector<Car> cars(int count) {
        std::vector<Car> cars;
        std::set<std::string> taken;
        while (static_cast<int>(cars.size()) < count) {
            Car car = another(taken);
            const bool pair = number(0, 15) == 0 && static_cast<int>(cars.size()) + 2 <= count;
            cars.push_back(car);
            if (!pair) continue;
            Car twin = car;  // its plate one character further on, inside at the same time
            do {
                twin.plate = neighbour_of(car.plate);
            } while (!taken.insert(twin.plate).second);
            twin.enters += number(-20, 20);
            twin.leaves = std::max(twin.enters + 5, car.leaves + number(-20, 20));
            cars.push_back(twin);
        }
        return cars;
    }

    Read reading_of(const std::string& plate) {
        if (!happens(misread_share)) return {plate, drawn(world_.right), false};
        std::string read = misread_text(plate);
        return {read, drawn(world_.wrong), true};
    }

    // Who comes and goes, in the order of time.
    std::vector<Passage> passages(const std::vector<Car>& cars) {
        std::vector<Passage> all;
        for (std::size_t i = 0; i < cars.size(); ++i)
            all.insert(all.end(), {{cars[i].enters, i, false}, {cars[i].leaves, i, true}});
        std::ranges::sort(all, {}, &Passage::at);
        return all;
    }

private:
    bool happens(double chance) { return std::uniform_real_distribution{}(engine_) < chance; }
    int number(int least, int most) { return std::uniform_int_distribution{least, most}(engine_); }
    char letter() { return static_cast<char>('A' + number(0, 25)); }
    char digit() { return static_cast<char>('0' + number(0, 9)); }

    Car another(std::set<std::string>& taken) {
        std::string plate;
        do {
            plate = {'A', static_cast<char>('A' + number(0, 8)), digit(), digit(), digit(), letter(), letter()};
        } while (!taken.insert(plate).second);
        const double enters = number(0, 720);
        return {plate, enters, enters + 5 + std::exponential_distribution{1.0 / 90}(engine_)};
    }

    std::string neighbour_of(std::string plate) {
        const auto at = static_cast<std::size_t>(number(2, 6));
        const char before = plate[at];
        do {
            plate[at] = at < 5 ? digit() : letter();
        } while (plate[at] == before);
        return plate;
    }

    double drawn(const std::vector<double>& steps) {
        const double at = std::uniform_real_distribution{0.0, static_cast<double>(steps.size() - 1)}(engine_);
        const auto below = static_cast<std::size_t>(at);
        const double above = steps[std::min(below + 1, steps.size() - 1)];
        return steps[below] + (at - static_cast<double>(below)) * (above - steps[below]);
    }

    // One character becomes another, by how often the measured readers did so.
    std::string misread_text(std::string plate) {
        std::vector<std::pair<std::size_t, char>> ways;
        std::vector<double> weights;
        for (std::size_t i = 0; i < plate.size(); ++i)
            for (const auto& error : world_.errors)
                if (error.truth == plate[i]) ways.emplace_back(i, error.read), weights.push_back(error.weight);
        if (ways.empty()) {
            plate[0] = letter();
            return plate;
        }
        const auto way = ways[std::discrete_distribution<std::size_t>{weights.begin(), weights.end()}(engine_)];
        plate[way.first] = way.second;
        return plate;
    }

    const World& world_;
    std::mt19937 engine_;
};

inline bool one_apart(const std::string& a, const std::string& b) {
    int differing = 0;
    for (std::size_t i = 0; i < a.size(); ++i) differing += a[i] != b[i];
    return differing == 1;
}

}  // namespace simulation
