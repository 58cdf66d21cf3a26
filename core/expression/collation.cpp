// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/collation_tables.h"
#include "core/expression/text16.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace gatehouse::expression {

namespace {

//! One letter or sign of a text, as it sorts.
struct SortUnit
{
    std::uint32_t letter = 0; //!< 0: the text is at its end
    std::uint32_t accent = 0;
    std::uint32_t capital = 0;
};

constexpr std::uint32_t unweighedLetter = 0x10000; //!< units outside the table come after it, by their code

//! Gives the units of a text that count for its order, and collects the weights of its punctuation.
class SortReader
{
public:
    explicit SortReader(std::u16string_view text) : m_text(text) { }

    SortUnit next()
    {
        if (m_second != 0)
            return {std::exchange(m_second, 0), 0, m_secondCapital};
        while (m_at < m_text.size()) {
            const char16_t unit = m_text[m_at++];
            if (unit > lastWeighed)
                return unweighed(unit);
            if (unit < firstWeighed ? !isWhiteSpace(unit) : (weightOf(unit) & punctuationWeight) != 0) {
                addPunctuation(unit);
                continue;
            }
            if (unit < firstWeighed)
                return {0x700u + unit - 4, 0, 0}; // tab to carriage return stand before the signs
            if (weightOf(unit) != 0)
                return weighed(unit);
        }
        return {};
    }
    const std::u16string &punctuation() const { return m_punctuation; }

private:
    static std::uint32_t weightOf(char16_t unit) { return sortWeights[unit - firstWeighed]; }

    static SortUnit unweighed(char16_t unit)
    {
        const char16_t lower = toLowerInvariant(unit);
        return {unweighedLetter + lower, 0, lower != unit ? 1u : 0u};
    }

    SortUnit weighed(char16_t unit)
    {
        const std::uint32_t weight = weightOf(unit);
        const SortUnit result{weight >> 9, (weight >> 1) & 0xff, weight & 1};
        const auto *expansion = std::find_if(std::begin(sortExpansions), std::end(sortExpansions),
                                             [unit](const Expansion &candidate) { return candidate.unit == unit; });
        if (expansion != std::end(sortExpansions)) {
            m_second = expansion->second;
            m_secondCapital = result.capital;
        }
        return result;
    }

    //! An earlier place weighs more: "co-op" before "coo-p".
    void addPunctuation(char16_t unit)
    {
        m_punctuation += static_cast<char16_t>(m_at);
        m_punctuation += unit < firstWeighed ? unit : static_cast<char16_t>(weightOf(unit) & 0xff);
    }

    std::u16string_view m_text;
    std::size_t m_at = 0;
    std::uint32_t m_second = 0;
    std::uint32_t m_secondCapital = 0;
    std::u16string m_punctuation;
};

int order(std::uint32_t a, std::uint32_t b)
{
    return a == b ? 0 : a < b ? -1 : 1;
}

} // namespace

int compareInvariant(std::u16string_view a, std::u16string_view b, bool ignoreCase)
{
    SortReader left(a);
    SortReader right(b);
    int accent = 0;
    int capital = 0;
    for (;;) {
        const SortUnit one = left.next();
        const SortUnit other = right.next();
        if (const int letter = order(one.letter, other.letter); letter != 0)
            return letter;
        if (one.letter == 0)
            break;
        accent = accent != 0 ? accent : order(one.accent, other.accent);
        capital = capital != 0 ? capital : order(one.capital, other.capital);
    }
    if (accent != 0)
        return accent;
    if (capital != 0 && !ignoreCase)
        return capital;
    return compareOrdinal(left.punctuation(), right.punctuation());
}

} // namespace gatehouse::expression
