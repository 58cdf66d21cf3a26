// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/state_stack.h"

#include "ui/components/icon_label.h"
#include "ui/components/labels.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

namespace gatehouse::ui::components {

StateStack::StateStack(QWidget *content, QWidget *parent)
    : QStackedWidget(parent)
    , m_content(content)
    , m_icon(new IconLabel({}, 32))
    , m_title(makeLabel({}, theme::TextRole::CardTitle))
    , m_text(makeParagraph({}, theme::TextRole::Body, 2))
    , m_bar(new QProgressBar)
    , m_button(makeButton({}))
    , m_delay(new QTimer(this))
{
    m_message = makeMessage();
    addWidget(content);
    addWidget(m_message);
    m_delay->setSingleShot(true);
    m_delay->setInterval(150);
    connect(m_delay, &QTimer::timeout, this, [this] { setCurrentWidget(m_message); });
    connect(m_button, &QPushButton::clicked, this, [this] {
        const auto action = m_onAction; // may show another state
        if (action)
            action();
    });
}

QWidget *StateStack::makeMessage()
{
    auto *message = new QWidget;
    auto *column = new QVBoxLayout;
    column->setSpacing(theme::tokens(this).metric.space2);
    m_title->setAlignment(Qt::AlignCenter);
    m_text->setAlignment(Qt::AlignHCenter);
    m_text->setFixedWidth(420);
    m_bar->setTextVisible(false);
    m_bar->setFixedSize(220, 6);
    column->addStretch(2);
    column->addWidget(m_icon, 0, Qt::AlignHCenter);
    column->addSpacing(theme::tokens(this).metric.space1);
    column->addWidget(m_title, 0, Qt::AlignHCenter);
    column->addWidget(m_text, 0, Qt::AlignHCenter);
    column->addWidget(m_bar, 0, Qt::AlignHCenter);
    column->addSpacing(theme::tokens(this).metric.space2);
    column->addWidget(m_button, 0, Qt::AlignHCenter);
    column->addStretch(3);
    auto *row = new QHBoxLayout(message);
    row->addStretch();
    row->addLayout(column);
    row->addStretch();
    return message;
}

void StateStack::setContent()
{
    m_delay->stop();
    m_state = Content;
    setCurrentWidget(m_content);
}

void StateStack::setLoading(const QString &text, double fraction)
{
    const bool again = m_state == Loading;
    m_state = Loading;
    m_icon->hide();
    m_button->hide();
    m_text->hide();
    m_title->setText(text);
    m_bar->show();
    m_bar->setRange(0, fraction < 0 ? 0 : 1000);
    m_bar->setValue(fraction < 0 ? 0 : int(fraction * 1000));
    m_message->setAccessibleName(text);
    if (!again && currentWidget() == m_content)
        m_delay->start();
    else if (!m_delay->isActive())
        setCurrentWidget(m_message);
}

void StateStack::setEmpty(const QString &icon, const QString &title, const QString &text, const QString &action, std::function<void()> onAction)
{
    showMessage(Empty, icon, false, title, text, action, std::move(onAction));
}

void StateStack::setError(const QString &title, const QString &text, const QString &action, std::function<void()> onAction)
{
    showMessage(Error, QStringLiteral("warning"), true, title, text, action, std::move(onAction));
}

void StateStack::showMessage(State state, const QString &icon, bool danger, const QString &title, const QString &text, const QString &action,
                             std::function<void()> onAction)
{
    m_delay->stop();
    m_state = state;
    m_onAction = std::move(onAction);
    m_icon->setIcon(icon);
    m_icon->setTone(danger ? theme::Tone::Danger : theme::Tone::Neutral);
    m_icon->show();
    m_title->setText(title);
    m_text->setText(text);
    m_text->setMinimumHeight(m_text->heightForWidth(m_text->width()));
    m_text->setVisible(!text.isEmpty());
    m_text->setTextInteractionFlags(danger ? Qt::TextSelectableByMouse : Qt::NoTextInteraction);
    m_bar->hide();
    m_button->setText(action);
    m_button->setVisible(!action.isEmpty());
    m_message->setAccessibleName(title + QStringLiteral(". ") + text);
    setCurrentWidget(m_message);
}

QString StateStack::message() const
{
    return m_state == Content ? QString() : m_message->accessibleName();
}

} // namespace gatehouse::ui::components
