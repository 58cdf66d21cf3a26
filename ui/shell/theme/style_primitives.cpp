// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/theme/style.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QLineEdit>
#include <QPainter>
#include <QStyleOption>
#include <QTableView>

namespace gatehouse::ui::theme {

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const Tokens &t = tokens();
    switch (element) {
    case PE_FrameFocusRect:
        if (option->state.testFlag(State_KeyboardFocusChange) && !qobject_cast<const QAbstractItemView *>(widget))
            drawFocusRing(*painter, option->rect, t.metric.controlRadius, t);
        return;
    case PE_PanelButtonCommand: drawButtonPanel(*option, *painter, widget); return;
    case PE_PanelButtonTool: drawToolButtonPanel(*option, *painter); return;
    case PE_PanelLineEdit:
        // Line edits inside a combo or spin box draw no frame of their own.
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option); frame && frame->lineWidth > 0)
            drawField(*option, *painter);
        return;
    case PE_FrameLineEdit: return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck: drawCheck(*option, *painter, false); return;
    case PE_IndicatorRadioButton: drawCheck(*option, *painter, true); return;
    case PE_PanelItemViewItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option))
            drawItemPanel(*item, *painter, widget);
        return;
    case PE_PanelItemViewRow: return;
    case PE_IndicatorBranch: drawBranch(*option, *painter); return;
    case PE_FrameMenu: return;
    case PE_PanelMenu: drawRounded(*painter, option->rect, t.metric.controlRadius + 2, t.color.raised, t.color.borderStrong); return;
    case PE_PanelTipLabel: drawRounded(*painter, option->rect, 0, t.color.raised, t.color.borderStrong); return;
    case PE_Frame:
        if (widget && widget->inherits("QComboBoxPrivateContainer")) {
            drawRounded(*painter, option->rect, t.metric.controlRadius, t.color.raised, t.color.borderStrong);
            return;
        }
        drawRounded(*painter, option->rect, t.metric.controlRadius, {}, t.color.border);
        return;
    case PE_FrameTabBarBase:
    case PE_FrameTabWidget:
    case PE_FrameStatusBarItem: return;
    case PE_IndicatorHeaderArrow:
    case PE_IndicatorArrowDown:
    case PE_IndicatorArrowUp:
    case PE_IndicatorSpinDown:
    case PE_IndicatorSpinUp:
    case PE_IndicatorArrowRight: {
        bool up = element == PE_IndicatorArrowUp || element == PE_IndicatorSpinUp;
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option))
            up = header->sortIndicator == QStyleOptionHeader::SortUp;
        const auto name = element == PE_IndicatorArrowRight ? QStringLiteral("chevron-right")
            : up ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down");
        QRect box(0, 0, 14, 14);
        box.moveCenter(option->rect.center());
        paintIcon(painter, box, name, option->state.testFlag(State_Enabled) ? t.color.text2 : t.color.text3);
        return;
    }
    default: QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawButtonPanel(const QStyleOption &option, QPainter &painter, const QWidget *widget) const
{
    const Tokens &t = tokens();
    const bool enabled = option.state.testFlag(State_Enabled);
    const bool hovered = enabled && option.state.testFlag(State_MouseOver);
    const bool down = enabled && (option.state & (State_Sunken | State_On));
    const double radius = t.metric.controlRadius;
    switch (rankOf(widget)) {
    case ButtonRank::Primary:
    case ButtonRank::Danger: {
        const bool danger = rankOf(widget) == ButtonRank::Danger;
        const QColor base = danger ? t.color.danger.text : t.color.accent;
        const QColor strong = danger ? mixed(t.color.text, base, 0.15) : t.color.accentHover;
        drawRounded(painter, option.rect, radius, !enabled ? t.color.hover : hovered || down ? strong : base);
        break;
    }
    case ButtonRank::Secondary:
        drawRounded(painter, option.rect, radius, down ? t.color.hover : hovered ? mixed(t.color.hover, t.color.surface, 0.6) : t.color.surface,
                    enabled ? t.color.borderStrong : t.color.border);
        break;
    case ButtonRank::Ghost:
        if (hovered || down)
            drawRounded(painter, option.rect, radius, t.color.hover);
        break;
    case ButtonRank::Link: break;
    }
    if (showsFocus(option))
        drawFocusRing(painter, option.rect, radius, t);
}

void Style::drawToolButtonPanel(const QStyleOption &option, QPainter &painter) const
{
    const Tokens &t = tokens();
    const bool enabled = option.state.testFlag(State_Enabled);
    if (option.state.testFlag(State_On))
        drawRounded(painter, option.rect, t.metric.controlRadius, t.color.accentSoft);
    else if (enabled && (option.state & (State_MouseOver | State_Sunken)))
        drawRounded(painter, option.rect, t.metric.controlRadius, t.color.hover);
    if (showsFocus(option))
        drawFocusRing(painter, option.rect, t.metric.controlRadius, t);
}

void Style::drawField(const QStyleOption &option, QPainter &painter) const
{
    const Tokens &t = tokens();
    const bool enabled = option.state.testFlag(State_Enabled);
    const bool readOnly = option.state.testFlag(State_ReadOnly);
    drawRounded(painter, option.rect, t.metric.controlRadius, enabled && !readOnly ? t.color.surface : t.color.sunken,
                enabled && !readOnly ? t.color.control : t.color.border);
    // A field shows its focus to the mouse too: it is where the typing goes.
    if (option.state.testFlag(State_HasFocus))
        drawFocusRing(painter, option.rect, t.metric.controlRadius, t);
}

void Style::drawCheck(const QStyleOption &option, QPainter &painter, bool round) const
{
    const Tokens &t = tokens();
    QRect box(0, 0, 16, 16);
    box.moveCenter(option.rect.center());
    const bool enabled = option.state.testFlag(State_Enabled);
    const bool on = option.state & (State_On | State_NoChange);
    const double radius = round ? 8 : 4;
    drawRounded(painter, box, radius, on ? (enabled ? t.color.accent : t.color.control) : t.color.surface,
                on ? QColor() : enabled ? t.color.control : t.color.borderStrong);
    if (on && round)
        drawRounded(painter, QRectF(box).adjusted(5, 5, -5, -5), 3, t.color.onAccent);
    else if (on)
        paintIcon(&painter, box.adjusted(1, 1, -1, -1), option.state.testFlag(State_NoChange) ? QStringLiteral("minus") : QStringLiteral("check"),
                  t.color.onAccent);
    if (showsFocus(option))
        drawFocusRing(painter, box.adjusted(-3, -3, 3, 3), radius + 3, t);
}

void Style::drawItemPanel(const QStyleOptionViewItem &option, QPainter &painter, const QWidget *widget) const
{
    const Tokens &t = tokens();
    const bool menuLike = widget && widget->inherits("QComboBoxListView");
    const bool selected = option.state.testFlag(State_Selected);
    const bool hovered = option.state.testFlag(State_MouseOver) && option.state.testFlag(State_Enabled);
    if (option.backgroundBrush.style() != Qt::NoBrush)
        painter.fillRect(option.rect, option.backgroundBrush);
    if (menuLike) {
        if (selected || hovered)
            drawRounded(painter, QRectF(option.rect).adjusted(4, 1, -4, -1), t.metric.controlRadius - 1, t.color.accentSoft);
        return;
    }
    if (selected)
        painter.fillRect(option.rect, t.color.accentSoft);
    else if (hovered)
        painter.fillRect(option.rect, mixed(t.color.hover, t.color.surface, 0.6));
    if (qobject_cast<const QTableView *>(widget) || widget == nullptr)
        return;
    if (widget->property("rowLines").toBool())
        painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), t.color.border);
}

void Style::drawBranch(const QStyleOption &option, QPainter &painter) const
{
    const Tokens &t = tokens();
    if (option.state.testFlag(State_Selected))
        painter.fillRect(option.rect, t.color.accentSoft);
    if (!option.state.testFlag(State_Children))
        return;
    QRect box(0, 0, 16, 16);
    box.moveCenter(option.rect.center());
    paintIcon(&painter, box, option.state.testFlag(State_Open) ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"), t.color.text2);
}

} // namespace gatehouse::ui::theme
