// The routes of discounts, by noun.
#pragma once

#include "domain/discounts/feature.h"

namespace patente::discounts {

std::vector<http::Route> permit_routes(const Dependencies& on);  // permits_api.cpp
std::vector<http::Route> stamp_routes(const Dependencies& on);   // stamps_api.cpp: stamps, codes, validations

inline Person caller_of(const http::Request& request) { return {request.caller.id, request.caller.name}; }

}  // namespace patente::discounts
