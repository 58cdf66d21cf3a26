// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/problem.h"

#include "ui/components/finding_text.h"

#include <algorithm>

namespace gatehouse::ui::policies {

namespace {

bool isWord(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || static_cast<unsigned char>(c) >= 0x80;
}

//! One past the last byte to underline from `begin`.
std::size_t endOf(std::string_view text, std::size_t begin, const Diagnostic &diagnostic)
{
    auto end = begin;
    if (end < text.size() && text[end] == '<') {
        do
            ++end;
        while (end < text.size() && (isWord(text[end]) || text[end] == '/'));
        return end;
    }
    const bool isValue = begin > 0 && (text[begin - 1] == '"' || text[begin - 1] == '\'') && diagnostic.code != "policy.expression";
    if (isValue) {
        const auto quote = text.find(text[begin - 1], begin);
        const auto line = std::min(text.find('\n', begin), text.size());
        return std::max(begin, std::min(quote, line));
    }
    while (end < text.size() && isWord(text[end]))
        ++end;
    return end;
}

//! The name that a C# finding is about, if its message says one: the finding itself points at the whole of what the name is part of.
std::string_view nameIn(std::string_view message)
{
    for (const std::string_view before : {"definition for '", "The name '"})
        if (const auto at = message.find(before); at != std::string_view::npos) {
            const auto begin = at + before.size();
            return message.substr(begin, message.find('\'', begin) - begin);
        }
    return {};
}

//! Where that name stands as a word of its own, near the finding.
std::size_t nameBegin(std::string_view text, std::size_t from, std::string_view name)
{
    constexpr std::size_t reach = 400;
    const auto near = text.substr(0, std::min(text.size(), from + reach));
    for (auto at = near.find(name, from); at != std::string_view::npos; at = near.find(name, at + 1))
        if ((at == 0 || !isWord(text[at - 1])) && (at + name.size() >= text.size() || !isWord(text[at + name.size()])))
            return at;
    return std::string_view::npos;
}

} // namespace

Problem problemOf(const Diagnostic &diagnostic, std::string_view text)
{
    Problem problem;
    problem.severity = diagnostic.severity;
    problem.line = std::max(1, diagnostic.position.line);
    problem.column = std::max(1, diagnostic.position.column);
    problem.text = components::findingText(diagnostic);
    problem.begin = std::min(diagnostic.position.offset, text.size());
    problem.end = endOf(text, problem.begin, diagnostic);
    if (const auto name = diagnostic.code == "policy.expression" ? nameIn(diagnostic.arg("message")) : std::string_view(); !name.empty())
        if (const auto at = nameBegin(text, problem.begin, name); at != std::string_view::npos) {
            problem.begin = at;
            problem.end = at + name.size();
            const auto position = positionAt(text, at);
            problem.line = position.line;
            problem.column = position.column;
        }
    if (problem.end == problem.begin) {
        // Nothing there to underline: the character before, or after.
        if (problem.end < text.size() && text[problem.end] != '\n')
            ++problem.end;
        else if (problem.begin > 0)
            --problem.begin;
    }
    return problem;
}

std::vector<Problem> problemsOf(const Diagnostics &diagnostics, std::string_view text)
{
    std::vector<Problem> problems;
    for (const auto &diagnostic : diagnostics)
        problems.push_back(problemOf(diagnostic, text));
    std::ranges::stable_sort(problems, {}, &Problem::begin);
    return problems;
}

} // namespace gatehouse::ui::policies
