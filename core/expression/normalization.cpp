// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/normalization.h"

#include "core/expression/normalization_tables.h"
#include "core/expression/raise.h"

#include <algorithm>
#include <iterator>

namespace gatehouse::expression {

namespace {

constexpr int formC = 1;
constexpr int formD = 2;
constexpr int formKC = 5;
constexpr int formKD = 6;

// Hangul syllables are reckoned from their letters (Unicode Standard, section 3.12).
constexpr char16_t syllableBase = 0xac00;
constexpr char16_t leadBase = 0x1100;
constexpr char16_t vowelBase = 0x1161;
constexpr char16_t tailBase = 0x11a7;
constexpr int vowelCount = 21;
constexpr int tailCount = 28;
constexpr int syllableCount = 19 * vowelCount * tailCount;

template<typename Entry, std::size_t Size>
const Entry *findUnit(const Entry (&table)[Size], char16_t unit)
{
    const Entry *found = std::lower_bound(std::begin(table), std::end(table), unit,
                                          [](const Entry &entry, char16_t value) { return entry.unit < value; });
    return found != std::end(table) && found->unit == unit ? found : nullptr;
}

void decompose(std::u16string &out, char16_t unit, bool isCompatible)
{
    if (unit >= syllableBase && unit < syllableBase + syllableCount) {
        const int index = unit - syllableBase;
        out += static_cast<char16_t>(leadBase + index / (vowelCount * tailCount));
        out += static_cast<char16_t>(vowelBase + index % (vowelCount * tailCount) / tailCount);
        if (index % tailCount != 0)
            out += static_cast<char16_t>(tailBase + index % tailCount);
    } else if (const Decomposition *parts = findUnit(canonicalDecompositions, unit)) {
        decompose(out, parts->first, isCompatible);
        if (parts->second != 0)
            decompose(out, parts->second, isCompatible);
    } else if (const CompatibleForm *form = isCompatible ? findUnit(compatibleForms, unit) : nullptr) {
        for (const char16_t part : form->text)
            if (part != 0)
                decompose(out, part, isCompatible);
    } else {
        out += unit;
    }
}

int markOrder(char16_t unit)
{
    const MarkClass *found = std::lower_bound(std::begin(markClasses), std::end(markClasses), unit,
                                              [](const MarkClass &entry, char16_t value) { return entry.last < value; });
    return found != std::end(markClasses) && unit >= found->first ? found->order : 0;
}

//! Puts the marks of each letter in their canonical order.
void orderMarks(std::u16string &text)
{
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t end = begin;
        while (end < text.size() && markOrder(text[end]) != 0)
            ++end;
        std::stable_sort(text.begin() + static_cast<std::ptrdiff_t>(begin), text.begin() + static_cast<std::ptrdiff_t>(end),
                         [](char16_t a, char16_t b) { return markOrder(a) < markOrder(b); });
        begin = end + 1;
    }
}

//! 0 when the two do not compose.
char16_t composed(char16_t first, char16_t second)
{
    if (first >= leadBase && first < leadBase + 19 && second >= vowelBase && second < vowelBase + vowelCount)
        return static_cast<char16_t>(syllableBase + ((first - leadBase) * vowelCount + (second - vowelBase)) * tailCount);
    const bool isOpenSyllable = first >= syllableBase && first < syllableBase + syllableCount && (first - syllableBase) % tailCount == 0;
    if (isOpenSyllable && second > tailBase && second < tailBase + tailCount)
        return static_cast<char16_t>(first + second - tailBase);
    constexpr char16_t lastMark = 0x1b35; // that composes, but for the two of Kana
    if (second < 0x300 || (second > lastMark && second != 0x3099 && second != 0x309a))
        return 0;
    const auto *found = std::find_if(std::begin(canonicalDecompositions), std::end(canonicalDecompositions),
                                     [&](const Decomposition &entry) { return entry.first == first && entry.second == second; });
    if (found == std::end(canonicalDecompositions)
        || std::binary_search(std::begin(compositionExclusions), std::end(compositionExclusions), found->unit))
        return 0;
    return found->unit;
}

std::u16string compose(std::u16string_view text)
{
    std::u16string out;
    std::size_t starter = std::u16string::npos;
    int last = 0; // order of the mark before
    for (const char16_t unit : text) {
        const int order = markOrder(unit);
        const bool isAdjacent = starter != std::u16string::npos && starter + 1 == out.size();
        if (starter != std::u16string::npos && (isAdjacent || (last < order && last != 0))) {
            if (const char16_t whole = composed(out[starter], unit)) {
                out[starter] = whole;
                continue;
            }
        }
        if (order == 0)
            starter = out.size();
        last = order;
        out += unit;
    }
    return out;
}

} // namespace

std::u16string normalize(std::u16string_view text, int form)
{
    if (form != formC && form != formD && form != formKC && form != formKD)
        raise(Raised::ArgumentException, "Invalid or unsupported normalization form.", "normalizationForm");
    if (std::all_of(text.begin(), text.end(), [](char16_t unit) { return unit < 0x80; }))
        return std::u16string(text);
    std::u16string out;
    for (const char16_t unit : text)
        decompose(out, unit, form == formKC || form == formKD);
    orderMarks(out);
    return form == formC || form == formKC ? compose(out) : out;
}

} // namespace gatehouse::expression
