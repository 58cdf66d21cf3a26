// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/diagnostic.h"

#include <algorithm>

namespace gatehouse {

std::string_view Diagnostic::arg(std::string_view name) const
{
    const auto it = std::ranges::find(args, name, &Error::Arg::first);
    return it == args.end() ? std::string_view{} : std::string_view{it->second};
}

bool hasErrors(const Diagnostics &diagnostics)
{
    return std::ranges::any_of(diagnostics,
                               [](const Diagnostic &d) { return d.severity == Severity::Error; });
}

Position positionAt(std::string_view text, std::size_t offset)
{
    offset = std::min(offset, text.size());
    const auto before = text.substr(0, offset);
    const auto lastBreak = before.rfind('\n');
    Position position;
    position.offset = offset;
    position.line = 1 + static_cast<int>(std::ranges::count(before, '\n'));
    position.column = 1
        + static_cast<int>(lastBreak == std::string_view::npos ? offset : offset - lastBreak - 1);
    return position;
}

} // namespace gatehouse
