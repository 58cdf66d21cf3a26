// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/side_stack.h"

#include "ui/components/labels.h"

#include <QVBoxLayout>

namespace gatehouse::ui::policies {

SideStack::SideStack(QWidget *content, QWidget *parent)
    : QStackedWidget(parent)
    , m_content(content)
    , m_title(components::makeParagraph({}, theme::TextRole::Heading, 2))
    , m_text(components::makeParagraph({}, theme::TextRole::Secondary, 3))
{
    auto *message = new QWidget;
    auto *layout = new QVBoxLayout(message);
    layout->setContentsMargins(18, 0, 18, 18);
    layout->setSpacing(4);
    layout->addWidget(m_title);
    layout->addWidget(m_text);
    layout->addStretch();
    addWidget(content);
    addWidget(message);
}

void SideStack::showContent()
{
    setCurrentWidget(m_content);
}

void SideStack::showSentence(const QString &title, const QString &text)
{
    m_title->setText(title);
    m_text->setText(text);
    setCurrentIndex(1);
}

} // namespace gatehouse::ui::policies
