// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/url.h"
#include "core/policy/message_edits.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"

#include <algorithm>

namespace gatehouse::policy {

namespace {

class SetQueryParameterStep final : public Step
{
public:
    SetQueryParameterStep(ValueSource name, ValueSource action, std::vector<ValueSource> values)
        : m_name(std::move(name)), m_action(std::move(action)), m_values(std::move(values))
    {
    }
    StepResult run(Run &run) const override
    {
        const auto name = m_name.text(run);
        const auto action = existsActionOf(m_action.text(run));
        if (!action)
            return StepResult::fail(expressionFailure("exists-action is not override, skip, append or delete."));
        auto &query = run.exchange().backendQuery;
        const bool exists = http::queryValue(query, name).has_value();
        if (*action == ExistsAction::Skip && exists)
            return StepResult::next();
        if (*action == ExistsAction::Override || *action == ExistsAction::Delete)
            query = without(query, name);
        if (*action != ExistsAction::Delete)
            for (const auto &value : m_values)
                query += (query.empty() ? "" : "&") + http::percentEncode(name) + "=" + http::percentEncode(value.text(run));
        return StepResult::next();
    }

private:
    //! The other pairs keep their bytes.
    static std::string without(const std::string &query, const std::string &name)
    {
        std::string rest;
        std::size_t at = 0;
        while (at <= query.size()) {
            const auto end = std::min(query.find('&', at), query.size());
            const auto pair = query.substr(at, end - at);
            if (!pair.empty() && !http::queryValue(pair, name))
                rest += (rest.empty() ? "" : "&") + pair;
            at = end + 1;
        }
        return rest;
    }
    ValueSource m_name;
    ValueSource m_action;
    std::vector<ValueSource> m_values;
};

} // namespace

void compileSetQueryParameter(Compiler &compiler, NodeId node)
{
    auto name = compiler.attribute(node, "name");
    auto action = compiler.attribute(node, "exists-action", "override");
    std::vector<ValueSource> values;
    for (const auto child : compiler.document().elements(node))
        if (compiler.document().name(child) == "value")
            values.push_back(compiler.text(child));
    compiler.emit(std::make_unique<SetQueryParameterStep>(std::move(name), std::move(action), std::move(values)));
}

} // namespace gatehouse::policy
