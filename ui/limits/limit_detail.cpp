// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/limits/limit_detail.h"

#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/components/pill.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::ui::limits {

using components::fromUtf8;
using components::makeButton;
using components::makeLabel;
using components::makeParagraph;
using components::toUtf8;

namespace {

QLineEdit *makeField(const QString &name, QWidget *parent)
{
    auto *field = new QLineEdit(parent);
    field->setAccessibleName(name);
    return field;
}

} // namespace

QString problemText(const std::string &reason)
{
    if (reason == "calls.notANumber")
        return LimitDetail::tr("Calls must be a whole number, an expression or a named value.");
    if (reason == "calls.tooSmall")
        return LimitDetail::tr("At least 1 call must be allowed.");
    if (reason == "period.notANumber")
        return LimitDetail::tr("The period must be whole seconds, an expression or a named value.");
    if (reason == "period.tooSmall")
        return LimitDetail::tr("The period is too short: at least 1 s for a rate limit, 300 s for a quota.");
    if (reason == "period.tooLarge")
        return LimitDetail::tr("A rate limit's period is at most 300 s; use a quota for longer ones.");
    return fromUtf8(reason);
}

LimitDetail::LimitDetail(QWidget *parent)
    : Card(tr("Limit"), parent), m_form(new QWidget(this)), m_nothing(makeParagraph(tr("Choose a limit to see and change it.")))
{
    m_scope = makeLabel({}, theme::TextRole::CardTitle);
    m_scope->setWordWrap(true);
    m_kind = new components::Pill;
    m_document = new components::ElidedLabel({}, Qt::ElideMiddle);
    theme::setTextRole(m_document, theme::TextRole::Mono);
    m_counted = makeParagraph({});
    m_calls = makeField(tr("Calls"), m_form);
    m_period = makeField(tr("Renewal period in seconds"), m_form);
    m_problem = makeParagraph({});
    theme::setTextTone(m_problem, theme::Tone::Danger);
    m_stage = makeButton(tr("Stage change"), theme::ButtonRank::Primary);
    m_stage->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return));
    m_remove = makeButton(tr("Remove"), theme::ButtonRank::Danger, "trash");

    auto *fields = new QFormLayout;
    fields->setRowWrapPolicy(QFormLayout::WrapAllRows);
    fields->addRow(tr("&Calls"), m_calls);
    fields->addRow(tr("&Seconds"), m_period);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_stage);
    buttons->addWidget(m_remove);
    buttons->addStretch();

    auto *layout = new QVBoxLayout(m_form);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    layout->addWidget(m_scope);
    layout->addWidget(m_kind, 0, Qt::AlignLeft);
    layout->addWidget(m_document);
    layout->addWidget(m_counted);
    layout->addLayout(fields);
    layout->addWidget(m_problem);
    layout->addLayout(buttons);
    body()->addWidget(m_nothing);
    body()->addWidget(m_form);
    body()->addStretch();
    m_form->hide();

    connect(m_calls, &QLineEdit::textChanged, this, &LimitDetail::check);
    connect(m_period, &QLineEdit::textChanged, this, &LimitDetail::check);
    for (auto *field : {m_calls, m_period})
        connect(field, &QLineEdit::returnPressed, m_stage, &QPushButton::click);
    connect(m_stage, &QPushButton::clicked, this, [this] { emit staged({toUtf8(m_calls->text().trimmed()), toUtf8(m_period->text().trimmed())}); });
    connect(m_remove, &QPushButton::clicked, this, &LimitDetail::removed);
}

void LimitDetail::showLimit(const Limit *limit, const QString &scopeName, std::size_t operations)
{
    const bool same = limit && m_limit && m_limit->key == limit->key && m_limit->calls == limit->calls && m_limit->period == limit->period;
    m_limit = limit ? std::optional(*limit) : std::nullopt;
    m_form->setVisible(limit != nullptr);
    m_nothing->setVisible(limit == nullptr);
    if (!limit)
        return;
    m_scope->setText(limit->target.empty() ? scopeName : tr("%1, %2").arg(scopeName, fromUtf8(limit->target)));
    m_kind->setText(fromUtf8(nameOf(limit->kind)));
    m_document->setText(tr("%1, line %2").arg(fromUtf8(limit->document.text())).arg(limit->line));
    m_counted->setText(tr("Counted %1. %n operation(s) meet it.", nullptr, int(operations)).arg(countedByText(*limit)));
    if (!same) {
        m_calls->setText(fromUtf8(limit->calls));
        m_period->setText(fromUtf8(limit->period));
    }
    check();
}

void LimitDetail::setReadOnly(bool readOnly, const QString &why)
{
    m_readOnly = readOnly;
    for (QWidget *widget : std::initializer_list<QWidget *>{m_calls, m_period, m_remove})
        widget->setEnabled(!readOnly);
    m_stage->setToolTip(why);
    check();
}

void LimitDetail::check()
{
    if (!m_limit)
        return;
    const LimitValues values{toUtf8(m_calls->text().trimmed()), toUtf8(m_period->text().trimmed())};
    const auto problem = whyNot(m_limit->kind, values);
    const bool changed = values.calls != m_limit->calls || values.period != m_limit->period;
    m_problem->setText(problem ? problemText(*problem) : QString());
    m_problem->setVisible(problem.has_value());
    m_stage->setEnabled(!problem && changed && !m_readOnly);
}

} // namespace gatehouse::ui::limits
