// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/theme/tokens.h"

#include <algorithm>
#include <cmath>

namespace gatehouse::ui::theme {

namespace {

QColor rgb(QRgb value)
{
    return QColor::fromRgb(value);
}

Colors lightColors()
{
    return {
        .canvas = rgb(0xF5F6F8), .surface = rgb(0xFFFFFF), .raised = rgb(0xFFFFFF), .hover = rgb(0xEEF1F5), .sunken = rgb(0xF1F3F6),
        .border = rgb(0xE2E6EC), .borderStrong = rgb(0xC3CAD5), .control = rgb(0x8A94A6),
        .text = rgb(0x141A24), .text2 = rgb(0x475063), .text3 = rgb(0x5E6779),
        .accent = rgb(0x2F55D4), .accentHover = rgb(0x2747B5), .onAccent = rgb(0xFFFFFF), .accentSoft = rgb(0xE9EEFD),
        .success = {rgb(0x0E7A4B), rgb(0xE3F5EC)},
        .warning = {rgb(0x8F5500), rgb(0xFDF1DC)},
        .danger = {rgb(0xC02B2B), rgb(0xFCE9E8)},
        .info = {rgb(0x1F62B5), rgb(0xE5F0FC)},
        .p50 = rgb(0x6F8CDB), .p95 = rgb(0x2F55D4), .p99 = rgb(0x152A70),
        .categories = {rgb(0xA8322E), rgb(0xBD871C), rgb(0x5B94C9), rgb(0x54307E)},
        .scrim = QColor(20, 26, 36, 72), .shadow = QColor(20, 26, 36, 40),
    };
}

Colors darkColors()
{
    return {
        .canvas = rgb(0x0F1218), .surface = rgb(0x161A22), .raised = rgb(0x1C212B), .hover = rgb(0x1F2530), .sunken = rgb(0x12161D),
        .border = rgb(0x262C38), .borderStrong = rgb(0x3B4454), .control = rgb(0x667287),
        .text = rgb(0xE8EBF1), .text2 = rgb(0xAEB7C6), .text3 = rgb(0x8A94A6),
        .accent = rgb(0x7C9BFF), .accentHover = rgb(0x95AEFF), .onAccent = rgb(0x0B1020), .accentSoft = rgb(0x1E2744),
        .success = {rgb(0x4CC38A), rgb(0x14291F)},
        .warning = {rgb(0xE5A94B), rgb(0x2C2314)},
        .danger = {rgb(0xF27573), rgb(0x321B1D)},
        .info = {rgb(0x6FB1F5), rgb(0x15263A)},
        .p50 = rgb(0x5570C6), .p95 = rgb(0x7C9BFF), .p99 = rgb(0xD3DEFF),
        .categories = {rgb(0xD0604F), rgb(0xECBE4A), rgb(0x3F7BDD), rgb(0x5FD6D0)},
        .scrim = QColor(0, 0, 0, 130), .shadow = QColor(0, 0, 0, 110),
    };
}

Metrics compactMetrics()
{
    Metrics metrics;
    metrics.controlHeight = 28;
    metrics.rowHeight = 28;
    metrics.headerHeight = 30;
    metrics.navigationHeight = 28;
    return metrics;
}

struct Face
{
    const char *family;
    int pixels;
    QFont::Weight weight;
    qreal spacing = 0;
};

Face faceOf(TextRole role, bool dark)
{
    // Light text on a dark ground looks bolder than it is.
    const auto medium = dark ? QFont::Normal : QFont::Medium;
    switch (role) {
    case TextRole::Body: return {"Gatehouse Sans", 13, QFont::Normal};
    case TextRole::BodyStrong: return {"Gatehouse Sans", 13, medium};
    case TextRole::Heading: return {"Gatehouse Sans", 13, QFont::DemiBold};
    case TextRole::Secondary: return {"Gatehouse Sans", 12, QFont::Normal};
    case TextRole::Axis: return {"Gatehouse Sans", 11, medium};
    case TextRole::AxisStrong: return {"Gatehouse Sans", 11, QFont::DemiBold};
    case TextRole::CardTitle: return {"Gatehouse Sans", 14, QFont::DemiBold};
    case TextRole::PageTitle: return {"Gatehouse Sans", 20, QFont::DemiBold};
    case TextRole::Figure: return {"Gatehouse Display", 26, QFont::DemiBold, -0.3};
    case TextRole::Mono: return {"Gatehouse Mono", 12, QFont::Normal};
    case TextRole::Editor: return {"Gatehouse Mono", 13, QFont::Normal};
    case TextRole::Method: return {"Gatehouse Mono", 10, QFont::Bold};
    }
    return {"Gatehouse Sans", 13, QFont::Normal};
}

double luminance(const QColor &color)
{
    const auto linear = [](double value) { return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

} // namespace

Tokens Tokens::of(Scheme scheme, Density density)
{
    return {
        .scheme = scheme,
        .density = density,
        .color = scheme == Scheme::Dark ? darkColors() : lightColors(),
        .metric = density == Density::Compact ? compactMetrics() : Metrics{},
    };
}

QFont Tokens::font(TextRole role) const
{
    const Face face = faceOf(role, isDark());
    QFont font(QString::fromLatin1(face.family));
    font.setPixelSize(face.pixels);
    font.setWeight(face.weight);
    if (face.spacing != 0)
        font.setLetterSpacing(QFont::AbsoluteSpacing, face.spacing);
    if (role == TextRole::Mono || role == TextRole::Editor || role == TextRole::Method)
        font.setStyleHint(QFont::Monospace);
    return font;
}

ToneColors Tokens::tone(Tone tone) const
{
    switch (tone) {
    case Tone::Neutral: return {color.text2, isDark() ? color.hover : color.sunken};
    case Tone::Accent: return {color.accent, color.accentSoft};
    case Tone::Success: return color.success;
    case Tone::Warning: return color.warning;
    case Tone::Danger: return color.danger;
    case Tone::Info: return color.info;
    }
    return {color.text2, color.hover};
}

ToneColors Tokens::method(const QString &name) const
{
    if (name == QLatin1String("GET"))
        return color.info;
    if (name == QLatin1String("POST"))
        return color.success;
    if (name == QLatin1String("PUT"))
        return color.warning;
    if (name == QLatin1String("PATCH"))
        return {color.categories[3], mixed(color.categories[3], color.surface, isDark() ? 0.12 : 0.09)};
    if (name == QLatin1String("DELETE") || name == QLatin1String("DEL"))
        return color.danger;
    return {color.text2, color.hover};
}

QColor mixed(const QColor &above, const QColor &below, double share)
{
    const auto part = [share](int a, int b) { return int(std::lround(a * share + b * (1 - share))); };
    return {part(above.red(), below.red()), part(above.green(), below.green()), part(above.blue(), below.blue())};
}

double contrast(const QColor &a, const QColor &b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

} // namespace gatehouse::ui::theme
