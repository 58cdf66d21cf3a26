// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/figure_tile.h"

#include "ui/components/icon_label.h"
#include "ui/components/labels.h"
#include "ui/components/sparkline.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace gatehouse::ui::components {

FigureTile::FigureTile(const QString &icon, const QString &name, QWidget *parent)
    : Card({}, parent)
    , m_name(name)
    , m_figure(makeLabel(QStringLiteral("–"), theme::TextRole::Figure))
    , m_change(makeLabel({}, theme::TextRole::Secondary, 2))
    , m_spark(new Sparkline)
{
    auto *top = new QHBoxLayout;
    top->setSpacing(theme::tokens(this).metric.space2 - 2);
    top->addWidget(new IconLabel(icon, 16));
    top->addWidget(makeLabel(name, theme::TextRole::Secondary, 2));
    top->addStretch();
    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addWidget(m_figure);
    texts->addWidget(m_change);
    auto *below = new QHBoxLayout;
    below->addLayout(texts);
    below->addStretch();
    m_spark->setFixedSize(96, 40);
    below->addWidget(m_spark, 0, Qt::AlignBottom);
    body()->setSpacing(theme::tokens(this).metric.space1);
    body()->addLayout(top);
    body()->addLayout(below);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    describe();
}

void FigureTile::setFigure(const QString &figure)
{
    m_figure->setText(figure.isEmpty() ? QStringLiteral("–") : figure);
    describe();
}

void FigureTile::setChange(const QString &text, theme::Tone tone)
{
    m_change->setText(text);
    theme::setTextTone(m_change, tone);
    describe();
}

void FigureTile::setSpark(const QList<double> &values, theme::Tone tone)
{
    m_spark->setTone(tone);
    m_spark->setValues(values);
}

QString FigureTile::figure() const
{
    return m_figure->text();
}

void FigureTile::describe()
{
    setAccessibleName(m_name);
    setAccessibleDescription(m_change->text().isEmpty() ? m_figure->text() : m_figure->text() + QStringLiteral(", ") + m_change->text());
}

} // namespace gatehouse::ui::components
