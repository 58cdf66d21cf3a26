// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/resource/change_set.h"
#include "core/resource/configuration.h"
#include "ui/components/run_in_background.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>

namespace gatehouse::remote {
class ArmClient;
class Network;
struct Connection;
}

namespace gatehouse::ui::shell {

class DebugSession;
class Rights;
class StagingStore;

//! What one window works on: a connection, the configuration as it was last read from it, and the changes staged against it. Lives
//! on the window's thread and as long as the window. The staged set is written to the StagingStore at every change, per connection.
class Session : public QObject
{
    Q_OBJECT

public:
    enum class State { Disconnected, Loading, Ready, Failed };
    Q_ENUM(State)

    //! `staging` may be nullptr: staged changes then live as long as the session.
    Session(std::shared_ptr<remote::Network> network, StagingStore *staging, QObject *parent = nullptr);
    ~Session() override;

    //! Replaces the connection, reads its staged set back and loads its configuration in the background.
    void setConnection(const remote::Connection &connection);
    void disconnectAll();
    //! nullptr: none.
    const remote::Connection *connection() const { return m_connection.get(); }
    //! Thread-safe, shared with background work; nullptr without a connection.
    std::shared_ptr<remote::ArmClient> client() const { return m_client; }

    const std::shared_ptr<remote::Network> &network() const { return m_network; }
    //! The step debugger on this connection's gateway; off until it is started.
    DebugSession &debugger() const { return *m_debugger; }

    //! What the person may do with the connected service.
    Rights &rights() const { return *m_rights; }

    //! Reads the whole configuration again, in the background; a load that runs is abandoned.
    void refresh();
    State state() const { return m_state; }
    bool isLoading() const { return m_loading.isRunning(); }
    //! Of State::Failed.
    const std::optional<Error> &error() const { return m_error; }
    double loadFraction() const { return m_loadFraction; }

    //! As last read; never null, empty before the first load. Immutable, so background work may keep the pointer.
    std::shared_ptr<const resource::Configuration> configuration() const { return m_configuration; }
    //! With the staged changes applied: what an editor shows.
    std::shared_ptr<const resource::Configuration> effective() const;

    const resource::ChangeSet &changes() const { return m_changes; }
    //! Stages a put of `after`; the baseline and its ETag come from configuration().
    void stagePut(resource::Resource after);
    void stageDelete(const resource::ResourceId &id);
    void stage(resource::ChangeItem item);
    void discard(const resource::ResourceId &id);
    void discardAll();
    //! After a publish: drops the items that went through and reads the configuration again.
    void published(const QList<resource::ResourceId> &done);

signals:
    void connectionChanged();
    void stateChanged();
    //! A new configuration was read.
    void configurationChanged();
    //! The staged set changed (effective() with it).
    void changesChanged();
    void loadProgress(double fraction, const QString &text);
    //! Changes staged earlier could not be read back.
    void stagingFailed(const gatehouse::Error &error);

private:
    void loaded(Result<resource::Configuration> result);
    void setState(State state);
    void keepChanges();

    std::shared_ptr<remote::Network> m_network;
    StagingStore *m_staging;
    std::unique_ptr<remote::Connection> m_connection;
    std::shared_ptr<remote::ArmClient> m_client;
    std::shared_ptr<const resource::Configuration> m_configuration;
    mutable std::shared_ptr<const resource::Configuration> m_effective; //!< made on demand
    resource::ChangeSet m_changes;
    std::optional<Error> m_error;
    State m_state = State::Disconnected;
    double m_loadFraction = -1;
    components::TaskSlot m_loading;
    Rights *m_rights; //!< a child
    DebugSession *m_debugger; //!< a child: it goes before what it works on
};

} // namespace gatehouse::ui::shell
