// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/compile.h"

#include <cstdlib>

using namespace gatehouse::policy;

namespace {

void require(bool claim)
{
    if (!claim)
        std::abort();
}

//! An edit changes its own bytes alone, and the result reads back.
void edit(const Document &original)
{
    auto document = original;
    const auto top = document.documentElement();
    if (document.attributes(top).empty())
        return;
    const auto attribute = document.attributes(top).front();
    document.setAttribute(top, attribute.name, "a<b & \"c\"");
    require(document.text().starts_with(original.text().substr(0, attribute.valueBegin)));
    require(document.text().ends_with(original.text().substr(attribute.valueEnd)));
    const auto again = Document::parse(document.text());
    require(again.has_value());
    require(again->attribute(again->documentElement(), attribute.name)->value == "a<b & \"c\"");
}

} // namespace

//! Whatever is read is kept byte for byte, converts without changing its meaning, and neither validation nor the compiler trips over it.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char *>(data), size);
    auto document = Document::parse(text);
    if (!document) {
        require(!document.error().empty());
        for (const auto &finding : document.error())
            require(!azureText(finding).empty());
        return 0;
    }
    require(document->text() == text);
    const auto xml = convert(text, Format::RawXml, Format::Xml);
    require(xml && sameMeaning(text, *xml));
    const auto raw = convert(*xml, Format::Xml, Format::RawXml);
    require(raw && sameMeaning(text, *raw));
    edit(*document);
    for (const auto &finding : validate(*document, Scope::Api))
        require(!azureText(finding).empty());
    validateFragment(*document);
    const auto shared = std::make_shared<const Document>(std::move(*document));
    Bindings bindings;
    bindings.fragments["f"] = shared;
    const std::vector<ScopedDocument> documents{{Scope::Api, "apis/a/policies/policy", shared}};
    const auto compiled = compile(documents, bindings);
    require(compiled.program->steps.size() == compiled.program->origins.size());
    for (const auto &step : compiled.program->steps)
        require(step != nullptr);
    effectivePolicies(documents, bindings);
    return 0;
}
