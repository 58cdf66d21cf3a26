// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/escape.h"

#include "core/policy/document.h"
#include "core/policy/expression_scan.h"

namespace gatehouse::policy {

namespace {

//! Everything that XML reserves, and "@" where it would begin an expression that is none.
std::string escapeAll(std::string_view value, char quote, bool escapeAt)
{
    std::string out;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const char c = value[i];
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"' && quote == '"')
            out += "&quot;";
        else if (c == '\'' && quote == '\'')
            out += "&apos;";
        else if (c == '\r')
            out += "&#xD;";
        else if (c == '@' && escapeAt && i + 1 < value.size() && (value[i + 1] == '(' || value[i + 1] == '{'))
            out += "&#64;";
        else
            out += c;
    }
    return out;
}

std::string withoutCarriageReturns(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] != '\r' || i + 1 >= text.size() || text[i + 1] != '\n')
            out += text[i];
    return out;
}

bool readsBackAsAttribute(const std::string &written, std::string_view value, char quote)
{
    const auto document = Document::parse("<x a=" + std::string(1, quote) + written + quote + " b=\"\"><y c=\")\"/></x>",
                                          {.bytes = written.size() + 64});
    if (!document)
        return false;
    const auto &attributes = document->attributes(document->documentElement());
    return attributes.size() == 2 && attributes[0].value == value;
}

bool readsBackAsText(const std::string &written, std::string_view text)
{
    const auto document = Document::parse("<x>" + written + "</x>", {.bytes = written.size() + 64});
    if (!document)
        return false;
    const auto element = document->documentElement();
    return document->textOf(element) == text && document->elements(element).empty();
}

//! An expression with its ambiguous "&" escaped and nothing else.
std::string rawExpression(std::string_view value)
{
    std::string out;
    for (std::size_t i = 0; i < value.size(); ++i) {
        out += value[i];
        if (value[i] == '&' && entityLength(value, i) > 0)
            out += "amp;";
    }
    return out;
}

} // namespace

std::string writeAttribute(std::string_view value, char quote, bool raw)
{
    const auto text = withoutCarriageReturns(value);
    if (raw && beginsExpression(text)) {
        auto written = rawExpression(text);
        if (readsBackAsAttribute(written, text, quote))
            return written;
    }
    auto written = escapeAll(text, quote, false);
    if (readsBackAsAttribute(written, text, quote))
        return written;
    return escapeAll(text, quote, true);
}

std::string writeText(std::string_view text, bool raw)
{
    const auto clean = withoutCarriageReturns(text);
    if (raw && beginsExpression(clean)) {
        auto written = rawExpression(clean);
        if (readsBackAsText(written, clean))
            return written;
    }
    auto written = escapeAll(clean, 0, false);
    if (readsBackAsText(written, clean))
        return written;
    return escapeAll(clean, 0, true);
}

std::string escapeExpression(std::string_view source, char quote)
{
    std::string out;
    for (std::size_t i = 0; i < source.size(); ++i) {
        const char c = source[i];
        if (c == '&') {
            const auto length = entityLength(source, i);
            out += length > 0 ? source.substr(i, length) : std::string_view("&amp;");
            i += length > 0 ? length - 1 : 0;
        } else if (c == '<') {
            out += "&lt;";
        } else if (c == '>') {
            out += "&gt;";
        } else if (c == '"' && quote == '"') {
            out += "&quot;";
        } else if (c == '\'' && quote == '\'') {
            out += "&apos;";
        } else {
            out += c;
        }
    }
    return out;
}

std::string unescapeExpression(std::string_view source)
{
    std::string out;
    for (std::size_t i = 0; i < source.size(); ++i) {
        const auto length = source[i] == '&' ? entityLength(source, i) : 0;
        if (length == 0) {
            out += source[i];
            continue;
        }
        const auto reference = source.substr(i, length);
        const bool named = reference[1] != '#';
        const bool makesEntity = reference == "&amp;" && entityLength("&" + std::string(source.substr(i + length, 16)), 0) > 0;
        out += named && !makesEntity ? unescape(reference) : std::string(reference);
        i += length - 1;
    }
    return out;
}

} // namespace gatehouse::policy
