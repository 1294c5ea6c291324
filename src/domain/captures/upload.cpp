#include "domain/captures/upload.h"

#include "domain/captures/rules.h"

namespace patente::captures {

namespace {

constexpr std::size_t name_length_max = 80;

struct Form {
    const http::Request& request;
    const Formats& formats;
    Upload upload = {};
    std::vector<Fault> faults = {};

    void fault(const std::string& name, std::string code, Text detail) {
        faults.push_back({name, std::move(code), std::move(detail)});
    }

    void take_image(const http::Part& part) {
        if (part.file_name.empty() && part.file.empty())
            fault("image", "type", {"It must be a file.", "Debe ser un archivo."});
        else if (part.size == 0)
            fault("image", "length", {"The file is empty.", "El archivo está vacío."});
        else
            upload.images.push_back(&part);
    }

    void take_time(const http::Part& part) {
        upload.given.taken_at = parse_rfc3339(part.value);
        if (!upload.given.taken_at)
            fault(part.name, "type",
                  {"An RFC 3339 time such as 2026-03-01T12:00:00-03:00.", "Una hora RFC 3339 como 2026-03-01T12:00:00-03:00."});
    }

    void take_place(const http::Part& part, Result<Place> place) {
        if (place)
            upload.given.places.push_back(*place);
        else
            fault(part.name, "type", place.error().detail);
    }

    void take_name(const http::Part& part, std::string& into) {
        if (part.value.size() > name_length_max)
            fault(part.name, "length", {"At most 80 characters.", "80 caracteres como máximo."});
        else
            into = part.value;
    }

    void take_region(const http::Part& part) {
        if (!formats.knows(part.value))
            fault(part.name, "choice", {"No such region is known here.", "Esa región no se conoce aquí."});
        else
            upload.given.region = part.value;
    }

    void take(const http::Part& part) {
        if (part.name == "image") return take_image(part);
        if (!part.file.empty())
            return fault(part.name, "type", {"It must be text, not a file.", "Debe ser texto, no un archivo."});
        if (part.value.empty()) return;  // forms send empty fields for what was left blank
        if (part.name == "taken_at") return take_time(part);
        if (part.name == "position") return take_place(part, position_of(part.value, PlaceSource::phone));
        if (part.name == "place") return take_place(part, position_of(part.value, PlaceSource::map));
        if (part.name == "location_url") return take_place(part, place_of_link(part.value));
        if (part.name == "device") return take_name(part, upload.given.device);
        if (part.name == "zone") return take_name(part, upload.given.zone);
        if (part.name == "region") return take_region(part);
        fault(part.name, "unknown", {"There is no such field.", "No existe ese campo."});
    }
};

}  // namespace

Result<Upload> upload_in(const http::Request& request, const Formats& formats) {
    Form form{request, formats};
    for (const auto& part : request.parts) form.take(part);
    if (form.upload.images.empty() && form.faults.empty())
        form.fault("image", "required",
                   {"Send at least one photo, as multipart/form-data.", "Envíe al menos una foto, como multipart/form-data."});
    if (form.upload.images.size() > images_max)
        form.fault("image", "length", {"At most 32 photos in one request.", "32 fotos como máximo en un pedido."});
    if (!form.faults.empty())
        return fail(
            ErrorKind::invalid, "upload-invalid",
            {"Some fields of the upload are not right; see errors.", "Algunos campos del envío no están bien; ver errores."},
            std::move(form.faults));
    for (const auto* image : form.upload.images)
        if (image->size > image_bytes_max)
            return fail(ErrorKind::too_large, "image-too-large",
                        {"A photo may have at most 32 MiB.", "Una foto puede tener 32 MiB como máximo."},
                        {{"image", "length", {"More than 32 MiB.", "Más de 32 MiB."}}});
    return std::move(form.upload);
}

std::vector<http::QueryParameter> upload_form() {
    return {
        {"image",
         "A photo: JPEG, PNG, WebP or HEIC, at most 32 MiB. May stand up to 32 times.",
         {{"type", "string"}, {"format", "binary"}},
         true},
        {"taken_at", "When the photo was taken, if it does not say so itself.", {{"type", "string"}, {"format", "date-time"}}},
        {"position", "Where the phone was: lat,lon or lat,lon,accuracy_m, or {\"lat\", \"lon\", \"accuracy_m\"}."},
        {"place", "Where a person marked it on the map: lat,lon."},
        {"location_url", "A geo: URI, or a Google, Apple or OpenStreetMap link that holds coordinates."},
        {"device", "The camera, phone or gate."},
        {"region", "Whose plates to expect: ar, br, us-ny."},
        {"zone", "A parking zone; by place when absent."}};
}

}  // namespace patente::captures
