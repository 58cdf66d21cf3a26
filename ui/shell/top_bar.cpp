// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/top_bar.h"

#include "ui/components/labels.h"
#include "ui/shell/connection_button.h"
#include "ui/shell/theme/style.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace gatehouse::ui::shell {

namespace {

//! Looks like a field, is a button: opens the palette.
class PaletteEntry final : public QPushButton
{
public:
    explicit PaletteEntry(QAction *action)
        : m_action(action)
    {
        setText(action->text());
        setAccessibleName(action->text());
        setMinimumWidth(150);
        setMaximumWidth(300);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        connect(this, &QPushButton::clicked, action, &QAction::trigger);
    }
    QSize sizeHint() const override { return {300, theme::tokens(this).metric.controlHeight}; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const auto &t = theme::tokens(this);
        QPainter painter(this);
        theme::drawRounded(painter, rect(), t.metric.controlRadius, underMouse() ? t.color.hover : t.color.surface, t.color.borderStrong);
        theme::paintIcon(&painter, QRect(12, (height() - 16) / 2, 16, 16), QStringLiteral("search"), t.color.text2);
        const QFont secondary = t.font(theme::TextRole::Secondary);
        const QString keys = m_action->shortcut().toString(QKeySequence::NativeText).replace(QLatin1Char('+'), QLatin1Char(' '));
        painter.setFont(secondary);
        painter.setPen(t.color.text2);
        painter.drawText(rect().adjusted(0, 0, -14, 0), Qt::AlignVCenter | Qt::AlignRight, keys);
        painter.setFont(t.font(theme::TextRole::Body));
        painter.setPen(t.color.text3);
        const QRect room = rect().adjusted(36, 0, -(22 + QFontMetrics(secondary).horizontalAdvance(keys)), 0);
        painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft, painter.fontMetrics().elidedText(text(), Qt::ElideRight, room.width()));
        if (theme::showsFocus(this))
            theme::drawFocusRing(painter, rect(), t.metric.controlRadius, t);
    }

private:
    QAction *m_action;
};

} // namespace

TopBar::TopBar(Session &session, ConnectionList &connections, QAction *palette, QAction *theme, QWidget *parent)
    : QWidget(parent)
    , m_title(components::makeLabel({}, theme::TextRole::PageTitle))
    , m_connection(new ConnectionButton(session, connections))
    , m_actions(new QHBoxLayout)
{
    const auto &metric = theme::tokens(this).metric;
    setFixedHeight(metric.topBarHeight + metric.space2);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(metric.pageMargin, metric.space2, metric.pageMargin, metric.space2);
    row->setSpacing(10);
    row->addWidget(m_title);
    row->addStretch(1);
    row->addWidget(new PaletteEntry(palette), 2);
    row->addWidget(m_connection);
    auto *toggle = components::makeIconButton({}, theme->text());
    toggle->setDefaultAction(theme);
    row->addWidget(toggle);
    m_actions->setSpacing(metric.space2);
    row->addLayout(m_actions);
}

void TopBar::setTitle(const QString &title)
{
    m_title->setText(title);
}

void TopBar::setActions(const QList<QAction *> &actions, QAction *primary)
{
    while (QLayoutItem *item = m_actions->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    for (QAction *action : actions) {
        const bool filled = action == primary;
        auto *button = components::makeButton(action->text(), filled ? theme::ButtonRank::Primary : theme::ButtonRank::Secondary);
        const auto refresh = [button, action, filled] {
            button->setText(action->iconText().isEmpty() ? action->text() : action->iconText());
            button->setEnabled(action->isEnabled());
            button->setVisible(action->isVisible());
            button->setIcon(action->icon());
            const QString keys = action->shortcut().toString(QKeySequence::NativeText);
            button->setToolTip(keys.isEmpty() ? action->text() : QStringLiteral("%1 (%2)").arg(action->text(), keys));
            Q_UNUSED(filled)
        };
        m_actions->addWidget(button);
        refresh();
        connect(action, &QAction::changed, button, refresh);
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
    }
}

void TopBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme::tokens(this).color.canvas);
}

} // namespace gatehouse::ui::shell
