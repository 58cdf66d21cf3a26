// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/request/request_sender.h"

#include "core/remote/access.h"
#include "core/remote/arm_client.h"
#include "core/remote/connection.h"
#include "core/remote/debug_client.h"
#include "core/remote/test_token_client.h"
#include "core/remote/trace_client.h"
#include "ui/shell/gateway_address.h"

namespace gatehouse::ui::request {

namespace {

constexpr std::chrono::seconds credentialLife{120}; // from asking for it to the request's arrival
constexpr std::chrono::hours debuggingPatience{1}; // a person looks at it meanwhile

Sent failedWith(Error error)
{
    Sent sent;
    sent.answer = tl::unexpected(std::move(error));
    return sent;
}

remote::HttpAnswer *answerOf(Sent &sent)
{
    return sent.answer ? &*sent.answer : nullptr;
}

//! A failed credential does not keep the request back.
void addTrace(remote::HttpCall &call, Sent &sent, const remote::ArmClient &client, const std::string &api, const std::stop_token &stop)
{
    if (const auto token = remote::TraceClient(client).credential(api, credentialLife, stop))
        call.headers.emplace_back(remote::TraceClient::requestField, token->reveal());
    else
        sent.untraced = token.error();
}

Result<remote::Access> accessOf(const AccessChoice &choice, const remote::ArmClient &client, const std::stop_token &stop)
{
    remote::Access access;
    if (choice.kind == AccessChoice::None)
        return access;
    access.key = choice.key;
    access.proofFlaw = choice.proofFlaw;
    if (choice.kind == AccessChoice::OwnToken) {
        access.token = choice.own.reveal();
        return access;
    }
    auto token = remote::TestTokenClient(client).issue(choice.wish, stop);
    if (!token)
        return tl::unexpected(std::move(token.error()));
    access.token = std::move(*token);
    return access;
}

Result<remote::HttpAnswer> sendAs(const remote::Access &access, const remote::ArmClient &client, const remote::HttpCall &call, Sent &sent,
                                  const std::stop_token &stop)
{
    auto answered = remote::sendWithAccess(*client.network(), call, access, stop);
    if (!answered)
        return tl::unexpected(std::move(answered.error()));
    sent.token = access.token;
    sent.proof = std::move(answered->proof);
    return std::move(answered->answer);
}

} // namespace

Sent sendRequest(const remote::ArmClient &client, const SendPlan &plan, const std::stop_token &stop)
{
    auto key = plan.draft.subscriptionId.empty() ? Result<SecretString>(SecretString()) : shell::readSubscriptionKey(client, plan.draft.subscriptionId, stop);
    if (!key)
        return failedWith(std::move(key.error()));
    auto call = plan.draft.toCall(*key);
    call.caPem = client.connection().caPem;
    const auto access = accessOf(plan.access, client, stop);
    if (!access)
        return failedWith(access.error());
    Sent sent;
    if (!plan.tracedApi.empty())
        addTrace(call, sent, client, plan.tracedApi, stop);
    if (!plan.debugKey.empty()) {
        call.headers.emplace_back(remote::DebugClient::requestField, plan.debugKey.reveal());
        call.idleTimeout = debuggingPatience;
    }
    if (!plan.changes) {
        sent.answer = sendAs(*access, client, call, sent, stop);
        return sent;
    }
    sent.trial = plan.trial;
    for (int attempt = 0; attempt < 2; ++attempt) {
        if (!sent.trial) {
            auto created = remote::TrialClient(client).create(*plan.changes, remote::TrialClient::ordinaryLifetime, stop);
            if (!created)
                return failedWith(std::move(created.error()));
            sent.findings = std::move(created->findings);
            sent.trial = std::move(created->trial);
            sent.isRefused = !sent.trial;
            if (sent.isRefused)
                return sent;
        }
        auto tried = call;
        tried.headers.emplace_back(remote::TrialClient::requestField, sent.trial->token.reveal());
        sent.answer = sendAs(*access, client, tried, sent, stop);
        const auto *answer = answerOf(sent);
        if (!answer)
            return sent;
        const auto id = remote::trialIdOf(*answer);
        if (id)
            return sent;
        sent.trial.reset();
        if (id.error().code != "trial.gone" || attempt > 0)
            return failedWith(id.error());
    }
    return sent;
}

} // namespace gatehouse::ui::request
