// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/rehearsal/stubs.h"

#include "core/base/text.h"

namespace gatehouse::policy::rehearsal {

namespace {

//! Goes back to the last "*" alone: no exponential patterns.
bool wildcardMatches(std::string_view pattern, std::string_view text)
{
    std::size_t p = 0, t = 0, star = std::string_view::npos, from = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            from = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

} // namespace

bool urlMatches(std::string_view pattern, std::string_view url)
{
    if (pattern.empty())
        return true;
    if (pattern.find('?') == std::string_view::npos)
        url = url.substr(0, url.find('?'));
    return wildcardMatches(pattern, url);
}

const Answer *Stubs::next(std::string_view method, std::string_view url)
{
    const Answer *last = nullptr;
    for (std::size_t i = 0; i < m_answers.size(); ++i) {
        const auto &answer = m_answers[i];
        if ((!answer.method.empty() && !equalsIgnoreCase(answer.method, method)) || !urlMatches(answer.url, url))
            continue;
        if (m_used[i] < answer.times.value_or(1)) {
            ++m_used[i];
            return &answer;
        }
        last = answer.times ? nullptr : &answer;
    }
    return last;
}

} // namespace gatehouse::policy::rehearsal
