// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/policy_validator.h"

namespace gatehouse::ui::policies {

namespace {

constexpr int pause = 150; // milliseconds after the last key

} // namespace

PolicyValidator::PolicyValidator(std::shared_ptr<const RememberingCompiler> compiler, QObject *parent)
    : QObject(parent), m_compiler(std::move(compiler))
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(pause);
    connect(&m_delay, &QTimer::timeout, this, &PolicyValidator::start);
}

void PolicyValidator::setNames(std::shared_ptr<const KnownNames> names)
{
    m_names = std::move(names);
}

void PolicyValidator::check(std::string text, std::optional<policy::Scope> scope, bool atOnce)
{
    m_task.abandon();
    m_text = std::move(text);
    m_scope = scope;
    if (!atOnce) {
        m_delay.start();
        return;
    }
    m_delay.stop();
    start();
}

void PolicyValidator::stop()
{
    m_delay.stop();
    m_task.abandon();
}

void PolicyValidator::start()
{
    if (!m_names)
        return;
    m_task = components::runInBackground<std::vector<Problem>>(
        this,
        [text = m_text, scope = m_scope, names = m_names, compiler = m_compiler](std::stop_token, const components::Progress &) {
            return problemsOf(checkText(text, scope, *names, compiler.get()), text);
        },
        [this](std::vector<Problem> problems) { emit checked(problems); });
}

} // namespace gatehouse::ui::policies
