// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A provider's JWK set: whatever it says, the keys that are taken can be named and used.

#include "core/crypto/jws.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace gatehouse::crypto;
    const auto set = parseJwkSet({reinterpret_cast<const char *>(data), size});
    if (!set)
        return 0;
    for (const auto &key : *set) {
        if (key.thumbprint().size() != 43 || fits(key, "none"))
            std::abort();
        if ((key.type == KeyType::Oct) == (key.key != nullptr))
            std::abort();
    }
    return 0;
}
