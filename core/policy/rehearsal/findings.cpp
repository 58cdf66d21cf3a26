// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/rehearsal/findings.h"

#include "core/base/text.h"
#include "core/policy/rehearsal/reader.h"

#include <algorithm>

namespace gatehouse::policy::rehearsal {

namespace {

constexpr std::size_t longest = 4U << 10;
constexpr std::size_t before = 256; // bytes of context in front of the first difference

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

//! From `begin` on, cut between characters.
std::string part(std::string_view text, std::size_t begin)
{
    begin = std::min(begin, text.size());
    while (begin > 0 && begin < text.size() && isContinuation(text[begin]))
        --begin;
    auto end = std::min(text.size(), begin + longest);
    while (end > begin && end < text.size() && isContinuation(text[end]))
        --end;
    std::string out = begin > 0 ? "… " : "";
    out += text.substr(begin, end - begin);
    if (end < text.size())
        out += "… (" + std::to_string(text.size()) + " bytes)";
    if (!isUtf8(out))
        std::replace_if(
            out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '?');
    return out;
}

bool sameNumber(const json::value &a, const json::value &b)
{
    return a.is_number() && b.is_number() && a.to_number<double>() == b.to_number<double>();
}

class Comparer
{
public:
    Comparer(bool subset, std::size_t limit) : m_subset(subset), m_limit(limit) { }

    void compare(const Place &expected, const json::value &actual)
    {
        const auto *wantedMembers = expected.value->if_object();
        const auto *wantedItems = expected.value->if_array();
        if (wantedMembers && actual.is_object())
            compareObjects(expected, *wantedMembers, actual.get_object());
        else if (wantedItems && actual.is_array())
            compareArrays(expected, *wantedItems, actual.get_array());
        else if (*expected.value != actual && !sameNumber(*expected.value, actual))
            add(expected.pointer, expected.value, &actual);
    }
    std::vector<JsonDifference> take() { return std::move(m_found); }

private:
    void compareObjects(const Place &expected, const json::object &wanted, const json::object &actual)
    {
        for (const auto &[name, value] : wanted) {
            const auto at = expected.at(name, value);
            if (const auto *there = actual.if_contains(name))
                compare(at, *there);
            else
                add(at.pointer, &value, nullptr);
        }
        if (m_subset)
            return;
        for (const auto &[name, value] : actual)
            if (!wanted.contains(name))
                add(expected.at(name, value).pointer, nullptr, &value);
    }
    void compareArrays(const Place &expected, const json::array &wanted, const json::array &actual)
    {
        for (std::size_t i = 0; i < std::max(wanted.size(), actual.size()); ++i) {
            if (m_found.size() >= m_limit)
                return;
            if (i >= actual.size())
                add(expected.pointer + "/" + std::to_string(i), &wanted[i], nullptr);
            else if (i >= wanted.size())
                add(expected.pointer + "/" + std::to_string(i), nullptr, &actual[i]);
            else
                compare(expected.at(i, wanted[i]), actual[i]);
        }
    }
    void add(std::string pointer, const json::value *expected, const json::value *actual)
    {
        if (m_found.size() < m_limit)
            m_found.push_back({std::move(pointer), expected, actual});
    }

    bool m_subset;
    std::size_t m_limit;
    std::vector<JsonDifference> m_found;
};

} // namespace

std::vector<JsonDifference> jsonDifferences(const json::value &expected, const json::value &actual, bool subset,
                                            std::size_t limit)
{
    Comparer comparer(subset, limit);
    comparer.compare({&expected, ""}, actual);
    return comparer.take();
}

std::string shown(std::string_view text)
{
    return part(text, 0);
}

void shownPair(std::string_view a, std::string_view b, std::string &shownA, std::string &shownB)
{
    std::size_t begin = 0;
    if (std::max(a.size(), b.size()) > longest) {
        const auto same = static_cast<std::size_t>(
            std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(std::min(a.size(), b.size())), b.begin())
                .first
            - a.begin());
        begin = same > before ? same - before : 0;
    }
    shownA = part(a, begin);
    shownB = part(b, begin);
}

} // namespace gatehouse::policy::rehearsal
