// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/publish_rows.h"

#include "ui/components/diff_document.h"
#include "ui/components/formats.h"

#include <QCoreApplication>

namespace gatehouse::ui::shell {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("PublishRows", source);
}

} // namespace

QList<components::Column> PublishRows::columns()
{
    return {
        {.title = text(QT_TRANSLATE_NOOP("PublishRows", "Change")), .kind = components::CellKind::Pill, .width = 110},
        {.title = text(QT_TRANSLATE_NOOP("PublishRows", "Resource")), .kind = components::CellKind::Mono, .width = 300, .elide = Qt::ElideMiddle},
        {.title = text(QT_TRANSLATE_NOOP("PublishRows", "Result")), .kind = components::CellKind::Pill, .width = 140},
        {.title = text(QT_TRANSLATE_NOOP("PublishRows", "Detail")), .kind = components::CellKind::Secondary, .width = 240, .stretch = true},
    };
}

PublishRows::PublishRows(std::vector<resource::ChangeItem> items)
    : m_items(std::move(items))
{
}

void PublishRows::take(const std::vector<remote::ItemResult> &results)
{
    m_results = results;
}

components::Cell PublishRows::outcome(int row) const
{
    using Result = remote::ItemResult::Outcome;
    if (row >= int(m_results.size())) {
        if (row == m_running)
            return {.text = text(QT_TRANSLATE_NOOP("PublishRows", "Sending")), .tone = theme::Tone::Info, .dot = true};
        if (!m_refusals.value(row).isEmpty())
            return {.text = text(QT_TRANSLATE_NOOP("PublishRows", "Not allowed")), .tone = theme::Tone::Warning, .dot = true};
        return {.text = text(QT_TRANSLATE_NOOP("PublishRows", "Waiting")), .tone = theme::Tone::Neutral, .dot = true};
    }
    switch (m_results[std::size_t(row)].outcome) {
    case Result::Succeeded: return {.text = text(QT_TRANSLATE_NOOP("PublishRows", "Published")), .tone = theme::Tone::Success, .dot = true};
    case Result::Failed: return {.text = text(QT_TRANSLATE_NOOP("PublishRows", "Failed")), .tone = theme::Tone::Danger, .dot = true};
    case Result::Skipped: return {.text = text(QT_TRANSLATE_NOOP("PublishRows", "Skipped")), .tone = theme::Tone::Warning, .dot = true};
    case Result::Cancelled: return {.text = text(QT_TRANSLATE_NOOP("PublishRows", "Cancelled")), .tone = theme::Tone::Warning, .dot = true};
    }
    return {};
}

components::Cell PublishRows::cell(int row, int column) const
{
    const resource::ChangeItem &item = m_items[std::size_t(row)];
    switch (column) {
    case Kind: {
        const auto kind = item.kind == resource::ChangeKind::Delete ? components::DiffDocument::Removed
            : item.kind == resource::ChangeKind::Action ? components::DiffDocument::Action
            : item.before ? components::DiffDocument::Changed : components::DiffDocument::Added;
        return {.text = components::nameOf(kind), .tone = components::toneOf(kind)};
    }
    case Resource: return {.text = components::fromUtf8(item.id.text()), .secondary = components::fromUtf8(item.action)};
    case Outcome: return outcome(row);
    default: break;
    }
    if (row >= int(m_results.size()))
        return {.text = m_refusals.value(row), .toolTip = m_refusals.value(row)};
    const remote::ItemResult &result = m_results[std::size_t(row)];
    if (result.error) {
        const QString reason = components::errorText(*result.error);
        return {.text = reason, .tone = theme::Tone::Danger, .toolTip = reason};
    }
    return {.text = QStringLiteral("HTTP %1").arg(result.status)};
}

QString PublishRows::key(int row) const
{
    const resource::ChangeItem &item = m_items[std::size_t(row)];
    return components::fromUtf8(item.id.text() + "#" + item.action);
}

} // namespace gatehouse::ui::shell
