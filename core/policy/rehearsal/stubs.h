// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/rehearsal/case.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy::rehearsal {

//! True if the pattern means the URL: "*" stands for anything, and a pattern without "?" looks at no query.
bool urlMatches(std::string_view pattern, std::string_view url);

//! Answers in their order: of those that match a call, each answers once (`times`), and the last goes on answering.
class Stubs
{
public:
    explicit Stubs(std::vector<Answer> answers) : m_answers(std::move(answers)), m_used(m_answers.size()) { }

    //! Null: nothing answers that.
    const Answer *next(std::string_view method, std::string_view url);

private:
    std::vector<Answer> m_answers;
    std::vector<std::uint64_t> m_used;
};

} // namespace gatehouse::policy::rehearsal
