// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/form_pane.h"

#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/policies/side_stack.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>

namespace gatehouse::ui::policies {

using components::fromUtf8;

namespace {

QString labelOf(const FormField &field)
{
    const auto name = field.name.empty() ? FormPane::tr("Text") : fromUtf8(field.name);
    return field.rule && field.rule->required ? name + QStringLiteral(" *") : name;
}

QString hintOf(const FormField &field)
{
    if (!field.rule)
        return {};
    if (!field.rule->defaultValue.empty())
        return fromUtf8(field.rule->defaultValue);
    if (field.rule->minimum != 0 || field.rule->maximum != 0)
        return FormPane::tr("%1 to %2").arg(field.rule->minimum).arg(field.rule->maximum);
    return field.rule->required ? FormPane::tr("required") : QString();
}

void setValue(QWidget *editor, const QString &value)
{
    if (auto *combo = qobject_cast<QComboBox *>(editor))
        combo->setEditText(value);
    else if (auto *line = qobject_cast<QLineEdit *>(editor); line && line->text() != value)
        line->setText(value);
}

} // namespace

FormPane::FormPane(QWidget *parent) : Card(tr("Form"), parent), m_scroll(new QScrollArea(this))
{
    setEdgeToEdge(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_scroll->setAccessibleName(tr("Fields of the policy"));
    m_states = new SideStack(m_scroll, this);
    body()->addWidget(m_states, 1);
    follow({}, 0);
}

void FormPane::setReadOnly(bool readOnly)
{
    if (m_isReadOnly == readOnly)
        return;
    m_isReadOnly = readOnly;
    if (m_form)
        build();
}

void FormPane::follow(const std::string &text, std::size_t offset)
{
    m_text = text;
    m_form = formAt(text, offset);
    if (!m_form) {
        m_shape.clear();
        setSubtitle({});
        m_states->showSentence(tr("No policy at the caret"), tr("Put the caret into a policy to edit it by fields."));
        return;
    }
    setSubtitle(fromUtf8(m_form->policy));
    m_states->showContent();
    if (m_form->shape() != m_shape)
        build();
    else
        fill();
}

void FormPane::build()
{
    m_shape = m_form->shape();
    m_editors.clear();
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(18, 4, 18, 12);
    layout->setSpacing(12);
    layout->addWidget(components::makeParagraph(fromUtf8(m_form->documentation), theme::TextRole::Secondary, 3));
    for (std::size_t i = 0; i < m_form->elements.size(); ++i)
        layout->addWidget(makeElement(i));
    layout->addStretch();
    content->setEnabled(!m_isReadOnly);
    m_scroll->setWidget(content);
    content->setAutoFillBackground(false); // the scroll area turned it on: the card's surface shows
}

QWidget *FormPane::makeElement(std::size_t index)
{
    const auto &element = m_form->elements[index];
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(element.depth * 12, 0, 0, 0);
    layout->setSpacing(6);
    auto *head = new QHBoxLayout;
    if (element.depth > 0)
        head->addWidget(components::makeLabel(QStringLiteral("<%1>").arg(fromUtf8(element.name)), theme::TextRole::Mono, 2));
    head->addStretch();
    if (element.isRemovable) {
        auto *remove = components::makeIconButton(QStringLiteral("trash"), tr("Remove this <%1>").arg(fromUtf8(element.name)), box);
        connect(remove, &QToolButton::clicked, this, [this, index] { takeText(withoutElement(m_text, m_form->elements[index])); });
        head->addWidget(remove);
    }
    if (head->count() > 1)
        layout->addLayout(head);
    else
        delete head;
    m_editors.emplace_back();
    for (std::size_t field = 0; field < element.fields.size(); ++field) {
        auto *editor = makeEditor(index, field);
        const bool isAlone = element.depth > 0 && element.fields.size() == 1 && element.fields[0].name.empty();
        if (!isAlone) {
            auto *label = components::makeLabel(labelOf(element.fields[field]), theme::TextRole::Secondary, 2);
            label->setBuddy(editor);
            layout->addWidget(label);
        }
        layout->addWidget(editor);
        m_editors.back().push_back(editor);
    }
    if (!element.addable.empty())
        layout->addWidget(makeAdd(index), 0, Qt::AlignLeft);
    return box;
}

//! One thing that can be added is named on the button; several open a menu.
QWidget *FormPane::makeAdd(std::size_t index)
{
    const auto &element = m_form->elements[index];
    const auto addOne = [this, index](const std::string &name) { takeText(withChild(m_text, m_form->elements[index], name)); };
    const bool isOne = element.addable.size() == 1;
    const auto text = isOne ? tr("Add <%1>").arg(fromUtf8(element.addable.front())) : tr("Add to <%1>…").arg(fromUtf8(element.name));
    auto *add = components::makeButton(text, theme::ButtonRank::Secondary, QStringLiteral("plus"));
    if (isOne) {
        connect(add, &QPushButton::clicked, this, [addOne, name = std::string(element.addable.front())] { addOne(name); });
        return add;
    }
    auto *menu = new QMenu(add);
    for (const auto &name : element.addable)
        menu->addAction(fromUtf8(name), this, [addOne, name = std::string(name)] { addOne(name); });
    add->setMenu(menu);
    return add;
}

QWidget *FormPane::makeEditor(std::size_t element, std::size_t index)
{
    const auto &field = m_form->elements[element].fields[index];
    const auto name = fromUtf8(m_form->elements[element].name) + QLatin1Char(' ') + labelOf(field);
    const bool isBoolean = field.rule && field.rule->type == policy::ValueType::Boolean;
    if (isBoolean || (field.rule && !field.rule->values.empty())) {
        auto *combo = new QComboBox;
        combo->setEditable(true); // an expression may stand there
        combo->setInsertPolicy(QComboBox::NoInsert);
        combo->setAccessibleName(name);
        if (isBoolean)
            combo->addItems({QStringLiteral("true"), QStringLiteral("false")});
        else
            for (const auto value : field.rule->values)
                combo->addItem(fromUtf8(value));
        combo->setEditText(fromUtf8(field.value));
        combo->lineEdit()->setPlaceholderText(hintOf(field));
        combo->lineEdit()->setAccessibleName(name);
        connect(combo, &QComboBox::textActivated, this, [this, element, index](const QString &value) { take(element, index, value); });
        connect(combo->lineEdit(), &QLineEdit::editingFinished, this, [this, element, index, combo] { take(element, index, combo->currentText()); });
        return combo;
    }
    auto *line = new QLineEdit(fromUtf8(field.value));
    line->setAccessibleName(name);
    line->setPlaceholderText(hintOf(field));
    theme::setTextRole(line, theme::TextRole::Mono);
    if (field.value.find('\n') != std::string::npos) {
        line->setReadOnly(true);
        line->setToolTip(tr("Several lines: edit them in the text."));
    }
    connect(line, &QLineEdit::editingFinished, this, [this, element, index, line] { take(element, index, line->text()); });
    return line;
}

void FormPane::fill()
{
    m_isFilling = true;
    for (std::size_t element = 0; element < m_editors.size(); ++element)
        for (std::size_t field = 0; field < m_editors[element].size(); ++field)
            setValue(m_editors[element][field], fromUtf8(m_form->elements[element].fields[field].value));
    m_isFilling = false;
}

void FormPane::take(std::size_t element, std::size_t index, const QString &value)
{
    if (m_isFilling || m_isReadOnly || !m_form || element >= m_form->elements.size() || index >= m_form->elements[element].fields.size())
        return;
    const auto &field = m_form->elements[element].fields[index];
    if (value == fromUtf8(field.value) || field.value.find('\n') != std::string::npos)
        return;
    takeText(withField(m_text, m_form->elements[element], field, components::toUtf8(value)));
}

void FormPane::takeText(std::optional<std::string> text)
{
    if (text && *text != m_text)
        emit edited(*text);
}

QWidget *FormPane::fieldEditor(const QString &name) const
{
    for (std::size_t element = 0; m_form && element < m_editors.size(); ++element)
        for (std::size_t field = 0; field < m_editors[element].size(); ++field) {
            const auto &known = m_form->elements[element].fields[field];
            if (fromUtf8(known.name.empty() ? m_form->elements[element].name : known.name) == name)
                return m_editors[element][field];
        }
    return nullptr;
}

} // namespace gatehouse::ui::policies
