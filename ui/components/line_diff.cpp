// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/line_diff.h"

#include <QStringList>

#include <algorithm>
#include <vector>

namespace gatehouse::ui::components {

namespace {

constexpr int maximumLines = 20'000;
constexpr int maximumEdits = 2'000;

QStringList linesOf(const QString &text)
{
    if (text.isEmpty())
        return {};
    QStringList lines = text.split(QLatin1Char('\n'));
    for (QString &line : lines) {
        if (line.endsWith(QLatin1Char('\r')))
            line.chop(1);
    }
    if (lines.last().isEmpty())
        lines.removeLast();
    return lines;
}

struct Pair
{
    int before; //!< -1: added
    int after; //!< -1: removed
};

using Trace = std::vector<std::vector<int>>;

//! Furthest points by number of edits (Myers 1986); empty when there are too many.
Trace furthest(const QStringList &a, const QStringList &b)
{
    const int n = int(a.size());
    const int m = int(b.size());
    const int limit = std::min(n + m, maximumEdits);
    std::vector<int> v(std::size_t(2 * limit + 3), 0);
    const auto at = [&v, limit](int k) -> int & { return v[std::size_t(k + limit + 1)]; };
    Trace trace;
    for (int d = 0; d <= limit; ++d) {
        std::vector<int> row;
        row.reserve(std::size_t(2 * d + 1));
        bool done = false;
        for (int k = -d; k <= d; ++k)
            row.push_back(at(k)); // as it was before this round
        trace.push_back(std::move(row));
        for (int k = -d; k <= d; k += 2) {
            int x = k == -d || (k != d && at(k - 1) < at(k + 1)) ? at(k + 1) : at(k - 1) + 1;
            while (x < n && x - k < m && a[x] == b[x - k])
                ++x;
            at(k) = x;
            done = done || (x >= n && x - k >= m);
        }
        if (done)
            return trace;
    }
    return {};
}

std::vector<Pair> backtrack(const Trace &trace, int n, int m)
{
    std::vector<Pair> pairs;
    int x = n;
    int y = m;
    for (int d = int(trace.size()) - 1; d > 0; --d) {
        const auto &row = trace[std::size_t(d)];
        const auto at = [&row, d](int k) { return std::abs(k) > d ? -1 : row[std::size_t(k + d)]; };
        const int k = x - y;
        const bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
        const int fromX = down ? at(k + 1) : at(k - 1);
        const int fromY = fromX - (down ? k + 1 : k - 1);
        while (x > fromX && y > fromY && x - 1 >= (down ? fromX : fromX + 1)) {
            --x;
            --y;
            pairs.push_back({x, y});
        }
        pairs.push_back(down ? Pair{-1, fromY} : Pair{fromX, -1});
        x = fromX;
        y = fromY;
    }
    while (x > 0 && y > 0)
        pairs.push_back({--x, --y});
    std::reverse(pairs.begin(), pairs.end());
    return pairs;
}

std::vector<Pair> replaced(int n, int m)
{
    std::vector<Pair> pairs;
    for (int i = 0; i < n; ++i)
        pairs.push_back({i, -1});
    for (int i = 0; i < m; ++i)
        pairs.push_back({-1, i});
    return pairs;
}

std::vector<Pair> aligned(const QStringList &a, const QStringList &b)
{
    int start = 0;
    while (start < a.size() && start < b.size() && a[start] == b[start])
        ++start;
    int end = 0;
    while (end < a.size() - start && end < b.size() - start && a[a.size() - 1 - end] == b[b.size() - 1 - end])
        ++end;
    const QStringList midA = a.mid(start, a.size() - start - end);
    const QStringList midB = b.mid(start, b.size() - start - end);
    const Trace trace = std::max(midA.size(), midB.size()) > maximumLines ? Trace{} : furthest(midA, midB);
    auto middle = trace.empty() ? replaced(int(midA.size()), int(midB.size())) : backtrack(trace, int(midA.size()), int(midB.size()));

    std::vector<Pair> pairs;
    for (int i = 0; i < start; ++i)
        pairs.push_back({i, i});
    for (const Pair &pair : middle)
        pairs.push_back({pair.before < 0 ? -1 : pair.before + start, pair.after < 0 ? -1 : pair.after + start});
    for (int i = end; i > 0; --i)
        pairs.push_back({int(a.size()) - i, int(b.size()) - i});
    return pairs;
}

//! Removed lines before added ones in each run of changes.
QList<DiffLine> linesOf(const std::vector<Pair> &pairs, const QStringList &a, const QStringList &b)
{
    QList<DiffLine> lines;
    QList<DiffLine> added;
    const auto flush = [&] {
        lines += added;
        added.clear();
    };
    for (const auto &[before, after] : pairs) {
        if (after < 0) {
            lines << DiffLine{DiffLine::Removed, before + 1, 0, a[before], 0};
        } else if (before < 0) {
            added << DiffLine{DiffLine::Added, 0, after + 1, b[after], 0};
        } else {
            flush();
            lines << DiffLine{DiffLine::Same, before + 1, after + 1, a[before], 0};
        }
    }
    flush();
    return lines;
}

QList<DiffLine> folded(const QList<DiffLine> &lines, int context)
{
    std::vector<char> keep(std::size_t(lines.size()), 0);
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (lines[i].kind == DiffLine::Same)
            continue;
        for (qsizetype j = std::max<qsizetype>(0, i - context); j <= std::min<qsizetype>(lines.size() - 1, i + context); ++j)
            keep[std::size_t(j)] = 1;
    }
    QList<DiffLine> result;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (keep[std::size_t(i)])
            result << lines[i];
        else if (!result.isEmpty() && result.last().kind == DiffLine::Skipped)
            ++result.last().count;
        else
            result << DiffLine{DiffLine::Skipped, 0, 0, {}, 1};
    }
    return result;
}

} // namespace

QList<DiffLine> lineDiff(const QString &before, const QString &after, int context)
{
    const QStringList a = linesOf(before);
    const QStringList b = linesOf(after);
    const auto lines = linesOf(aligned(a, b), a, b);
    return context < 0 ? lines : folded(lines, context);
}

} // namespace gatehouse::ui::components
