// Times the steps of reading a photo apart: bench_recognition [PHOTO…] (default: tests/golden/photos).
// Each figure is the mean over the photos of the fastest of some rounds, in milliseconds of processor time, so that
// other work on the machine counts little; photos a second are by the clock on the wall. The floor is decoding and the bare
// networks; the ratio says what everything else costs.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <thread>

#include "vision/image/decode.h"
#include "vision/image/transform.h"
#include "vision/plate/find.h"
#include "vision/plate/reader.h"
#include "vision/runtime/stopwatch.h"

namespace {

using namespace patente::vision;

constexpr int rounds = 7;
constexpr double throughput_s = 5;

double now_ms() { return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

std::vector<std::string> photos_in(int count, char** arguments) {
    std::vector<std::string> photos;
    for (int i = 1; i < count; ++i) photos.push_back(bytes_of(arguments[i]));
    if (count > 1) return photos;
    for (const auto& entry : std::filesystem::directory_iterator{PATENTE_ROOT "/tests/golden/photos"})
        photos.push_back(bytes_of(entry.path()));
    return photos;
}

struct Steps {
    double decode = 0, shrink = 0, find = 0, straighten = 0, read = 0, choose = 0, networks = 0;

    void keep_least(const Steps& other) {
        for (auto field : fields) this->*field = std::min(this->*field, other.*field);
    }
    void add(const Steps& other, double share) {
        for (auto field : fields) this->*field += other.*field * share;
    }
    double all() const { return decode + find + straighten + read + choose; }
    static constexpr double Steps::* fields[] = {&Steps::decode, &Steps::shrink, &Steps::find,    &Steps::straighten,
                                                 &Steps::read,   &Steps::choose, &Steps::networks};
};

Steps timed(const PlateReader& reader, const std::string& bytes) {
    Steps steps;
    double start = processor_ms();
    const auto image = decode(bytes);
    steps.decode = processor_ms() - start;
    if (!image) throw std::runtime_error(image.error().detail.en);
    const auto size = letterbox_of(image->width, image->height, reader.long_side(image->width, image->height));
    start = processor_ms();
    const auto small = shrink(*image, size.width, size.height);
    steps.shrink = processor_ms() - start;
    const auto reading = reader.read(*image, {.vehicles = VehicleSearch::none});
    steps.find = reading.ms.find, steps.straighten = reading.ms.straighten, steps.read = reading.ms.read,
    steps.choose = reading.ms.choose;
    steps.networks = reader.networks_ms(image->width, image->height, static_cast<int>(reading.plates.size()));
    return steps;
}

Steps least_of(const PlateReader& reader, const std::string& bytes) {
    Steps least = timed(reader, bytes);
    for (int i = 1; i < rounds; ++i) least.keep_least(timed(reader, bytes));
    return least;
}

// The mean over the photos, which the threads share out among themselves.
Steps mean_of(const PlateReader& reader, const std::vector<std::string>& photos, int threads) {
    std::vector<Steps> sums(threads);
    {
        std::vector<std::jthread> workers;
        for (int t = 0; t < threads; ++t)
            workers.emplace_back([&, t] {
                for (std::size_t i = t; i < photos.size(); i += threads)
                    sums[t].add(least_of(reader, photos[i]), 1.0 / static_cast<double>(photos.size()));
            });
    }
    Steps mean;
    for (const auto& sum : sums) mean.add(sum, 1);
    return mean;
}

void print_steps(const PlateReader& reader, const std::vector<std::string>& photos) {
    const Steps one = mean_of(reader, photos, 1), two = mean_of(reader, photos, 2);
    const auto print = [&](std::string_view name, auto value) {
        fmt::print("  {:<12}{:>10.2f}{:>12.2f}\n", name, value(one), value(two));
    };
    fmt::print("{} photos; {}\n  {:<12}{:>10}{:>12}\n", photos.size(), reader.number_formats(), "ms", "1 thread", "2 threads");
    print("decode", [](const Steps& s) { return s.decode; });
    print("shrink", [](const Steps& s) { return s.shrink; });
    print("detect", [](const Steps& s) { return s.find - s.shrink; });
    print("straighten", [](const Steps& s) { return s.straighten; });
    print("read", [](const Steps& s) { return s.read; });
    print("choose", [](const Steps& s) { return s.choose; });
    print("all", [](const Steps& s) { return s.all(); });
    print("floor", [](const Steps& s) { return s.decode + s.networks; });
    fmt::print("  the floor is decode and the bare networks; all is {:.2f} and {:.2f} of it\n",
               one.all() / (one.decode + one.networks), two.all() / (two.decode + two.networks));
}

// Photos a second, decoded and read; or decoded and run through the bare networks.
double photos_per_s(const PlateReader& reader, const std::vector<std::string>& photos, int threads, bool bare) {
    std::vector<long> done(threads);
    const double start = now_ms();
    {
        std::vector<std::jthread> workers;
        for (int t = 0; t < threads; ++t)
            workers.emplace_back([&, t] {
                for (std::size_t i = t; now_ms() - start < throughput_s * 1000; ++i, ++done[t]) {
                    const auto image = decode(photos[i % photos.size()]);
                    if (bare)
                        reader.networks_ms(image->width, image->height, 1);
                    else
                        reader.read(*image, {.vehicles = VehicleSearch::none});
                }
            });
    }
    long all = 0;
    for (const long each : done) all += each;
    return static_cast<double>(all) / ((now_ms() - start) / 1000);
}

}  // namespace

int main(int count, char** arguments) try {
    const auto photos = photos_in(count, arguments);
    auto reader = PlateReader::load({PATENTE_ROOT "/models/plate_detector.onnx", PATENTE_ROOT "/models/plate_reader.onnx"}, {});
    if (!reader) throw std::runtime_error(reader.error().detail.en);
    print_steps(**reader, photos);
    for (const int threads : {1, 2}) {
        const double read = photos_per_s(**reader, photos, threads, false), floor = photos_per_s(**reader, photos, threads, true);
        fmt::print("{} thread(s): {:.1f} photos/s; decode and the bare networks: {:.1f}; ratio {:.2f}\n", threads, read, floor,
                   read / floor);
    }
    return 0;
} catch (const std::exception& error) {
    fmt::print(stderr, "bench_recognition: {}\n", error.what());
    return 1;
}
