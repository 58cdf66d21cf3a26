// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/session.h"

#include "core/remote/arm_client.h"
#include "core/remote/configuration_loader.h"
#include "ui/components/formats.h"
#include "ui/shell/debug_session.h"
#include "ui/shell/rights.h"
#include "ui/shell/staging_store.h"

namespace gatehouse::ui::shell {

Session::Session(std::shared_ptr<remote::Network> network, StagingStore *staging, QObject *parent)
    : QObject(parent)
    , m_network(std::move(network))
    , m_staging(staging)
    , m_configuration(std::make_shared<resource::Configuration>())
    , m_rights(new Rights(this))
    , m_debugger(new DebugSession(*this))
{
}

Session::~Session()
{
    delete m_debugger; // while what it asks is there
}

void Session::setConnection(const remote::Connection &connection)
{
    const bool sameGateway = m_connection && m_connection->id == connection.id;
    if (sameGateway && *m_connection == connection)
        return;
    m_loading.abandon();
    m_connection = std::make_unique<remote::Connection>(connection);
    m_client = std::make_shared<remote::ArmClient>(connection, m_network);
    m_rights->setClient(m_client);
    if (!sameGateway) {
        m_configuration = std::make_shared<resource::Configuration>();
        m_changes = {};
        if (m_staging) {
            // Left on disk when it does not read back: the next save would replace it, so say so.
            if (auto kept = m_staging->load(connection.id))
                m_changes = std::move(*kept);
            else
                emit stagingFailed(kept.error());
        }
    }
    m_effective.reset();
    emit connectionChanged();
    emit configurationChanged();
    emit changesChanged();
    refresh();
}

void Session::disconnectAll()
{
    m_loading.abandon();
    m_connection.reset();
    m_client.reset();
    m_rights->setClient(nullptr);
    m_configuration = std::make_shared<resource::Configuration>();
    m_effective.reset();
    m_changes = {};
    m_error.reset();
    emit connectionChanged();
    emit configurationChanged();
    emit changesChanged();
    setState(State::Disconnected);
}

void Session::refresh()
{
    if (!m_client)
        return;
    m_rights->refresh();
    m_loadFraction = -1;
    using Loaded = Result<resource::Configuration>;
    m_loading = components::runInBackground<Loaded>(
        this,
        [client = m_client](std::stop_token stop, const components::Progress &progress) -> Loaded {
            return remote::loadConfiguration(
                *client,
                [&progress](const remote::LoadProgress &at) { progress(at.fraction, components::fromUtf8(at.what)); },
                std::move(stop));
        },
        [this](Loaded result) { loaded(std::move(result)); },
        [this](double fraction, const QString &text) {
            m_loadFraction = fraction;
            emit loadProgress(fraction, text);
        });
    setState(State::Loading);
}

void Session::loaded(Result<resource::Configuration> result)
{
    if (!result) {
        m_error = result.error();
        setState(State::Failed);
        return;
    }
    m_error.reset();
    m_configuration = std::make_shared<resource::Configuration>(std::move(*result));
    m_effective.reset();
    setState(State::Ready);
    emit configurationChanged();
}

void Session::setState(State state)
{
    m_state = state;
    emit stateChanged();
}

std::shared_ptr<const resource::Configuration> Session::effective() const
{
    if (m_changes.empty())
        return m_configuration;
    if (!m_effective)
        m_effective = std::make_shared<resource::Configuration>(m_changes.appliedTo(*m_configuration));
    return m_effective;
}

void Session::stagePut(resource::Resource after)
{
    resource::ChangeItem item;
    item.kind = resource::ChangeKind::Put;
    item.id = after.id;
    if (const auto *before = m_configuration->find(after.id)) {
        item.before = *before;
        item.baselineEtag = before->etag.empty() ? "*" : before->etag;
    }
    item.after = std::move(after);
    stage(std::move(item));
}

void Session::stageDelete(const resource::ResourceId &id)
{
    resource::ChangeItem item;
    item.kind = resource::ChangeKind::Delete;
    item.id = id;
    if (const auto *before = m_configuration->find(id)) {
        item.before = *before;
        item.baselineEtag = before->etag.empty() ? "*" : before->etag;
        stage(std::move(item));
    } else {
        discard(id); // only ever staged: nothing to delete over there
    }
}

void Session::stage(resource::ChangeItem item)
{
    m_changes.stage(std::move(item));
    keepChanges();
}

void Session::discard(const resource::ResourceId &id)
{
    if (m_changes.discard(id))
        keepChanges();
}

void Session::discardAll()
{
    if (m_changes.empty())
        return;
    m_changes.clear();
    keepChanges();
}

void Session::published(const QList<resource::ResourceId> &done)
{
    bool any = false;
    for (const auto &id : done)
        any = m_changes.discard(id) || any;
    if (any)
        keepChanges();
    refresh();
}

void Session::keepChanges()
{
    m_effective.reset();
    if (m_staging && m_connection)
        m_staging->save(m_connection->id, m_changes);
    emit changesChanged();
}

} // namespace gatehouse::ui::shell
