// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/icon_label.h"

#include <QPainter>

namespace gatehouse::ui::components {

IconLabel::IconLabel(const QString &name, int size, QWidget *parent)
    : QWidget(parent)
    , m_name(name)
    , m_size(size)
{
    setFixedSize(size, size);
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

void IconLabel::setIcon(const QString &name)
{
    m_name = name;
    update();
}

void IconLabel::setTone(theme::Tone tone)
{
    m_tone = tone;
    update();
}

void IconLabel::paintEvent(QPaintEvent *)
{
    const auto &t = theme::tokens(this);
    QPainter painter(this);
    theme::paintIcon(&painter, rect(), m_name, m_tone == theme::Tone::Neutral ? t.color.text2 : t.tone(m_tone).text);
}

} // namespace gatehouse::ui::components
