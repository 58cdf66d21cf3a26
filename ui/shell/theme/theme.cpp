// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/theme/theme.h"

#include "ui/shell/theme/style.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPixmapCache>
#include <QWidget>

// The resources are in a static library, which drops them unless somebody asks.
static void initResources()
{
    Q_INIT_RESOURCE(gatehouse_fonts);
    Q_INIT_RESOURCE(gatehouse_icons);
}

namespace gatehouse::ui::theme {

namespace {

constexpr const char *rankProperty = "gatehouseRank";
constexpr const char *roleProperty = "gatehouseTextRole";
constexpr const char *levelProperty = "gatehouseTextLevel";
constexpr const char *toneProperty = "gatehouseTextTone";

void loadFonts()
{
    initResources();
    for (const char *file : {"sans-Regular.otf", "sans-Medium.otf", "sans-SemiBold.otf", "display-SemiBold.otf", "mono-Regular.ttf", "mono-Bold.ttf"})
        QFontDatabase::addApplicationFont(QStringLiteral(":/fonts/") + QLatin1String(file));
}

void applyText(QWidget *widget, const Tokens &tokens)
{
    if (const QVariant role = widget->property(roleProperty); role.isValid())
        widget->setFont(tokens.font(static_cast<TextRole>(role.toInt())));
    QColor color;
    if (const QVariant tone = widget->property(toneProperty); tone.isValid())
        color = tokens.tone(static_cast<Tone>(tone.toInt())).text;
    else if (const QVariant level = widget->property(levelProperty); level.isValid())
        color = level.toInt() >= 3 ? tokens.color.text3 : level.toInt() == 2 ? tokens.color.text2 : tokens.color.text;
    if (!color.isValid())
        return;
    QPalette palette;
    palette.setColor(QPalette::WindowText, color);
    palette.setColor(QPalette::Text, color);
    widget->setPalette(palette);
}

Style *styleOf(const QWidget *widget)
{
    return qobject_cast<Style *>(widget ? widget->style() : QApplication::style());
}

} // namespace

Theme::Theme(Scheme scheme, Density density, QObject *parent)
    : QObject(parent)
    , m_tokens(Tokens::of(scheme, density))
{
    loadFonts();
    QApplication::setStyle(new Style(this));
    dress();
}

Theme::~Theme()
{
    if (auto *style = styleOf(nullptr))
        style->forgetTheme();
}

void Theme::setScheme(Scheme scheme)
{
    if (scheme == m_tokens.scheme)
        return;
    m_tokens = Tokens::of(scheme, m_tokens.density);
    dress();
}

void Theme::setDensity(Density density)
{
    if (density == m_tokens.density)
        return;
    m_tokens = Tokens::of(m_tokens.scheme, density);
    dress();
}

void Theme::toggleScheme()
{
    setScheme(scheme() == Scheme::Dark ? Scheme::Light : Scheme::Dark);
}

void Theme::dress()
{
    QApplication::setFont(m_tokens.font(TextRole::Body));
    QPalette palette;
    QApplication::style()->polish(palette);
    QApplication::setPalette(palette);
    const auto widgets = QApplication::allWidgets();
    for (QWidget *widget : widgets) {
        applyText(widget, m_tokens);
        QEvent event(QEvent::StyleChange);
        QApplication::sendEvent(widget, &event);
        widget->update();
    }
    emit changed();
}

const Tokens &tokens(const QWidget *widget)
{
    static const Tokens light = Tokens::of(Scheme::Light, Density::Comfortable);
    const Style *style = styleOf(widget);
    return style ? style->tokens() : light;
}

Theme *themeOf(const QWidget *widget)
{
    const Style *style = styleOf(widget);
    return style ? style->theme() : nullptr;
}

void setRank(QWidget *button, ButtonRank rank)
{
    button->setProperty(rankProperty, int(rank));
    button->updateGeometry();
    button->update();
}

ButtonRank rankOf(const QWidget *button)
{
    return button ? static_cast<ButtonRank>(button->property(rankProperty).toInt()) : ButtonRank::Secondary;
}

void setTextRole(QWidget *widget, TextRole role)
{
    widget->setProperty(roleProperty, int(role));
    applyText(widget, tokens(widget));
}

void setTextLevel(QWidget *widget, int level)
{
    widget->setProperty(toneProperty, {});
    widget->setProperty(levelProperty, level);
    applyText(widget, tokens(widget));
}

void setTextTone(QWidget *widget, Tone tone)
{
    widget->setProperty(toneProperty, int(tone));
    applyText(widget, tokens(widget));
}

} // namespace gatehouse::ui::theme
