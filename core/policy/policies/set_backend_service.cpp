// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/http/url.h"
#include "core/policy/compiler.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"

namespace gatehouse::policy {

namespace {

using Backends = std::map<std::string, std::string, std::less<>>;

class SetBaseUrlStep final : public Step
{
public:
    explicit SetBaseUrlStep(ValueSource url) : m_url(std::move(url))
    {
        if (m_url.isConstant())
            m_known = valid(textOf(m_url.constant()));
    }
    StepResult run(Run &run) const override
    {
        auto &exchange = run.exchange();
        if (!exchange.backendId.empty())
            return StepResult::next(); // a backend that was named by id is only changed by another id
        auto url = m_known ? m_known : valid(m_url.text(run));
        if (!url)
            return StepResult::fail(expressionFailure("base-url is not an absolute http or https URL."));
        exchange.backendBaseUrl = std::move(*url);
        return StepResult::next();
    }

private:
    static std::optional<std::string> valid(std::string_view text)
    {
        const auto url = trim(text);
        return http::Url::parse(url) ? std::optional(std::string(url)) : std::nullopt;
    }
    ValueSource m_url;
    std::optional<std::string> m_known; //!< of a constant
};

class SetBackendStep final : public Step
{
public:
    SetBackendStep(ValueSource id, Backends backends) : m_id(std::move(id)), m_backends(std::move(backends)) { }
    StepResult run(Run &run) const override
    {
        const auto id = m_id.text(run);
        for (const auto &[name, url] : m_backends) {
            if (!equalsIgnoreCase(name, id))
                continue;
            run.exchange().backendId = name;
            run.exchange().backendBaseUrl = url;
            return StepResult::next();
        }
        LastError error;
        error.reason = "BackendNotFound";
        error.message = "Backend with id '" + id + "' could not be found.";
        return StepResult::fail(std::move(error));
    }

private:
    ValueSource m_id;
    Backends m_backends;
};

bool isKnown(const Backends &backends, const std::string &id)
{
    for (const auto &[name, url] : backends)
        if (equalsIgnoreCase(name, id))
            return true;
    return false;
}

} // namespace

void compileSetBackendService(Compiler &compiler, NodeId node)
{
    const bool byId = compiler.has(node, "backend-id");
    const bool byUrl = compiler.has(node, "base-url");
    if (byId == byUrl) {
        compiler.invalid(node, "policy.oneOf", {{"attributes", "'base-url', 'backend-id'"}});
        return;
    }
    if (byUrl) {
        auto url = compiler.attribute(node, "base-url");
        compiler.emit(std::make_unique<SetBaseUrlStep>(std::move(url)));
        return;
    }
    auto id = compiler.attribute(node, "backend-id");
    if (id.isConstant() && !isKnown(compiler.bindings().backends, textOf(id.constant()))) {
        compiler.invalid(node, "policy.unknownBackend", {{"name", compiler.document().attribute(node, "backend-id")->value}});
        return;
    }
    compiler.emit(std::make_unique<SetBackendStep>(std::move(id), compiler.bindings().backends));
}

} // namespace gatehouse::policy
