// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/navigation_button.h"

#include "ui/components/pill.h"
#include "ui/shell/theme/style.h"

#include <QAccessibleWidget>
#include <QPainter>

namespace gatehouse::ui::shell {

namespace {

class TabAccessible final : public QAccessibleWidget
{
public:
    explicit TabAccessible(NavigationButton *button)
        : QAccessibleWidget(button, QAccessible::PageTab, button->text())
        , m_button(button)
    {
    }

    QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.selectable = true;
        state.selected = m_button->isChecked();
        return state;
    }
    QStringList actionNames() const override { return {pressAction()}; }
    void doAction(const QString &name) override
    {
        if (name == pressAction())
            m_button->click();
    }

private:
    NavigationButton *m_button;
};

QAccessibleInterface *makeAccessible(const QString &, QObject *object)
{
    auto *button = qobject_cast<NavigationButton *>(object);
    return button ? new TabAccessible(button) : nullptr;
}

} // namespace

NavigationButton::NavigationButton(const QString &icon, const QString &text, QWidget *parent)
    : QAbstractButton(parent)
    , m_icon(icon)
{
    QAccessible::installFactory(makeAccessible); // a second time is nothing
    setText(text);
    setAccessibleName(text);
    setCheckable(true);
    setAutoExclusive(false);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void NavigationButton::setBadge(int count)
{
    m_badge = count;
    setAccessibleDescription(count > 0 ? tr("%n new", nullptr, count) : QString());
    update();
}

QSize NavigationButton::sizeHint() const
{
    const auto &t = theme::tokens(this);
    return {QFontMetrics(t.font(theme::TextRole::BodyStrong)).horizontalAdvance(text()) + 60, t.metric.navigationHeight};
}

void NavigationButton::paintEvent(QPaintEvent *)
{
    const auto &t = theme::tokens(this);
    QPainter painter(this);
    if (isChecked())
        theme::drawRounded(painter, rect(), t.metric.controlRadius, t.color.accentSoft);
    else if (underMouse())
        theme::drawRounded(painter, rect(), t.metric.controlRadius, t.color.hover);
    const QColor color = isChecked() ? t.color.accent : t.color.text2;
    theme::paintIcon(&painter, QRect(10, (height() - 18) / 2, 18, 18), m_icon, color);
    painter.setFont(t.font(isChecked() ? theme::TextRole::Heading : theme::TextRole::BodyStrong));
    painter.setPen(color);
    painter.drawText(rect().adjusted(38, 0, -8, 0), Qt::AlignVCenter | Qt::AlignLeft, text());
    if (m_badge > 0) {
        const QString count = m_badge > 999 ? QStringLiteral("999+") : QString::number(m_badge);
        const int width = components::pillWidth(count, false, t);
        components::drawPill(painter, {rect().right() - width - 6, height() / 2}, count, t.color.danger, false, t);
    }
    if (theme::showsFocus(this))
        theme::drawFocusRing(painter, rect(), t.metric.controlRadius, t);
}

} // namespace gatehouse::ui::shell
