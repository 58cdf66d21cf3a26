// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/notice_bar.h"

#include "ui/components/icon_label.h"
#include "ui/components/labels.h"
#include "ui/shell/theme/style.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace gatehouse::ui::policies {

NoticeBar::NoticeBar(QWidget *parent)
    : QWidget(parent), m_text(components::makeParagraph({}, theme::TextRole::Secondary, 1)), m_row(new QHBoxLayout(this))
{
    auto *icon = new components::IconLabel(QStringLiteral("warning"));
    icon->setTone(theme::Tone::Warning);
    m_row->setContentsMargins(12, 6, 8, 6);
    m_row->setSpacing(8);
    m_row->addWidget(icon);
    m_row->addWidget(m_text, 1);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    QWidget::hide();
}

void NoticeBar::show(const QString &text, const QList<Choice> &choices)
{
    for (auto *button : std::as_const(m_buttons))
        button->deleteLater();
    m_buttons.clear();
    m_text->setText(text);
    setAccessibleName(text);
    for (const auto &choice : choices) {
        auto *button = components::makeButton(choice.text);
        connect(button, &QPushButton::clicked, this, [act = choice.act] { act(); });
        m_row->addWidget(button);
        m_buttons << button;
    }
    QWidget::show();
}

QString NoticeBar::text() const
{
    return m_text->text();
}

void NoticeBar::paintEvent(QPaintEvent *)
{
    const auto &tokens = theme::tokens(this);
    QPainter painter(this);
    theme::drawRounded(painter, rect(), tokens.metric.controlRadius, tokens.color.warning.soft);
}

} // namespace gatehouse::ui::policies
