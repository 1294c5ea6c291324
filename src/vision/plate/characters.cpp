#include "vision/plate/characters.h"

#include <cmath>
#include <stdexcept>

namespace patente::vision {
namespace {

constexpr int batch_max = 4;  // batches of 1, 2 and 4, so that few plans are made

void log_softmax(const float* logits, int count, float temperature, float* to) {
    const float largest = *std::max_element(logits, logits + count);
    float sum = 0;
    for (int i = 0; i < count; ++i) sum += std::exp((logits[i] - largest) / temperature);
    const float shift = std::log(sum);
    for (int i = 0; i < count; ++i) to[i] = (logits[i] - largest) / temperature - shift;
}

std::vector<float> softmax(const float* logits, int count) {
    std::vector<float> values(count);
    log_softmax(logits, count, 1, values.data());
    for (auto& value : values) value = std::exp(value);
    return values;
}

struct Answers {
    runtime::Tensor text, region, lines, legible;

    Answers(const runtime::Context& context, const ReaderModel& model)
        : text(context.output("text")),
          region(context.output("region")),
          lines(context.output("lines")),
          legible(context.output("legible")) {
        if (text.channels != static_cast<int>(model.alphabet.size()) + 1 || text.height != 2 ||
            region.channels != static_cast<int>(model.regions.size()) || lines.channels != 2 || legible.channels != 1)
            throw std::runtime_error(model.network->name() + ": its answers do not have the agreed shape");
    }

    Characters of(int n, float temperature) const {
        Characters characters;
        characters.classes = text.channels;
        characters.logarithms.resize(static_cast<std::size_t>(text.height) * text.width * text.channels);
        float* to = characters.logarithms.data();
        for (int y = 0; y < text.height; ++y)
            for (int x = 0; x < text.width; ++x, to += text.channels)
                log_softmax(text.at(n, y, x), text.channels, temperature, to);
        characters.regions = softmax(region.at(n, 0, 0), region.channels);
        characters.two_lines = softmax(lines.at(n, 0, 0), 2)[1];
        characters.legible = 1 / (1 + std::exp(-*legible.at(n, 0, 0)));
        return characters;
    }
};

int batch_for(std::size_t waiting) { return waiting >= 4 ? batch_max : waiting >= 2 ? 2 : 1; }

}  // namespace

std::vector<Characters> read_characters(runtime::Context& context, const ReaderModel& model,
                                        std::span<const std::uint8_t> crops) {
    const auto crop_bytes = static_cast<std::size_t>(model.width()) * model.height();
    std::vector<Characters> all;
    while (!crops.empty()) {
        const int batch = batch_for(crops.size() / crop_bytes);
        const auto pixels = context.prepare({batch, model.height(), model.width()});
        if (!pixels) throw std::runtime_error(pixels.error().detail.en);
        std::ranges::copy(crops.first(pixels->size()), pixels->begin());
        context.run();
        const Answers answers{context, model};
        for (int n = 0; n < batch; ++n) all.push_back(answers.of(n, model.temperature));
        crops = crops.subspan(pixels->size());
    }
    return all;
}

}  // namespace patente::vision
