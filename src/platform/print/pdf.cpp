// Draws a Document with cairo and pango.
#include <cairo-pdf.h>
#include <fmt/format.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "platform/print/document.h"
#include "platform/print/jpeg_size.h"
#include "platform/print/qr_code.h"

namespace patente::print {
namespace {

constexpr double points_per_mm = 72 / 25.4;
constexpr const char* family = "DejaVu Sans";  // Debian's fonts-dejavu-core: every letter of both languages

template <auto Release>
struct Released {
    template <typename T>
    void operator()(T* thing) const {
        Release(thing);
    }
};
using Surface = std::unique_ptr<cairo_surface_t, Released<cairo_surface_destroy>>;
using Context = std::unique_ptr<cairo_t, Released<cairo_destroy>>;
using Layout = std::unique_ptr<PangoLayout, Released<g_object_unref>>;
using Font = std::unique_ptr<PangoFontDescription, Released<pango_font_description_free>>;

void check(cairo_status_t status) {
    if (status != CAIRO_STATUS_SUCCESS) throw std::runtime_error(fmt::format("PDF: {}", cairo_status_to_string(status)));
}

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int length) {
    static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

Surface pdf_surface(const Document& document, double height_mm, std::string& bytes) {
    Surface surface{
        cairo_pdf_surface_create_for_stream(append, &bytes, document.width_mm * points_per_mm, height_mm * points_per_mm)};
    check(cairo_surface_status(surface.get()));
    const auto made_at = to_rfc3339(document.made_at);
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, document.title.c_str());
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_AUTHOR, document.author.c_str());
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, made_at.c_str());
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_MOD_DATE, made_at.c_str());
    return surface;
}

// The pen on the page: `y` is where the next block begins. All in points.
class Page {
public:
    Page(const Document& document, double height_mm, cairo_surface_t* surface)
        : context_(cairo_create(surface)),
          left_(document.margin_mm * points_per_mm),
          right_((document.width_mm - document.margin_mm) * points_per_mm),
          bottom_((height_mm - document.margin_mm) * points_per_mm),
          y_(left_) {
        check(cairo_status(context_.get()));
    }

    void draw(const Paragraph& paragraph) { draw_lines(laid_out(paragraph.run, width(), paragraph.align).get(), paragraph.run); }

    void draw(const Row& row) {
        const auto right = laid_out(row.right, -1, Align::left);
        int right_width = 0;
        pango_layout_get_pixel_size(right.get(), &right_width, nullptr);
        const double gap = right_width > 0 ? 2 * points_per_mm : 0;
        const auto left = laid_out(row.left, std::max(width() - right_width - gap, width() / 3), Align::left);
        make_room(height_of(right.get()));
        const double baseline = y_ + std::max(baseline_of(left.get()), baseline_of(right.get()));
        ink(row.right.grey);
        cairo_move_to(context_.get(), right_ - right_width, baseline - baseline_of(right.get()));
        pango_cairo_show_layout(context_.get(), right.get());
        y_ = baseline - baseline_of(left.get());
        const double end = baseline - baseline_of(right.get()) + height_of(right.get());
        draw_lines(left.get(), row.left);
        y_ = std::max(y_, end);
    }

    void draw(const Rule& rule) {
        constexpr double around = 1.2 * points_per_mm;
        make_room(2 * around);
        y_ += around;
        ink(rule.grey);
        cairo_set_line_width(context_.get(), 0.5);
        cairo_move_to(context_.get(), left_, y_);
        cairo_line_to(context_.get(), right_, y_);
        cairo_stroke(context_.get());
        y_ += around;
    }

    void draw(const Space& space) { y_ += space.height_mm * points_per_mm; }

    void draw(const Picture& picture) {
        const auto size = jpeg_size(picture.jpeg);
        if (!size) throw std::invalid_argument("a picture of a document is no JPEG");
        const double scale = std::min(std::min(picture.width_mm_max * points_per_mm, width()) / size->width,
                                      picture.height_mm_max * points_per_mm / size->height);
        make_room(size->height * scale);
        const Surface image = embedded(picture.jpeg, *size);
        cairo_save(context_.get());
        cairo_translate(context_.get(), x_of(size->width * scale, picture.align), y_);
        cairo_scale(context_.get(), scale, scale);
        cairo_set_source_surface(context_.get(), image.get(), 0, 0);
        cairo_paint(context_.get());
        cairo_restore(context_.get());
        y_ += size->height * scale;
    }

    void draw(const QrCode& code) {
        const double box = std::min(code.side_mm * points_per_mm, width());
        make_room(box);
        const int side = each_dark_module(code.text, [](int, int) {});
        const double module = box / (side + 2 * qr_quiet_zone);
        const double x = x_of(box, code.align) + qr_quiet_zone * module;
        const double y = y_ + qr_quiet_zone * module;
        each_dark_module(code.text, [&](int column, int row) {
            cairo_rectangle(context_.get(), x + column * module, y + row * module, module, module);
        });
        ink(0);
        cairo_fill(context_.get());  // one path, so that no seams show between modules
        y_ += box;
    }

    double end_mm() const { return y_ / points_per_mm; }

    void finish() {
        cairo_show_page(context_.get());
        check(cairo_status(context_.get()));
    }

private:
    double width() const { return right_ - left_; }
    void ink(double grey) { cairo_set_source_rgb(context_.get(), grey, grey, grey); }
    double x_of(double box, Align align) const {
        if (align == Align::left) return left_;
        return align == Align::right ? right_ - box : left_ + (width() - box) / 2;
    }
    void make_room(double height) {
        if (y_ + height <= bottom_ || y_ == left_) return;
        cairo_show_page(context_.get());
        y_ = left_;
    }

    static double height_of(PangoLayout* layout) {
        int height = 0;
        pango_layout_get_size(layout, nullptr, &height);
        return pango_units_to_double(height);
    }
    static double baseline_of(PangoLayout* layout) { return pango_units_to_double(pango_layout_get_baseline(layout)); }

    Layout laid_out(const Run& run, double width, Align align) {
        Layout layout{pango_cairo_create_layout(context_.get())};
        const Font font{pango_font_description_new()};
        pango_font_description_set_family_static(font.get(), family);
        pango_font_description_set_size(font.get(), static_cast<int>(run.size_pt * PANGO_SCALE));
        pango_font_description_set_weight(font.get(), run.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        pango_layout_set_font_description(layout.get(), font.get());
        pango_layout_set_text(layout.get(), run.text.data(), static_cast<int>(run.text.size()));
        if (width > 0) pango_layout_set_width(layout.get(), pango_units_from_double(width));
        pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
        pango_layout_set_alignment(layout.get(), align == Align::left     ? PANGO_ALIGN_LEFT
                                                 : align == Align::centre ? PANGO_ALIGN_CENTER
                                                                          : PANGO_ALIGN_RIGHT);
        return layout;
    }

    // Line by line, so that a long text may go on over the page's end.
    void draw_lines(PangoLayout* layout, const Run& run) {
        for (int i = 0; i < pango_layout_get_line_count(layout); ++i) {
            PangoLayoutLine* line = pango_layout_get_line_readonly(layout, i);
            PangoRectangle logical;
            pango_layout_line_get_extents(line, nullptr, &logical);
            const double height = pango_units_to_double(logical.height);
            make_room(height);
            ink(run.grey);
            cairo_move_to(context_.get(), left_ + aligned_by(layout, logical.width), y_ - pango_units_to_double(logical.y));
            pango_cairo_show_layout_line(context_.get(), line);
            y_ += height;
        }
    }
    static double aligned_by(PangoLayout* layout, int line_width) {
        const int free = pango_layout_get_width(layout) - line_width;
        switch (pango_layout_get_alignment(layout)) {
            case PANGO_ALIGN_CENTER: return pango_units_to_double(free / 2);
            case PANGO_ALIGN_RIGHT: return pango_units_to_double(free);
            default: return 0;
        }
    }

    // Only its size matters to cairo, which copies the JPEG's own bytes into the PDF.
    static Surface embedded(const std::string& jpeg, PixelSize size) {
        Surface image{cairo_image_surface_create(CAIRO_FORMAT_RGB24, size.width, size.height)};
        check(cairo_surface_status(image.get()));
        auto* copy = new std::string(jpeg);
        check(cairo_surface_set_mime_data(
            image.get(), CAIRO_MIME_TYPE_JPEG, reinterpret_cast<const unsigned char*>(copy->data()), copy->size(),
            [](void* bytes) { delete static_cast<std::string*>(bytes); }, copy));
        return image;
    }

    Context context_;
    double left_, right_, bottom_, y_;
};

}  // namespace

bool is_jpeg(std::string_view bytes) { return jpeg_size(bytes).has_value(); }

namespace {

void draw_all(const Document& document, Page& page) {
    for (const auto& block : document.blocks) std::visit([&](const auto& each) { page.draw(each); }, block);
}

// Of a roll: drawn once to see where it ends, within the longest page that a PDF may have.
double height_of(const Document& document) {
    if (document.height_mm > 0) return document.height_mm;
    constexpr double longest_mm = 5000;
    std::string unused;
    const Surface surface = pdf_surface(document, longest_mm, unused);
    Page page{document, longest_mm, surface.get()};
    draw_all(document, page);
    return page.end_mm() + document.margin_mm + 0.1;  // what rounding takes
}

}  // namespace

std::string pdf_of(const Document& document) {
    std::string bytes;
    const double height_mm = height_of(document);
    const Surface surface = pdf_surface(document, height_mm, bytes);
    {
        Page page{document, height_mm, surface.get()};
        draw_all(document, page);
        page.finish();
    }
    cairo_surface_finish(surface.get());
    check(cairo_surface_status(surface.get()));
    return bytes;
}

}  // namespace patente::print
