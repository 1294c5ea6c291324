#include "platform/net/engine.h"

#include <boost/beast/src.hpp>
