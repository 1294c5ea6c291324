#include "domain/captures/image_service.h"

#include <algorithm>

#include "domain/captures/answer.h"
#include "domain/captures/image_session.h"
#include "domain/captures/intake.h"
#include "domain/captures/rules.h"
#include "domain/captures/store.h"
#include "domain/captures/upload.h"
#include "domain/captures/wire.h"
#include "platform/auth/secret.h"
#include "platform/http/page.h"
#include "platform/observe/log.h"

namespace patente::captures {

namespace {

using Steady = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr int window_max = 256, window_min = 8;
constexpr int images_open_max = 65'536;       // over all connections
constexpr std::size_t places_told_max = 200;  // each second
constexpr auto places_told_after = 1s;
constexpr auto partials_kept = 1h;
constexpr std::chrono::days sessions_kept{7};
constexpr auto tidy_every = 10min;
constexpr int sessions_forgotten_max = 1000;  // each time

Failure unknown_image() {
    return fail(ErrorKind::not_found, "image-unknown",
                {"No image of this session has this id; send it again.",
                 "Ninguna imagen de esta sesión tiene este id; envíela de nuevo."});
}

// Hears of every photo that was read, for a client that subscribed.
class Subscription final : public feed::Reader {
public:
    Subscription(std::weak_ptr<ImageClient> client, std::function<void(const CaptureId&)> send)
        : client_(std::move(client)), send_(std::move(send)) {}

    bool has_room() const override { return true; }
    bool is_gone() const override { return client_.expired(); }
    bool wants(const feed::NewEvent& event) const override { return event.type == CaptureRead::event; }
    bool tell(const feed::Event& event) override {
        if (const auto read = json::read<CaptureRead>(event.what.data)) send_(read->capture);
        return !is_gone();
    }
    bool tell_missed(std::int64_t, std::int64_t) override { return !is_gone(); }  // history() gives them

private:
    const std::weak_ptr<ImageClient> client_;
    const std::function<void(const CaptureId&)> send_;
};

Result<Given> given_in(const protocol::ImageHead& head, const Formats& formats, Instant now) {
    Given given{.taken_at = head.taken_at, .device = head.device, .region = head.region, .zone = head.zone};
    std::vector<Fault> faults;
    if (head.place) {
        if (const auto place = position_of(*head.place, PlaceSource::phone))
            given.places.push_back(*place);
        else
            faults.push_back({"/place", "type", place.error().detail});
    }
    if (!head.region.empty() && !formats.knows(head.region))
        faults.push_back({"/region", "choice", {"No such region is known here.", "Esa región no se conoce aquí."}});
    if (head.deadline_ms) given.read_before = now + std::chrono::milliseconds{*head.deadline_ms};
    if (faults.empty()) return given;
    return fail(ErrorKind::invalid, "head-invalid",
                {"Some fields are not right; see errors.", "Algunos campos no están bien; ver errors."}, std::move(faults));
}

std::string like_of(std::string_view pattern) {
    std::string like;
    for (const char c : pattern)
        like += c == '*' ? '%' : c == '?' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return like;
}

}  // namespace

// ---- one client ------------------------------------------------------------------------------------------------------

void ImageClient::send(protocol::Type type, std::uint64_t id, std::string head, std::string body) {
    peer_->send({.type = type, .id = id, .head = std::move(head), .body = std::move(body)});
}

void ImageClient::refuse(std::uint64_t id, const Error& error) {
    protocol::ErrorHead head{.code = error.problem, .text = error.detail.in(language)};
    for (const auto& fault : error.faults) head.errors.push_back({fault.pointer, fault.code, fault.detail.in(language)});
    const tcp::Frame frame{.type = protocol::error, .id = id, .head = json::text_of(head)};
    id == 0 ? peer_->send_last(frame) : peer_->send(frame);
}

void ImageClient::opened() {
    const std::lock_guard hold(mutex_);
    ++open_;
    hold_or_resume();
}

void ImageClient::answered() {
    const std::lock_guard hold(mutex_);
    --open_;
    hold_or_resume();
}

void ImageClient::set_window(int images) {
    const std::lock_guard hold(mutex_);
    if (images > window_ / 2 && images < window_ * 2) return;
    window_ = images;
    peer_->send({.type = protocol::window, .head = json::text_of(protocol::WindowHead{images})});
    hold_or_resume();
}

void ImageClient::hold_or_resume() {
    const bool full = open_ >= window_;
    if (full == held_) return;
    held_ = full;
    full ? peer_->hold() : peer_->resume();
}

// ---- the service -----------------------------------------------------------------------------------------------------

ImageService::ImageService(const Dependencies& on, const Settings& settings, const Clock& clock, feed::Feed& feed,
                           auth::Authenticator authenticate)
    : on_(on), settings_(settings), clock_(clock), feed_(feed), authenticate_(std::move(authenticate)) {
    over_ = on_.queue.listen_gone([this](const std::string& job) {
        {
            const std::lock_guard hold(mutex_);
            if (!waiting_.contains(job)) return;
        }
        results_.submit([this, job] { look_at(job); });
    });
    ticker_ = std::jthread([this](const std::stop_token& stop) {
        std::mutex mutex;
        std::condition_variable_any wake;
        std::unique_lock lock(mutex);
        while (!wake.wait_for(lock, stop, 1s, [] { return false; }) && !stop.stop_requested()) tick();
    });
}

ImageService::~ImageService() = default;

std::unique_ptr<tcp::Session> ImageService::session_for(std::shared_ptr<tcp::Peer> peer) {
    return std::make_unique<ImageSession>(*this, std::make_shared<ImageClient>(std::move(peer), window()));
}

int ImageService::window() const {
    const std::lock_guard hold(mutex_);
    return std::clamp(images_open_max / static_cast<int>(clients_.size() + 1), window_min, window_max);
}

Result<std::string> ImageService::begin(const std::shared_ptr<ImageClient>& client, const protocol::Hello& hello) {
    client->language = hello.language == "es" ? Language::es : Language::en;
    if (hello.version != protocol::version)
        return fail(ErrorKind::invalid, "version-unknown",
                    {"This server speaks version 1.", "Este servidor habla la versión 1."});
    client->caller = TRY(authenticate_({.bearer = hello.key}));
    if (!client->caller.may("captures.create") || (hello.subscribe && !client->caller.may("captures.read")))
        return fail(ErrorKind::forbidden, "permission-missing",
                    {"This key may not do that: captures.create, and captures.read to subscribe.",
                     "Esta clave no puede hacer eso: captures.create, y captures.read para suscribirse."});
    const Instant now = clock_.now();
    protocol::Welcome welcome{.resume = hello.resume.value_or(auth::new_secret()), .window = window()};
    const auto token = auth::hash_of_secret(welcome.resume);
    const auto known = on_.database.write([&](storage::Session& session) -> std::optional<ImageSessionId> {
        if (hello.resume) return store::image_session(session, token, client->caller.id, now);
        const auto id = ImageSessionId::made_at(now);
        store::add_image_session(session, id, token, client->caller.id, now);
        return id;
    });
    if (!known)
        return fail(ErrorKind::not_found, "session-unknown",
                    {"This session is not known to this key; say hello without resume.",
                     "Esta sesión no es conocida para esta clave; salude sin resume."});
    client->session = *known;
    std::shared_ptr<ImageClient> before;
    {
        const std::lock_guard hold(mutex_);
        before = std::exchange(clients_[*known], client).lock();
        for (const auto& [key, part] : partials_)
            if (key.first == *known)
                welcome.partial.push_back({static_cast<std::int64_t>(key.second), static_cast<std::int64_t>(part.body.bytes())});
    }
    if (before)
        before->refuse(0, {ErrorKind::conflict,
                           "session-taken",
                           {"This session goes on over another connection.", "Esta sesión sigue por otra conexión."}});
    if (hello.subscribe) subscribe(client);
    return json::text_of(welcome);
}

void ImageService::subscribe(const std::shared_ptr<ImageClient>& client) {
    const std::weak_ptr<ImageClient> weak = client;
    feed_.follow(std::make_shared<Subscription>(weak,
                                                [this, weak](const CaptureId& capture) {
                                                    results_.submit([this, weak, capture] { answer({weak, 0, capture}); });
                                                }),
                 feed_.last_number());
}

Result<> ImageService::keep(const std::shared_ptr<ImageClient>& client, std::uint64_t image, const protocol::ImageHead& head,
                            tcp::Upload body) {
    const Instant now = clock_.now();
    Given given = TRY(given_in(head, on_.formats, now));
    TRY(check_reach(on_, client->caller, given));
    add_place_of_device(on_, given);
    const auto number = static_cast<std::int64_t>(image);
    if (body.bytes() == 0)
        return fail(ErrorKind::invalid, "image-empty", {"The image has no bytes.", "La imagen no tiene bytes."});
    if (body.bytes() > image_bytes_max)
        return fail(ErrorKind::too_large, "image-too-large",
                    {"A photo may have at most 32 MiB.", "Una foto puede tener 32 MiB como máximo."});
    const auto sha256 = body.finish();
    const auto capture = arrived(on_, settings_, {body.file(), sha256, body.bytes()}, given, client->caller.id, now);
    const auto kept = on_.database.write([&](storage::Session& session) {
        if (const auto known = store::capture_of_image(session, client->session, number))
            return store::find(session, *known).value();  // sent again: what was stored then stands
        auto added = stored(on_, session, capture, client->session.text());
        store::add_image(session, client->session, number, added.id);
        return added;
    });
    client->send(protocol::stored, image, json::text_of(protocol::Stored{kept.id, kept.sha256, kept.duplicate_of}));
    watch(client, image, kept);
    return {};
}

void ImageService::answer_pending(const std::shared_ptr<ImageClient>& client, const std::vector<std::int64_t>& images) {
    for (const auto image : images) {
        {
            const std::lock_guard hold(mutex_);
            if (partials_.contains({client->session, static_cast<std::uint64_t>(image)})) continue;  // welcome named it
        }
        const auto capture = on_.database.read([&](storage::Session& session) -> std::optional<Capture> {
            const auto known = store::capture_of_image(session, client->session, image);
            return known ? store::find(session, *known) : std::nullopt;
        });
        const auto id = static_cast<std::uint64_t>(image);
        if (!capture) {
            client->refuse(id, unknown_image().error());
            continue;
        }
        client->opened();
        client->send(protocol::stored, id, json::text_of(protocol::Stored{capture->id, capture->sha256, capture->duplicate_of}));
        watch(client, id, *capture);
    }
}

// The result is pushed when the reading and all that follows from it are over, which may be now.
void ImageService::watch(const std::shared_ptr<ImageClient>& client, std::uint64_t image, const Capture& capture) {
    const Waiter waiter{client, image, capture.id};
    if (capture.job.empty()) return answer(waiter);
    {
        const std::lock_guard hold(mutex_);
        waiting_[capture.job].waiters.push_back(waiter);
    }
    look_at(capture.job);
}

void ImageService::look_at(const std::string& job) {
    if (!on_.queue.wait_for_event(job, 0ms)) return;
    std::vector<Waiter> waiters;
    {
        const std::lock_guard hold(mutex_);
        const auto found = waiting_.extract(job);
        if (found.empty()) return;
        waiters = std::move(found.mapped().waiters);
        answered_ += 1;
    }
    for (const auto& waiter : waiters) answer(waiter);
}

void ImageService::answer(const Waiter& waiter) {
    const auto client = waiter.client.lock();
    if (!client) return;
    const auto now = view_now(on_, waiter.capture, clock_.now());
    if (now)
        client->send(protocol::result, waiter.image, "{}", json::text_of(now->view));
    else if (waiter.image != 0)
        client->refuse(waiter.image, unknown_image().error());
    if (waiter.image == 0) return;
    client->answered();
    client->set_window(window());
}

Result<> ImageService::cancel(const ImageClient& client, std::uint64_t image) {
    const auto number = static_cast<std::int64_t>(image);
    const bool known = on_.database.write([&](storage::Session& session) {
        const auto id = store::capture_of_image(session, client.session, number);
        const auto capture = id ? store::find(session, *id) : std::nullopt;
        if (!capture) return false;
        const auto job = queue::JobId::parse(capture->job);
        if (job && store::mark_cancelled(session, capture->id)) on_.queue.withdraw(session, *job);
        return true;
    });
    if (!known) return unknown_image();
    return {};
}

Result<std::pair<protocol::PageHead, std::string>> ImageService::history(const ImageClient& client,
                                                                         const protocol::HistoryHead& head) {
    if (!client.caller.may("captures.read"))
        return fail(ErrorKind::forbidden, "permission-missing",
                    {"This key may not do that: captures.read.", "Esta clave no puede hacer eso: captures.read."});
    std::optional<store::HistoryAfter> after;
    if (head.cursor) {
        const auto cursor = http::cursor_from(*head.cursor);
        const auto at = cursor ? parse_rfc3339(cursor->sort_key) : std::nullopt;
        const auto id = cursor ? CaptureId::parse(cursor->id) : std::nullopt;
        if (!at || !id)
            return fail(ErrorKind::invalid, "head-invalid",
                        {"Some fields are not right; see errors.", "Algunos campos no están bien; ver errors."},
                        {{"/cursor", "unknown", {"Take it from next.", "Tómelo de next."}}});
        after = store::HistoryAfter{*at, *id};
    }
    const store::HistoryFilter filter{.key_id = client.caller.id,
                                      .plate_like = head.plate ? std::optional{like_of(*head.plate)} : std::nullopt,
                                      .from = head.from,
                                      .to = head.to};
    protocol::PageHead page;
    std::vector<wire::CaptureView> views;
    on_.database.read([&](storage::Session& session) {
        auto rows = store::history(session, filter, after, head.limit + 1);
        if (rows.size() > static_cast<std::size_t>(head.limit)) {
            rows.pop_back();
            page.next = http::text_of(http::Cursor{to_rfc3339(rows.back().received_at), rows.back().id.text()});
        }
        for (const auto& row : rows)
            if (const auto capture = shown(on_, session, row.id)) views.push_back(view(on_, session, *capture, clock_.now()));
    });
    return std::pair{page, json::text_of(views)};
}

void ImageService::end(const std::shared_ptr<ImageClient>& client) {
    const std::lock_guard hold(mutex_);
    const auto known = clients_.find(client->session);
    if (known != clients_.end() && (known->second.expired() || known->second.lock() == client)) clients_.erase(known);
}

// ---- what was cut ----------------------------------------------------------------------------------------------------

tcp::Upload ImageService::take_partial(const ImageSessionId& session, std::uint64_t image, std::uint64_t offset) {
    const std::lock_guard hold(mutex_);
    const auto found = partials_.find({session, image});
    if (found == partials_.end()) return {};
    auto part = std::move(found->second.body);
    partials_.erase(found);
    return part.bytes() == offset ? std::move(part) : tcp::Upload{};
}

void ImageService::keep_partial(const ImageSessionId& session, std::uint64_t image, tcp::Upload body) {
    body.rest();
    const std::lock_guard hold(mutex_);
    partials_[{session, image}] = {std::move(body)};
}

// ---- each second -----------------------------------------------------------------------------------------------------

void ImageService::tick() {
    try {
        tell_places();
        forget_old();
    } catch (const std::exception& problem) {
        observe::log_warning("captures", "clients of the image service were not told their places", {{"error", problem.what()}});
    }
}

// Also the net under announcements that were lost.
void ImageService::tell_places() {
    std::vector<std::pair<std::string, std::vector<Waiter>>> some;
    double per_ms = 0;
    {
        const std::lock_guard hold(mutex_);
        const auto now = Steady::now();
        answered_at_.emplace_back(now, answered_);
        while (now - answered_at_.front().first > 10s) answered_at_.pop_front();
        const auto over = std::chrono::duration<double, std::milli>(now - answered_at_.front().first).count();
        if (over > 0) per_ms = static_cast<double>(answered_ - answered_at_.front().second) / over;
        for (auto& [job, waiting] : waiting_) {
            if (now - waiting.since < places_told_after || some.size() >= places_told_max) continue;
            waiting.since = now;
            some.emplace_back(job, waiting.waiters);
        }
    }
    for (const auto& [job, waiters] : some) {
        look_at(job);
        const auto id = queue::JobId::parse(job);
        const auto ahead = id ? on_.queue.ahead_of(*id) : std::nullopt;
        if (!ahead) continue;
        const auto position = *ahead + 1;
        const auto expected_ms = per_ms > 0 ? static_cast<std::int64_t>(static_cast<double>(position) / per_ms) : 0;
        for (const auto& waiter : waiters)
            if (const auto client = waiter.client.lock())
                client->send(protocol::queued, waiter.image, json::text_of(protocol::Queued{position, expected_ms}));
    }
}

void ImageService::forget_old() {
    if (Steady::now() < next_tidying_) return;
    next_tidying_ = Steady::now() + tidy_every;
    {
        const std::lock_guard hold(mutex_);
        std::erase_if(partials_, [](const auto& each) { return Steady::now() - each.second.since > partials_kept; });
    }
    on_.database.write([&](storage::Session& session) {
        store::forget_image_sessions(session, clock_.now() - sessions_kept, sessions_forgotten_max);
    });
}

}  // namespace patente::captures
