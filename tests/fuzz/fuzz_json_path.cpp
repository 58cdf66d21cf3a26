// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/jpath_parse.h"
#include "core/expression/raise.h"
#include "core/expression/text16.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace gatehouse::expression;

//! Whatever text it is: it reads as a path or raises JsonException, and a path that was read has parts or is empty text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = toUtf16(std::string_view(reinterpret_cast<const char *>(data), size));
    try {
        const auto path = parseJPath(text);
        if (path.size() > text.size() + 1)
            std::abort(); // each part takes at least one character
    } catch (const Raise &raised) {
        if (raised.kind != Raised::Json && raised.kind != Raised::ArgumentException && raised.kind != Raised::Overflow)
            std::abort();
    }
    return 0;
}
