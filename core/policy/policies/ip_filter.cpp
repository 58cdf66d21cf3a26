// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/policy/compiler.h"
#include "core/policy/ip_address.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"

#include <algorithm>

namespace gatehouse::policy {

namespace {

//! One address is a range of one.
struct Range
{
    ValueSource from, to;
};

struct Settings
{
    ValueSource action;
    std::vector<Range> ranges;
};

LastError refusal(std::string reason, std::string message)
{
    LastError error;
    error.reason = std::move(reason);
    error.message = std::move(message);
    error.status = 403;
    return error;
}

class IpFilterStep final : public Step
{
public:
    explicit IpFilterStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        const auto action = m_settings.action.text(run);
        if (action != "allow" && action != "forbid")
            return StepResult::fail(expressionFailure("action is neither allow nor forbid."));
        const auto &caller = run.exchange().clientAddress;
        const auto address = parseIpAddress(caller);
        if (!address)
            return StepResult::fail(refusal("FailedToParseCallerIP", "Failed to establish IP address for the caller. Access denied."));
        bool listed = false;
        for (const auto &range : m_settings.ranges) {
            const auto from = parseIpAddress(trim(range.from.text(run)));
            const auto to = parseIpAddress(trim(range.to.text(run)));
            if (!from || !to)
                return StepResult::fail(expressionFailure("An address of ip-filter is not a valid IP address."));
            listed = listed || (*from <= *address && *address <= *to);
        }
        if (listed == (action == "allow"))
            return StepResult::next();
        if (action == "allow")
            return StepResult::fail(refusal("CallerIpNotAllowed", "Caller IP address " + caller + " is not allowed. Access denied."));
        return StepResult::fail(refusal("CallerIpBlocked", "Caller IP address is blocked. Access denied."));
    }

private:
    Settings m_settings;
};

bool isBadLiteral(const ValueSource &value)
{
    return value.isConstant() && !parseIpAddress(trim(textOf(value.constant())));
}

} // namespace

void compileIpFilter(Compiler &compiler, NodeId node)
{
    Settings settings;
    settings.action = compiler.attribute(node, "action", "allow");
    for (const auto child : compiler.document().elements(node)) {
        const auto name = compiler.document().name(child);
        if (name == "address") {
            auto address = compiler.text(child);
            if (isBadLiteral(address))
                compiler.invalid(child, "policy.badAddress", {{"value", compiler.document().textOf(child)}});
            settings.ranges.push_back({address, address});
        } else if (name == "address-range") {
            auto from = compiler.attribute(child, "from");
            auto to = compiler.attribute(child, "to");
            if (isBadLiteral(from))
                compiler.badValue(child, "from");
            if (isBadLiteral(to))
                compiler.badValue(child, "to");
            settings.ranges.push_back({std::move(from), std::move(to)});
        }
    }
    compiler.emit(std::make_unique<IpFilterStep>(std::move(settings)));
}

} // namespace gatehouse::policy
