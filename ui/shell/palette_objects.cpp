// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/palette_objects.h"

#include "core/base/json.h"
#include "ui/components/formats.h"

#include <QCoreApplication>

#include <map>

namespace gatehouse::ui::shell {

namespace {

using components::fromUtf8;

struct Kind
{
    const char *icon;
    const char *label;
};

const std::map<std::string_view, Kind> kinds{
    {"apis", {"apis", QT_TRANSLATE_NOOP("PaletteObjects", "API")}},
    {"operations", {"send", QT_TRANSLATE_NOOP("PaletteObjects", "Operation")}},
    {"products", {"products", QT_TRANSLATE_NOOP("PaletteObjects", "Product")}},
    {"subscriptions", {"keys", QT_TRANSLATE_NOOP("PaletteObjects", "Subscription")}},
    {"backends", {"gateways", QT_TRANSLATE_NOOP("PaletteObjects", "Backend")}},
    {"namedValues", {"settings", QT_TRANSLATE_NOOP("PaletteObjects", "Named value")}},
    {"policies", {"policies", QT_TRANSLATE_NOOP("PaletteObjects", "Policy")}},
    {"policyFragments", {"policies", QT_TRANSLATE_NOOP("PaletteObjects", "Policy fragment")}},
};

//! What tells it apart from others of the same name.
QString detailOf(const resource::Resource &resource, std::string_view collection)
{
    if (collection == "operations")
        return fromUtf8(stringMember(resource.properties, "method")) + QLatin1Char(' ') + fromUtf8(stringMember(resource.properties, "urlTemplate"))
            + QStringLiteral(" · ") + fromUtf8(resource.id.parent().name());
    if (collection == "apis")
        return QLatin1Char('/') + fromUtf8(stringMember(resource.properties, "path"));
    if (collection == "policies")
        return fromUtf8(resource.id.parent().text());
    return fromUtf8(stringMember(resource.properties, "url"));
}

} // namespace

std::vector<PaletteObject> paletteObjects(const resource::Configuration &configuration)
{
    std::vector<PaletteObject> objects;
    for (const auto &[id, resource] : configuration) {
        const auto collection = id.collection();
        const auto kind = kinds.find(collection);
        // Links such as products/x/apis/y are no objects of their own.
        if (kind == kinds.end() || (collection == "apis" && id.segments().size() > 2))
            continue;
        PaletteObject object;
        const auto name = stringMember(resource->properties, "displayName");
        object.title = fromUtf8(name.empty() ? id.name() : name);
        const QString label = QCoreApplication::translate("PaletteObjects", kind->second.label);
        const QString detail = detailOf(*resource, collection);
        object.detail = detail.isEmpty() || detail == QLatin1String("/") ? label : label + QStringLiteral(" · ") + detail;
        object.icon = QLatin1String(kind->second.icon);
        object.id = fromUtf8(id.text());
        object.searchText = object.id + QLatin1Char(' ') + fromUtf8(stringMember(resource->properties, "serviceUrl"));
        objects.push_back(std::move(object));
    }
    return objects;
}

} // namespace gatehouse::ui::shell
