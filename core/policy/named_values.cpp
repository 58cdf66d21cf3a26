// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/named_values.h"

#include "core/base/text.h"

#include <algorithm>

namespace gatehouse::policy {

namespace {

constexpr std::size_t maxName = 256; // Azure's limit of a display name

bool isNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

} // namespace

std::vector<NamedValueReference> namedValueReferences(std::string_view text)
{
    std::vector<NamedValueReference> found;
    const bool interpolates = text.find("$\"") != std::string_view::npos || text.find("$@\"") != std::string_view::npos;
    for (auto at = text.find("{{"); at != std::string_view::npos; at = text.find("{{", at)) {
        const auto end = text.substr(at, maxName + 4).find("}}");
        if (end == std::string_view::npos) {
            ++at;
            continue;
        }
        const auto name = trim(text.substr(at + 2, end - 2));
        if (name.empty() || !std::all_of(name.begin(), name.end(), isNameCharacter)) {
            ++at;
            continue;
        }
        found.push_back({std::string(name), at, at + end + 2, !interpolates});
        at += end + 2;
    }
    return found;
}

std::string substituteNamedValues(std::string_view text,
                                  const std::function<std::optional<std::string>(std::string_view)> &lookUp,
                                  std::vector<std::string> &unknown)
{
    std::string out;
    std::size_t at = 0;
    for (const auto &reference : namedValueReferences(text)) {
        const auto value = lookUp(reference.name);
        if (!value) {
            if (reference.certain)
                unknown.push_back(reference.name);
            continue;
        }
        out += text.substr(at, reference.begin - at);
        out += *value;
        at = reference.end;
    }
    out += text.substr(at);
    return out;
}

} // namespace gatehouse::policy
