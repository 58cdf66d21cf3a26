// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/regex.h"
#include "core/expression/library/regex_cursor.h"
#include "core/expression/text16.h"

#include <algorithm>
#include <optional>

namespace gatehouse::expression {

namespace {

using namespace regexoptions;

//! Looks at parentheses alone.
class GroupScanner final : public RegexCursor
{
public:
    using RegexCursor::RegexCursor;
    std::vector<RegexGroup> groups() const;

private:
    //! What opens a pair of parentheses.
    struct Opening
    {
        std::u16string name; //!< of a named one, or digits
        bool isCapturing = false;
    };

    void skipClass(std::size_t &at) const;
    std::optional<Opening> groupAt(std::size_t at) const;
};

//! A named group at "(": its name, or an unnamed capturing one; options are not regarded.
std::optional<GroupScanner::Opening> GroupScanner::groupAt(std::size_t at) const
{
    const auto unit = [&](std::size_t offset) { return at + offset < m_text.size() ? m_text[at + offset] : u'\0'; };
    if (unit(1) != u'?')
        return Opening{{}, true};
    const bool isAngle = unit(2) == u'<' && unit(3) != u'=' && unit(3) != u'!';
    if (!isAngle && unit(2) != u'\'')
        return std::nullopt;
    const char16_t close = isAngle ? u'>' : u'\'';
    const auto end = m_text.find(close, at + 3);
    if (end == std::u16string_view::npos)
        return std::nullopt;
    return Opening{std::u16string(m_text.substr(at + 3, end - at - 3)), true};
}

void GroupScanner::skipClass(std::size_t &at) const
{
    std::size_t depth = 0;
    bool first = true;
    for (; at < m_text.size(); ++at) {
        const char16_t unit = m_text[at];
        if (unit == u'\\') {
            ++at;
        } else if (unit == u'[' && (depth == 0 || (at > 0 && m_text[at - 1] == u'-'))) {
            ++depth;
            if (at + 1 < m_text.size() && m_text[at + 1] == u'^')
                ++at;
            first = true;
            continue;
        } else if (unit == u']' && !first && --depth == 0) {
            return;
        }
        first = false;
    }
}

//! Numbers first, as a reference may stand before its group: unnamed groups, then names in order.
std::vector<RegexGroup> GroupScanner::groups() const
{
    std::vector<bool> explicitStack{has(explicitCapture)};
    std::vector<bool> blankStack{has(ignorePatternWhitespace)};
    std::vector<std::u16string> names;
    std::vector<std::int32_t> numbers;
    std::int32_t unnamed = 0;
    for (std::size_t at = 0; at < m_text.size(); ++at) {
        const char16_t unit = m_text[at];
        if (unit == u'\\') {
            ++at;
        } else if (unit == u'[') {
            skipClass(at);
        } else if (unit == u'#' && blankStack.back()) {
            at = std::min(m_text.find(u'\n', at), m_text.size());
        } else if (unit == u')') {
            if (explicitStack.size() > 1) {
                explicitStack.pop_back();
                blankStack.pop_back();
            }
        } else if (unit == u'(') {
            if (m_text.substr(at, 3) == u"(?#") {
                at = std::min(m_text.find(u')', at), m_text.size());
                continue;
            }
            bool isExplicit = explicitStack.back();
            bool isBlank = blankStack.back();
            const auto group = groupAt(at);
            if (group && group->name.empty() && !isExplicit)
                ++unnamed;
            else if (group && !group->name.empty() && isDigit(group->name[0]))
                numbers.push_back(static_cast<std::int32_t>(std::min(std::stoul(toUtf8(group->name).substr(0, 6)), 100'000ul)));
            else if (group && !group->name.empty() && std::find(names.begin(), names.end(), group->name) == names.end())
                names.push_back(group->name);
            if (!group) {
                bool on = true;
                std::size_t i = at + 2;
                for (; i < m_text.size() && (m_text[i] == u'-' || m_text[i] == u'+' || (m_text[i] >= u'a' && m_text[i] <= u'z')); ++i) {
                    if (m_text[i] == u'-' || m_text[i] == u'+')
                        on = m_text[i] == u'+';
                    else if (m_text[i] == u'n')
                        isExplicit = on;
                    else if (m_text[i] == u'x')
                        isBlank = on;
                }
                if (i < m_text.size() && m_text[i] == u')' && i > at + 2) {
                    explicitStack.back() = isExplicit;
                    blankStack.back() = isBlank;
                    at = i;
                    continue;
                }
            }
            explicitStack.push_back(isExplicit);
            blankStack.push_back(isBlank);
        }
    }
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    const auto isTaken = [&](std::int32_t number) { return std::binary_search(numbers.begin(), numbers.end(), number); };
    std::vector<RegexGroup> groups{{0, u"0", {0}}};
    std::int32_t next = 1;
    for (std::int32_t i = 0; i < unnamed; ++i, ++next) {
        // A number that a name of digits takes too is one group with it.
        groups.push_back({next, decimal(static_cast<std::uint64_t>(next)), {}});
    }
    for (const std::int32_t number : numbers) {
        if (number >= next || number == 0)
            groups.push_back({number, decimal(static_cast<std::uint64_t>(number)), {}});
    }
    for (const auto &name : names) {
        while (isTaken(next))
            ++next;
        groups.push_back({next++, name, {}});
    }
    std::sort(groups.begin(), groups.end(), [](const RegexGroup &a, const RegexGroup &b) { return a.number < b.number; });
    return groups;
}

} // namespace

std::vector<RegexGroup> numberedGroups(std::u16string_view pattern, std::int32_t options)
{
    return GroupScanner(pattern, options).groups();
}

} // namespace gatehouse::expression
