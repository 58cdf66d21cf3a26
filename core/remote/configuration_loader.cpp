// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/configuration_loader.h"

#include "core/base/text.h"
#include "core/policy/configuration_documents.h"
#include "core/remote/parallel_queue.h"
#include "core/resource/kinds.h"

#include <algorithm>
#include <set>

namespace gatehouse::remote {

using resource::Configuration;
using resource::Kind;
using resource::PropertyRule;
using resource::Resource;
using resource::ResourceId;

namespace {

constexpr std::size_t callsAtOnce = 6; //!< what Qt opens to one host over HTTP/1.1

bool anyFlag(const Kind &kind, std::uint32_t flag)
{
    return std::any_of(kind.properties.begin(), kind.properties.end(),
                       [flag](const PropertyRule &rule) { return (rule.flags & flag) != 0; });
}

bool isIn(std::span<const std::string_view> parents, std::string_view type)
{
    return std::any_of(parents.begin(), parents.end(),
                       [type](std::string_view parent) { return equalsIgnoreCase(parent, type); });
}

//! Said twice otherwise (links are rows of their parents), or one call an operation for a label.
bool isLeftOut(const Kind &kind, std::string_view parentType)
{
    return kind.segment.ends_with("Links")
        || (kind.segment == "tags" && equalsIgnoreCase(parentType, "apis/operations")) || kind.type == "groups/users";
}

bool isNotThere(const Error &error)
{
    return error.code == "remote.arm" && error.kind == ErrorKind::NotFound;
}

//! Azure answers 400 or 404 for a collection that the tier or the version does not have; the local gateway as well.
bool isUnknownCollection(const Error &error)
{
    const auto status = error.arg("status");
    return error.code == "remote.arm" && (status == "400" || status == "404" || status == "405" || status == "501");
}

//! What the person may not read is not there for them.
bool isForbidden(const Error &error)
{
    return error.code == "remote.arm" && error.kind == ErrorKind::Forbidden;
}

ArmClient::Query queryFor(const Kind &kind)
{
    return anyFlag(kind, PropertyRule::Document) ? ArmClient::Query{{"format", "rawxml"}} : ArmClient::Query{};
}

Status normalizePolicy(const Kind &kind, Resource &resource)
{
    if (!anyFlag(kind, PropertyRule::Document) || stringMember(resource.properties, "value").empty())
        return {};
    auto text = policy::policyText(resource);
    if (!text)
        return tl::unexpected(std::move(text.error()).within("reading " + resource.id.text()));
    resource.properties["value"] = *text;
    resource.properties["format"] = "rawxml";
    return {};
}

struct Task
{
    ResourceId parent; //!< of a list
    const Kind *kind = nullptr;
    std::optional<ResourceId> one; //!< a single GET

    std::string text() const
    {
        if (one)
            return one->text();
        return parent.isService() ? std::string(kind->segment) : parent.text() + "/" + std::string(kind->segment);
    }
};

class Loader
{
public:
    Loader(const ArmClient &client, resource::ServiceScope scope, std::stop_token stop)
        : m_client(client), m_scope(std::move(scope)), m_stop(std::move(stop)), m_queue(m_stop)
    {
    }

    Result<Configuration> run(const std::function<void(const LoadProgress &)> &progress)
    {
        auto service = loadResource(m_client, {}, m_stop);
        if (!service && !isForbidden(service.error()))
            return tl::unexpected(service.error());
        // Who may read one API alone may not read the service that it stands in.
        if (service)
            m_configuration.put(std::move(*service));
        addChildren({});
        const auto done = m_queue.run(callsAtOnce, [this](const Task &task) { return work(task); },
                                      [this, &progress](const Task &task, std::size_t through, std::size_t known) {
                                          if (progress)
                                              progress(progressOf(task, through, known));
                                      });
        if (!done)
            return tl::unexpected(done.error());
        if (!service && m_configuration.size() == 0)
            return tl::unexpected(service.error());
        return std::move(m_configuration);
    }

private:
    LoadProgress progressOf(const Task &task, std::size_t done, std::size_t known)
    {
        std::scoped_lock lock(m_mutex);
        return {m_configuration.size(), static_cast<double>(done) / static_cast<double>(known), task.text()};
    }

    void addChildren(const ResourceId &parent)
    {
        const auto type = parent.type();
        for (const auto &kind : resource::kinds()) {
            if (!isIn(kind.parents, type) || isLeftOut(kind, type) || (parent.isService() && kind.segment.empty()))
                continue;
            Task task{parent, &kind, std::nullopt};
            if (!kind.fixedName.empty())
                task.one = parent.child(kind.segment, kind.fixedName);
            m_queue.add(std::move(task));
        }
    }

    Status work(const Task &task)
    {
        return task.one ? readOne(*task.one) : readList(task);
    }

    Status readOne(const ResourceId &id)
    {
        auto resource = loadResource(m_client, id, m_stop);
        if (resource) {
            keep(std::move(*resource));
            return {};
        }
        if (isNotThere(resource.error()) || isForbidden(resource.error()))
            return {};
        return tl::unexpected(std::move(resource.error()).within("reading " + id.text()));
    }

    bool isKnownAbsent(const Kind &kind)
    {
        std::scoped_lock lock(m_mutex);
        return m_absent.count(&kind) > 0;
    }

    Status readList(const Task &task)
    {
        if (isKnownAbsent(*task.kind))
            return {};
        const auto items = m_client.list(task.text(), {}, {}, m_stop);
        if (!items && isUnknownCollection(items.error())) {
            std::scoped_lock lock(m_mutex);
            m_absent.insert(task.kind);
            return {};
        }
        if (!items && isForbidden(items.error()))
            return {};
        if (!items)
            return tl::unexpected(Error(items.error()).within("listing " + task.text()));
        for (const auto &item : *items) {
            if (const auto read = readItem(task, item); !read)
                return tl::unexpected(Error(read.error()).within("listing " + task.text()));
        }
        return {};
    }

    Status readItem(const Task &task, const json::value &item)
    {
        if (task.kind->link) {
            const auto *object = item.if_object();
            const auto id =
                ResourceId::parse(task.text() + "/" + std::string(object ? stringMember(*object, "name") : ""));
            if (!id)
                return fail(ErrorKind::Corrupt, "remote.badAnswer", {{"reason", "a link without a name"}});
            keep(Resource{*id, {}, {}, {}});
            return {};
        }
        auto resource = resourceFrom(item, m_scope);
        if (!resource)
            return tl::unexpected(resource.error());
        const auto id = resource->id;
        if (anyFlag(*task.kind, PropertyRule::NotInList | PropertyRule::Document))
            m_queue.add(Task{task.parent, task.kind, id});
        else
            keep(std::move(*resource));
        addChildren(id);
        return {};
    }

    void keep(Resource resource)
    {
        std::scoped_lock lock(m_mutex);
        m_configuration.put(std::move(resource));
    }

    const ArmClient &m_client;
    resource::ServiceScope m_scope;
    std::stop_token m_stop;
    ParallelQueue<Task> m_queue;
    std::mutex m_mutex;
    Configuration m_configuration;
    std::set<const Kind *> m_absent;
};

} // namespace

Result<Resource> resourceFrom(const json::value &body, const resource::ServiceScope &scope, std::string_view etag)
{
    const auto *object = body.if_object();
    if (!object)
        return fail(ErrorKind::Corrupt, "remote.badAnswer", {{"reason", "a resource that is no object"}});
    auto id = scope.relative(stringMember(*object, "id"));
    if (!id)
        return fail(ErrorKind::Corrupt, "remote.badAnswer", {{"reason", "a resource without an id of this service"}});
    Resource resource{std::move(*id), {}, {}, std::string(etag)};
    for (const auto &[name, value] : *object) {
        if (name == "id" || name == "type" || name == "name")
            continue;
        if (name == "properties" && value.is_object())
            resource.properties = value.get_object();
        else if (name != "etag")
            resource.envelope[name] = value;
        else if (resource.etag.empty() && value.is_string())
            resource.etag = std::string(value.get_string());
    }
    const auto *kind = resource::kindOf(resource.id);
    if (!kind)
        return resource;
    resource::relativizeReferences(*kind, resource.properties, scope);
    if (const auto normal = normalizePolicy(*kind, resource); !normal)
        return tl::unexpected(normal.error());
    return resource;
}

Result<Resource> loadResource(const ArmClient &client, const ResourceId &id, std::stop_token stop)
{
    const auto scope = scopeOf(client.connection());
    if (!scope)
        return tl::unexpected(scope.error());
    const auto *kind = resource::kindOf(id);
    if (kind && kind->link) {
        // ARM has no GET for a link: it is there or it is not.
        const auto answer = client.head(id.text(), std::move(stop));
        return answer ? Result<Resource>(Resource{id, {}, {}, answer->etag}) : tl::unexpected(answer.error());
    }
    const auto answer = client.get(id.text(), kind ? queryFor(*kind) : ArmClient::Query{}, std::move(stop));
    if (!answer)
        return tl::unexpected(answer.error());
    return resourceFrom(answer->body, *scope, answer->etag);
}

Result<Configuration> loadConfiguration(const ArmClient &client,
                                        const std::function<void(const LoadProgress&)> &progress, std::stop_token stop)
{
    const auto scope = scopeOf(client.connection());
    if (!scope)
        return tl::unexpected(scope.error());
    return Loader(client, *scope, std::move(stop)).run(progress);
}

} // namespace gatehouse::remote
