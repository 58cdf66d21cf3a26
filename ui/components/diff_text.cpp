// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/diff_view.h"

#include "ui/shell/theme/style.h"

#include <QKeyEvent>
#include <QPainter>
#include <QTextBlock>

namespace gatehouse::ui::components {

namespace {

//! Two columns of line numbers and the sign.
class Gutter final : public QWidget
{
public:
    explicit Gutter(DiffText *text)
        : QWidget(text)
        , m_text(text)
    {
    }
    QSize sizeHint() const override { return {m_text->gutterWidth(), 0}; }

protected:
    void paintEvent(QPaintEvent *event) override { m_text->paintGutter(event); }

private:
    DiffText *m_text;
};

QColor background(DiffLine::Kind kind, const theme::Tokens &t)
{
    switch (kind) {
    case DiffLine::Added: return t.color.success.soft;
    case DiffLine::Removed: return t.color.danger.soft;
    case DiffLine::Skipped: return t.color.sunken;
    case DiffLine::Same: break;
    }
    return {};
}

} // namespace

DiffText::DiffText(QWidget *parent)
    : QPlainTextEdit(parent)
    , m_gutter(new Gutter(this))
{
    setAccessibleName(tr("Difference"));
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setLineWrapMode(NoWrap);
    theme::setTextRole(this, theme::TextRole::Mono);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &rect, int dy) {
        if (dy)
            m_gutter->scroll(0, dy);
        else
            m_gutter->update(0, rect.y(), m_gutter->width(), rect.height());
    });
    placeGutter();
}

void DiffText::setDiff(const QString &before, const QString &after)
{
    m_lines = lineDiff(before, after);
    QStringList texts;
    for (const DiffLine &line : std::as_const(m_lines))
        texts << (line.kind == DiffLine::Skipped ? tr("%n unchanged line(s)", nullptr, line.count) : line.text);
    setPlainText(texts.join(QLatin1Char('\n')));
    placeGutter();
}

void DiffText::goToChange(int direction)
{
    const auto changed = [this](int i) { return i >= 0 && i < m_lines.size() && (m_lines[i].kind == DiffLine::Added || m_lines[i].kind == DiffLine::Removed); };
    int i = textCursor().blockNumber();
    while (changed(i))
        i += direction;
    while (i >= 0 && i < m_lines.size() && !changed(i))
        i += direction;
    if (!changed(i))
        return;
    while (direction < 0 && changed(i - 1))
        --i;
    QTextCursor cursor(document()->findBlockByNumber(i));
    setTextCursor(cursor);
    centerCursor();
}

int DiffText::gutterWidth() const
{
    int last = 1;
    for (const DiffLine &line : m_lines)
        last = std::max({last, line.before, line.after});
    const int digit = fontMetrics().horizontalAdvance(QLatin1Char('0'));
    const int digits = std::max(2, int(QString::number(last).size()));
    return digit * (2 * digits + 5);
}

void DiffText::placeGutter()
{
    const int width = gutterWidth();
    setViewportMargins(width, 0, 0, 0);
    const QRect inside = contentsRect();
    m_gutter->setGeometry(inside.left(), inside.top(), width, inside.height());
}

void DiffText::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    placeGutter();
}

void DiffText::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_gutter)
        placeGutter();
}

void DiffText::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_F7)
        goToChange(event->modifiers().testFlag(Qt::ShiftModifier) ? -1 : 1);
    else
        QPlainTextEdit::keyPressEvent(event);
}

void DiffText::paintEvent(QPaintEvent *event)
{
    const auto &t = theme::tokens(this);
    QPainter painter(viewport());
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF rect = blockBoundingGeometry(block).translated(contentOffset());
        if (rect.top() > event->rect().bottom())
            break;
        const int i = block.blockNumber();
        if (const QColor color = i < m_lines.size() ? background(m_lines[i].kind, t) : QColor(); color.isValid())
            painter.fillRect(QRectF(0, rect.top(), viewport()->width(), rect.height()), color);
    }
    painter.end();
    QPlainTextEdit::paintEvent(event);
}

void DiffText::paintGutter(QPaintEvent *event)
{
    const auto &t = theme::tokens(this);
    QPainter painter(m_gutter);
    painter.fillRect(event->rect(), t.color.surface);
    painter.setFont(font());
    const int digit = fontMetrics().horizontalAdvance(QLatin1Char('0'));
    const int column = (m_gutter->width() - 3 * digit) / 2;
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF rect = blockBoundingGeometry(block).translated(contentOffset());
        const int i = block.blockNumber();
        if (rect.top() > event->rect().bottom() || i >= m_lines.size())
            break;
        const DiffLine &line = m_lines[i];
        if (const QColor color = background(line.kind, t); color.isValid())
            painter.fillRect(QRectF(0, rect.top(), m_gutter->width(), rect.height()), color);
        painter.setPen(t.color.text3);
        const double height = fontMetrics().height(); // the last block's geometry has the document's margin in it
        const auto number = [&](int x, int value) {
            if (value > 0)
                painter.drawText(QRectF(x, rect.top(), column - digit, height), Qt::AlignRight | Qt::AlignVCenter, QString::number(value));
        };
        number(0, line.before);
        number(column, line.after);
        const auto sign = line.kind == DiffLine::Added ? QStringLiteral("+") : line.kind == DiffLine::Removed ? QStringLiteral("−") : QString();
        painter.setPen(line.kind == DiffLine::Added ? t.color.success.text : t.color.danger.text);
        painter.drawText(QRectF(2 * column, rect.top(), 2 * digit, height), Qt::AlignCenter, sign);
    }
    painter.fillRect(m_gutter->width() - 1, 0, 1, m_gutter->height(), t.color.border);
}

} // namespace gatehouse::ui::components
