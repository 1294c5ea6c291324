#include "domain/till/closing_pdf.h"

#include <fmt/format.h>

#include "platform/print/document.h"

namespace patente::till {
namespace {

using print::Align, print::Block;

class Sheet {
public:
    Sheet(const Closing& closing, Language language, ClosingPaper paper)
        : closing_(closing),
          language_(language),
          zone_(Zone::named(closing.time_zone).value_or(Zone::utc())),
          roll_(paper == ClosingPaper::roll_80mm) {}

    print::Document document() {
        head();
        takings();
        for (const auto& each : closing_.takings.methods) method(each);
        sums();
        for (const auto& each : closing_.cash) cash(each);
        if (!closing_.note.empty()) {
            blocks_.push_back(print::Rule{});
            blocks_.push_back(print::Paragraph{{closing_.note, text_pt()}});
        }
        signatures();
        print::Document document{.title = say("Cierre ", "Closing ") + closing_.number,
                                 .author = closing_.of.name,
                                 .made_at = closing_.closed_at,
                                 .blocks = std::move(blocks_)};
        document.width_mm = roll_ ? 80 : 210;
        document.height_mm = roll_ ? 0 : 297;
        document.margin_mm = roll_ ? 4 : 25;
        return document;
    }

private:
    std::string say(const char* es, const char* en) const { return language_ == Language::es ? es : en; }
    double text_pt() const { return roll_ ? 9.5 : 11; }
    double small_pt() const { return roll_ ? 8 : 9; }
    std::string money(const Money& amount) const { return format(amount, language_); }
    std::string time(Instant at) const {
        const auto iso = to_text(zone_.civil(at));
        const auto clock = iso.substr(11, 5);
        if (language_ == Language::en) return iso.substr(0, 10) + " " + clock;
        return iso.substr(8, 2) + "/" + iso.substr(5, 2) + "/" + iso.substr(0, 4) + " " + clock;
    }

    void row(const std::string& left, const std::string& right, bool bold = false, double more_pt = 0) {
        blocks_.push_back(print::Row{{left, text_pt() + more_pt, bold}, {right, text_pt() + more_pt, bold}});
    }
    void centred(const std::string& text, double more_pt = 0) {
        blocks_.push_back(print::Paragraph{{text, text_pt() + more_pt, more_pt > 0}, Align::centre});
    }
    void small(const std::string& text) { blocks_.push_back(print::Paragraph{{text, small_pt()}}); }

    void head() {
        centred(say("Cierre de caja", "Till closing"));
        centred(closing_.number, 3);
        blocks_.push_back(print::Space{1});
        row(say("Caja de", "Till of"), closing_.of.name);
        if (closing_.by != closing_.of) row(say("Cerró", "Closed by"), closing_.by.name);
        row(say("Cerrada", "Closed"), time(closing_.closed_at));
        if (closing_.takings.first_at) {
            row(say("Primer cobro", "First taken"), time(*closing_.takings.first_at));
            row(say("Último cobro", "Last taken"), time(*closing_.takings.last_at));
        }
        blocks_.push_back(print::Rule{});
    }

    void takings() {
        row(say("Comprobantes", "Tickets"), std::to_string(closing_.takings.tickets));
        for (const auto& each : closing_.takings.charged) row(say("Facturado", "Charged"), money(each));
        blocks_.push_back(print::Rule{});
    }

    std::string method_text(parking::PaymentMethod method) const {
        switch (method) {
            case parking::PaymentMethod::cash: return say("Efectivo", "Cash");
            case parking::PaymentMethod::card: return say("Tarjeta", "Card");
            case parking::PaymentMethod::transfer: return say("Transferencia", "Transfer");
            case parking::PaymentMethod::provider: return say("Proveedor de pagos", "Payment provider");
        }
        return {};
    }

    void method(const MethodSum& sum) {
        row(method_text(sum.method), money(sum.sum), true);
        small(fmt::format("{} {} · {}", sum.payments, sum.payments == 1 ? say("cobro", "payment") : say("cobros", "payments"),
                          money(sum.taken)));
        if (sum.refunds > 0)
            small(fmt::format("{} {} · -{}", sum.refunds,
                              sum.refunds == 1 ? say("devolución", "refund") : say("devoluciones", "refunds"),
                              money(sum.given_back)));
        blocks_.push_back(print::Space{0.8});
    }

    void sums() {
        blocks_.push_back(print::Rule{});
        for (const auto& each : closing_.takings.paid) row(say("Cobrado", "Paid"), money(each), true, roll_ ? 2 : 3);
    }

    void cash(const CashCount& count) {
        blocks_.push_back(print::Rule{});
        row(say("Efectivo esperado", "Cash expected"), money(count.expected));
        row(say("Efectivo declarado", "Cash declared"), money(count.declared));
        const std::int64_t difference = count.difference.amount;
        const auto label = difference < 0   ? say("Falta", "Missing")
                           : difference > 0 ? say("Sobra", "Over")
                                            : say("Diferencia", "Difference");
        row(label, money({difference < 0 ? -difference : difference, count.difference.currency}), true);
    }

    void signatures() {
        blocks_.push_back(print::Space{roll_ ? 14.0 : 24.0});
        blocks_.push_back(print::Rule{});
        blocks_.push_back(print::Paragraph{{say("Firma de ", "Signature of ") + closing_.of.name, small_pt()}, Align::centre});
    }

    const Closing& closing_;
    Language language_;
    Zone zone_;
    bool roll_;
    std::vector<Block> blocks_;
};

}  // namespace

std::string closing_pdf(const Closing& closing, Language language, ClosingPaper paper) {
    return print::pdf_of(Sheet{closing, language, paper}.document());
}

}  // namespace patente::till
