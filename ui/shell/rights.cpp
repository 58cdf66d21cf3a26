// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/rights.h"

#include "core/base/text.h"
#include "core/resource/action.h"
#include "ui/components/formats.h"

#include <QAction>
#include <QWidget>

namespace gatehouse::ui::shell {

namespace {

constexpr int refreshEvery = 60'000; //!< milliseconds
constexpr std::size_t mostScopes = 500; //!< asked for in one window; beyond that the service alone decides

constexpr auto toolTipKept = "gatehouseToolTip";

template<typename Target>
void offerAt(Target *target, bool enabled, const QString &reason)
{
    if (!target->property(toolTipKept).isValid())
        target->setProperty(toolTipKept, target->toolTip());
    target->setEnabled(enabled && reason.isEmpty());
    target->setToolTip(reason.isEmpty() ? target->property(toolTipKept).toString() : reason);
}

} // namespace

Rights::Rights(QObject *parent)
    : QObject(parent)
{
    m_timer.setInterval(refreshEvery);
    connect(&m_timer, &QTimer::timeout, this, &Rights::refresh);
}

void Rights::setClient(std::shared_ptr<remote::ArmClient> client)
{
    m_loading.abandon();
    m_client = std::move(client);
    m_known.clear();
    m_wanted.clear();
    m_names.clear();
    m_unknown = false;
    if (m_client) {
        m_timer.start();
        want({});
    } else {
        m_timer.stop();
    }
    emit changed();
}

//! Roles are asked for at the service and at its members, which is where they are assigned; every revision of an API is that API.
resource::ResourceId Rights::scopeOf(const resource::ResourceId &id)
{
    if (id.isService())
        return {};
    auto top = id;
    while (!top.parent().isService())
        top = top.parent();
    const auto name = top.name();
    const bool ofApi = equalsIgnoreCase(top.collection(), "apis");
    return ofApi ? resource::ResourceId().child("apis", name.substr(0, name.find(";rev="))) : top;
}

const Rights::Known *Rights::knownAt(const resource::ResourceId &scope)
{
    const auto found = m_known.find(toLower(scope.text()));
    return found == m_known.end() ? nullptr : &found->second;
}

void Rights::want(const resource::ResourceId &scope)
{
    if (!m_client || m_unknown || m_known.size() + m_wanted.size() >= mostScopes)
        return;
    if (m_wanted.emplace(toLower(scope.text()), scope).second && !m_loading.isRunning())
        QMetaObject::invokeMethod(this, &Rights::load, Qt::QueuedConnection); // with what else is asked for in this turn
}

void Rights::load()
{
    if (!m_client || m_wanted.empty() || m_loading.isRunning())
        return;
    m_loading = components::runInBackground<Answers>(
        this,
        [client = m_client, wanted = m_wanted, names = m_names](std::stop_token stop, const components::Progress &) {
            Answers answers{{}, names, true};
            if (names.empty()) {
                if (auto read = remote::readRoleNames(*client, stop))
                    answers.names = std::move(*read);
            }
            for (const auto &[key, scope] : wanted) {
                auto permissions = remote::readPermissions(*client, scope, stop);
                answers.complete = answers.complete && permissions.has_value();
                if (permissions)
                    answers.known.insert_or_assign(key, Known{scope, std::move(*permissions)});
            }
            return answers;
        },
        [this, asked = m_wanted](Answers answers) {
            for (const auto &[key, scope] : asked)
                m_wanted.erase(key);
            m_names = std::move(answers.names);
            for (auto &[key, known] : answers.known)
                m_known.insert_or_assign(key, std::move(known));
            // A service without permissions at all does not have them at its members either.
            m_unknown = !answers.complete && m_known.empty();
            emit changed();
            load();
        });
}

void Rights::refresh()
{
    for (const auto &[key, known] : m_known)
        m_wanted.emplace(key, known.scope);
    load();
}

std::string Rights::verbOf(const resource::ChangeItem &item)
{
    switch (item.kind) {
    case resource::ChangeKind::Put: return "write";
    case resource::ChangeKind::Delete: return "delete";
    case resource::ChangeKind::Action: return item.action + "/action";
    }
    return "write";
}

bool Rights::may(std::string_view verb, const resource::ResourceId &id)
{
    if (!m_client || m_unknown)
        return true;
    const auto action = resource::actionName(id, verb);
    const auto *service = knownAt({});
    if (!service)
        return true;
    if (service->permissions.allows(action))
        return true;
    const auto scope = scopeOf(id);
    if (scope.isService())
        return false;
    if (const auto *known = knownAt(scope))
        return known->permissions.allows(action);
    want(scope);
    return true;
}

QString Rights::whyNot(std::string_view verb, const resource::ResourceId &id)
{
    return may(verb, id) ? QString() : inWords(scopeOf(id), resource::actionName(id, verb));
}

QString Rights::whyNotNew(std::string_view collection)
{
    const auto action = "Microsoft.ApiManagement/service/" + std::string(collection) + "/write";
    const auto *service = m_unknown ? nullptr : knownAt({});
    return !service || service->permissions.allows(action) ? QString() : inWords({}, action);
}

QString Rights::inWords(const resource::ResourceId &scope, const std::string &action)
{
    const auto *known = knownAt(scope);
    QStringList roles;
    for (const auto &permission : known ? known->permissions.all : std::vector<remote::Permission>()) {
        const auto name = components::fromUtf8(remote::roleNameOf(permission, m_names));
        if (!name.isEmpty() && !roles.contains(name))
            roles += name;
    }
    const auto place = scope.isService() ? tr("the service") : components::fromUtf8(scope.text());
    const auto needed = components::fromUtf8(action);
    if (roles.isEmpty())
        return tr("You have no role at %1 that allows this. It needs %2.").arg(place, needed);
    return tr("At %1 you have the role %2. This needs %3, which it does not give.", nullptr, int(roles.size())).arg(place, roles.join(QStringLiteral(", ")), needed);
}

int Rights::refused(const resource::ChangeSet &changes)
{
    int count = 0;
    for (const auto &item : changes.items())
        count += may(item) ? 0 : 1;
    return count;
}

void offer(QAction *action, bool enabled, const QString &reason)
{
    offerAt(action, enabled, reason);
}

void offer(QWidget *widget, bool enabled, const QString &reason)
{
    offerAt(widget, enabled, reason);
}

} // namespace gatehouse::ui::shell
