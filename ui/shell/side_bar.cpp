// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/side_bar.h"

#include "ui/components/icon_label.h"
#include "ui/components/labels.h"
#include "ui/shell/navigation_button.h"
#include "ui/shell/theme/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>

namespace gatehouse::ui::shell {

SideBar::SideBar(const QList<PageEntry> &entries, QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
{
    const auto &metric = theme::tokens(this).metric;
    setFixedWidth(metric.sideBarWidth);
    setAccessibleName(tr("Navigation"));
    m_layout->setContentsMargins(metric.space3, metric.space4, metric.space3, metric.space3);
    m_layout->setSpacing(4);

    auto *brand = new QHBoxLayout;
    brand->setContentsMargins(8, 0, 0, metric.space4);
    brand->setSpacing(10);
    auto *mark = new components::IconLabel(QStringLiteral("gatehouse"), 22);
    mark->setTone(theme::Tone::Accent);
    brand->addWidget(mark);
    brand->addWidget(components::makeLabel(QStringLiteral("Gatehouse"), theme::TextRole::CardTitle));
    brand->addStretch();
    m_layout->addLayout(brand);

    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setAutoFillBackground(false);
    auto *list = new QWidget;
    list->setAutoFillBackground(false);
    auto *top = new QVBoxLayout(list);
    top->setContentsMargins(0, 0, 0, 0);
    top->setSpacing(4);
    auto *bottom = new QVBoxLayout;
    bottom->setSpacing(4);
    QString group;
    for (const PageEntry &entry : entries) {
        if (!entry.atBottom && entry.group != group) {
            group = entry.group;
            auto *heading = components::makeLabel(group, theme::TextRole::Secondary, 3);
            heading->setContentsMargins(10, metric.space3, 0, 2);
            top->addWidget(heading);
        }
        addEntry(entry.atBottom ? bottom : top, entry);
    }
    top->addStretch();
    scroll->setWidget(list);
    m_layout->addWidget(scroll, 1);
    m_layout->addLayout(bottom);
}

void SideBar::addEntry(QVBoxLayout *layout, const PageEntry &entry)
{
    auto *button = new NavigationButton(entry.icon, entry.label, this);
    m_buttons[entry.key] = button;
    m_order << entry.key;
    if (m_order.size() <= 9)
        button->setToolTip(QStringLiteral("%1 (%2)").arg(entry.label, QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + m_order.size())).toString(QKeySequence::NativeText)));
    connect(button, &NavigationButton::clicked, this, [this, key = entry.key] { emit chosen(key); });
    layout->addWidget(button);
}

void SideBar::setCurrent(const QString &key)
{
    for (auto it = m_buttons.begin(); it != m_buttons.end(); ++it)
        it.value()->setChecked(it.key() == key);
}

void SideBar::setBadge(const QString &key, int count)
{
    if (auto *button = m_buttons.value(key))
        button->setBadge(count);
}

void SideBar::setFooter(QWidget *footer)
{
    m_layout->addSpacing(theme::tokens(this).metric.space2);
    m_layout->addWidget(footer);
}

void SideBar::paintEvent(QPaintEvent *)
{
    const auto &t = theme::tokens(this);
    QPainter painter(this);
    painter.fillRect(rect(), t.color.canvas);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), t.color.border);
}

void SideBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Down)
        focusNextChild();
    else if (event->key() == Qt::Key_Up)
        focusPreviousChild();
    else
        QWidget::keyPressEvent(event);
}

} // namespace gatehouse::ui::shell
