// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/theme/style.h"

#include <QPainter>
#include <QStyleOption>
#include <QToolButton>

namespace gatehouse::ui::theme {

void Style::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const Tokens &t = tokens();
    switch (element) {
    case CE_PushButtonBevel: drawButtonPanel(*option, *painter, widget); return;
    case CE_PushButtonLabel:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option))
            drawButtonLabel(*button, *painter, widget);
        return;
    case CE_HeaderSection:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option))
            drawHeaderSection(*header, *painter);
        return;
    case CE_HeaderEmptyArea: painter->fillRect(option->rect, t.color.surface); return;
    case CE_HeaderLabel:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option))
            drawHeaderLabel(*header, *painter);
        return;
    case CE_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option))
            drawMenuItem(*item, *painter);
        return;
    case CE_MenuEmptyArea: return;
    case CE_ComboBoxLabel:
        if (const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option)) {
            QRect field = subControlRect(CC_ComboBox, combo, SC_ComboBoxEditField, widget);
            if (!combo->currentIcon.isNull()) {
                const QRect icon(field.left(), field.center().y() - 7, 16, 16);
                combo->currentIcon.paint(painter, icon);
                field.setLeft(icon.right() + t.metric.space2);
            }
            painter->setPen(option->palette.color(option->state.testFlag(State_Enabled) ? QPalette::Active : QPalette::Disabled, QPalette::Text));
            if (!combo->editable)
                painter->drawText(field, Qt::AlignVCenter | Qt::AlignLeft,
                                  combo->fontMetrics.elidedText(combo->currentText, Qt::ElideRight, field.width()));
        }
        return;
    case CE_TabBarTabShape: return;
    case CE_TabBarTabLabel:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option))
            drawTab(*tab, *painter);
        return;
    case CE_ProgressBarGroove: drawRounded(*painter, option->rect, 3, t.color.hover); return;
    case CE_ProgressBarLabel: return;
    case CE_ProgressBarContents:
        if (const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option)) {
            const int range = bar->maximum - bar->minimum;
            QRectF filled(bar->rect);
            filled.setWidth(range <= 0 ? filled.width() : filled.width() * (bar->progress - bar->minimum) / range);
            if (filled.width() >= 1)
                drawRounded(*painter, filled, 3, range <= 0 ? mixed(t.color.accent, t.color.surface, 0.5) : t.color.accent);
        }
        return;
    case CE_Splitter:
    case CE_ScrollBarAddLine:
    case CE_ScrollBarSubLine:
    case CE_ScrollBarAddPage:
    case CE_ScrollBarSubPage: return;
    default: QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    if (control == CC_ComboBox) {
        if (const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option))
            return drawComboBox(*combo, *painter);
    }
    if (control == CC_ScrollBar)
        return drawScrollBar(*option, *painter, widget);
    if (control == CC_SpinBox) {
        if (const auto *spin = qstyleoption_cast<const QStyleOptionSpinBox *>(option)) {
            drawField(*option, *painter);
            for (const auto &[part, name] : {std::pair{SC_SpinBoxUp, QStringLiteral("chevron-up")}, std::pair{SC_SpinBoxDown, QStringLiteral("chevron-down")}}) {
                if (!(spin->subControls & part) || spin->buttonSymbols == QAbstractSpinBox::NoButtons)
                    continue;
                QRect box(0, 0, 12, 12);
                box.moveCenter(subControlRect(CC_SpinBox, spin, part, widget).center());
                const bool hovered = (spin->activeSubControls & part) && spin->state.testFlag(State_MouseOver);
                paintIcon(painter, box, name, hovered ? tokens().color.text : tokens().color.text3);
            }
            return;
        }
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

void Style::drawButtonLabel(const QStyleOptionButton &option, QPainter &painter, const QWidget *widget) const
{
    const Tokens &t = tokens();
    const bool enabled = option.state.testFlag(State_Enabled);
    const ButtonRank rank = rankOf(widget);
    const bool filled = rank == ButtonRank::Primary || rank == ButtonRank::Danger;
    QColor color = t.color.text;
    if (!enabled)
        color = mixed(t.color.text3, t.color.surface, 0.7);
    else if (filled)
        color = t.color.onAccent;
    else if (rank == ButtonRank::Link)
        color = option.state.testFlag(State_MouseOver) ? t.color.accentHover : t.color.accent;

    QFont font = t.font(filled ? TextRole::Heading : TextRole::BodyStrong);
    painter.save();
    painter.setFont(font);
    const QFontMetrics metrics(font);
    const bool menu = option.features & QStyleOptionButton::HasMenu;
    const QSize iconSize = option.icon.isNull() ? QSize(0, 0) : option.iconSize;
    const int gap = option.icon.isNull() || option.text.isEmpty() ? 0 : t.metric.space2;
    const int arrow = menu ? 14 + t.metric.space2 : 0;
    const QString text = metrics.elidedText(option.text, Qt::ElideRight, option.rect.width() - iconSize.width() - gap - arrow, Qt::TextShowMnemonic);
    const int width = iconSize.width() + gap + metrics.size(Qt::TextShowMnemonic, text).width() + arrow;
    int x = option.rect.left() + (option.rect.width() - width) / 2;
    const auto place = [&](int start, int w) { return visualRect(option.direction, option.rect, QRect(start, option.rect.top(), w, option.rect.height())); };
    if (!option.icon.isNull()) {
        QRect box = place(x, iconSize.width());
        box.setTop(box.center().y() - iconSize.height() / 2 + 1);
        box.setHeight(iconSize.height());
        option.icon.paint(&painter, box, Qt::AlignCenter, !enabled ? QIcon::Disabled : filled ? QIcon::Selected : QIcon::Normal,
                          filled ? QIcon::On : QIcon::Off);
        x += iconSize.width() + gap;
    }
    painter.setPen(color);
    painter.drawText(place(x, width), Qt::AlignVCenter | Qt::AlignLeft | Qt::TextHideMnemonic, text);
    if (menu) {
        const int left = option.rect.left() + (option.rect.width() + width) / 2 - 14;
        QRect box = place(left, 14);
        box.setTop(box.center().y() - 6);
        box.setHeight(14);
        paintIcon(&painter, box, QStringLiteral("chevron-down"), color);
    }
    painter.restore();
}

void Style::drawHeaderSection(const QStyleOptionHeader &option, QPainter &painter) const
{
    const Tokens &t = tokens();
    painter.fillRect(option.rect, t.color.surface);
    if (option.orientation == Qt::Horizontal)
        painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), t.color.border);
}

void Style::drawHeaderLabel(const QStyleOptionHeader &option, QPainter &painter) const
{
    const Tokens &t = tokens();
    // CE_Header of QCommonStyle asks the base for this rectangle, past the proxy, so the full section is taken again.
    const bool sorted = option.sortIndicator != QStyleOptionHeader::None;
    QFont font = t.font(TextRole::Secondary);
    font.setWeight(t.isDark() ? QFont::Normal : QFont::Medium);
    painter.save();
    painter.setFont(font);
    painter.setPen(sorted ? t.color.text : t.color.text2);
    const QRect rect = option.rect.adjusted(0, 0, sorted ? -4 : 0, 0);
    painter.drawText(rect, int(option.textAlignment & Qt::AlignHorizontal_Mask) | Qt::AlignVCenter,
                     QFontMetrics(font).elidedText(option.text, Qt::ElideRight, rect.width()));
    painter.restore();
}

void Style::drawMenuItem(const QStyleOptionMenuItem &option, QPainter &painter) const
{
    const Tokens &t = tokens();
    if (option.menuItemType == QStyleOptionMenuItem::Separator) {
        painter.fillRect(QRect(option.rect.left(), option.rect.center().y(), option.rect.width(), 1), t.color.border);
        return;
    }
    const bool enabled = option.state.testFlag(State_Enabled);
    if (option.state.testFlag(State_Selected) && enabled)
        drawRounded(painter, QRectF(option.rect).adjusted(2, 0, -2, 0), t.metric.controlRadius - 1, t.color.accentSoft);
    QRect rect = option.rect.adjusted(t.metric.space3, 0, -t.metric.space3, 0);
    QRect box(rect.left(), rect.center().y() - 7, 16, 16);
    if (option.checked)
        paintIcon(&painter, box, QStringLiteral("check"), t.color.accent);
    else if (!option.icon.isNull())
        option.icon.paint(&painter, box, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
    rect.setLeft(box.right() + t.metric.space2 + 2);
    const auto parts = option.text.split(QLatin1Char('\t'));
    painter.save();
    painter.setFont(t.font(TextRole::Body));
    painter.setPen(enabled ? t.color.text : mixed(t.color.text3, t.color.raised, 0.7));
    painter.drawText(rect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextHideMnemonic, parts.value(0));
    painter.setPen(t.color.text3);
    painter.setFont(t.font(TextRole::Secondary));
    if (parts.size() > 1)
        painter.drawText(rect, Qt::AlignVCenter | Qt::AlignRight, parts[1]);
    else if (option.menuItemType == QStyleOptionMenuItem::SubMenu)
        paintIcon(&painter, QRect(rect.right() - 14, rect.center().y() - 6, 14, 14), QStringLiteral("chevron-right"), t.color.text2);
    painter.restore();
}

void Style::drawTab(const QStyleOptionTab &option, QPainter &painter) const
{
    const Tokens &t = tokens();
    const bool selected = option.state.testFlag(State_Selected);
    painter.save();
    painter.setFont(t.font(selected ? TextRole::Heading : TextRole::BodyStrong));
    painter.setPen(selected ? t.color.text : option.state.testFlag(State_MouseOver) ? t.color.text : t.color.text2);
    QRect rect = option.rect;
    if (!option.icon.isNull()) {
        const QRect box(rect.left() + t.metric.space2, rect.center().y() - 7, 16, 16);
        option.icon.paint(&painter, box, Qt::AlignCenter, selected ? QIcon::Selected : QIcon::Normal);
        rect.setLeft(box.right());
    }
    painter.drawText(rect, Qt::AlignCenter | Qt::TextHideMnemonic, option.text);
    const int line = option.rect.bottom();
    painter.fillRect(QRect(option.rect.left(), line, option.rect.width(), 1), t.color.border);
    if (selected)
        painter.fillRect(QRect(option.rect.left() + t.metric.space1, line - 1, option.rect.width() - 2 * t.metric.space1, 2), t.color.accent);
    if (showsFocus(option))
        drawFocusRing(painter, option.rect.adjusted(0, 2, 0, -3), t.metric.controlRadius, t);
    painter.restore();
}

void Style::drawComboBox(const QStyleOptionComboBox &option, QPainter &painter) const
{
    const Tokens &t = tokens();
    const bool enabled = option.state.testFlag(State_Enabled);
    const bool hovered = enabled && option.state.testFlag(State_MouseOver);
    drawRounded(painter, option.rect, t.metric.controlRadius,
                !enabled ? t.color.sunken : hovered ? mixed(t.color.hover, t.color.surface, 0.6) : t.color.surface,
                enabled ? t.color.control : t.color.border);
    if (showsFocus(option) || (option.editable && option.state.testFlag(State_HasFocus)))
        drawFocusRing(painter, option.rect, t.metric.controlRadius, t);
    const QRect arrow = subControlRect(CC_ComboBox, &option, SC_ComboBoxArrow, nullptr);
    QRect box(0, 0, 16, 16);
    box.moveCenter(arrow.center());
    paintIcon(&painter, box, QStringLiteral("chevron-down"), enabled ? t.color.text2 : t.color.text3);
}

void Style::drawScrollBar(const QStyleOptionComplex &option, QPainter &painter, const QWidget *widget) const
{
    const Tokens &t = tokens();
    const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(&option);
    if (!slider || slider->maximum <= slider->minimum)
        return;
    const QRectF handle = subControlRect(CC_ScrollBar, slider, SC_ScrollBarSlider, widget);
    const bool active = option.state.testFlag(State_MouseOver) || (option.activeSubControls & SC_ScrollBarSlider);
    const bool horizontal = slider->orientation == Qt::Horizontal;
    const QRectF thumb = horizontal ? handle.adjusted(2, 2, -2, -2) : handle.adjusted(2, 2, -2, -2);
    drawRounded(painter, thumb, std::min(thumb.width(), thumb.height()) / 2, active ? t.color.control : t.color.borderStrong);
}

} // namespace gatehouse::ui::theme
