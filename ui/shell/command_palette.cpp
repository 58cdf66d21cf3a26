// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/command_palette.h"

#include "ui/components/labels.h"
#include "ui/shell/theme/style.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>

namespace gatehouse::ui::shell {

namespace {

constexpr int panelWidth = 620;
constexpr int rowHeight = 38;
constexpr int inputHeight = 52;
constexpr int footerHeight = 38;

class ResultDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto &t = theme::tokens(option.widget);
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        painter->save();
        if (selected)
            theme::drawRounded(*painter, QRectF(option.rect).adjusted(0, 1, 0, -1), t.metric.controlRadius, t.color.accentSoft);
        theme::paintIcon(painter, QRect(option.rect.left() + 10, option.rect.center().y() - 8, 18, 18), index.data(PaletteModel::IconRole).toString(),
                         selected ? t.color.accent : t.color.text2);
        QRect room = option.rect.adjusted(38, 0, -12, 0);
        painter->setFont(t.font(theme::TextRole::Secondary));
        painter->setPen(t.color.text3);
        const QString keys = index.data(PaletteModel::KeysRole).toString();
        painter->drawText(room, Qt::AlignVCenter | Qt::AlignRight, keys);
        room.setRight(room.right() - (keys.isEmpty() ? 0 : painter->fontMetrics().horizontalAdvance(keys) + 12));
        const QFont strong = t.font(theme::TextRole::BodyStrong);
        const QString title = QFontMetrics(strong).elidedText(index.data().toString(), Qt::ElideRight, room.width() * 2 / 3);
        painter->setFont(strong);
        painter->setPen(t.color.text);
        painter->drawText(room, Qt::AlignVCenter | Qt::AlignLeft, title);
        room.setLeft(room.left() + QFontMetrics(strong).horizontalAdvance(title) + 12);
        painter->setFont(t.font(theme::TextRole::Secondary));
        painter->setPen(t.color.text2);
        painter->drawText(room, Qt::AlignVCenter | Qt::AlignLeft,
                          painter->fontMetrics().elidedText(index.data(PaletteModel::DetailRole).toString(), Qt::ElideMiddle, room.width()));
        painter->restore();
    }
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {200, rowHeight}; }
};

} // namespace

CommandPalette::CommandPalette(QWidget *window)
    : QWidget(window)
    , m_input(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_hint(components::makeLabel(tr("↑↓ choose    ↵ run    esc close"), theme::TextRole::Secondary, 2, this))
    , m_count(components::makeLabel({}, theme::TextRole::Secondary, 2, this))
    , m_model(new PaletteModel(this))
{
    hide();
    setAccessibleName(tr("Command palette"));
    m_input->setFrame(false);
    m_input->setPlaceholderText(tr("Search or run a command"));
    m_input->setAccessibleName(m_input->placeholderText());
    QFont font = theme::tokens(this).font(theme::TextRole::Body);
    font.setPixelSize(15);
    m_input->setFont(font);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new ResultDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setMouseTracking(true);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->setAccessibleName(tr("Results"));
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_count->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_input->installEventFilter(this);
    window->installEventFilter(this);
    connect(m_input, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_model->setQuery(text);
        m_list->setCurrentIndex(m_model->index(0));
        refreshCount();
    });
    connect(m_list, &QListView::clicked, this, &CommandPalette::runCurrent);
    connect(m_list, &QListView::entered, m_list, &QListView::setCurrentIndex);
}

void CommandPalette::open(std::vector<PaletteItem> items, const QStringList &recent)
{
    m_focusBefore = QApplication::focusWidget();
    m_items = std::move(items);
    m_recent = recent;
    m_model->setItems(m_items, m_recent);
    m_input->clear();
    m_list->setCurrentIndex(m_model->index(0));
    refreshCount();
    place();
    show();
    raise();
    m_input->setFocus(Qt::OtherFocusReason);
}

void CommandPalette::addItems(std::vector<PaletteItem> items)
{
    if (!isVisible())
        return;
    std::move(items.begin(), items.end(), std::back_inserter(m_items));
    m_model->setItems(m_items, m_recent);
    m_model->setQuery(m_input->text());
    m_list->setCurrentIndex(m_model->index(0));
    refreshCount();
}

void CommandPalette::closePalette()
{
    hide();
    if (m_focusBefore)
        m_focusBefore->setFocus(Qt::OtherFocusReason);
}

void CommandPalette::runCurrent()
{
    const PaletteItem *item = m_model->item(m_list->currentIndex().row());
    if (!item)
        return;
    const PaletteItem chosen = *item; // running may open the palette again
    closePalette();
    emit ran(chosen.id);
    chosen.run();
}

void CommandPalette::refreshCount()
{
    m_count->setText(tr("%n result(s)", nullptr, m_model->matchCount()));
}

QRect CommandPalette::panel() const
{
    const int rows = 8;
    const QSize size(std::min(panelWidth, width() - 40), inputHeight + rows * rowHeight + 16 + footerHeight);
    return {QPoint((width() - size.width()) / 2, std::min(96, std::max(8, height() - size.height() - 8))), size};
}

void CommandPalette::place()
{
    setGeometry(parentWidget()->rect());
    const QRect box = panel();
    m_input->setGeometry(box.left() + 42, box.top() + 6, box.width() - 56, inputHeight - 12);
    m_list->setGeometry(box.left() + 10, box.top() + inputHeight + 8, box.width() - 20, box.height() - inputHeight - footerHeight - 16);
    m_hint->setGeometry(box.left() + 20, box.bottom() - footerHeight, box.width() / 2, footerHeight);
    m_count->setGeometry(box.center().x(), box.bottom() - footerHeight, box.width() / 2 - 20, footerHeight);
}

void CommandPalette::paintEvent(QPaintEvent *)
{
    const auto &t = theme::tokens(this);
    QPainter painter(this);
    painter.fillRect(rect(), t.color.scrim);
    const QRect box = panel();
    for (int i = 6; i > 0; --i) {
        QColor shadow = t.color.shadow;
        shadow.setAlpha(shadow.alpha() / 6);
        theme::drawRounded(painter, QRectF(box).adjusted(-i, -i + 3, i, i + 3), t.metric.cardRadius + i, shadow);
    }
    theme::drawRounded(painter, box, t.metric.cardRadius, t.color.raised, t.color.border);
    theme::paintIcon(&painter, QRect(box.left() + 18, box.top() + (inputHeight - 18) / 2, 18, 18), QStringLiteral("search"), t.color.text2);
    painter.fillRect(box.left() + 1, box.top() + inputHeight, box.width() - 2, 1, t.color.border);
    painter.fillRect(box.left() + 1, box.bottom() - footerHeight, box.width() - 2, 1, t.color.border);
}

void CommandPalette::mousePressEvent(QMouseEvent *event)
{
    if (!panel().contains(event->pos()))
        closePalette();
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget()) {
        if (event->type() == QEvent::Resize && isVisible())
            place();
        return false;
    }
    // Shortcuts of the window rest while the palette is open.
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept();
        return true;
    }
    if (event->type() == QEvent::FocusOut && isVisible() && static_cast<QFocusEvent *>(event)->reason() == Qt::TabFocusReason)
        m_input->setFocus();
    if (event->type() != QEvent::KeyPress)
        return false;
    const auto *key = static_cast<QKeyEvent *>(event);
    const int row = m_list->currentIndex().row();
    const int last = m_model->rowCount() - 1;
    const auto choose = [&](int to) { m_list->setCurrentIndex(m_model->index(std::clamp(to, 0, std::max(0, last)))); };
    switch (key->key()) {
    case Qt::Key_Escape: closePalette(); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: runCurrent(); return true;
    case Qt::Key_Down: choose(row == last ? 0 : row + 1); return true;
    case Qt::Key_Up: choose(row <= 0 ? last : row - 1); return true;
    case Qt::Key_PageDown: choose(row + 8); return true;
    case Qt::Key_PageUp: choose(row - 8); return true;
    case Qt::Key_Tab:
    case Qt::Key_Backtab: return true;
    case Qt::Key_K:
        if (key->modifiers().testFlag(Qt::ControlModifier)) {
            closePalette();
            return true;
        }
        return false;
    default: return false;
    }
}

} // namespace gatehouse::ui::shell
