// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/compiler.h"
#include "core/policy/policies/policies.h"
#include "core/policy/secrets.h"
#include "core/policy/steps.h"

namespace gatehouse::policy {

namespace {

constexpr std::size_t maxMessage = 32U << 10; // Application Insights'
struct Settings
{
    TraceEntry::Severity severity = TraceEntry::Severity::Verbose;
    ValueSource source, message;
    std::vector<std::pair<ValueSource, ValueSource>> metadata;
    Secrets::Known secrets;
};

class TraceStep final : public Step
{
public:
    explicit TraceStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        const auto &exchange = run.exchange();
        Secrets secrets(m_settings.secrets);
        secrets.addFrom(exchange);
        TraceEntry entry;
        entry.severity = m_settings.severity;
        entry.source = shown(m_settings.source.text(run), secrets);
        entry.message = shown(m_settings.message.text(run), secrets);
        for (const auto &[name, value] : m_settings.metadata)
            entry.metadata.emplace_back(shown(name.text(run), secrets), shown(value.text(run), secrets));
        entry.requestId = exchange.requestId;
        if (exchange.matched.api)
            entry.apiId = exchange.matched.api->id;
        if (exchange.matched.operation)
            entry.operationId = exchange.matched.operation->id;
        run.services().trace(std::move(entry));
        return StepResult::next();
    }

private:
    static std::string shown(std::string text, const Secrets &secrets)
    {
        secrets.blackOut(text);
        if (text.size() > maxMessage)
            text.resize(maxMessage);
        return text;
    }
    Settings m_settings;
};

} // namespace

void compileTrace(Compiler &compiler, NodeId node)
{
    Settings settings;
    const auto severity = compiler.literal(node, "severity", "verbose");
    if (severity == "information")
        settings.severity = TraceEntry::Severity::Information;
    else if (severity == "error")
        settings.severity = TraceEntry::Severity::Error;
    else if (severity != "verbose")
        compiler.badValue(node, "severity");
    settings.secrets = std::make_shared<const std::vector<std::string>>(compiler.bindings().secrets);
    settings.source = compiler.attribute(node, "source");
    for (const auto child : compiler.document().elements(node)) {
        const auto name = compiler.document().name(child);
        if (name == "message") {
            settings.message = compiler.text(child);
        } else if (name == "metadata") {
            auto key = compiler.attribute(child, "name");
            settings.metadata.emplace_back(std::move(key), compiler.attribute(child, "value"));
        }
    }
    compiler.emit(std::make_unique<TraceStep>(std::move(settings)));
}

} // namespace gatehouse::policy
