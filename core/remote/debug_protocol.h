// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gatehouse::remote {

//! One run of a debugged request: its main one or a branch of `wait`.
struct DebugPlace
{
    std::string requestId;
    int threadId = 0;
    std::string apiId, operationId, productId; //!< "" : none is matched

    bool isSameRun(const DebugPlace &other) const { return requestId == other.requestId && threadId == other.threadId; }
    bool operator==(const DebugPlace &) const = default;
};

//! A run stands before a policy.
struct DebugStop
{
    enum Reason { Entry, Step, Breakpoint, Exception } reason = Step;
    DebugPlace place;
    std::string message; //!< of an Exception
};

//! A run has ended.
struct DebugEnd
{
    DebugPlace place;
};

//! The policy where a run stands, or an element around it.
struct DebugFrame
{
    std::string scopeId; //!< "/tenant", "/products/p", "/apis/a", "/apis/a/operations/o", "/policyFragments/f"
    std::string section; //!< "inbound"
    std::string name; //!< "set-header"
    int index = 1; //!< among its siblings of that name

    bool operator==(const DebugFrame &) const = default;
};

struct DebugVariable
{
    std::string name, type, value;
    int nestedCount = 0;

    bool operator==(const DebugVariable &) const = default;
};

struct DebugStack
{
    std::vector<DebugFrame> frames; //!< innermost first
};
struct DebugVariables
{
    std::vector<DebugVariable> variables;
};
//! What the gateway says to a message that it does not take.
struct DebugRefusal
{
    std::string message;
};

using DebugBody = std::variant<std::monostate, DebugStop, DebugEnd, DebugStack, DebugVariables, DebugRefusal>;

struct DebugMessage
{
    std::optional<long long> id; //!< of the command that it answers
    DebugBody body; //!< monostate: of no interest
};

//! Pure: reads one message of the gateway. Corrupt "remote.badAnswer" (args: reason) when it has not the form of one.
Result<DebugMessage> debugMessageFrom(std::string_view text);

//! `place` as the gateway named it.
json::object debugPlaceJson(const DebugPlace &place);
//! {"name", "arguments"} and, above 0, "id".
std::string debugCommand(std::string_view name, json::object arguments, long long id = 0);

//! "inbound[1]/choose[1]/set-header[2]" of the frames that stand in the innermost one's document; of a fragment without the section.
std::string debugPathOf(const std::vector<DebugFrame> &frames, std::size_t frame);

} // namespace gatehouse::remote
