// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/arm_client.h"
#include "core/resource/change_set.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::remote {

//! What the person said when asked, as the connection's SafetyLevel wants it.
struct Confirmation
{
    bool confirmed = false;
    std::string typedName; //!< must equal the connection's name at SafetyLevel::TypeName
};

//! Whether changes may be sent at all. Fails with Forbidden "remote.readOnly", "remote.needsConfirmation" or
//! "remote.needsName" (args: name).
Status mayChange(const Connection &connection, const Confirmation &confirmation);

struct ItemResult
{
    enum class Outcome { Succeeded, Failed, Skipped /*!< depends on a failed one */, Cancelled };

    resource::ChangeKind kind = resource::ChangeKind::Put;
    resource::ResourceId id;
    std::string action; //!< of ChangeKind::Action
    Outcome outcome = Outcome::Succeeded;
    std::optional<Error> error; //!< of Failed; of Skipped: "remote.skipped" (args: because = the failed id)
    int status = 0; //!< HTTP status, 0 when nothing was answered
    std::string etag; //!< the new one
    std::string requestId;
};

std::string_view nameOf(ItemResult::Outcome outcome); //!< "succeeded", "failed", "skipped", "cancelled"

//! Runs on the calling thread. `started` before each call, then the result.
struct ApplyCallbacks
{
    std::function<void(std::size_t index, std::size_t count, const resource::ChangeItem &)> started;
    std::function<void(std::size_t index, std::size_t count, const ItemResult &)> finished;
    HeaderList headers; //!< that each call carries beside its own: x-ms-correlation-request-id
};

//! Sends the set's calls in order, one at a time, each with its If-Match. An item that failed takes with it what
//! depends on it (below it, or referring to it); the rest goes on. A stop request cancels the call under way and all
//! that follow; what went through stays and is reported. One result an item, in order. Fails before any call as
//! mayChange() and "remote.badScope", and with Invalid "remote.notInAzure" (args: id, finding) when a policy for Azure has what is Gatehouse's own.
Result<std::vector<ItemResult>> applyChanges(const ArmClient &client, const resource::ChangeSet &changes,
                                             const Confirmation &confirmation, const ApplyCallbacks &callbacks = {},
                                             std::stop_token stop = {});

//! What a PUT of the resource sends: what the server sets left out, references absolute.
json::value putBodyOf(const resource::Resource &resource, const resource::ServiceScope &scope);

//! One call as it goes over the wire, the Authorization header left out.
struct ExactCall
{
    resource::ResourceId id;
    std::string method;
    std::string url;
    HeaderList headers;
    json::value body; //!< null: none; exactCalls() replaces secrets by "***"
};

//! The calls that applyChanges() would send, in order, for Review.
std::vector<ExactCall> exactCalls(const resource::ChangeSet &changes, const Connection &connection);
//! As text: "PUT https://...\nIf-Match: \"...\"\n\n{...}".
std::string describe(const ExactCall &call);

} // namespace gatehouse::remote
