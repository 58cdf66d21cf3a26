// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/theme/icon_engine.h"

#include <QDir>
#include <QFile>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace gatehouse::ui::theme {

namespace {

QPixmap render(const QString &name, const QSize &pixels, const QColor &color)
{
    const QString key = QStringLiteral("gatehouse/%1/%2x%3/%4").arg(name).arg(pixels.width()).arg(pixels.height()).arg(color.rgba(), 8, 16);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QSvgRenderer svg(file.readAll().replace("currentColor", color.name().toLatin1()));
    pixmap = QPixmap(pixels);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    svg.render(&painter, QRectF(QPointF(), pixels));
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

} // namespace

IconEngine::IconEngine(QString name, Tone tone, bool onAccent)
    : m_name(std::move(name))
    , m_tone(tone)
    , m_onAccent(onAccent)
{
}

QColor IconEngine::color(QIcon::Mode mode, QIcon::State state) const
{
    const Tokens &t = tokens(nullptr);
    if (mode == QIcon::Disabled)
        return mixed(t.color.text3, t.color.surface, 0.6);
    // A filled button asks for its icon as selected and on.
    if (m_onAccent || (mode == QIcon::Selected && state == QIcon::On))
        return t.color.onAccent;
    if (mode == QIcon::Selected || state == QIcon::On)
        return t.color.accent;
    return m_tone == Tone::Neutral ? t.color.text2 : t.tone(m_tone).text;
}

void IconEngine::paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state)
{
    paintIcon(painter, rect, m_name, color(mode, state));
}

QPixmap IconEngine::pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state)
{
    return render(m_name, size, color(mode, state));
}

QPixmap IconEngine::scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale)
{
    QPixmap pixmap = render(m_name, size, color(mode, state));
    pixmap.setDevicePixelRatio(scale);
    return pixmap;
}

QIcon icon(const QString &name, Tone tone)
{
    return QIcon(new IconEngine(name, tone, false));
}

QIcon iconOnAccent(const QString &name)
{
    return QIcon(new IconEngine(name, Tone::Neutral, true));
}

void paintIcon(QPainter *painter, const QRect &rect, const QString &name, const QColor &color)
{
    const qreal ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1;
    const int side = std::min(rect.width(), rect.height());
    QRect box(0, 0, side, side);
    box.moveCenter(rect.center());
    QPixmap pixmap = render(name, (QSizeF(side, side) * ratio).toSize(), color);
    if (pixmap.isNull())
        return;
    pixmap.setDevicePixelRatio(ratio);
    painter->drawPixmap(box.topLeft(), pixmap);
}

QStringList iconNames()
{
    QStringList names;
    for (const QString &file : QDir(QStringLiteral(":/icons")).entryList({QStringLiteral("*.svg")}))
        names << file.chopped(4);
    return names;
}

} // namespace gatehouse::ui::theme
