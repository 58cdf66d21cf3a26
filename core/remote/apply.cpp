// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/apply.h"

#include "core/base/text.h"
#include "core/policy/configuration_documents.h"
#include "core/policy/document.h"
#include "core/policy/extensions.h"
#include "core/policy/validate.h"
#include "core/remote/configuration_loader.h"
#include "core/resource/kinds.h"
#include "core/resource/property_path.h"
#include "core/resource/property_rule.h"

#include <algorithm>

namespace gatehouse::remote {

using resource::ChangeItem;
using resource::ChangeKind;
using resource::PropertyRule;
using resource::ResourceId;

namespace {

void addCondition(const ChangeItem &item, HeaderList &headers)
{
    if (item.kind == ChangeKind::Put && !item.before)
        headers.emplace_back("If-None-Match", "*");
    else if (item.kind != ChangeKind::Action)
        headers.emplace_back(
            "If-Match", item.baselineEtag.empty() || item.baselineEtag == "*" ? "*" : '"' + item.baselineEtag + '"');
}

ExactCall exactCallOf(const ChangeItem &item, const ArmClient &client, const resource::ServiceScope &scope)
{
    ExactCall call{item.id, {}, {}, {}, nullptr};
    auto path = item.id.text();
    switch (item.kind) {
    case ChangeKind::Put:
        call.method = "PUT";
        call.headers.emplace_back("Content-Type", "application/json");
        if (item.after)
            call.body = putBodyOf(*item.after, scope);
        break;
    case ChangeKind::Delete: call.method = "DELETE"; break;
    case ChangeKind::Action:
        call.method = "POST";
        path += "/" + item.action;
        break;
    }
    addCondition(item, call.headers);
    call.url = client.urlOf(path);
    return call;
}

void maskSecrets(ExactCall &call)
{
    const auto *kind = resource::kindOf(call.id);
    auto *body = call.body.if_object();
    auto *value = body ? body->if_contains("properties") : nullptr;
    auto *properties = value ? value->if_object() : nullptr;
    if (!kind || !properties)
        return;
    const auto original = *properties;
    for (const auto &rule : kind->properties) {
        if ((rule.flags & (PropertyRule::Secret | PropertyRule::Sensitive)) == 0 || !resource::holds(rule, original))
            continue;
        resource::visitValues(*properties, rule.path, [](json::value &secret, const std::string &) {
            if (!secret.is_null())
                secret = "***";
        });
    }
}

//! `item` can't go through without `failed`: it lies below it, or its new properties refer to it.
bool dependsOn(const ChangeItem &item, const ResourceId &failed)
{
    if (item.id.isWithin(failed))
        return true;
    if (item.kind == ChangeKind::Delete)
        return failed.isWithin(item.id); // its child could not go
    const auto *kind = resource::kindOf(item.id);
    if (!kind || !item.after)
        return false;
    if (kind->link && equalsIgnoreCase(failed.type(), kind->linkTarget)
        && equalsIgnoreCase(failed.name(), item.id.name()))
        return true;
    const auto references = resource::referencesOf(*kind, item.after->properties);
    return std::find(references.begin(), references.end(), failed) != references.end();
}

class Applier
{
public:
    Applier(const ArmClient &client, resource::ServiceScope scope, HeaderList headers, std::stop_token stop)
        : m_client(client), m_scope(std::move(scope)), m_headers(std::move(headers)), m_stop(std::move(stop))
    {
    }

    ItemResult apply(const ChangeItem &item)
    {
        ItemResult result;
        result.kind = item.kind;
        result.id = item.id;
        result.action = item.action;
        if (m_stop.stop_requested()) {
            result.outcome = ItemResult::Outcome::Cancelled;
        } else if (const auto *because = failedBefore(item)) {
            result.outcome = ItemResult::Outcome::Skipped;
            result.error = Error{ErrorKind::Conflict, "remote.skipped", {{"because", because->text()}}, {}};
            m_failed.push_back(item.id);
        } else {
            send(item, result);
        }
        return result;
    }

private:
    const ResourceId *failedBefore(const ChangeItem &item) const
    {
        const auto found =
            std::find_if(m_failed.begin(), m_failed.end(), [&item](const auto &id) { return dependsOn(item, id); });
        return found == m_failed.end() ? nullptr : &*found;
    }

    void send(ChangeItem item, ItemResult &result)
    {
        if (const auto ready = takeEtag(item); !ready)
            return failed(ready.error(), result);
        const auto call = exactCallOf(item, m_client, m_scope);
        const auto path = item.kind == ChangeKind::Action ? item.id.text() + "/" + item.action : item.id.text();
        auto headers = call.headers;
        headers.insert(headers.end(), m_headers.begin(), m_headers.end());
        const auto answer = m_client.call(call.method, path, {}, std::move(headers),
                                          call.body.is_null() ? std::string() : toJson(call.body), m_stop);
        if (!answer)
            return failed(answer.error(), result);
        result.status = answer->status;
        result.etag = answer->etag;
        result.requestId = answer->requestId;
    }

    void failed(const Error &error, ItemResult &result)
    {
        const bool cancelled = error.kind == ErrorKind::Cancelled;
        result.outcome = cancelled ? ItemResult::Outcome::Cancelled : ItemResult::Outcome::Failed;
        result.error = error;
        result.status = static_cast<int>(toInteger(error.arg("status")).value_or(0));
        result.requestId = error.arg("requestId");
        m_failed.push_back(result.id);
    }

    //! A list gives no ETags: the resource is read again, and if it is still what the change was made against, its ETag
    //! guards the call.
    Status takeEtag(ChangeItem &item) const
    {
        const auto *kind = resource::kindOf(item.id);
        const bool guarded = !item.baselineEtag.empty() && item.baselineEtag != "*";
        if (!item.before || guarded || item.kind == ChangeKind::Action || (kind && kind->link))
            return {};
        const auto live = loadResource(m_client, item.id, m_stop);
        if (!live)
            return tl::unexpected(live.error());
        resource::DiffOptions options;
        options.samePolicy = policy::sameMeaning;
        if (!resource::diffProperties(item.id, item.before->properties, live->properties, options).empty())
            return fail(ErrorKind::PreconditionFailed, "remote.changedMeanwhile", {{"id", item.id.text()}});
        item.baselineEtag = live->etag;
        return {};
    }

    const ArmClient &m_client;
    resource::ServiceScope m_scope;
    HeaderList m_headers;
    std::stop_token m_stop;
    std::vector<ResourceId> m_failed;
};

//! Azure would refuse the document as well, but with the half of the set already through.
Status mayPublishTo(const Connection &connection, const std::vector<ChangeItem> &items)
{
    if (!isAzure(connection))
        return {};
    for (const auto &item : items) {
        const auto collection = item.id.collection();
        if (item.kind != ChangeKind::Put || !item.after || !(equalsIgnoreCase(collection, "policies") || equalsIgnoreCase(collection, "policyFragments")))
            continue;
        auto text = policy::policyText(*item.after);
        const auto findings = text ? policy::extensionsIn(std::move(*text)) : Diagnostics();
        if (!findings.empty())
            return fail(ErrorKind::Invalid, "remote.notInAzure", {{"id", item.id.text()}, {"finding", policy::azureText(findings.front())}});
    }
    return {};
}

} // namespace

json::value putBodyOf(const resource::Resource &resource, const resource::ServiceScope &scope)
{
    json::object body = resource.envelope;
    const auto *kind = resource::kindOf(resource.id);
    auto properties = kind ? resource::withoutReadOnly(*kind, resource.properties) : resource.properties;
    if (kind)
        resource::absolutizeReferences(*kind, properties, scope);
    if (kind && kind->link && properties.empty())
        return json::object{};
    body["properties"] = std::move(properties);
    return body;
}

std::string_view nameOf(ItemResult::Outcome outcome)
{
    switch (outcome) {
    case ItemResult::Outcome::Succeeded: return "succeeded";
    case ItemResult::Outcome::Failed: return "failed";
    case ItemResult::Outcome::Skipped: return "skipped";
    case ItemResult::Outcome::Cancelled: return "cancelled";
    }
    return "failed";
}

Status mayChange(const Connection &connection, const Confirmation &confirmation)
{
    switch (connection.safety) {
    case SafetyLevel::Free: return {};
    case SafetyLevel::Confirm:
        if (confirmation.confirmed || confirmation.typedName == connection.name)
            return {};
        return fail(ErrorKind::Forbidden, "remote.needsConfirmation", {{"name", connection.name}});
    case SafetyLevel::TypeName:
        if (!connection.name.empty() && confirmation.typedName == connection.name)
            return {};
        return fail(ErrorKind::Forbidden, "remote.needsName", {{"name", connection.name}});
    case SafetyLevel::ReadOnly: break;
    }
    return fail(ErrorKind::Forbidden, "remote.readOnly", {{"name", connection.name}});
}

Result<std::vector<ItemResult>> applyChanges(const ArmClient &client, const resource::ChangeSet &changes,
                                             const Confirmation &confirmation, const ApplyCallbacks &callbacks,
                                             std::stop_token stop)
{
    if (const auto may = mayChange(client.connection(), confirmation); !may)
        return tl::unexpected(may.error());
    const auto scope = scopeOf(client.connection());
    if (!scope)
        return tl::unexpected(scope.error());
    const auto items = changes.inOrder();
    if (const auto may = mayPublishTo(client.connection(), items); !may)
        return tl::unexpected(may.error());
    Applier applier(client, *scope, callbacks.headers, std::move(stop));
    std::vector<ItemResult> results;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (callbacks.started)
            callbacks.started(i, items.size(), items[i]);
        results.push_back(applier.apply(items[i]));
        if (callbacks.finished)
            callbacks.finished(i, items.size(), results.back());
    }
    return results;
}

std::vector<ExactCall> exactCalls(const resource::ChangeSet &changes, const Connection &connection)
{
    const auto scope = scopeOf(connection).value_or(resource::ServiceScope{});
    const ArmClient client(connection, nullptr);
    std::vector<ExactCall> calls;
    for (const auto &item : changes.inOrder()) {
        calls.push_back(exactCallOf(item, client, scope));
        maskSecrets(calls.back());
    }
    return calls;
}

std::string describe(const ExactCall &call)
{
    std::string text = call.method + ' ' + call.url + '\n';
    for (const auto &[name, value] : call.headers)
        text += name + ": " + value + '\n';
    if (!call.body.is_null())
        text += '\n' + toPrettyJson(call.body) + '\n';
    return text;
}

} // namespace gatehouse::remote
