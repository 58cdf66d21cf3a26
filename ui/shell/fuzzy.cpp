// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/fuzzy.h"

#include <QList>

namespace gatehouse::ui::shell {

namespace {

bool startsWord(const QString &text, qsizetype at)
{
    return at == 0 || !text[at - 1].isLetterOrNumber();
}

//! The letters of the word in their order; runs and word starts count more.
int scattered(QStringView word, const QString &text)
{
    int score = 0;
    qsizetype from = 0;
    qsizetype last = -2;
    for (const QChar letter : word) {
        const qsizetype at = text.indexOf(letter, from);
        if (at < 0)
            return -1;
        score += at == last + 1 ? 5 : startsWord(text, at) ? 4 : 0;
        score -= last >= 0 ? int(std::min<qsizetype>(at - last - 1, 3)) : 0;
        last = at;
        from = at + 1;
    }
    return std::max(score, 0);
}

int wordScore(QStringView word, const QString &text)
{
    if (text == word)
        return 1'000;
    qsizetype best = -1;
    for (qsizetype at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        if (best < 0)
            best = at;
        if (startsWord(text, at))
            return (at == 0 ? 500 : 400) - int(std::min<qsizetype>(text.size(), 100));
    }
    if (best >= 0)
        return 200 - int(std::min<qsizetype>(text.size(), 100));
    // Scattered letters mean little in a short word.
    return word.size() < 3 ? -1 : scattered(word, text);
}

} // namespace

int fuzzyScore(const QString &query, const QString &text)
{
    int score = 0;
    for (const auto word : QStringView(query).split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const int one = wordScore(word, text);
        if (one < 0)
            return -1;
        score += one;
    }
    return score;
}

} // namespace gatehouse::ui::shell
