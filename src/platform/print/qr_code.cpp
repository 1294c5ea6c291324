#include "platform/print/qr_code.h"

#include <fmt/format.h>

#include <cstdint>
#include <qrcodegen/qrcodegen.hpp>
#include <vector>

#include "platform/print/document.h"

namespace patente::print {

int each_dark_module(std::string_view text, const std::function<void(int, int)>& dark_at) {
    const std::vector<std::uint8_t> bytes(text.begin(), text.end());
    const auto code = qrcodegen::QrCode::encodeBinary(bytes, qrcodegen::QrCode::Ecc::MEDIUM);
    for (int row = 0; row < code.getSize(); ++row)
        for (int column = 0; column < code.getSize(); ++column)
            if (code.getModule(column, row)) dark_at(column, row);
    return code.getSize();
}

std::string qr_svg(std::string_view text) {
    std::string modules;
    const int side = each_dark_module(text, [&](int column, int row) {
        modules += fmt::format("M{},{}h1v1h-1z", column + qr_quiet_zone, row + qr_quiet_zone);
    });
    const int box = side + 2 * qr_quiet_zone;
    return fmt::format(R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}" shape-rendering="crispEdges" role="img" )"
                       R"(aria-label="QR"><path fill="#fff" d="M0,0h{0}v{0}H0z"/><path fill="#000" d="{1}"/></svg>)",
                       box, modules);
}

}  // namespace patente::print
