// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/rehearsal/case.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace gatehouse;

//! A case of a policy test: it is read whole, or every finding says where.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto value = parseJson(std::string_view(reinterpret_cast<const char *>(data), size));
    if (!value)
        return 0;
    const auto read = policy::rehearsal::readCase(*value);
    if (!read && read.error().empty())
        std::abort();
    return 0;
}
