// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/remote/connection.h"
#include "core/remote/network.h"
#include "core/remote/sign_in_session.h"
#include "ui/components/run_in_background.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace gatehouse::ui::shell {

class ConnectionList;

//! Who is signed in for which connection. Puts the person into the list's connections, takes them out again when the sign-in ends, and keeps
//! access tokens fresh in the background.
class SignIns : public QObject
{
    Q_OBJECT

public:
    enum class Way { Browser, DeviceCode };

    SignIns(ConnectionList &connections, std::shared_ptr<remote::Network> network, remote::SignInStore store, QObject *parent = nullptr);

    //! Those of an earlier start, in the background.
    void resumeAll();
    //! Signs in for a connection of the list that has settings for it; one at a time for each.
    void signIn(const std::string &id, Way way);
    void cancel(const std::string &id);
    void signOut(const std::string &id);
    bool isRunning(const std::string &id) const;
    //! Of a device code that waits for its person.
    std::optional<remote::DeviceRequest> deviceRequest(const std::string &id) const;
    //! Why the last attempt failed; nothing when it did not.
    std::optional<Error> failure(const std::string &id) const;
    void openPage(const QString &url) const { m_opener(url); }
    //! Opens pages; the desktop's browser unless a test says otherwise.
    void setOpener(std::function<void(const QString &url)> opener) { m_opener = std::move(opener); }

signals:
    //! Something to show of that connection changed.
    void changed(const QString &id);

private:
    struct Attempt
    {
        components::TaskSlot task;
        std::optional<remote::DeviceRequest> request;
        std::optional<Error> failure;
    };
    void takePerson(const std::string &id, std::shared_ptr<remote::PersonalAccess> person);
    void keepFresh();
    void tell(const std::string &id) { emit changed(QString::fromStdString(id)); }

    ConnectionList &m_connections;
    std::shared_ptr<remote::Network> m_network;
    remote::SignInStore m_store;
    std::function<void(const QString &url)> m_opener;
    std::map<std::string, Attempt> m_attempts;
    std::map<std::string, components::TaskSlot> m_refreshes;
    QTimer m_timer;
};

} // namespace gatehouse::ui::shell
