// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/request/answer_view.h"

#include "core/base/json.h"
#include "ui/components/data_table.h"
#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/components/phase_timeline.h"
#include "ui/components/pill.h"
#include "ui/components/reasons.h"
#include "ui/request/finding_rows.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QVBoxLayout>

namespace gatehouse::ui::request {

using components::DataTable;
using components::fromUtf8;
using components::makeLabel;
using theme::TextRole;

namespace {

constexpr std::size_t longestShown = 512U << 10;

QString readableBody(const remote::HttpAnswer &answer)
{
    if (answer.body.size() > longestShown)
        return fromUtf8(std::string_view{answer.body}.substr(0, longestShown)) + AnswerView::tr("\n… cut here: the answer has %1.").arg(components::bytesText(qint64(answer.body.size())));
    if (const auto parsed = parseJson(answer.body))
        return fromUtf8(toPrettyJson(*parsed));
    return fromUtf8(answer.body);
}

} // namespace

QPlainTextEdit *makeTextEdit(const QString &name, bool readOnly)
{
    auto *editor = new QPlainTextEdit;
    theme::setTextRole(editor, TextRole::Mono);
    editor->setAccessibleName(name);
    editor->setReadOnly(readOnly);
    editor->setLineWrapMode(QPlainTextEdit::NoWrap);
    editor->setTabChangesFocus(true);
    return editor;
}

AnswerView::Parts AnswerView::makeParts()
{
    Parts parts{new QWidget, new QStackedWidget, new components::Pill, makeLabel({}, TextRole::Secondary, 2), components::makeParagraph({}, TextRole::Secondary, 2),
                makeTextEdit(tr("Body of the answer"), true), makeTextEdit(tr("Headers of the answer"), true), makeTextEdit(tr("Token and proof that were sent"), true), new QTabWidget, new DataTable(FindingRows::columns(), tr("What is wrong with the changes"))};
    parts.tabs->setDocumentMode(true);
    parts.tabs->addTab(parts.body, tr("Body"));
    parts.tabs->addTab(parts.headers, tr("Headers"));
    parts.tabs->addTab(parts.access, tr("Token sent"));
    parts.pages->addWidget(parts.tabs);
    parts.pages->addWidget(parts.findings);
    auto *line = new QHBoxLayout;
    line->addWidget(parts.status);
    line->addWidget(parts.time);
    line->addStretch();
    auto *layout = new QVBoxLayout(parts.content);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    layout->addWidget(makeLabel(tr("Answer"), TextRole::CardTitle));
    layout->addLayout(line);
    layout->addWidget(parts.note);
    layout->addWidget(parts.pages, 1);
    return parts;
}

AnswerView::AnswerView(QWidget *parent) : AnswerView(makeParts(), parent) { }

AnswerView::AnswerView(const Parts &parts, QWidget *parent)
    : StateStack(parts.content, parent), m_pages(parts.pages), m_status(parts.status), m_time(parts.time), m_note(parts.note), m_body(parts.body),
      m_headers(parts.headers), m_access(parts.access), m_tabs(parts.tabs), m_findings(parts.findings)
{
    const auto choose = [this] {
        if (!m_rows || m_findings->currentKey().isEmpty())
            return;
        const auto &finding = m_rows->at(m_findings->currentKey().toInt());
        emit findingChosen(fromUtf8(finding.resource), finding.line);
    };
    connect(m_findings, &DataTable::opened, this, choose);
    connect(m_findings, &QTableView::clicked, this, choose);
    showAccess({}, {});
    setEmpty("send", tr("Nothing sent yet"), tr("Fill in the request and press Ctrl+Enter. The call goes through the gateway and shows in Traffic."));
}

void AnswerView::showAnswer(const remote::HttpAnswer &answer, const QString &note)
{
    setContent();
    m_pages->setCurrentIndex(0);
    m_status->setText(QString::number(answer.status));
    m_status->setTone(components::toneOfStatus(answer.status));
    m_time->setText(tr("%1, %2").arg(components::durationText(answer.elapsed.count()), components::bytesText(qint64(answer.body.size()))));
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    m_body->setPlainText(readableBody(answer));
    QStringList lines;
    for (const auto &[name, value] : answer.headers)
        lines += fromUtf8(name) + ": " + fromUtf8(value);
    m_headers->setPlainText(lines.join('\n'));
}

void AnswerView::showAccess(const QString &token, const QString &proof)
{
    auto text = token;
    if (!proof.isEmpty())
        text += (text.isEmpty() ? QString() : QStringLiteral("\n\n")) + tr("DPoP proof:") + QLatin1Char('\n') + proof;
    m_access->setPlainText(text);
    m_tabs->setTabVisible(m_tabs->indexOf(m_access), !text.isEmpty());
}

void AnswerView::showFindings(std::vector<remote::TrialFinding> findings)
{
    setContent();
    m_rows = std::make_shared<const FindingRows>(std::move(findings));
    m_findings->setSource(m_rows);
    m_pages->setCurrentIndex(1);
    m_status->setText(tr("Refused"));
    m_status->setTone(theme::Tone::Danger);
    m_time->setText(tr("Nothing was sent"));
    m_note->setText(tr("Publishing these changes would be refused for the same reasons. Choose one to see its place."));
    m_note->show();
}

QString AnswerView::bodyText() const
{
    return m_body->toPlainText();
}

QString AnswerView::headerText() const
{
    return m_headers->toPlainText();
}

QString AnswerView::accessText() const
{
    return m_access->toPlainText();
}

QString AnswerView::noteText() const
{
    return m_note->text();
}

} // namespace gatehouse::ui::request
