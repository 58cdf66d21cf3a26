// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>

#include <array>

namespace gatehouse::ui::theme {

enum class Scheme { Light, Dark };
enum class Density { Comfortable, Compact };

//! Colour carries meaning alone; Neutral is the colour of everything that means nothing special.
enum class Tone { Neutral, Accent, Success, Warning, Danger, Info };

//! What a text is, instead of a font: size, weight and family follow from it.
enum class TextRole {
    Body,
    BodyStrong, //!< labels of controls, first column of a table
    Heading, //!< bold in running text
    Secondary,
    Axis, //!< also pills
    AxisStrong,
    CardTitle,
    PageTitle,
    Figure,
    Mono, //!< paths, addresses, ids
    Editor, //!< policy text, bodies
    Method, //!< the badge of an HTTP method
};

struct ToneColors
{
    QColor text;
    QColor soft; //!< background below `text`
};

struct Colors
{
    QColor canvas, surface, raised, hover, sunken;
    QColor border, borderStrong, control;
    QColor text, text2, text3;
    QColor accent, accentHover, onAccent, accentSoft;
    ToneColors success, warning, danger, info;
    QColor p50, p95, p99;
    std::array<QColor, 4> categories;
    QColor scrim; //!< over the window below a modal layer
    QColor shadow;
};

struct Metrics
{
    int space1 = 4, space2 = 8, space3 = 12, space4 = 16, space6 = 24;
    int cardPadding = 18, cardGap = 16, pageMargin = 24;
    int controlRadius = 6, cardRadius = 10;
    int controlHeight = 32, rowHeight = 34, headerHeight = 36;
    int sideBarWidth = 232, topBarHeight = 64, navigationHeight = 32;
    int iconSmall = 16, icon = 18;
    int focusRing = 2;
    int scrollBar = 10;
};

//! Every colour, size and font of the window. A value; the table itself is in tokens.cpp and nowhere else.
struct Tokens
{
    Scheme scheme = Scheme::Light;
    Density density = Density::Comfortable;
    Colors color;
    Metrics metric;

    static Tokens of(Scheme scheme, Density density);

    bool isDark() const { return scheme == Scheme::Dark; }
    QFont font(TextRole role) const;
    ToneColors tone(Tone tone) const;
    //! Text and soft colour of an HTTP method; unknown ones are neutral.
    ToneColors method(const QString &name) const;
};

//! `share` of `above` over `below`, opaque.
QColor mixed(const QColor &above, const QColor &below, double share);
//! WCAG 2 contrast ratio, 1 to 21.
double contrast(const QColor &a, const QColor &b);

} // namespace gatehouse::ui::theme
