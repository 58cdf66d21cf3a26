// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/theme/style.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QScrollBar>
#include <QSpinBox>
#include <QStyleOption>
#include <QTabBar>

namespace gatehouse::ui::theme {

namespace {

QPalette paletteOf(const Colors &c)
{
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, const QColor &color) { palette.setColor(QPalette::All, role, color); };
    set(QPalette::Window, c.canvas);
    set(QPalette::WindowText, c.text);
    set(QPalette::Base, c.surface);
    set(QPalette::AlternateBase, c.sunken);
    set(QPalette::Text, c.text);
    set(QPalette::PlaceholderText, c.text3);
    set(QPalette::Button, c.surface);
    set(QPalette::ButtonText, c.text);
    set(QPalette::BrightText, c.onAccent);
    set(QPalette::ToolTipBase, c.raised);
    set(QPalette::ToolTipText, c.text);
    set(QPalette::Highlight, c.accentSoft);
    set(QPalette::HighlightedText, c.text);
    set(QPalette::Link, c.accent);
    set(QPalette::LinkVisited, c.accent);
    set(QPalette::Light, c.raised);
    set(QPalette::Midlight, c.hover);
    set(QPalette::Mid, c.border);
    set(QPalette::Dark, c.borderStrong);
    set(QPalette::Shadow, c.control);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, mixed(c.text3, c.surface, 0.7));
    return palette;
}

//! In the fonts that drawButtonLabel uses, which are not the application's.
int buttonWidth(const QStyleOptionButton &button, ButtonRank rank, const Tokens &tokens)
{
    const Metrics &m = tokens.metric;
    const bool icon = !button.icon.isNull();
    if (icon && button.text.isEmpty())
        return m.controlHeight;
    const bool filled = rank == ButtonRank::Primary || rank == ButtonRank::Danger;
    const QFontMetrics metrics(tokens.font(filled ? TextRole::Heading : TextRole::BodyStrong));
    int width = metrics.size(Qt::TextShowMnemonic, button.text).width() + 2;
    if (icon)
        width += button.iconSize.width() + m.space2;
    if (button.features & QStyleOptionButton::HasMenu)
        width += 14 + m.space2;
    return rank == ButtonRank::Link ? width : width + 2 * m.space4;
}

} // namespace

Style::Style(Theme *theme)
    : QProxyStyle(QStringLiteral("fusion"))
    , m_theme(theme)
{
}

const Tokens &Style::tokens() const
{
    static const Tokens light = Tokens::of(Scheme::Light, Density::Comfortable);
    return m_theme ? m_theme->tokens() : light;
}

void Style::polish(QPalette &palette)
{
    palette = paletteOf(tokens().color);
}

void Style::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton *>(widget) || qobject_cast<QComboBox *>(widget) || qobject_cast<QLineEdit *>(widget)
        || qobject_cast<QScrollBar *>(widget) || qobject_cast<QAbstractSpinBox *>(widget) || qobject_cast<QTabBar *>(widget)
        || qobject_cast<QHeaderView *>(widget))
        widget->setAttribute(Qt::WA_Hover);
    if (auto *view = qobject_cast<QAbstractItemView *>(widget))
        view->viewport()->setAttribute(Qt::WA_Hover);
    if (widget->inherits("QComboBoxPrivateContainer"))
        widget->setAttribute(Qt::WA_TranslucentBackground);
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    const Metrics &m = tokens().metric;
    switch (metric) {
    case PM_ButtonMargin: return 2 * m.space3;
    case PM_ButtonIconSize:
    case PM_SmallIconSize:
    case PM_ListViewIconSize:
    case PM_TabBarIconSize: return m.iconSmall;
    case PM_ToolBarIconSize: return m.icon;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_ButtonDefaultIndicator:
    case PM_FocusFrameHMargin:
    case PM_FocusFrameVMargin:
    case PM_ScrollView_ScrollBarSpacing:
    case PM_TabBarBaseHeight:
    case PM_TabBarBaseOverlap:
    case PM_ToolBarFrameWidth: return metric == PM_FocusFrameHMargin ? m.space2 : 0;
    case PM_DefaultFrameWidth: return qobject_cast<const QLineEdit *>(widget) ? m.space2 : 1;
    case PM_ScrollBarExtent: return m.scrollBar;
    case PM_ScrollBarSliderMin: return 32;
    case PM_HeaderMargin: return m.space2;
    case PM_HeaderMarkSize: return 12;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight: return 16;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing: return m.space2;
    case PM_MenuPanelWidth: return 1;
    case PM_MenuHMargin:
    case PM_MenuVMargin: return m.space1;
    case PM_SplitterWidth: return m.cardGap;
    case PM_TreeViewIndentation: return 20;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing: return m.space2;
    case PM_LayoutLeftMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutBottomMargin: return m.space4;
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_ComboBox_Popup:
    case SH_ItemView_ArrowKeysNavigateIntoChildren: return hint == SH_ItemView_ArrowKeysNavigateIntoChildren;
    case SH_ItemView_ShowDecorationSelected:
    case SH_ScrollBar_LeftClickAbsolutePosition:
    case SH_Menu_MouseTracking: return 1;
    case SH_UnderlineShortcut: return 0;
    case SH_Widget_Animation_Duration: return 0;
    case SH_ItemView_ActivateItemOnSingleClick: return 0;
    case SH_Table_GridLineColor: return int(tokens().color.border.rgba());
    case SH_DialogButtonLayout: return 3; // the affirmative button is last, as GNOME has it
    case SH_DialogButtonBox_ButtonsHaveIcons: return 0;
    default: return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size, const QWidget *widget) const
{
    const Metrics &m = tokens().metric;
    switch (type) {
    case CT_PushButton: {
        const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
        return {button ? buttonWidth(*button, rankOf(widget), tokens()) : size.width(), m.controlHeight};
    }
    case CT_ToolButton: return {std::max(size.width() + m.space2, m.controlHeight), m.controlHeight};
    case CT_ComboBox: return {size.width() + m.space3 + 3 * m.space2 + m.iconSmall, m.controlHeight};
    case CT_LineEdit: return {size.width() + m.space3, m.controlHeight};
    case CT_SpinBox: return {size.width() + m.space3 + 24, m.controlHeight};
    case CT_HeaderSection: {
        const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option);
        const int width = header ? header->fontMetrics.horizontalAdvance(header->text) : size.width();
        return {width + 2 * m.space3 + 16, m.headerHeight};
    }
    case CT_ItemViewItem: {
        const QSize base = QProxyStyle::sizeFromContents(type, option, size, widget);
        return {base.width() + m.space2, std::max(base.height(), m.rowHeight)};
    }
    case CT_MenuItem: {
        const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
        if (item && item->menuItemType == QStyleOptionMenuItem::Separator)
            return {size.width(), m.space2 + 1};
        return {size.width() + 3 * m.space4 + m.iconSmall, m.controlHeight};
    }
    case CT_TabBarTab: return {size.width() + m.space2, m.controlHeight + m.space1};
    default: return QProxyStyle::sizeFromContents(type, option, size, widget);
    }
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part, const QWidget *widget) const
{
    const Metrics &m = tokens().metric;
    if (control == CC_ComboBox) {
        if (part == SC_ComboBoxArrow)
            return visualRect(option->direction, option->rect, option->rect.adjusted(option->rect.width() - m.space3 - m.iconSmall - 4, 0, 0, 0));
        if (part == SC_ComboBoxEditField)
            return visualRect(option->direction, option->rect, option->rect.adjusted(m.space2 + 2, 1, -(m.space3 + m.iconSmall + 4), -1));
    }
    if (control == CC_ScrollBar) {
        // No arrows: the groove is the whole bar.
        if (part == SC_ScrollBarAddLine || part == SC_ScrollBarSubLine)
            return {};
        if (part == SC_ScrollBarGroove)
            return option->rect;
        const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option);
        if (slider) {
            const bool horizontal = slider->orientation == Qt::Horizontal;
            const int length = horizontal ? slider->rect.width() : slider->rect.height();
            const int range = slider->maximum - slider->minimum;
            int handle = length;
            if (range > 0)
                handle = std::clamp(int(qint64(slider->pageStep) * length / (qint64(range) + slider->pageStep)), std::min(32, length), length);
            const int start = sliderPositionFromValue(slider->minimum, slider->maximum, slider->sliderPosition, length - handle, slider->upsideDown);
            const auto span = [&](int from, int to) {
                return horizontal ? QRect(from, 0, to - from, slider->rect.height()) : QRect(0, from, slider->rect.width(), to - from);
            };
            if (part == SC_ScrollBarSlider)
                return visualRect(slider->direction, slider->rect, span(start, start + handle));
            if (part == SC_ScrollBarSubPage)
                return visualRect(slider->direction, slider->rect, span(0, start));
            if (part == SC_ScrollBarAddPage)
                return visualRect(slider->direction, slider->rect, span(start + handle, length));
        }
    }
    return QProxyStyle::subControlRect(control, option, part, widget);
}

QRect Style::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    if (element == SE_HeaderLabel) {
        const int margin = tokens().metric.space2 + 2;
        return option->rect.adjusted(margin, 0, -margin, 0);
    }
    if (element == SE_LineEditContents)
        return option->rect.adjusted(tokens().metric.space2 + 1, 1, -tokens().metric.space2, -1);
    return QProxyStyle::subElementRect(element, option, widget);
}

QIcon Style::standardIcon(StandardPixmap which, const QStyleOption *option, const QWidget *widget) const
{
    switch (which) {
    case SP_LineEditClearButton: return icon(QStringLiteral("close"));
    case SP_MessageBoxWarning: return icon(QStringLiteral("warning"), Tone::Warning);
    case SP_MessageBoxCritical: return icon(QStringLiteral("error"), Tone::Danger);
    case SP_MessageBoxInformation:
    case SP_MessageBoxQuestion: return icon(QStringLiteral("info"), Tone::Info);
    default: return QProxyStyle::standardIcon(which, option, widget);
    }
}

void drawRounded(QPainter &painter, const QRectF &rect, double radius, const QColor &fill, const QColor &frame)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(frame.isValid() ? QPen(frame, 1) : QPen(Qt::NoPen));
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    const double inset = frame.isValid() ? 0.5 : 0;
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius);
    painter.restore();
}

void drawFocusRing(QPainter &painter, const QRectF &rect, double radius, const Tokens &tokens)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokens.color.accent, tokens.metric.focusRing));
    painter.setBrush(Qt::NoBrush);
    const double inset = tokens.metric.focusRing / 2.0;
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius);
    painter.restore();
}

bool showsFocus(const QStyleOption &option)
{
    return option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange);
}

bool showsFocus(const QWidget *widget)
{
    return widget->hasFocus() && widget->window()->testAttribute(Qt::WA_KeyboardFocusChange);
}

} // namespace gatehouse::ui::theme
