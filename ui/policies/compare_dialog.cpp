// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/compare_dialog.h"

#include "ui/components/diff_view.h"
#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/policies/problem.h"

#include <QCoreApplication>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui::policies {

using components::fromUtf8;
using policy::PolicyDifference;

namespace {

QString words(const char *text)
{
    return QCoreApplication::translate("PolicyDifference", text);
}

QStringList sentencesOf(const std::string &before, const std::string &after)
{
    static const std::string nothing = "<policies></policies>";
    static const std::string noFragment = "<fragment></fragment>";
    const auto &missing = (before.empty() ? after : before).find("<fragment") == std::string::npos ? nothing : noFragment;
    const auto found = policy::differences(before.empty() ? missing : before, after.empty() ? missing : after);
    QStringList lines;
    if (!found) {
        for (const auto &problem : found.error())
            lines << words(QT_TRANSLATE_NOOP("PolicyDifference", "Can't be compared: %1")).arg(findingText(problem));
        return lines;
    }
    for (const auto &difference : *found)
        lines << differenceText(difference);
    if (lines.isEmpty())
        lines << words(QT_TRANSLATE_NOOP("PolicyDifference", "Both mean the same: layout, comments and the order of attributes apart."));
    return lines;
}

} // namespace

QString differenceText(const PolicyDifference &difference)
{
    auto name = fromUtf8(difference.name);
    if (!difference.label.empty())
        name += QStringLiteral(" “%1”").arg(fromUtf8(difference.label));
    QString text;
    switch (difference.kind) {
    case PolicyDifference::Added: text = words(QT_TRANSLATE_NOOP("PolicyDifference", "%1 added")).arg(name); break;
    case PolicyDifference::Removed: text = words(QT_TRANSLATE_NOOP("PolicyDifference", "%1 removed")).arg(name); break;
    case PolicyDifference::Moved: text = words(QT_TRANSLATE_NOOP("PolicyDifference", "%1 moved")).arg(name); break;
    case PolicyDifference::Changed: {
        const auto none = words(QT_TRANSLATE_NOOP("PolicyDifference", "(none)"));
        const auto before = difference.before.empty() ? none : fromUtf8(difference.before);
        const auto after = difference.after.empty() ? none : fromUtf8(difference.after);
        text = words(QT_TRANSLATE_NOOP("PolicyDifference", "%1: %2 %3 → %4")).arg(name, fromUtf8(difference.what), before, after);
        break;
    }
    }
    if (!difference.section.empty() && difference.section != difference.name)
        text += words(QT_TRANSLATE_NOOP("PolicyDifference", " in %1")).arg(fromUtf8(difference.section));
    return text.simplified();
}

CompareDialog::CompareDialog(const QString &title, const std::string &before, const std::string &after, QWidget *parent)
    : QDialog(parent), m_list(new QListWidget(this))
{
    setWindowTitle(tr("What changes in %1").arg(title));
    resize(980, 660);
    m_list->addItems(sentencesOf(before, after));
    m_list->setAccessibleName(tr("Changes in words"));
    m_list->setWordWrap(true);
    m_list->setMaximumHeight(std::min(220, 16 + 30 * std::max(1, m_list->count())));
    auto *diff = new components::DiffView(this);
    components::DiffDocument document;
    document.kind = before.empty() ? components::DiffDocument::Added : after.empty() ? components::DiffDocument::Removed : components::DiffDocument::Changed;
    document.id = title;
    document.before = fromUtf8(before);
    document.after = fromUtf8(after);
    diff->setDocuments({document});
    auto *close = components::makeButton(tr("Close"));
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto *foot = new QHBoxLayout;
    foot->addStretch();
    foot->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(components::makeLabel(windowTitle(), theme::TextRole::PageTitle));
    layout->addWidget(m_list);
    layout->addWidget(diff, 1);
    layout->addLayout(foot);
}

QStringList CompareDialog::sentences() const
{
    QStringList lines;
    for (int row = 0; row < m_list->count(); ++row)
        lines << m_list->item(row)->text();
    return lines;
}

} // namespace gatehouse::ui::policies
