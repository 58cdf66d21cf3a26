// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/message.h"
#include "core/policy/compiler.h"
#include "core/policy/escape.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"

namespace gatehouse::policy {

namespace {

//! An element of Adobe's policy file with the values that expressions gave.
struct Entry
{
    std::string name;
    std::vector<std::pair<std::string, ValueSource>> attributes;
};

//! Answers requests for /crossdomain.xml of any host, as Flash and Silverlight make them; others pass.
class CrossDomainStep final : public Step
{
public:
    explicit CrossDomainStep(std::vector<Entry> entries) : m_entries(std::move(entries)) { }
    StepResult run(Run &run) const override
    {
        auto &exchange = run.exchange();
        if (exchange.request.method != "GET" || !exchange.originalUrl.path.ends_with("/crossdomain.xml"))
            return StepResult::next();
        std::string text = "<?xml version=\"1.0\"?>\n<!DOCTYPE cross-domain-policy SYSTEM "
                           "\"http://www.macromedia.com/xml/dtds/cross-domain-policy.dtd\">\n<cross-domain-policy>\n";
        for (const auto &entry : m_entries) {
            text += "  <" + entry.name;
            for (const auto &[name, value] : entry.attributes)
                text += " " + name + "=\"" + writeAttribute(value.text(run), '"', false) + "\"";
            text += " />\n";
        }
        exchange.response = {};
        exchange.response.reason = http::reasonPhrase(200);
        exchange.response.headers.set("Content-Type", "text/x-cross-domain-policy");
        exchange.response.body.set(text + "</cross-domain-policy>");
        return StepResult::respond();
    }

private:
    std::vector<Entry> m_entries;
};

} // namespace

void compileCrossDomain(Compiler &compiler, NodeId node)
{
    std::vector<Entry> entries;
    const auto &document = compiler.document();
    const auto policy = document.element(node, "cross-domain-policy");
    if (policy != noNode)
        for (const auto child : document.elements(policy)) {
            Entry entry{std::string(document.name(child)), {}};
            for (const auto &attribute : document.attributes(child))
                entry.attributes.emplace_back(attribute.name, compiler.attribute(child, attribute.name));
            entries.push_back(std::move(entry));
        }
    compiler.emit(std::make_unique<CrossDomainStep>(std::move(entries)));
}

} // namespace gatehouse::policy
