// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/dialog_frame.h"

#include "ui/components/labels.h"

#include <QDialog>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::ui::components {

DialogFrame frameDialog(QDialog *dialog, const QString &accept)
{
    DialogFrame frame{new QVBoxLayout, makeParagraph({}), makeButton(accept, theme::ButtonRank::Primary)};
    theme::setTextTone(frame.problem, theme::Tone::Danger);
    frame.accept->setDefault(true);
    auto *cancel = makeButton(QDialog::tr("Cancel"));
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(frame.accept);
    frame.content->setSpacing(16);
    auto *layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(16);
    layout->addLayout(frame.content, 1);
    layout->addWidget(frame.problem);
    layout->addLayout(buttons);
    QObject::connect(frame.accept, &QPushButton::clicked, dialog, &QDialog::accept);
    QObject::connect(cancel, &QPushButton::clicked, dialog, &QDialog::reject);
    return frame;
}

} // namespace gatehouse::ui::components
