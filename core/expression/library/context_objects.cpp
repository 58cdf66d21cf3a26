// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/context_objects.h"

#include "core/expression/format.h"
#include "core/expression/machine.h"

namespace gatehouse::expression {

Value partValue(Known part)
{
    static const PartObject context(Known::IContext), api(Known::IApi), backend(Known::IBackend), deployment(Known::IDeployment),
        gateway(Known::IGateway), sustainability(Known::ISustainabilityInfo), graphQl(Known::IGraphQL), lastError(Known::ILastError),
        operation(Known::IOperation), product(Known::IProduct), request(Known::IRequest), subscription(Known::ISubscription),
        user(Known::IUser), workspace(Known::IWorkspace), keyNames(Known::ISubscriptionKeyParameterNames), foundry(Known::IFoundry),
        privateEndpoint(Known::IPrivateEndpoint);
    const auto value = [](const PartObject &object) { return Value::of(const_cast<PartObject *>(&object)); };
    switch (part) {
    case Known::IApi: return value(api);
    case Known::IBackend: return value(backend);
    case Known::IDeployment: return value(deployment);
    case Known::IGateway: return value(gateway);
    case Known::ISustainabilityInfo: return value(sustainability);
    case Known::IGraphQL: return value(graphQl);
    case Known::ILastError: return value(lastError);
    case Known::IOperation: return value(operation);
    case Known::IProduct: return value(product);
    case Known::IRequest: return value(request);
    case Known::ISubscription: return value(subscription);
    case Known::IUser: return value(user);
    case Known::IWorkspace: return value(workspace);
    case Known::ISubscriptionKeyParameterNames: return value(keyNames);
    case Known::IFoundry: return value(foundry);
    case Known::IPrivateEndpoint: return value(privateEndpoint);
    default: return value(context);
    }
}

Value makeContextRoot(Machine &)
{
    return partValue(Known::IContext);
}

Value textValue(Call &call, const Text &text)
{
    return text ? call.text(*text) : Value::null();
}

Value utcValue(UtcTime time)
{
    constexpr std::int64_t ticksPerMicrosecond = 10;
    return Value::ofDateTime(unixEpochTicks + time.time_since_epoch().count() * ticksPerMicrosecond, 1);
}

const Type *FieldsObject::type(const Library &library) const
{
    const auto *text = library.primitive(TypeKind::String);
    return library.close(Known::IReadOnlyDictionary2, {text, m_single ? text : library.arrayOf(text)});
}

EnumeratorPointer FieldsObject::enumerate(Machine &machine)
{
    return make<PairsEnumerator>(pairTypeOf(machine.library(), *type(machine.library())), entries(machine));
}

Value FieldsObject::valueOf(const std::vector<std::string_view> &values) const
{
    if (m_single)
        return values.empty() ? Value::null() : Value::ofString(values.front());
    std::vector<Value> items;
    items.reserve(values.size());
    for (const auto value : values)
        items.push_back(Value::ofString(value));
    return Value::of(make<ArrayObject>(m_library.arrayOf(m_library.primitive(TypeKind::String)), std::move(items)));
}

std::optional<Value> FieldsObject::find(const Value &key) const
{
    const auto *name = stringOf(key);
    const auto values = name ? m_fields.values(toUtf8(*name)) : std::nullopt;
    return values ? std::optional(valueOf(*values)) : std::nullopt;
}

std::vector<MapView::Entry> FieldsObject::entries(Machine &) const
{
    std::vector<Entry> all;
    for (const auto name : m_fields.names())
        all.emplace_back(Value::ofString(name), valueOf(m_fields.values(name).value_or(std::vector<std::string_view>{})));
    return all;
}

const Type *VariablesObject::type(const Library &library) const
{
    return library.close(Known::IReadOnlyDictionary2, {library.primitive(TypeKind::String), library.known(Known::Object)});
}

EnumeratorPointer VariablesObject::enumerate(Machine &machine)
{
    return make<PairsEnumerator>(pairTypeOf(machine.library(), *type(machine.library())), entries(machine));
}

std::optional<Value> VariablesObject::find(const Value &key) const
{
    const auto *name = stringOf(key);
    return name ? m_context.variable(toUtf8(*name)) : std::nullopt;
}

std::vector<MapView::Entry> VariablesObject::entries(Machine &) const
{
    std::vector<Entry> all;
    for (const auto &name : m_context.variableNames())
        all.emplace_back(Value::ofString(name), m_context.variable(name).value_or(Value()));
    return all;
}

} // namespace gatehouse::expression
