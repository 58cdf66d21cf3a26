// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/result.h"

namespace gatehouse {

std::string_view Error::arg(std::string_view name) const
{
    for (const auto &[key, value] : args) {
        if (key == name)
            return value;
    }
    return {};
}

Error Error::within(std::string line) &&
{
    context.push_back(std::move(line));
    return std::move(*this);
}

std::string Error::debugText() const
{
    std::string text = code;
    if (!args.empty()) {
        text += " (";
        for (size_t i = 0; i < args.size(); ++i)
            text += (i ? ", " : "") + args[i].first + "=" + args[i].second;
        text += ")";
    }
    for (size_t i = 0; i < context.size(); ++i)
        text += (i ? "; " : ": ") + context[i];
    return text;
}

tl::unexpected<Error> fail(ErrorKind kind, std::string code, std::vector<Error::Arg> args)
{
    return tl::unexpected<Error>(Error{kind, std::move(code), std::move(args), {}});
}

std::string_view nameOf(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Invalid: return "Invalid";
    case ErrorKind::NotFound: return "NotFound";
    case ErrorKind::Conflict: return "Conflict";
    case ErrorKind::PreconditionFailed: return "PreconditionFailed";
    case ErrorKind::PreconditionRequired: return "PreconditionRequired";
    case ErrorKind::Unauthenticated: return "Unauthenticated";
    case ErrorKind::Forbidden: return "Forbidden";
    case ErrorKind::TooLarge: return "TooLarge";
    case ErrorKind::TooMany: return "TooMany";
    case ErrorKind::Unsupported: return "Unsupported";
    case ErrorKind::Unavailable: return "Unavailable";
    case ErrorKind::Timeout: return "Timeout";
    case ErrorKind::Cancelled: return "Cancelled";
    case ErrorKind::Corrupt: return "Corrupt";
    case ErrorKind::Internal: return "Internal";
    }
    return "Internal";
}

} // namespace gatehouse
