// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/sample/install.h"

#include "core/base/text.h"
#include "core/remote/apply.h"
#include "core/remote/configuration_loader.h"
#include "core/resource/kinds.h"

#include <optional>

namespace gatehouse::gatectl::sample {

namespace {

using remote::ItemResult;
using resource::ChangeItem;
using resource::ChangeSet;
using resource::Resource;
using resource::ResourceId;

constexpr std::string_view urlProperties[]{"serviceUrl", "url", "value"};

//! "${orders}" becomes the address of that backend.
std::string filled(std::string text, const BackendUrls &urls)
{
    for (const auto &[api, url] : urls) {
        const auto mark = "${" + api + "}";
        if (const auto at = text.find(mark); at != std::string::npos)
            text.replace(at, mark.size(), url);
    }
    return text;
}

class Installer
{
public:
    Installer(const remote::ArmClient &client, const BackendUrls &urls, bool reset,
              const std::function<void(const std::string&)> &log, std::stop_token stop)
        : m_client(client)
        , m_urls(urls)
        , m_reset(reset)
        , m_log(log)
        , m_stop(std::move(stop))
    {
    }

    Result<InstallReport> run(const Fleet &fleet)
    {
        // Named values and backends first: imports and policies refer to them.
        ChangeSet apis, rest;
        for (const auto &api : fleet.apis) {
            if (const auto staged = stageApi(api, apis); !staged)
                return tl::unexpected(staged.error());
        }
        if (const auto applied = apply(apis); !applied)
            return tl::unexpected(applied.error());
        for (const auto &plan : fleet.resources) {
            if (const auto staged = stage(plan, rest); !staged)
                return tl::unexpected(staged.error());
        }
        if (const auto applied = apply(rest); !applied)
            return tl::unexpected(applied.error());
        return m_report;
    }

private:
    Result<std::optional<Resource>> live(const ResourceId &id) const
    {
        auto resource = remote::loadResource(m_client, id, m_stop);
        if (resource)
            return std::optional(std::move(*resource));
        if (resource.error().kind == ErrorKind::NotFound)
            return std::optional<Resource>();
        return tl::unexpected(resource.error());
    }

    Status stageApi(const ApiPlan &api, ChangeSet &changes)
    {
        const auto id = ResourceId::of("apis/" + api.id);
        auto before = live(id);
        if (!before)
            return tl::unexpected(before.error());
        const auto url = m_urls.find(api.id);
        const std::string serviceUrl = url == m_urls.end() ? std::string() : url->second;
        if (*before && !m_reset)
            return stageUrls(std::move(**before), {{"serviceUrl", serviceUrl}}, changes);
        Resource after{
            id,
            {{"format", "openapi"}, {"value", api.document}, {"path", api.path}, {"protocols", {"http", "https"}}},
            {},
            {}};
        if (!serviceUrl.empty())
            after.properties["serviceUrl"] = serviceUrl;
        put(std::move(after), std::move(*before), changes);
        return {};
    }

    Status stage(const ResourcePlan &plan, ChangeSet &changes)
    {
        const auto id = ResourceId::of(plan.id);
        auto before = live(id);
        if (!before)
            return tl::unexpected(before.error());
        auto properties = plan.properties;
        json::object addresses;
        for (const auto name : urlProperties) {
            auto *value = properties.if_contains(name);
            const auto *text = value ? value->if_string() : nullptr;
            if (!text || text->find("${") != 0)
                continue;
            const auto address = filled(std::string(*text), m_urls);
            *value = address;
            addresses[name] = address;
        }
        if (*before && !m_reset)
            return stageUrls(std::move(**before), addresses, changes);
        put(Resource{id, std::move(properties), {}, {}}, std::move(*before), changes);
        return {};
    }

    //! Only what moved since the last start.
    Status stageUrls(Resource before, const json::object &addresses, ChangeSet &changes)
    {
        auto after = before;
        for (const auto &[name, address] : addresses) {
            const std::string_view text(address.get_string());
            if (!text.empty() && text.find("${") == std::string_view::npos
                && stringMember(before.properties, name) != text)
                after.properties[name] = address;
        }
        if (after.properties == before.properties) {
            ++m_report.kept;
            return {};
        }
        put(std::move(after), std::move(before), changes);
        return {};
    }

    static void put(Resource after, std::optional<Resource> before, ChangeSet &changes)
    {
        ChangeItem item;
        item.id = after.id;
        item.baselineEtag = before ? before->etag : std::string();
        item.after = std::move(after);
        item.before = std::move(before);
        changes.stage(std::move(item));
    }

    Status apply(const ChangeSet &changes)
    {
        std::optional<Error> error;
        remote::ApplyCallbacks callbacks;
        callbacks.finished = [this, &error](std::size_t, std::size_t, const ItemResult &result) {
            if (result.outcome == ItemResult::Outcome::Succeeded) {
                ++(result.status == 201 ? m_report.created : m_report.updated);
                m_log((result.status == 201 ? "created " : "updated ") + result.id.text());
            } else if (!error) {
                error = result.error.value_or(Error{ErrorKind::Cancelled, "remote.cancelled", {}, {}})
                            .within("installing " + result.id.text());
            }
        };
        const auto results =
            remote::applyChanges(m_client, changes, {.confirmed = true, .typedName = {}}, callbacks, m_stop);
        if (!results)
            return tl::unexpected(results.error());
        return error ? Status(tl::unexpected(*error)) : Status();
    }

    const remote::ArmClient &m_client;
    const BackendUrls &m_urls;
    bool m_reset;
    const std::function<void(const std::string &)> &m_log;
    std::stop_token m_stop;
    InstallReport m_report;
};

} // namespace

Result<InstallReport> install(const remote::ArmClient &client, const Fleet &fleet, const BackendUrls &urls, bool reset,
                              const std::function<void(const std::string &)> &log, std::stop_token stop)
{
    return Installer(client, urls, reset, log, std::move(stop)).run(fleet);
}

} // namespace gatehouse::gatectl::sample
