// A paper document as data, and the PDF it becomes. Blocks flow down the page in order; what does not fit goes on
// to the next page. Lengths are millimetres, type sizes points. The same document gives the same bytes: nothing
// here reads a clock. Safe from any thread.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"

namespace patente::print {

enum class Align { left, centre, right };

struct Run {
    std::string text;  // UTF-8; "\n" breaks the line
    double size_pt = 9;
    bool bold = false;
    double grey = 0;  // 0 black … 1 white
};

struct Paragraph {  // wraps at words, then anywhere
    Run run;
    Align align = Align::left;
};
struct Row {  // `right` keeps to one line at the right margin; `left` wraps in the width that is left
    Run left;
    Run right;
};
struct Rule {  // a line from margin to margin
    double grey = 0.6;
};
struct Space {
    double height_mm = 2;
};
struct Picture {  // a JPEG, embedded as it is and scaled to fit; throws std::invalid_argument when it is none
    std::string jpeg;
    double width_mm_max = 40;
    double height_mm_max = 20;
    Align align = Align::centre;
};
struct QrCode {        // error correction M with a quiet zone of four modules
    std::string text;  // ≤ 2,000 bytes
    double side_mm = 30;
    Align align = Align::centre;
};
using Block = std::variant<Paragraph, Row, Rule, Space, Picture, QrCode>;

struct Document {
    std::string title;
    std::string author;
    Instant made_at;         // goes into the file's properties
    double width_mm = 105;   // A6
    double height_mm = 148;  // 0: a roll, cut where the last block ends
    double margin_mm = 8;
    std::vector<Block> blocks;
};

// The bytes of the PDF. Throws std::runtime_error when the drawing library fails.
std::string pdf_of(const Document& document);

bool is_jpeg(std::string_view bytes);  // whether a Picture can show it

// The code as a standing-alone SVG of black modules on white, which scales to its box.
std::string qr_svg(std::string_view text);

}  // namespace patente::print
