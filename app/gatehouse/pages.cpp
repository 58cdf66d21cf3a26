// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehouse/pages.h"

#include "ui/audit/audit_page.h"
#include "ui/catalog/catalog_page.h"
#include "ui/connections/connections_page.h"
#include "ui/keys/keys_page.h"
#include "ui/limits/limits_page.h"
#include "ui/overview/overview_page.h"
#include "ui/policies/policies_page.h"
#include "ui/roles/roles_page.h"
#include "ui/traffic/traffic_page.h"

#include <QCoreApplication>

namespace gatehouse::app {

namespace {

using ui::shell::Session;

QString word(const char *text)
{
    return QCoreApplication::translate("Pages", text);
}

} // namespace

QList<ui::shell::PageEntry> pageEntries(const ui::shell::Services &services)
{
    const QString manage = word(QT_TRANSLATE_NOOP("Pages", "Manage"));
    const QString observe = word(QT_TRANSLATE_NOOP("Pages", "Observe"));
    return {
        {.key = QStringLiteral("overview"), .label = word(QT_TRANSLATE_NOOP("Pages", "Overview")), .icon = QStringLiteral("overview"), .group = {},
         .make = [](Session &session) { return new ui::overview::OverviewPage(session); }},
        {.key = QStringLiteral("apis"), .label = word(QT_TRANSLATE_NOOP("Pages", "APIs")), .icon = QStringLiteral("apis"), .group = manage,
         .make = [settings = &services.settings](Session &session) { return new ui::catalog::CatalogPage(session, settings); },
         .collections = {QStringLiteral("apis"), QStringLiteral("operations")}},
        {.key = QStringLiteral("policies"), .label = word(QT_TRANSLATE_NOOP("Pages", "Policies")), .icon = QStringLiteral("policies"), .group = manage,
         .make = [](Session &session) { return new ui::policies::PoliciesPage(session); },
         .collections = {QStringLiteral("policies"), QStringLiteral("policyFragments")}},
        {.key = QStringLiteral("limits"), .label = word(QT_TRANSLATE_NOOP("Pages", "Limits")), .icon = QStringLiteral("limits"), .group = manage,
         .make = [](Session &session) { return new ui::limits::LimitsPage(session); }},
        {.key = QStringLiteral("roles"), .label = word(QT_TRANSLATE_NOOP("Pages", "Roles")), .icon = QStringLiteral("roles"), .group = manage,
         .make = [](Session &session) { return new ui::roles::RolesPage(session); }},
        {.key = QStringLiteral("keys"), .label = word(QT_TRANSLATE_NOOP("Pages", "Keys")), .icon = QStringLiteral("keys"), .group = manage,
         .make = [](Session &session) { return new ui::keys::KeysPage(session); },
         .collections = {QStringLiteral("subscriptions")}},
        {.key = QStringLiteral("traffic"), .label = word(QT_TRANSLATE_NOOP("Pages", "Traffic")), .icon = QStringLiteral("traffic"), .group = observe,
         .make = [](Session &session) { return new ui::traffic::TrafficPage(session); }},
        {.key = QStringLiteral("audit"), .label = word(QT_TRANSLATE_NOOP("Pages", "Audit")), .icon = QStringLiteral("audit"), .group = observe,
         .make = [](Session &session) { return new ui::audit::AuditPage(session); }},
        {.key = QStringLiteral("connections"), .label = word(QT_TRANSLATE_NOOP("Pages", "Connections")), .icon = QStringLiteral("connections"), .group = {},
         .make = [services](Session &session) {
             return new ui::connections::ConnectionsPage(session, services);
         },
         .atBottom = true},
    };
}

} // namespace gatehouse::app
