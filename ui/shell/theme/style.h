// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/theme/theme.h"

#include <QProxyStyle>

class QStyleOptionButton;
class QStyleOptionComboBox;
class QStyleOptionHeader;
class QStyleOptionMenuItem;
class QStyleOptionTab;
class QStyleOptionViewItem;

namespace gatehouse::ui::theme {

//! Fusion, redrawn from the token table: flat fields with a 1-px frame, no bevels, thin scroll bars, quiet headers, and a
//! focus ring that only the keyboard shows. Owned by QApplication; the theme outlives it or clears it.
class Style final : public QProxyStyle
{
    Q_OBJECT

public:
    explicit Style(Theme *theme);

    Theme *theme() const { return m_theme; }
    void forgetTheme() { m_theme = nullptr; }
    const Tokens &tokens() const;

    void polish(QPalette &palette) override;
    void polish(QWidget *widget) override;
    void polish(QApplication *application) override { QProxyStyle::polish(application); }
    void unpolish(QWidget *widget) override { QProxyStyle::unpolish(widget); }
    void unpolish(QApplication *application) override { QProxyStyle::unpolish(application); }

    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *data) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size, const QWidget *widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                         const QWidget *widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const override;

    QIcon standardIcon(StandardPixmap icon, const QStyleOption *option, const QWidget *widget) const override;

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget) const override;

private:
    void drawButtonPanel(const QStyleOption &option, QPainter &painter, const QWidget *widget) const;
    void drawButtonLabel(const QStyleOptionButton &option, QPainter &painter, const QWidget *widget) const;
    void drawToolButtonPanel(const QStyleOption &option, QPainter &painter) const;
    void drawField(const QStyleOption &option, QPainter &painter) const;
    void drawCheck(const QStyleOption &option, QPainter &painter, bool round) const;
    void drawItemPanel(const QStyleOptionViewItem &option, QPainter &painter, const QWidget *widget) const;
    void drawBranch(const QStyleOption &option, QPainter &painter) const;
    void drawHeaderSection(const QStyleOptionHeader &option, QPainter &painter) const;
    void drawHeaderLabel(const QStyleOptionHeader &option, QPainter &painter) const;
    void drawMenuItem(const QStyleOptionMenuItem &option, QPainter &painter) const;
    void drawTab(const QStyleOptionTab &option, QPainter &painter) const;
    void drawComboBox(const QStyleOptionComboBox &option, QPainter &painter) const;
    void drawScrollBar(const QStyleOptionComplex &option, QPainter &painter, const QWidget *widget) const;

    Theme *m_theme;
};

//! A rounded rectangle with a 1-px frame inside `rect`; an invalid colour leaves that part out.
void drawRounded(QPainter &painter, const QRectF &rect, double radius, const QColor &fill, const QColor &frame = {});
//! The ring around a focused control, 2 px accent.
void drawFocusRing(QPainter &painter, const QRectF &rect, double radius, const Tokens &tokens);
//! True when the widget has the focus and got it by the keyboard.
bool showsFocus(const QStyleOption &option);
bool showsFocus(const QWidget *widget);

} // namespace gatehouse::ui::theme
