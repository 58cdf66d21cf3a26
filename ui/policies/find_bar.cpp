// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/find_bar.h"

#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/policies/policy_editor.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

namespace gatehouse::ui::policies {

FindBar::FindBar(PolicyEditor &editor, QWidget *parent)
    : QWidget(parent)
    , m_editor(editor)
    , m_find(new QLineEdit(this))
    , m_replace(new QLineEdit(this))
    , m_replaceRow(new QWidget(this))
    , m_count(components::makeLabel({}, theme::TextRole::Secondary, 3))
    , m_case(new QToolButton(this))
{
    m_find->setPlaceholderText(tr("Find in this policy"));
    m_find->setAccessibleName(tr("Find in this policy"));
    m_replace->setPlaceholderText(tr("Replace with"));
    m_replace->setAccessibleName(tr("Replace with"));
    m_case->setText(QStringLiteral("Aa"));
    m_case->setCheckable(true);
    m_case->setAutoRaise(true);
    m_case->setToolTip(tr("Match upper and lower case"));
    m_case->setAccessibleName(m_case->toolTip());
    m_count->setMinimumWidth(64);
    auto *previous = components::makeIconButton(QStringLiteral("chevron-up"), tr("Previous hit (Shift+Enter)"), this);
    auto *next = components::makeIconButton(QStringLiteral("chevron-down"), tr("Next hit (Enter)"), this);
    auto *done = components::makeIconButton(QStringLiteral("close"), tr("Close (Esc)"), this);
    auto *one = components::makeButton(tr("Replace"));
    auto *all = components::makeButton(tr("Replace all"));

    auto *first = new QHBoxLayout;
    first->setSpacing(4);
    first->addWidget(m_find, 1);
    first->addWidget(m_count);
    for (auto *button : {m_case, previous, next, done})
        first->addWidget(button);
    auto *second = new QHBoxLayout(m_replaceRow);
    second->setContentsMargins({});
    second->setSpacing(8);
    second->addWidget(m_replace, 1);
    second->addWidget(one);
    second->addWidget(all);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 0, 12, 8);
    layout->setSpacing(6);
    layout->addLayout(first);
    layout->addWidget(m_replaceRow);
    hide();

    for (auto *field : {m_find, m_replace})
        field->installEventFilter(this);
    connect(m_find, &QLineEdit::textChanged, this, [this] { step(0); });
    connect(m_case, &QToolButton::toggled, this, [this] { step(0); });
    connect(&editor, &PolicyEditor::caretMoved, this, &FindBar::refresh);
    connect(previous, &QToolButton::clicked, this, [this] { step(-1); });
    connect(next, &QToolButton::clicked, this, [this] { step(1); });
    connect(done, &QToolButton::clicked, this, &FindBar::close);
    connect(one, &QPushButton::clicked, this, &FindBar::replaceOne);
    connect(all, &QPushButton::clicked, this, &FindBar::replaceAll);
}

void FindBar::open(bool replace)
{
    m_replaceRow->setVisible(replace && !m_editor.isReadOnly());
    show();
    const auto selected = m_editor.selectedText();
    if (!selected.isEmpty() && !selected.contains(QLatin1Char('\n')))
        m_find->setText(selected);
    m_find->setFocus();
    m_find->selectAll();
    refresh();
}

void FindBar::close()
{
    hide();
    m_editor.setFocus();
}

QString FindBar::countText() const
{
    return m_count->text();
}

QList<std::pair<std::size_t, std::size_t>> FindBar::hits() const
{
    QList<std::pair<std::size_t, std::size_t>> found;
    const auto needle = m_find->text();
    if (needle.isEmpty())
        return found;
    const auto sensitivity = m_case->isChecked() ? Qt::CaseSensitive : Qt::CaseInsensitive;
    const auto text = components::fromUtf8(m_editor.policyText());
    qsizetype counted = 0;
    std::size_t bytes = 0;
    for (auto at = text.indexOf(needle, 0, sensitivity); at >= 0; at = text.indexOf(needle, at + needle.size(), sensitivity)) {
        bytes += std::size_t(QStringView(text).mid(counted, at - counted).toUtf8().size());
        const auto size = std::size_t(QStringView(text).mid(at, needle.size()).toUtf8().size());
        found << std::pair(bytes, bytes + size);
        bytes += size;
        counted = at + needle.size();
    }
    return found;
}

void FindBar::step(int direction)
{
    const auto all = hits();
    if (!all.isEmpty()) {
        const auto begin = std::size_t(m_editor.SendScintilla(QsciScintilla::SCI_GETSELECTIONSTART));
        auto chosen = direction < 0 ? all.last() : all.first();
        for (const auto &hit : all) {
            if (direction < 0 && hit.first < begin)
                chosen = hit;
            if (direction >= 0 && (direction == 0 ? hit.first >= begin : hit.first > begin)) {
                chosen = hit;
                break;
            }
        }
        m_editor.selectRange(chosen.first, chosen.second);
    }
    refresh();
}

void FindBar::refresh()
{
    if (!isVisible())
        return;
    const auto all = hits();
    const auto begin = std::size_t(m_editor.SendScintilla(QsciScintilla::SCI_GETSELECTIONSTART));
    const auto end = std::size_t(m_editor.SendScintilla(QsciScintilla::SCI_GETSELECTIONEND));
    const auto current = all.indexOf(std::pair(begin, end));
    if (m_find->text().isEmpty())
        m_count->clear();
    else if (current >= 0)
        m_count->setText(tr("%1 of %2").arg(current + 1).arg(all.size()));
    else
        m_count->setText(all.isEmpty() ? tr("No hit") : tr("%n hit(s)", nullptr, int(all.size())));
}

void FindBar::replaceOne()
{
    const auto begin = std::size_t(m_editor.SendScintilla(QsciScintilla::SCI_GETSELECTIONSTART));
    const auto end = std::size_t(m_editor.SendScintilla(QsciScintilla::SCI_GETSELECTIONEND));
    if (hits().contains(std::pair(begin, end)))
        m_editor.replaceRange(begin, end, components::toUtf8(m_replace->text()));
    step(0);
}

int FindBar::replaceAll()
{
    const auto all = hits();
    auto text = m_editor.policyText();
    const auto with = components::toUtf8(m_replace->text());
    for (auto hit = all.crbegin(); hit != all.crend(); ++hit)
        text.replace(hit->first, hit->second - hit->first, with);
    m_editor.changeTo(text);
    refresh();
    return int(all.size());
}

bool FindBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (key->key() == Qt::Key_Escape) {
        close();
        return true;
    }
    if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
        if (watched == m_replace)
            replaceOne();
        else
            step(key->modifiers().testFlag(Qt::ShiftModifier) ? -1 : 1);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace gatehouse::ui::policies
