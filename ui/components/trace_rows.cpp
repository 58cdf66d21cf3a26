// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/trace_rows.h"

#include "ui/components/formats.h"
#include "ui/components/phase_timeline.h"

#include <QUrl>

#include <algorithm>

namespace gatehouse::ui::components {

using remote::TraceChange;
using remote::TraceStep;
using std::chrono::microseconds;

namespace {

constexpr std::size_t mostSpelledOut = 3;
constexpr qsizetype longestValue = 60;
constexpr std::string_view unchanged = "Nothing was changed.";

QString oneLine(const std::string &value)
{
    auto text = fromUtf8(value).simplified();
    return text.size() > longestValue ? text.left(longestValue) + QChar(0x2026) : text;
}

//! What a change is called in front of its values.
QString subjectOf(const TraceChange &change)
{
    const auto name = fromUtf8(change.name);
    if (change.what == "request.header" || change.what == "response.header")
        return TraceRows::tr("header %1").arg(name);
    if (change.what == "variable")
        return TraceRows::tr("variable %1").arg(name);
    if (change.what == "request.method")
        return TraceRows::tr("method");
    if (change.what == "request.url")
        return TraceRows::tr("URL");
    if (change.what == "backend.url")
        return TraceRows::tr("backend URL");
    if (change.what == "backend.id")
        return TraceRows::tr("backend");
    if (change.what == "response.status")
        return TraceRows::tr("status");
    if (change.what == "response.reason")
        return TraceRows::tr("reason");
    if (change.what == "request.body" || change.what == "response.body")
        return TraceRows::tr("body");
    return fromUtf8(change.what) + (name.isEmpty() ? QString() : QLatin1Char(' ') + name);
}

bool isBody(const TraceChange &change)
{
    return change.what.ends_with(".body");
}

//! Two URLs of one host differ in what is behind it: that is all that is worth reading.
QString urlChange(const TraceChange &change)
{
    const QUrl before(fromUtf8(*change.before));
    const QUrl after(fromUtf8(*change.after));
    if (before.isEmpty() || before.scheme() != after.scheme() || before.authority() != after.authority())
        return {};
    const auto behind = [](const QUrl &url) { return oneLine(url.toString(QUrl::RemoveScheme | QUrl::RemoveAuthority).toStdString()); };
    return TraceRows::tr("path %1 → %2").arg(behind(before), behind(after));
}

//! "4 response headers" and the like, once a kind, in the order in which they come.
QString countedText(const std::vector<TraceChange> &changes)
{
    QStringList parts;
    std::vector<std::string_view> seen;
    for (const auto &change : changes) {
        if (std::find(seen.begin(), seen.end(), change.what) != seen.end())
            continue;
        seen.push_back(change.what);
        const auto count = int(std::count_if(changes.begin(), changes.end(), [&](const auto &other) { return other.what == change.what; }));
        if (count == 1)
            parts << changeText(change);
        else if (change.what.ends_with(".header"))
            parts << TraceRows::tr("%n header(s)", nullptr, count);
        else if (change.what == "variable")
            parts << TraceRows::tr("%n variable(s)", nullptr, count);
        else
            parts << QStringLiteral("%1 × %2").arg(count).arg(subjectOf(change));
    }
    return parts.join(QStringLiteral(" · "));
}

QString capitalized(QString text)
{
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

} // namespace

QString changeText(const TraceChange &change)
{
    const auto subject = subjectOf(change);
    if (!change.after)
        return TraceRows::tr("%1 removed").arg(subject);
    if (isBody(change))
        return change.before ? TraceRows::tr("%1 changed").arg(subject) : TraceRows::tr("%1 set").arg(subject);
    if (!change.before)
        return TraceRows::tr("%1 = %2").arg(subject, oneLine(*change.after));
    if (change.what.ends_with(".url"))
        if (const auto text = urlChange(change); !text.isEmpty())
            return text;
    return TraceRows::tr("%1 %2 → %3").arg(subject, oneLine(*change.before), oneLine(*change.after));
}

QString effectText(const TraceStep &step)
{
    if (step.changes.size() > mostSpelledOut)
        return countedText(step.changes);
    QStringList parts;
    for (const auto &change : step.changes)
        parts << changeText(change);
    return parts.join(QStringLiteral(" · "));
}

QList<DiffDocument> diffDocuments(const TraceStep &step)
{
    QList<DiffDocument> documents;
    for (const auto &change : step.changes) {
        DiffDocument document;
        document.kind = !change.before ? DiffDocument::Added : !change.after ? DiffDocument::Removed : DiffDocument::Changed;
        document.id = capitalized(subjectOf(change));
        document.before = fromUtf8(change.before.value_or(std::string()));
        document.after = fromUtf8(change.after.value_or(std::string()));
        documents += document;
    }
    return documents;
}

QString scopeText(std::string_view scope)
{
    if (scope == "global")
        return TraceRows::tr("All APIs");
    if (scope == "workspace")
        return TraceRows::tr("Workspace");
    if (scope == "product")
        return TraceRows::tr("Product");
    if (scope == "api")
        return TraceRows::tr("API");
    if (scope == "operation")
        return TraceRows::tr("Operation");
    return fromUtf8(scope);
}

QString sectionText(std::string_view section)
{
    if (section == "inbound")
        return TraceRows::tr("Inbound");
    if (section == "backend")
        return TraceRows::tr("Backend");
    if (section == "outbound")
        return TraceRows::tr("Outbound");
    if (section == "on-error")
        return TraceRows::tr("On error");
    return fromUtf8(section);
}

QList<Column> TraceRows::columns()
{
    return {
        {tr("Policy"), CellKind::Strong, 210, false, Qt::ElideRight},
        {tr("From"), CellKind::Pill, 92, false, Qt::ElideRight},
        {tr("What it changed"), CellKind::Secondary, 240, true, Qt::ElideRight},
        {tr("When"), CellKind::Text, 220, false, Qt::ElideRight},
        {tr("Cost"), CellKind::Figure, 84, false, Qt::ElideRight},
    };
}

TraceRows::TraceRows(remote::Trace trace) : m_trace(std::move(trace))
{
    std::size_t section = 0;
    for (std::size_t i = 0; i < m_trace.steps.size(); ++i) {
        const auto &step = m_trace.steps[i];
        const auto end = step.start + step.duration.value_or(microseconds(0));
        if (m_rows.empty() || m_rows.back().section != step.section) {
            section = m_rows.size();
            m_rows.push_back({-1, step.section, step.start, end, false, true});
        }
        m_rows.push_back({int(i), step.section, step.start, end, step.isFailed, step.duration.has_value()});
        auto &above = m_rows[section];
        above.from = std::min(above.from, step.start);
        above.to = std::max(above.to, end);
        above.isFailed = above.isFailed || step.isFailed;
        m_total = std::max(m_total, end);
    }
}

const TraceStep *TraceRows::step(int row) const
{
    const auto index = row >= 0 && row < rowCount() ? m_rows[std::size_t(row)].step : -1;
    return index < 0 ? nullptr : &m_trace.steps[std::size_t(index)];
}

const TraceStep *TraceRows::step(const QString &key) const
{
    bool isNumber = false;
    const auto index = key.toInt(&isNumber);
    return isNumber && index >= 0 && std::size_t(index) < m_trace.steps.size() ? &m_trace.steps[std::size_t(index)] : nullptr;
}

TraceRows::Span TraceRows::span(int row) const
{
    if (row < 0 || row >= rowCount() || m_total.count() <= 0)
        return {};
    const auto &one = m_rows[std::size_t(row)];
    const auto whole = double(m_total.count());
    return {double(one.from.count()) / whole, double(one.to.count()) / whole, !one.hasDuration};
}

bool TraceRows::isFailed(int row) const
{
    return row >= 0 && row < rowCount() && m_rows[std::size_t(row)].isFailed;
}

QString TraceRows::firstToLookAt() const
{
    const auto rank = [](const TraceStep &step) { return std::pair(step.isFailed, step.duration.value_or(microseconds(-1))); };
    const auto it = std::max_element(m_trace.steps.begin(), m_trace.steps.end(), [&](const auto &a, const auto &b) { return rank(a) < rank(b); });
    return it == m_trace.steps.end() ? QString() : QString::number(it - m_trace.steps.begin());
}

QString TraceRows::key(int row) const
{
    const auto &one = m_rows[std::size_t(row)];
    return one.step < 0 ? QStringLiteral("section:") + fromUtf8(one.section) : QString::number(one.step);
}

Cell TraceRows::cell(int row, int column) const
{
    const auto &one = m_rows[std::size_t(row)];
    return one.step < 0 ? sectionCell(one, column) : stepCell(one, m_trace.steps[std::size_t(one.step)], column);
}

Cell TraceRows::sectionCell(const Row &row, int column) const
{
    Cell cell;
    if (column == Policy)
        cell.text = sectionText(row.section);
    if (column == Policy && row.isFailed)
        cell.tone = theme::Tone::Danger;
    if (column == Cost)
        cell.text = durationText((row.to - row.from).count());
    return cell;
}

Cell TraceRows::stepCell(const Row &row, const TraceStep &step, int column) const
{
    constexpr std::string_view fragments = "policyFragments/";
    Cell cell;
    cell.tone = row.isFailed && column != Scope ? theme::Tone::Danger : theme::Tone::Neutral;
    switch (column) {
    case Policy:
        cell.text = fromUtf8(step.policy);
        if (step.resourceId.starts_with(fragments))
            cell.secondary = fromUtf8(std::string_view(step.resourceId).substr(fragments.size()));
        cell.icon = row.isFailed ? QStringLiteral("error") : QString();
        cell.toolTip = fromUtf8(step.path);
        break;
    case Scope:
        cell.text = scopeText(step.scope);
        cell.tone = step.scope == "global" ? theme::Tone::Neutral : theme::Tone::Info;
        cell.toolTip = step.line > 0 ? tr("%1, line %2").arg(fromUtf8(step.resourceId)).arg(step.line) : fromUtf8(step.resourceId);
        break;
    case Effect: {
        const auto effect = effectText(step);
        if (row.isFailed)
            cell.text = step.reason.empty() ? fromUtf8(step.message) : tr("%1: %2").arg(fromUtf8(step.reason), fromUtf8(step.message));
        else
            cell.text = !effect.isEmpty() ? effect : step.message == unchanged ? QStringLiteral("–") : fromUtf8(step.message);
        cell.text = cell.text.simplified();
        cell.toolTip = cell.text == QLatin1String("–") ? tr("Nothing was changed") : cell.text;
        break;
    }
    case When:
        cell.text = row.hasDuration ? tr("%1 to %2").arg(durationText(row.from.count()), durationText(row.to.count())) : tr("at %1").arg(durationText(row.from.count()));
        cell.toolTip = cell.text;
        break;
    case Cost: cell.text = row.hasDuration ? durationText(step.duration->count()) : QString(); break;
    default: break;
    }
    return cell;
}

} // namespace gatehouse::ui::components
