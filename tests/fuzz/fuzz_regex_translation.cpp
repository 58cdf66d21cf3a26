// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/regex.h"
#include "core/expression/library/regex_translate.h"
#include "core/expression/raise.h"
#include "core/expression/text16.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace gatehouse::expression;

//! The first byte chooses RegexOptions, the rest is the pattern. It is translated or refused, by .NET's exception or as unsupported; the
//! whole match is always group 0, and numbers rise.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const auto options = static_cast<std::int32_t>(data[0]) & ~regexoptions::rightToLeft;
    const auto pattern = toUtf16(std::string_view(reinterpret_cast<const char *>(data) + 1, size - 1));
    try {
        const auto translated = translateRegex(pattern, options);
        if (translated.groups.empty() || translated.groups[0].number != 0)
            std::abort();
        for (std::size_t i = 1; i < translated.groups.size(); ++i)
            if (translated.groups[i].number <= translated.groups[i - 1].number)
                std::abort();
    } catch (const Raise &raised) {
        if (raised.kind != Raised::ArgumentException && raised.kind != Raised::RegexParse && raised.kind != Raised::NotSupported)
            std::abort();
    }
    return 0;
}
