// One connection of the image service: frames in, and what they ask of the service.
#pragma once

#include "domain/captures/image_service.h"

namespace patente::captures {

class ImageSession final : public tcp::Session {
public:
    ImageSession(ImageService& service, std::shared_ptr<ImageClient> client) : service_(service), client_(std::move(client)) {}

    tcp::Upload continued(const tcp::Arrived& frame) override;
    void received(const tcp::Arrived& frame, tcp::Upload body) override;
    void cut(const tcp::Arrived& frame, tcp::Upload body) override;
    void broke(const Error& error) override;
    void ended() override;

private:
    Result<> handle(const tcp::Arrived& frame, tcp::Upload body);
    Result<> say_hello(const tcp::Arrived& frame);
    Result<> take_image(const tcp::Arrived& frame, tcp::Upload body);
    Result<> tell_history(const tcp::Arrived& frame);

    ImageService& service_;
    const std::shared_ptr<ImageClient> client_;
    bool is_known_ = false;  // said hello
};

}  // namespace patente::captures
