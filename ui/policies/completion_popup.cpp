// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/completion_popup.h"

#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/shell/theme/style.h"

#include <QKeyEvent>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui::policies {

namespace {

constexpr int rowHeight = 24;
constexpr int mostRows = 9;
constexpr int width_ = 460;

enum Role { DetailRole = Qt::UserRole + 1, KindRole };

theme::Tone toneOf(Completion::Kind kind)
{
    switch (kind) {
    case Completion::Policy:
    case Completion::Element: return theme::Tone::Accent;
    case Completion::Attribute: return theme::Tone::Warning;
    case Completion::Value: return theme::Tone::Success;
    case Completion::NamedValue: return theme::Tone::Info;
    case Completion::Member:
    case Completion::Method:
    case Completion::Variable:
    case Completion::Keyword: return theme::Tone::Neutral;
    }
    return theme::Tone::Neutral;
}

class OfferDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {100, rowHeight}; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto &tokens = theme::tokens(option.widget);
        if (option.state.testFlag(QStyle::State_Selected))
            painter->fillRect(option.rect, tokens.color.accentSoft);
        const auto kind = Completion::Kind(index.data(KindRole).toInt());
        const auto tone = tokens.tone(toneOf(kind));
        painter->setPen(Qt::NoPen);
        painter->setBrush(tone.text);
        painter->setRenderHint(QPainter::Antialiasing);
        painter->drawEllipse(QRectF(option.rect.left() + 10, option.rect.center().y() - 2, 6, 6));
        const auto inner = option.rect.adjusted(26, 0, -10, 0);
        const auto mono = tokens.font(theme::TextRole::Mono);
        painter->setFont(mono);
        painter->setPen(tokens.color.text);
        const auto label = index.data(Qt::DisplayRole).toString();
        const int taken = QFontMetrics(mono).horizontalAdvance(label) + 16;
        painter->drawText(inner, Qt::AlignVCenter | Qt::AlignLeft, label);
        const auto small = tokens.font(theme::TextRole::Axis);
        painter->setFont(small);
        painter->setPen(tokens.color.text3);
        const auto detail = QFontMetrics(small).elidedText(index.data(DetailRole).toString(), Qt::ElideMiddle, std::max(0, inner.width() - taken));
        painter->drawText(inner, Qt::AlignVCenter | Qt::AlignRight, detail);
    }
};

} // namespace

CompletionPopup::CompletionPopup(QWidget *parent)
    : QFrame(parent), m_list(new QListWidget(this)), m_words(components::makeParagraph({}, theme::TextRole::Secondary, 2))
{
    // A child of the window and no window of its own: nothing to activate, so the editor keeps the focus.
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("Completions"));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setAccessibleName(tr("Completions"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setItemDelegate(new OfferDelegate(m_list));
    m_words->setContentsMargins(10, 6, 10, 6);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 5, 1, 5);
    layout->setSpacing(0);
    layout->addWidget(m_list);
    layout->addWidget(m_words);
    connect(m_list, &QListWidget::currentRowChanged, this, &CompletionPopup::describe);
    connect(m_list, &QListWidget::itemClicked, this, [this](QListWidgetItem *item) { choose(m_list->row(item)); });
    hide();
}

void CompletionPopup::showOffers(std::vector<Completion> offers, const QPoint &below, int lineHeight)
{
    if (offers.empty()) {
        hide();
        return;
    }
    m_offers = std::move(offers);
    m_list->clear();
    for (const auto &offer : m_offers) {
        auto *item = new QListWidgetItem(components::fromUtf8(offer.label), m_list);
        item->setData(DetailRole, offer.detail);
        item->setData(KindRole, int(offer.kind));
    }
    const int rows = std::min(mostRows, int(m_offers.size()));
    m_list->setFixedHeight(rows * rowHeight);
    const bool hasWords = std::ranges::any_of(m_offers, [](const auto &offer) { return !offer.documentation.isEmpty(); });
    m_words->setVisible(hasWords);
    resize(width_, rows * rowHeight + 10 + (hasWords ? 46 : 0));
    m_list->setCurrentRow(0);
    auto at = parentWidget()->mapFromGlobal(below);
    if (at.y() + height() > parentWidget()->height())
        at.setY(at.y() - lineHeight - height());
    at.setX(std::clamp(at.x(), 0, std::max(0, parentWidget()->width() - width())));
    move(at);
    show();
    raise();
}

int CompletionPopup::currentIndex() const
{
    return m_list->currentRow();
}

bool CompletionPopup::handleKey(const QKeyEvent &event)
{
    if (!isVisible() || (event.modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier)
        return false;
    const int row = m_list->currentRow();
    const int last = m_list->count() - 1;
    switch (event.key()) {
    case Qt::Key_Up: m_list->setCurrentRow(row > 0 ? row - 1 : last); return true;
    case Qt::Key_Down: m_list->setCurrentRow(row < last ? row + 1 : 0); return true;
    case Qt::Key_PageUp: m_list->setCurrentRow(std::max(0, row - mostRows)); return true;
    case Qt::Key_PageDown: m_list->setCurrentRow(std::min(last, row + mostRows)); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Tab: choose(row); return true;
    case Qt::Key_Escape: hide(); return true;
    default: return false;
    }
}

void CompletionPopup::choose(int index)
{
    if (index < 0 || index >= int(m_offers.size()))
        return;
    const auto offer = m_offers[std::size_t(index)];
    hide();
    emit chosen(offer);
}

void CompletionPopup::describe(int index)
{
    m_words->setText(index >= 0 && index < int(m_offers.size()) ? m_offers[std::size_t(index)].documentation : QString());
}

void CompletionPopup::paintEvent(QPaintEvent *)
{
    const auto &tokens = theme::tokens(this);
    QPainter painter(this);
    theme::drawRounded(painter, rect(), tokens.metric.controlRadius, tokens.color.raised, tokens.color.borderStrong);
}

} // namespace gatehouse::ui::policies
