// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/resource/action.h"

namespace gatehouse::resource {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace

bool matchesAction(std::string_view pattern, std::string_view action)
{
    // The last star seen takes one character more each time the rest does not fit: never more than pattern times action.
    std::size_t p = 0, a = 0, star = std::string_view::npos, taken = 0;
    while (a < action.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            taken = a;
        } else if (p < pattern.size() && lower(pattern[p]) == lower(action[a])) {
            ++p;
            ++a;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            a = ++taken;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

std::string actionName(const ResourceId &id, std::string_view verb)
{
    return "Microsoft.ApiManagement/service" + (id.isService() ? std::string() : '/' + id.type()) + '/' + std::string(verb);
}

} // namespace gatehouse::resource
