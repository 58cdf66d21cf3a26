// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/diff_view.h"

#include "ui/components/labels.h"
#include "ui/components/pill.h"
#include "ui/shell/theme/style.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPainter>
#include <QSplitter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui::components {

namespace {

constexpr int kindRole = Qt::UserRole + 1;

//! The kind as a coloured dot, the id shortened at its start, since its end tells resources apart.
class ItemDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto &t = theme::tokens(option.widget);
        painter->save();
        if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver))
            theme::drawRounded(*painter, QRectF(option.rect).adjusted(0, 1, 0, -1), t.metric.controlRadius,
                               option.state.testFlag(QStyle::State_Selected) ? t.color.accentSoft : t.color.hover);
        const auto kind = static_cast<DiffDocument::Kind>(index.data(kindRole).toInt());
        theme::drawRounded(*painter, QRectF(option.rect.left() + 10, option.rect.center().y() - 3, 8, 8), 4, t.tone(toneOf(kind)).text);
        const QFont font = t.font(theme::TextRole::Mono);
        painter->setFont(font);
        painter->setPen(t.color.text);
        const QRect rect = option.rect.adjusted(26, 0, -8, 0);
        painter->drawText(rect, Qt::AlignVCenter | Qt::AlignLeft, QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideLeft, rect.width()));
        if (theme::showsFocus(option))
            theme::drawFocusRing(*painter, option.rect, t.metric.controlRadius, t);
        painter->restore();
    }
};

} // namespace

DiffView::DiffView(QWidget *parent)
    : QWidget(parent)
    , m_list(new QListWidget)
    , m_splitter(new QSplitter)
    , m_kind(new Pill)
    , m_title(new ElidedLabel({}, Qt::ElideMiddle))
    , m_count(makeLabel({}, theme::TextRole::Secondary, 2))
    , m_note(makeParagraph({}, theme::TextRole::Secondary, 2))
    , m_sentences(new QListWidget)
    , m_text(new DiffText)
{
    m_list->setAccessibleName(tr("Changed resources"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setItemDelegate(new ItemDelegate(m_list));
    m_list->setMouseTracking(true);
    m_list->setMinimumWidth(180);
    theme::setTextRole(m_title, theme::TextRole::Mono);
    theme::setTextTone(m_note, theme::Tone::Warning);
    m_sentences->setObjectName(QStringLiteral("sentences"));
    m_sentences->setAccessibleName(tr("Changes in words"));
    m_sentences->setWordWrap(true);
    m_sentences->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_sentences->setSelectionMode(QAbstractItemView::NoSelection);

    auto *right = new QWidget;
    auto *column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    auto *header = new QHBoxLayout;
    header->addWidget(m_kind);
    header->addWidget(m_title, 1);
    header->addWidget(m_count);
    column->addLayout(header);
    column->addWidget(m_note);
    column->addWidget(m_sentences);
    column->addWidget(m_text, 1);
    m_splitter->addWidget(m_list);
    m_splitter->addWidget(right);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({240, 700});
    m_splitter->setChildrenCollapsible(false);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_splitter);
    connect(m_list, &QListWidget::currentRowChanged, this, [this](int row) {
        show(row);
        emit currentChanged(row);
    });
}

void DiffView::setDocuments(QList<DiffDocument> documents)
{
    m_documents = std::move(documents);
    const QSignalBlocker blocker(m_list);
    m_list->clear();
    for (const DiffDocument &document : std::as_const(m_documents)) {
        auto *item = new QListWidgetItem(document.id.isEmpty() ? tr("service") : document.id, m_list);
        item->setData(kindRole, document.kind);
        item->setToolTip(document.id);
        item->setData(Qt::AccessibleTextRole, nameOf(document.kind) + QLatin1Char(' ') + document.id);
        item->setSizeHint({100, theme::tokens(this).metric.rowHeight});
    }
    m_list->setVisible(m_documents.size() > 1);
    if (!m_documents.isEmpty())
        m_list->setCurrentRow(0);
    show(m_documents.isEmpty() ? -1 : 0);
}

int DiffView::currentIndex() const
{
    return m_list->currentRow();
}

void DiffView::setCurrentIndex(int index)
{
    m_list->setCurrentRow(index);
}

void DiffView::show(int index)
{
    const bool valid = index >= 0 && index < m_documents.size();
    const DiffDocument document = valid ? m_documents[index] : DiffDocument{};
    m_kind->setVisible(valid);
    m_kind->setText(nameOf(document.kind));
    m_kind->setTone(toneOf(document.kind));
    m_title->setText(document.id);
    m_note->setText(document.note);
    m_note->setVisible(!document.note.isEmpty());
    showSentences(document.sentences);
    m_text->setDiff(document.before, document.after);
    int added = 0;
    int removed = 0;
    for (const DiffLine &line : m_text->lines()) {
        added += line.kind == DiffLine::Added;
        removed += line.kind == DiffLine::Removed;
    }
    m_count->setText(QStringLiteral("+%1  −%2").arg(added).arg(removed));
    m_count->setAccessibleName(tr("%1 lines added, %2 removed").arg(added).arg(removed));
    m_count->setVisible(valid);
}

void DiffView::showSentences(const QStringList &sentences)
{
    m_sentences->clear();
    m_sentences->addItems(sentences);
    m_sentences->setVisible(!sentences.isEmpty());
    constexpr int mostShown = 6;
    const int row = std::max(m_sentences->sizeHintForRow(0), 20);
    m_sentences->setFixedHeight(row * std::min(mostShown, m_sentences->count()) + 2 * m_sentences->frameWidth() + 4);
}

QStringList DiffView::sentences() const
{
    return m_documents.value(currentIndex()).sentences;
}

} // namespace gatehouse::ui::components
