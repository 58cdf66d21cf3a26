// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/connection_list.h"

#include "core/base/json.h"
#include "ui/shell/window_database.h"

#include <algorithm>

namespace gatehouse::ui::shell {

namespace {

const std::string table = "connections";

std::string toText(const remote::Connection &connection)
{
    return toJson(json::object{
        {"name", connection.name},
        {"environment", connection.environment},
        {"url", connection.url},
        {"scope", connection.scope},
        {"caPem", connection.caPem},
        {"gatewayUrl", connection.gatewayUrl},
        {"safety", remote::nameOf(connection.safety)},
        {"signIn", json::object{{"issuer", connection.signIn.issuer}, {"clientId", connection.signIn.clientId}, {"scope", connection.signIn.scope}, {"audience", connection.signIn.audience}}},
    });
}

Result<remote::Connection> fromText(const std::string &id, const std::string &text)
{
    auto value = parseJson(text);
    if (!value)
        return tl::unexpected(value.error());
    if (!value->is_object())
        return fail(ErrorKind::Corrupt, "json.syntax");
    const json::object &object = value->as_object();
    auto safety = remote::safetyLevelFrom(stringMember(object, "safety", "confirm"));
    if (!safety)
        return tl::unexpected(safety.error());
    remote::Connection connection;
    connection.id = id;
    connection.name = stringMember(object, "name");
    connection.environment = stringMember(object, "environment", "dev");
    connection.url = stringMember(object, "url");
    connection.scope = stringMember(object, "scope");
    connection.caPem = stringMember(object, "caPem");
    connection.gatewayUrl = stringMember(object, "gatewayUrl");
    connection.safety = *safety;
    const auto *kept = member(object, "signIn");
    if (const auto *signIn = kept ? kept->if_object() : nullptr) {
        const auto signInText = [signIn](const char *name) { return std::string(stringMember(*signIn, name)); };
        connection.signIn = {signInText("issuer"), signInText("clientId"), signInText("scope"), signInText("audience")};
    }
    return connection;
}

} // namespace

ConnectionList::ConnectionList(WindowDatabase *database, QObject *parent)
    : QObject(parent)
    , m_database(database)
{
    if (!database)
        return;
    for (const auto &[id, text] : database->rows(table)) {
        // One that does not read back stays on disk and out of the list.
        if (auto connection = fromText(id, text))
            m_connections.push_back(std::move(*connection));
    }
}

const remote::Connection *ConnectionList::find(const std::string &id) const
{
    const auto found = std::find_if(m_connections.begin(), m_connections.end(), [&](const remote::Connection &one) { return one.id == id; });
    return found == m_connections.end() ? nullptr : &*found;
}

void ConnectionList::put(const remote::Connection &connection)
{
    const auto found = std::find_if(m_connections.begin(), m_connections.end(), [&](const remote::Connection &one) { return one.id == connection.id; });
    if (found != m_connections.end() && *found == connection)
        return;
    if (found != m_connections.end())
        *found = connection;
    else if (connection.isLocal)
        m_connections.insert(m_connections.begin(), connection);
    else
        m_connections.push_back(connection);
    if (m_database && !connection.isLocal)
        m_database->put(table, connection.id, toText(connection));
    emit changed();
}

void ConnectionList::remove(const std::string &id)
{
    std::erase_if(m_connections, [&](const remote::Connection &one) { return one.id == id; });
    if (m_database)
        m_database->remove(table, id);
    emit changed();
}

} // namespace gatehouse::ui::shell
