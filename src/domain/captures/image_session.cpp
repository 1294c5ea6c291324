#include "domain/captures/image_session.h"

#include "platform/observe/log.h"
#include "platform/storage/disk_full.h"

namespace patente::captures {

namespace {

template <typename Head>
Result<Head> head_in(const tcp::Arrived& frame) {
    auto head = json::read<Head>(frame.head.empty() ? "{}" : frame.head);
    if (!head) head.error().problem = "head-invalid";
    return head;
}

Failure unexpected() {
    return fail(
        ErrorKind::malformed, "frame-unexpected",
        {"This frame does not belong here: hello comes first and once, ids are 1 or more, and the type must be a client's.",
         "Esta trama no va aquí: hello es la primera y única, los id son 1 o más, y el tipo debe ser de cliente."});
}

Error disk_full() {
    return {ErrorKind::busy,
            "disk-full",
            {"The server's disk is full; nothing was stored.", "El disco del servidor está lleno; no se guardó nada."}};
}

Error service_failed() {
    return {ErrorKind::busy, "service-failed", {"It could not be done; try again.", "No se pudo hacer; pruebe de nuevo."}};
}

}  // namespace

tcp::Upload ImageSession::continued(const tcp::Arrived& frame) {
    if (!is_known_ || frame.type != protocol::image || frame.head.find("\"offset\"") == std::string::npos) return {};
    const auto head = head_in<protocol::ImageHead>(frame);
    if (!head || head->offset == 0) return {};
    return service_.take_partial(client_->session, frame.id, static_cast<std::uint64_t>(head->offset));
}

// What a full disk refuses can be sent again over the same connection; any other broken world ends it, after saying so.
void ImageSession::received(const tcp::Arrived& frame, tcp::Upload body) {
    const auto id_of_answer = [&] { return is_known_ ? frame.id : 0; };
    try {
        const auto handled = handle(frame, std::move(body));
        if (handled) return;
        const bool ends = handled.error().problem == "frame-unexpected";
        client_->refuse(ends ? 0 : id_of_answer(), handled.error());
    } catch (const std::exception& problem) {
        const bool full = storage::is_full_disk(problem);
        client_->refuse(id_of_answer(), full ? disk_full() : service_failed());
        if (!full) throw;
        observe::log_error("captures", "the image service cannot store", {{"error", problem.what()}});
    }
}

Result<> ImageSession::handle(const tcp::Arrived& frame, tcp::Upload body) {
    const bool has_id = frame.id > 0 && frame.id <= INT64_MAX;
    if ((frame.type == protocol::hello) == is_known_ || (is_known_ && !has_id)) return unexpected();
    switch (frame.type) {
        case protocol::hello: return say_hello(frame);
        case protocol::image: return take_image(frame, std::move(body));
        case protocol::cancel: return service_.cancel(*client_, frame.id);
        case protocol::history: return tell_history(frame);
        case protocol::ping: client_->send(protocol::pong, frame.id); return {};
        default: return unexpected();
    }
}

Result<> ImageSession::say_hello(const tcp::Arrived& frame) {
    const auto hello = TRY(head_in<protocol::Hello>(frame));
    client_->send(protocol::welcome, 0, TRY(service_.begin(client_, hello)));
    is_known_ = true;
    service_.answer_pending(client_, hello.pending);
    return {};
}

Result<> ImageSession::take_image(const tcp::Arrived& frame, tcp::Upload body) {
    const auto head = TRY(head_in<protocol::ImageHead>(frame));
    if (head.offset > 0 && body.bytes() <= static_cast<std::uint64_t>(head.offset))
        return fail(ErrorKind::invalid, "offset-wrong",
                    {"Not so many bytes of this image arrived before; send it whole.",
                     "No llegaron tantos bytes de esta imagen antes; envíela entera."});
    client_->opened();
    try {
        const auto kept = service_.keep(client_, frame.id, head, std::move(body));
        if (!kept) client_->answered();
        return kept;
    } catch (const std::exception&) {
        client_->answered();
        throw;
    }
}

Result<> ImageSession::tell_history(const tcp::Arrived& frame) {
    const auto asked = TRY(head_in<protocol::HistoryHead>(frame));
    auto [head, items] = TRY(service_.history(*client_, asked));
    client_->send(protocol::page, frame.id, json::text_of(head), std::move(items));
    return {};
}

void ImageSession::cut(const tcp::Arrived& frame, tcp::Upload body) {
    if (is_known_ && frame.type == protocol::image && body.bytes() > 0)
        service_.keep_partial(client_->session, frame.id, std::move(body));
}

void ImageSession::broke(const Error& error) { client_->refuse(0, error); }

void ImageSession::ended() { service_.end(client_); }

}  // namespace patente::captures
