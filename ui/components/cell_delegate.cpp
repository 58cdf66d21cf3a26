// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/cell_delegate.h"

#include "ui/components/pill.h"
#include "ui/components/row_model.h"
#include "ui/shell/theme/style.h"

#include <QPainter>

namespace gatehouse::ui::components {

namespace {

constexpr int indent = 18;
constexpr int margin = 10;

struct Context
{
    QPainter &painter;
    QRect rect; //!< what is left to draw in
    const Cell &cell;
    const theme::Tokens &tokens;
    bool enabled;
};

void drawText(Context &c, const QString &text, theme::TextRole role, const QColor &color, Qt::Alignment align,
              Qt::TextElideMode mode = Qt::ElideRight)
{
    const QFont font = c.tokens.font(role);
    const QFontMetrics metrics(font);
    const QString shown = metrics.elidedText(text, mode, c.rect.width());
    c.painter.setFont(font);
    c.painter.setPen(color);
    c.painter.drawText(c.rect, int(align | Qt::AlignVCenter), shown);
    c.rect.setLeft(c.rect.left() + metrics.horizontalAdvance(shown) + c.tokens.metric.space2);
}

QColor textColor(const Context &c, const QColor &usual)
{
    return c.cell.tone == theme::Tone::Neutral ? usual : c.tokens.tone(c.cell.tone).text;
}

void drawBar(Context &c)
{
    const int figure = QFontMetrics(c.tokens.font(theme::TextRole::Secondary)).horizontalAdvance(QStringLiteral("00,000 ms"));
    const QRectF groove(c.rect.left(), c.rect.center().y() - 1, std::max(0, c.rect.width() - figure - c.tokens.metric.space2), 4);
    if (c.cell.fraction >= 0 && groove.width() > 8) {
        theme::drawRounded(c.painter, groove, 2, c.tokens.color.hover);
        QRectF filled = groove;
        filled.setWidth(std::max(2.0, groove.width() * std::min(1.0, c.cell.fraction)));
        const auto tone = c.cell.tone == theme::Tone::Neutral ? theme::Tone::Accent : c.cell.tone;
        theme::drawRounded(c.painter, filled, 2, c.tokens.tone(tone).text);
    }
    drawText(c, c.cell.text, theme::TextRole::Secondary, c.tokens.color.text, Qt::AlignRight);
}

void drawCell(Context &c, CellKind kind, Qt::TextElideMode mode)
{
    const theme::Colors &color = c.tokens.color;
    switch (kind) {
    case CellKind::Text: drawText(c, c.cell.text, theme::TextRole::Body, textColor(c, color.text), Qt::AlignLeft, mode); break;
    case CellKind::Strong: drawText(c, c.cell.text, theme::TextRole::BodyStrong, textColor(c, color.text), Qt::AlignLeft, mode); break;
    case CellKind::Secondary: drawText(c, c.cell.text, theme::TextRole::Secondary, textColor(c, color.text2), Qt::AlignLeft, mode); break;
    case CellKind::Mono: drawText(c, c.cell.text, theme::TextRole::Mono, textColor(c, color.text2), Qt::AlignLeft, mode); break;
    case CellKind::Figure: drawText(c, c.cell.text, theme::TextRole::Secondary, textColor(c, color.text), Qt::AlignRight); return;
    case CellKind::Bar: drawBar(c); return;
    case CellKind::Method:
        if (!c.cell.text.isEmpty()) {
            const QRect box(c.rect.left(), c.rect.center().y() - methodSize.height() / 2, methodSize.width(), methodSize.height());
            drawMethod(c.painter, box, c.cell.text, c.tokens);
            c.rect.setLeft(box.right() + margin);
        }
        drawText(c, c.cell.secondary, theme::TextRole::BodyStrong, color.text, Qt::AlignLeft, mode);
        return;
    case CellKind::Pill:
        if (!c.cell.text.isEmpty())
            c.rect.setLeft(c.rect.left()
                           + drawPill(c.painter, {c.rect.left(), c.rect.center().y() + 1}, c.cell.text, c.tokens.tone(c.cell.tone), c.cell.dot, c.tokens)
                           + c.tokens.metric.space2);
        break;
    }
    if (!c.cell.secondary.isEmpty() && c.rect.width() > 12)
        drawText(c, c.cell.secondary, theme::TextRole::Secondary, color.text3, Qt::AlignLeft);
}

} // namespace

QRect CellDelegate::chevron(const QRect &cell, int depth)
{
    return {cell.left() + 2 + depth * indent, cell.center().y() - 8, 18, 18};
}

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto &t = theme::tokens(option.widget);
    const auto cell = index.data(RowModel::CellRole).value<Cell>();
    const auto kind = static_cast<CellKind>(index.data(RowModel::KindRole).toInt());
    const auto *rows = qobject_cast<const RowModel *>(index.model());
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    option.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter, option.widget);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), t.color.border);
    if (selected && index.column() == 0)
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height() - 1), t.color.accent);

    Context context{*painter, option.rect.adjusted(margin, 0, -margin, -1), cell, t, option.state.testFlag(QStyle::State_Enabled)};
    const int depth = index.data(RowModel::DepthRole).toInt();
    const bool tree = index.column() == 0 && index.data(RowModel::DepthRole).isValid() && depth >= 0;
    if (tree) {
        const QRect box = chevron(option.rect, depth);
        if (index.data(RowModel::BranchRole).toBool())
            theme::paintIcon(painter, box.adjusted(1, 1, -1, -1), index.data(RowModel::ExpandedRole).toBool() ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"), t.color.text2);
        context.rect.setLeft(box.right() + 4);
    }
    if (!cell.icon.isEmpty()) {
        const QRect box(context.rect.left(), context.rect.center().y() - 7, 16, 16);
        theme::paintIcon(painter, box, cell.icon, cell.tone == theme::Tone::Neutral ? t.color.text2 : t.tone(cell.tone).text);
        context.rect.setLeft(box.right() + t.metric.space2);
    }
    // A branch of operations has a name and no method.
    const bool named = tree && kind == CellKind::Method && index.data(RowModel::BranchRole).toBool() && !cell.text.isEmpty();
    drawCell(context, named ? CellKind::Strong : kind,
             rows ? rows->columns()[index.column()].elide : Qt::ElideRight);
    const bool ring = option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange);
    if (ring)
        theme::drawFocusRing(*painter, option.rect.adjusted(0, 0, 0, -1), 4, t);
    painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return {QStyledItemDelegate::sizeHint(option, index).width(), theme::tokens(option.widget).metric.rowHeight};
}

} // namespace gatehouse::ui::components
