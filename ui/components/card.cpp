// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/card.h"

#include "ui/components/labels.h"
#include "ui/shell/theme/style.h"

#include <QHBoxLayout>
#include <QPainter>

namespace gatehouse::ui::components {

Card::Card(const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_header(new QWidget(this))
    , m_headerLayout(new QHBoxLayout(m_header))
    , m_title(makeLabel(title, theme::TextRole::CardTitle))
    , m_subtitle(makeLabel({}, theme::TextRole::Secondary, 3))
    , m_outer(new QVBoxLayout(this))
    , m_body(new QVBoxLayout)
{
    const auto &metric = theme::tokens(this).metric;
    m_headerLayout->setContentsMargins(0, 0, 0, 0);
    m_header->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_headerLayout->setSpacing(metric.space2 + 2);
    m_headerLayout->addWidget(m_title);
    m_headerLayout->addWidget(m_subtitle);
    m_headerLayout->addStretch();
    m_outer->setContentsMargins(metric.cardPadding, metric.space4, metric.cardPadding, metric.cardPadding);
    m_outer->setSpacing(metric.space3);
    m_outer->addWidget(m_header);
    m_outer->addLayout(m_body, 1);
    m_body->setContentsMargins(0, 0, 0, 0);
    m_body->setSpacing(metric.space2);
    setAccessibleName(title);
    showHeader();
}

void Card::showHeader()
{
    m_subtitle->setVisible(!m_subtitle->text().isEmpty());
    m_header->setVisible(!m_title->text().isEmpty() || m_headerLayout->count() > 3);
}

void Card::setTitle(const QString &title)
{
    m_title->setText(title);
    setAccessibleName(title);
    showHeader();
}

void Card::setSubtitle(const QString &subtitle)
{
    m_subtitle->setText(subtitle);
    showHeader();
}

void Card::addHeaderWidget(QWidget *widget)
{
    m_headerLayout->addWidget(widget);
    showHeader();
}

void Card::setEdgeToEdge(bool on)
{
    const auto &metric = theme::tokens(this).metric;
    constexpr int corner = 6; // what a square child must keep off a 10-px corner
    m_outer->setContentsMargins(on ? 1 : metric.cardPadding, on ? corner : metric.space4, on ? 1 : metric.cardPadding, on ? corner : metric.cardPadding);
    const int edge = on ? metric.cardPadding - 1 : 0;
    m_headerLayout->setContentsMargins(edge, on ? metric.space4 - corner : 0, edge, 0);
}

void Card::paintEvent(QPaintEvent *)
{
    const auto &t = theme::tokens(this);
    QPainter painter(this);
    theme::drawRounded(painter, rect(), t.metric.cardRadius, t.color.surface, t.color.border);
}

} // namespace gatehouse::ui::components
