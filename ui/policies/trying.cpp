// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/trying.h"

#include "ui/policies/edit_buffers.h"
#include "ui/policies/policy_scopes.h"
#include "ui/request/request_form.h"
#include "ui/request/trial_support.h"
#include "ui/shell/session.h"
#include "ui/shell/theme/theme.h"

#include <QAction>

#include <algorithm>

namespace gatehouse::ui::policies {

using request::RequestForm;
using resource::ResourceId;

namespace {

void addOperations(std::vector<ResourceId> &ids, const resource::Configuration &configuration, const ResourceId &api)
{
    for (const auto &operation : configuration.children(api, "operations"))
        ids.push_back(operation->id);
}

//! One that can be sent as it is, if there is one.
ResourceId bestOf(const std::vector<ResourceId> &operations, const resource::Configuration &configuration)
{
    const auto good = std::ranges::find_if(operations, [&](const ResourceId &id) {
        const auto draft = request::draftOf(configuration, id, {});
        return draft.method == "GET" && draft.missing().empty();
    });
    return good == operations.end() ? operations.front() : *good;
}

} // namespace

std::vector<ResourceId> operationsAt(const resource::Configuration &configuration, const ResourceId &document)
{
    const auto context = contextOf(document);
    std::vector<ResourceId> ids;
    if (!context.apiId.empty()) {
        addOperations(ids, configuration, ResourceId::of("apis/" + context.apiId));
        return ids;
    }
    for (const auto &api : configuration.children({}, "apis")) {
        const bool isMet = context.productId.empty() || configuration.contains(ResourceId::of("products/" + context.productId).child("apis", api->id.name()));
        if (isMet)
            addOperations(ids, configuration, api->id);
    }
    return ids;
}

Trying::Trying(shell::Session &session, const EditBuffers &buffers, QWidget *widget)
    : QObject(widget), m_session(session), m_buffers(buffers), m_widget(widget), m_action(new QAction(theme::icon(QStringLiteral("play")), tr("Try it"), widget))
{
    m_action->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_Return);
    connect(m_action, &QAction::triggered, this, [this] { open(true); });
    connect(&m_session, &shell::Session::connectionChanged, this, &Trying::probe);
    probe();
}

RequestForm *Trying::form() const
{
    return m_form;
}

void Trying::probe()
{
    m_whyNot.reset();
    m_probing.abandon();
    refresh();
    const auto client = m_session.client();
    if (!client)
        return;
    m_probing = components::runInBackground<QString>(
        this, [client](std::stop_token stop, const components::Progress &) { return request::whyNoTrials(*client, stop); },
        [this](QString why) {
            m_whyNot = std::move(why);
            refresh();
        });
}

void Trying::refresh()
{
    const bool isMet = m_document && !operationsAt(*m_session.effective(), *m_document).empty();
    m_action->setEnabled(isMet && m_whyNot && m_whyNot->isEmpty());
    if (m_whyNot && !m_whyNot->isEmpty())
        m_action->setToolTip(*m_whyNot);
    else if (!isMet)
        m_action->setToolTip(tr("No operation meets this policy yet."));
    else
        m_action->setToolTip(tr("Send a request through what is staged and typed, without publishing it (Ctrl+Shift+Enter)"));
}

void Trying::setDocument(const std::optional<ResourceId> &document)
{
    m_document = document;
    refresh();
}

resource::ChangeSet Trying::changes() const
{
    auto all = m_session.changes();
    const auto effective = m_session.effective();
    for (const auto &id : m_buffers.edited()) {
        resource::ChangeItem item;
        item.id = id;
        item.after = withText(id, effective->find(id), m_buffers.find(id)->text);
        if (const auto *before = m_session.configuration()->find(id))
            item.before = *before;
        all.stage(std::move(item));
    }
    return all;
}

RequestForm *Trying::open(bool tries)
{
    const auto configuration = m_session.effective();
    const auto operations = m_document ? operationsAt(*configuration, *m_document) : std::vector<ResourceId>();
    if (operations.empty())
        return nullptr;
    if (m_form)
        m_form->close();
    m_form = new RequestForm(m_session, operations, {}, nullptr, m_widget);
    const auto owner = m_document->parent();
    m_form->setOperation(std::ranges::find(operations, owner) != operations.end() ? owner : bestOf(operations, *configuration));
    m_form->setChanges([this] { return changes(); });
    m_form->setTrying(tries);
    m_form->setTracing(tries);
    connect(m_form, &RequestForm::documentWanted, this, &Trying::documentWanted);
    connect(m_form, &RequestForm::debugging, this, &Trying::debugging);
    m_form->show();
    return m_form;
}

} // namespace gatehouse::ui::policies
