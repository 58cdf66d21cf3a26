// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/cached_content.h"
#include "core/policy/cached_value.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace gatehouse;

//! What another process left in a shared cache: what is accepted reads back the same and makes a variable.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto content = policy::decodeCached({reinterpret_cast<const char *>(data), size});
    if (!content)
        return 0;
    const auto bytes = policy::encodeCached(*content);
    const auto again = policy::decodeCached(bytes);
    if (!again || again->index() != content->index() || policy::encodeCached(*again) != bytes)
        std::abort();
    policy::fromCached(*content);
    return 0;
}
