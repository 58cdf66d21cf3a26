// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/compare_dialog.h"

#include "ui/components/diff_view.h"
#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/components/policy_sentences.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::ui::policies {

using components::fromUtf8;

CompareDialog::CompareDialog(const QString &title, const std::string &before, const std::string &after, QWidget *parent)
    : QDialog(parent), m_diff(new components::DiffView(this))
{
    setWindowTitle(tr("What changes in %1").arg(title));
    resize(980, 660);
    components::DiffDocument document;
    document.kind = before.empty() ? components::DiffDocument::Added : after.empty() ? components::DiffDocument::Removed : components::DiffDocument::Changed;
    document.id = title;
    document.before = fromUtf8(before);
    document.after = fromUtf8(after);
    document.sentences = components::policySentences(before, after);
    m_diff->setDocuments({document});
    auto *close = components::makeButton(tr("Close"));
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto *foot = new QHBoxLayout;
    foot->addStretch();
    foot->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(components::makeLabel(windowTitle(), theme::TextRole::PageTitle));
    layout->addWidget(m_diff, 1);
    layout->addLayout(foot);
}

} // namespace gatehouse::ui::policies
