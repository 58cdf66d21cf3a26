// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Each message is one "Send event" of Event Hubs' REST API, and nobody waits for it: a logger's isBuffered changes nothing. Without a
// partition the service chooses one.
#include "core/base/text.h"
#include "core/http/url.h"
#include "core/policy/access_token.h"
#include "core/policy/compiler.h"
#include "core/policy/policies/policies.h"

namespace gatehouse::policy {

namespace {

constexpr std::size_t largestMessage = 200U * 1024; // Azure cuts what is longer

struct Settings
{
    std::shared_ptr<const EventHub> hub;
    std::string partition;
    std::optional<ValueSource> partitionKey;
    ValueSource message;
    std::uint32_t slot = 0; //!< of the token
};

//! Not in the middle of a character.
std::string cut(std::string text)
{
    if (text.size() <= largestMessage)
        return text;
    auto size = largestMessage;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80)
        --size;
    text.resize(size);
    return text;
}

class LogToEventHubStep final : public Step
{
public:
    explicit LogToEventHubStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        const auto &hub = *m_settings.hub;
        std::string authorization;
        if (hub.key.empty()) {
            auto outcome = accessToken(run, m_settings.slot,
                                       {hub.clientId.empty() ? "managed-identity" : "managed-identity/" + hub.clientId,
                                        "https://eventhubs.azure.net", hub.clientId});
            if (outcome.waiting)
                return std::move(*outcome.waiting);
            if (outcome.error)
                return StepResult::fail(std::move(*outcome.error));
            authorization = "Bearer " + std::string(outcome.token->token.reveal());
        } else {
            authorization = sharedAccessSignature(hub, run.services().clock().utc());
        }
        run.services().sendOneWay(request(run, authorization));
        return StepResult::next();
    }

private:
    OutgoingRequest request(const Run &run, const std::string &authorization) const
    {
        OutgoingRequest request;
        request.method = "POST";
        request.url = m_settings.hub->url;
        if (!m_settings.partition.empty())
            request.url += "/partitions/" + http::percentEncode(m_settings.partition);
        request.url += "/messages?timeout=60&api-version=2014-01";
        request.headers.add("Authorization", authorization);
        request.headers.add("Content-Type", "application/atom+xml;type=entry;charset=utf-8");
        if (m_settings.partitionKey)
            if (const auto key = m_settings.partitionKey->text(run); !key.empty())
                request.headers.add("BrokerProperties", toJson(json::object{{"PartitionKey", key}}));
        request.body = cut(m_settings.message.text(run));
        return request;
    }
    Settings m_settings;
};

} // namespace

void compileLogToEventhub(Compiler &compiler, NodeId node)
{
    const auto name = compiler.literal(node, "logger-id");
    const auto &loggers = compiler.bindings().loggers;
    const auto found = loggers.find(toLower(name));
    if (found == loggers.end()) {
        compiler.invalid(node, "policy.unknownLogger", {{"name", name}});
        return;
    }
    if (!found->second) {
        compiler.invalid(node, "policy.unusableLogger", {{"name", name}, {"reason", std::string(found->second.error().arg("reason"))}});
        return;
    }
    Settings settings;
    settings.hub = *found->second;
    settings.partition = compiler.literal(node, "partition-id");
    if (compiler.has(node, "partition-key")) {
        if (!settings.partition.empty()) {
            compiler.invalid(node, "policy.oneOf", {{"attributes", "'partition-id', 'partition-key'"}});
            return;
        }
        settings.partitionKey = compiler.attribute(node, "partition-key");
    }
    settings.message = compiler.text(node);
    if (settings.hub->key.empty())
        settings.slot = compiler.newSlot();
    compiler.emit(std::make_unique<LogToEventHubStep>(std::move(settings)));
}

} // namespace gatehouse::policy
