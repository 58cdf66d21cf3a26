// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/trace_timeline.h"

#include "ui/components/data_table.h"
#include "ui/components/diff_view.h"
#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/components/phase_timeline.h"
#include "ui/components/pill.h"
#include "ui/components/state_stack.h"
#include "ui/shell/theme/style.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace gatehouse::ui::components {

using theme::TextRole;
using theme::Tone;

namespace {

constexpr double shortestBar = 3;

//! The time axis: the row's stretch as a bar, a moment as a dot, over a grid of quarters.
class SpanDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto *model = qobject_cast<const RowModel *>(index.model());
        const auto *rows = model ? dynamic_cast<const TraceRows *>(model->source()) : nullptr;
        if (!rows)
            return;
        const auto &t = theme::tokens(option.widget);
        const int row = model->sourceRow(index);
        painter->save();
        option.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter, option.widget);
        painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), t.color.border);
        const QRectF lane(option.rect.left() + 8, option.rect.top(), option.rect.width() - 16, option.rect.height() - 1);
        for (int quarter = 0; quarter <= 4; ++quarter)
            painter->fillRect(QRectF(lane.left() + lane.width() * quarter / 4, lane.top(), 1, lane.height()), t.color.border);
        drawSpan(*painter, lane, rows->span(row), rows->isBranch(row), rows->isFailed(row), t);
        painter->restore();
    }

private:
    static void drawSpan(QPainter &painter, const QRectF &lane, const TraceRows::Span &span, bool isSection, bool isFailed, const theme::Tokens &t)
    {
        const auto color = isFailed ? t.color.danger.text : span.isPoint ? t.color.text3 : t.color.accent;
        const double middle = lane.center().y();
        const double length = std::max(shortestBar, lane.width() * (span.to - span.from));
        const double from = std::min(lane.left() + lane.width() * span.from, lane.right() - length);
        if (isSection)
            theme::drawRounded(painter, QRectF(from, middle - 2, length, 4), 2, isFailed ? color : t.color.borderStrong);
        else if (span.isPoint)
            theme::drawRounded(painter, QRectF(from - 1, middle - 3, 6, 6), 3, color);
        else
            theme::drawRounded(painter, QRectF(from, middle - 5, length, 10), 3, color);
    }
};

} // namespace

TraceTimeline::TraceTimeline(QWidget *parent)
    : QWidget(parent), m_summary(makeLabel({}, TextRole::Secondary, 2)), m_table(new DataTable(TraceRows::columns(), tr("Timeline of the request"))),
      m_splitter(new QSplitter(Qt::Vertical))
{
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setItemDelegateForColumn(TraceRows::When, new SpanDelegate(m_table));
    m_table->setMinimumHeight(160);
    m_splitter->setHandleWidth(12);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_table);
    m_splitter->addWidget(makeDetail());
    m_splitter->setSizes({400, 220});
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins({});
    column->setSpacing(8);
    column->addWidget(m_summary);
    column->addWidget(m_splitter, 1);
    m_states = new StateStack(content, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_states);
    connect(m_table, &DataTable::currentKeyChanged, this, &TraceTimeline::showStep);
    showStep({});
    setNothing(tr("Send a request with tracing on to see what each policy does to it."));
}

QWidget *TraceTimeline::makeDetail()
{
    m_detail = new QWidget;
    m_policy = makeLabel({}, TextRole::Heading);
    m_scope = new Pill;
    m_place = new ElidedLabel({}, Qt::ElideMiddle);
    theme::setTextRole(m_place, TextRole::Mono);
    m_open = makeButton(tr("Open policy"), theme::ButtonRank::Link, "policies");
    m_open->setToolTip(tr("Shows the document on the page Policies"));
    m_message = makeParagraph({}, TextRole::Secondary, 2);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_diff = new DiffView;
    m_details = new QPlainTextEdit;
    m_details->setReadOnly(true);
    m_details->setAccessibleName(tr("Details of the step"));
    m_details->setTabChangesFocus(true);
    theme::setTextRole(m_details, TextRole::Mono);
    m_sides = new QStackedWidget;
    m_sides->addWidget(m_diff);
    m_sides->addWidget(m_details);
    m_sides->setMinimumHeight(90);
    auto *line = new QHBoxLayout;
    line->addWidget(m_policy);
    line->addWidget(m_scope);
    line->addWidget(m_place, 1);
    line->addWidget(m_open);
    auto *column = new QVBoxLayout(m_detail);
    column->setContentsMargins({});
    column->setSpacing(8);
    column->addLayout(line);
    column->addWidget(m_message);
    column->addWidget(m_sides, 1);
    connect(m_open, &QPushButton::clicked, this, [this] {
        if (const auto *step = m_rows ? m_rows->step(m_table->currentKey()) : nullptr)
            emit documentWanted(fromUtf8(step->resourceId), step->line);
    });
    return m_detail;
}

void TraceTimeline::setTrace(remote::Trace trace)
{
    if (trace.steps.empty()) {
        m_states->setEmpty("activity", tr("An empty trace"), tr("The gateway wrote nothing down for this request."));
        return;
    }
    m_rows = std::make_shared<TraceRows>(std::move(trace));
    m_table->setSource(m_rows);
    m_table->rows()->setExpandedAll(true);
    m_summary->setText(summary());
    m_states->setContent();
    m_table->setCurrentKey(m_rows->firstToLookAt());
    showStep(m_table->currentKey());
}

void TraceTimeline::setLoading()
{
    m_states->setLoading(tr("Reading the trace…"));
}

void TraceTimeline::setError(const Error &error, const QString &action, std::function<void()> onAction)
{
    const auto title = error.code == "trace.gone" ? tr("The trace is gone") : tr("No trace");
    m_states->setError(title, errorText(error), action, std::move(onAction));
}

void TraceTimeline::setNothing(const QString &text)
{
    m_states->setEmpty("activity", tr("Nothing traced yet"), text);
}

QString TraceTimeline::summary() const
{
    if (!m_rows)
        return {};
    std::chrono::microseconds policies{0};
    std::chrono::microseconds waiting{0};
    int count = 0;
    for (const auto &step : m_rows->trace().steps) {
        if (!step.duration)
            continue;
        const bool waits = step.policy == "forward-request" || step.policy == "send-request";
        count += !waits;
        (waits ? waiting : policies) += *step.duration;
    }
    auto text = tr("%1 in all").arg(durationText(m_rows->total().count()));
    if (count > 0)
        text += tr(" · %n policy step(s)", nullptr, count) + tr(" cost %1").arg(durationText(policies.count()));
    if (waiting.count() > 0)
        text += tr(" · %1 waiting for others").arg(durationText(waiting.count()));
    return text;
}

void TraceTimeline::showStep(const QString &key)
{
    const auto *step = m_rows ? m_rows->step(key) : nullptr;
    m_detail->setVisible(step);
    if (!step)
        return;
    m_policy->setText(fromUtf8(step->policy));
    m_scope->setText(scopeText(step->scope));
    m_scope->setTone(step->scope == "global" ? Tone::Neutral : Tone::Info);
    m_scope->setVisible(!step->scope.empty());
    auto place = fromUtf8(step->resourceId);
    if (step->line > 0)
        place = tr("%1, line %2").arg(place).arg(step->line);
    m_place->setText(place);
    m_open->setVisible(!step->resourceId.empty());
    m_message->setText(step->reason.empty() ? fromUtf8(step->message) : tr("%1: %2").arg(fromUtf8(step->reason), fromUtf8(step->message)));
    m_message->setVisible(!step->message.empty());
    theme::setTextTone(m_message, step->isFailed ? Tone::Danger : Tone::Neutral);
    showWhatItDid(*step);
}

void TraceTimeline::showWhatItDid(const remote::TraceStep &step)
{
    if (step.changes.empty()) {
        m_details->setPlainText(fromUtf8(step.details));
        m_sides->setCurrentWidget(m_details);
        m_sides->setVisible(!step.details.empty());
        return;
    }
    m_diff->setDocuments(diffDocuments(step));
    m_sides->setCurrentWidget(m_diff);
    m_sides->show();
}

} // namespace gatehouse::ui::components
