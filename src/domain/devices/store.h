// The table of this room, as verbs. Every function runs in the caller's transaction.
#pragma once

#include "domain/devices/model.h"
#include "platform/storage/database.h"

namespace patente::devices {

std::vector<storage::Migration> migrations();

namespace store {

void add(storage::Session& session, const Device& device);
void save(storage::Session& session, const Device& device);
void remove(storage::Session& session, const DeviceId& id);
std::optional<Device> device(storage::Session& session, const DeviceId& id);
std::optional<Device> named(storage::Session& session, const std::string& name);
std::vector<Device> of_zone(storage::Session& session, const std::string& zone);  // by name
// By name, those after it; at most `limit`.
std::vector<Device> devices(storage::Session& session, const std::string& after_name, int limit);

}  // namespace store
}  // namespace patente::devices
