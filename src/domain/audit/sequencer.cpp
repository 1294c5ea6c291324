#include "domain/audit/sequencer.h"

#include "domain/audit/erasing.h"
#include "platform/observe/log.h"

namespace patente::audit {

using storage::Isolation;
using storage::Session;

namespace {

constexpr int numbered_at_once = 500;
constexpr std::chrono::milliseconds gather{200};  // after a first entry, so that many share a transaction
constexpr std::chrono::milliseconds look_every{1'000};
constexpr std::chrono::milliseconds pause_after_trouble{1'000};
constexpr std::chrono::hours erase_every{1};

}  // namespace

void append(Session& session, const NewEntry& entry) {
    store::add(session, entry);
    session.announce({added_channel, ""});
}

Sequencer::Sequencer(storage::Database& database, const Clock& clock, const Signer& signer, SequencerSettings settings)
    : database_(database), clock_(clock), signer_(signer), settings_(settings) {}

void Sequencer::start() {
    added_ = database_.listen(added_channel, [this](const std::string&) {
        const std::lock_guard lock(mutex_);
        look_ = true;
        wake_.notify_one();
    });
    ending_ = false;
    thread_ = std::thread([this] { run(); });
}

void Sequencer::stop() {
    if (!thread_.joinable()) return;
    added_.reset();
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_one();
    thread_.join();
    try {
        number_all();
    } catch (const std::exception& error) {
        observe::log_warning("audit", "entries wait for their numbers until the next start", {{"error", error.what()}});
    }
}

void Sequencer::number_all() {
    while (database_.read(store::has_unnumbered))
        database_.write([](Session& session) { return store::number_added(session, numbered_at_once); },
                        Isolation::read_committed);
}

std::optional<Head> Sequencer::make_head() {
    const auto newest = database_.read(store::newest_head);
    Head head{.at = clock_.now()};
    database_.read([&](Session& session) {
        head.size = store::size_of_tree(session);
        store::StoredNodes nodes(session);
        head.root = hex_of(root_of(nodes, static_cast<std::uint64_t>(head.size)));
    });
    if (head.size == 0 || (newest && newest->size >= head.size)) return std::nullopt;
    head.note = signer_.signed_head(head);
    database_.write([&](Session& session) { store::add_head(session, head); });
    observe::log_info("audit", "head", {{"size", head.size}, {"root", head.root}, {"time", to_rfc3339(head.at)}});
    return head;
}

void Sequencer::make_head_when_due() {
    const auto newest = database_.read(store::newest_head);
    const auto size = database_.read(store::size_of_tree);
    const auto more = size - (newest ? newest->size : 0);
    const bool is_time = !newest || clock_.now() - newest->at >= settings_.head_every;
    if (more >= settings_.head_every_entries || (more > 0 && is_time)) make_head();
}

void Sequencer::erase_what_is_old() {
    const Instant now = clock_.now();
    if (settings_.personal_kept.count() == 0 || (erased_at_ && now - *erased_at_ < erase_every)) return;
    erase_before(database_, now - settings_.personal_kept,
                 {.at = now, .by = {.kind = "system", .id = "", .name = "audit"}, .act = "job audit.retention"});
    erased_at_ = now;
}

void Sequencer::run() {
    std::unique_lock lock(mutex_);
    while (!ending_) {
        look_ = false;
        lock.unlock();
        auto pause = look_every;
        try {
            number_all();
            make_head_when_due();
            erase_what_is_old();
        } catch (const std::exception& error) {
            observe::log_error("audit", "entries could not be numbered and are tried again", {{"error", error.what()}});
            pause = pause_after_trouble;
        }
        lock.lock();
        wake_.wait_for(lock, pause, [&] { return look_ || ending_; });
        wake_.wait_for(lock, gather, [&] { return ending_; });
    }
}

}  // namespace patente::audit
