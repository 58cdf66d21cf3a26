// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/permissions_client.h"
#include "core/resource/change_set.h"
#include "ui/components/run_in_background.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

class QAction;
class QWidget;

namespace gatehouse::ui::shell {

//! What the person at this window may do with the connected service, as the service says (Microsoft.Authorization/permissions), matched by the
//! code that the gateway decides by. Asked at the service and at each API or other member of the service that somebody wants to know of; read again
//! each minute. What is not known yet, or can't be asked, is offered: the service decides in any case.
class Rights : public QObject
{
    Q_OBJECT

public:
    explicit Rights(QObject *parent = nullptr);

    //! Forgets all that was known; nullptr: no connection.
    void setClient(std::shared_ptr<remote::ArmClient> client);
    //! `verb`: "read", "write", "delete", or an action such as "listSecrets/action".
    bool may(std::string_view verb, const resource::ResourceId &id);
    bool may(const resource::ChangeItem &item) { return may(verbOf(item), item.id); }
    //! Why not, in words; "" : they may.
    QString whyNot(std::string_view verb, const resource::ResourceId &id);
    QString whyNot(const resource::ChangeItem &item) { return whyNot(verbOf(item), item.id); }
    //! The same of making a new member of the service, such as an API.
    QString whyNotNew(std::string_view collection);
    //! Of those staged.
    int refused(const resource::ChangeSet &changes);
    //! Everything asked for is known.
    bool isReady() const { return m_wanted.empty() && !m_loading.isRunning(); }
    //! Reads again what is known, in the background.
    void refresh();

    static std::string verbOf(const resource::ChangeItem &item);

signals:
    void changed();

private:
    struct Known
    {
        resource::ResourceId scope;
        remote::Permissions permissions;
    };
    struct Answers
    {
        std::map<std::string, Known> known;
        remote::RoleNames names;
        bool complete = true;
    };
    QString inWords(const resource::ResourceId &scope, const std::string &action);
    static resource::ResourceId scopeOf(const resource::ResourceId &id);
    const Known *knownAt(const resource::ResourceId &scope);
    void want(const resource::ResourceId &scope);
    void load();

    std::shared_ptr<remote::ArmClient> m_client;
    std::map<std::string, Known> m_known; //!< by the scope's id in lower case
    std::map<std::string, resource::ResourceId> m_wanted;
    remote::RoleNames m_names;
    bool m_unknown = false; //!< the service does not say
    components::TaskSlot m_loading;
    QTimer m_timer;
};

//! Enables the action or the button if `reason` is "", and says the reason as its tool tip otherwise. `enabled`: what else it depends on.
void offer(QAction *action, bool enabled, const QString &reason);
void offer(QWidget *widget, bool enabled, const QString &reason);

} // namespace gatehouse::ui::shell
