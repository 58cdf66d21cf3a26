// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/http/url.h"
#include "core/policy/compiler.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"

namespace gatehouse::policy {

namespace {

using Values = http::UrlTemplate::Values;

//! A wildcard's value keeps its slashes.
std::string encoded(const std::string &value, bool wildcard)
{
    if (!wildcard)
        return http::percentEncode(value);
    std::string out;
    for (const auto part : split(value, '/'))
        out += (out.empty() && part.data() == value.data() ? "" : "/") + http::percentEncode(part);
    return out;
}

//! Puts matched parameters in; what is no parameter stays as written.
std::string expand(std::string_view text, const Values &values)
{
    std::string out;
    while (true) {
        const auto open = text.find('{');
        const auto close = open == std::string_view::npos ? open : text.find('}', open);
        if (close == std::string_view::npos)
            break;
        auto name = text.substr(open + 1, close - open - 1);
        const bool wildcard = name.starts_with('*');
        if (wildcard)
            name.remove_prefix(1);
        const auto found = values.find(name);
        out += text.substr(0, open);
        if (found == values.end())
            out += text.substr(open, close + 1 - open);
        else
            out += encoded(found->second, wildcard);
        text.remove_prefix(close + 1);
    }
    out += text;
    return out;
}

class RewriteUriStep final : public Step
{
public:
    RewriteUriStep(ValueSource target, bool copiesUnmatched) : m_target(std::move(target)), m_copiesUnmatched(copiesUnmatched) { }
    StepResult run(Run &run) const override
    {
        auto &exchange = run.exchange();
        std::string made;
        const auto target = expand(m_target.view(run, made), exchange.matched.parameters);
        const auto question = target.find('?');
        auto path = target.substr(0, question);
        auto query = question == std::string::npos ? std::string() : target.substr(question + 1);
        if (!path.starts_with('/'))
            path.insert(path.begin(), '/');
        if (m_copiesUnmatched)
            query = withUnmatched(std::move(query), exchange);
        if (!http::Url::parseTarget(query.empty() ? path : path + "?" + query))
            return StepResult::fail(expressionFailure("The rewritten URL is not valid."));
        exchange.backendPath = std::move(path);
        exchange.backendQuery = std::move(query);
        return StepResult::next();
    }

private:
    //! Parameters of the request that neither the operation's template nor the new one names.
    static std::string withUnmatched(std::string query, const Exchange &exchange)
    {
        const auto &current = exchange.backendQuery;
        for (const auto pair : split(current, '&')) {
            if (pair.empty())
                continue;
            const auto name = http::percentDecode(pair.substr(0, pair.find('=')));
            if (exchange.matched.parameters.contains(name) || http::queryValue(query, name))
                continue;
            if (!query.empty())
                query += '&';
            query += pair;
        }
        return query;
    }
    ValueSource m_target;
    bool m_copiesUnmatched;
};

} // namespace

void compileRewriteUri(Compiler &compiler, NodeId node)
{
    auto target = compiler.attribute(node, "template");
    const bool copies = compiler.flag(node, "copy-unmatched-params", true);
    compiler.emit(std::make_unique<RewriteUriStep>(std::move(target), copies));
}

} // namespace gatehouse::policy
