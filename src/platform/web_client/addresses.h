// Which addresses are of the public Internet, and which of this machine, its network or nobody's.
#pragma once

#include <sys/socket.h>

namespace patente::web {

// False for loopback, private, link-local, shared, documentation, multicast and reserved addresses (RFC 6890), also where an
// IPv6 address carries such an IPv4 address, and for families that are neither.
bool is_public(const sockaddr& address);

}  // namespace patente::web
