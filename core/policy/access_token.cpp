// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/access_token.h"

#include "core/base/text.h"
#include "core/identity/state.h"
#include "core/policy/identity_wait.h"

namespace gatehouse::policy {

namespace {

const identity::TokenSource *sourceOf(const identity::State &state, const std::string &name)
{
    auto found = state.sources.find(toLower(name));
    if (found == state.sources.end() && name.starts_with("managed-identity/"))
        found = state.sources.find("managed-identity");
    return found == state.sources.end() ? nullptr : &found->second;
}

LastError failure(std::string reason, std::string message)
{
    LastError error;
    error.reason = std::move(reason);
    error.message = std::move(message);
    return error;
}

} // namespace

AccessTokenOutcome accessToken(Run &run, std::uint32_t slot, const AccessTokenWish &wish)
{
    auto &services = run.services();
    auto &state = services.identity();
    const auto *source = sourceOf(state, wish.source);
    if (!source)
        return {nullptr, std::nullopt,
                failure("TokenSourceNotConfigured", "No source of tokens is configured for '" + wish.source
                                                        + "'. Name it in the file that GATEHOUSE_TOKEN_SOURCES (gatectl run --token-sources) points to.")};
    const auto name = toLower(wish.source) + '\n' + wish.resource + '\n' + wish.clientId;
    if (auto token = state.accessTokens.current(name, services.clock().steady())) {
        run.slot(slot) = 0;
        return {std::move(token), std::nullopt, std::nullopt};
    }
    if (run.slot(slot) == 0) {
        auto waiter = state.accessTokens.load(name, identity::tokenRequest(*source, wish.resource, wish.clientId), services.clock(), services.identityIo(),
                                              [&run, index = run.index()] { run.complete(StepResult::jump(index)); });
        if (waiter) {
            run.slot(slot) = 1;
            return {nullptr, StepResult::suspend(identityWait(std::move(waiter))), std::nullopt};
        }
    }
    run.slot(slot) = 0;
    return {nullptr, std::nullopt,
            failure("TokenAcquisitionFailed", "The source of tokens for '" + wish.source + "' gave none: " + state.accessTokens.failure(name) + ".")};
}

} // namespace gatehouse::policy
