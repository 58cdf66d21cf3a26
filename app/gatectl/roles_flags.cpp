// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/roles_flags.h"

#include "core/remote/configuration_loader.h"

#include <array>
#include <utility>

namespace gatehouse::gatectl {

using policy::roles::Decision;
using policy::roles::Mapping;
using policy::roles::Verdict;

namespace {

//! "{x}" is the argument x.
constexpr auto findingTexts = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"roles.notIncluded", "The global policy does not include the fragment in inbound: nothing is checked."},
    {"roles.noToken", "No policy before the fragment validates a token into the variable '{tokens}': callers have no claims."},
    {"roles.dropped", "Inbound has no <base />: the role mapping does not run there."},
    {"roles.nearLimit", "The fragment has {bytes} of the {limit} bytes that Azure takes."},
    {"roles.ownFrame", "The fragment was edited by hand beside its rows."},
    {"roles.opaque", "The row of '{key}' (line {line}) was written by hand: the table can't show what it does."},
    {"roles.grantsEverything", "{role} may call everything."},
    {"roles.anyValue", "Any value of the claim {claim} of {issuer} gives {role}."},
    {"roles.unmapped", "Nobody is mapped to {role}."},
    {"roles.powerless", "{role} may call nothing."},
    {"roles.noSuchApi", "There is no API {api}."},
    {"roles.noSuchOperation", "There is no operation {operation}."},
    {"roles.noSuchProduct", "There is no product {product}."},
    {"roles.nobody", "Nobody may call the API {api}."},
});

std::string commaList(const std::vector<std::string> &texts)
{
    std::string out;
    for (const auto &text : texts)
        out += (out.empty() ? "" : ", ") + text;
    return out;
}

} // namespace

Result<std::shared_ptr<const resource::Configuration>> roleConfiguration(const ConnectionFlags &connection, const Context &context)
{
    const auto client = connection.client(context.settings);
    if (!client)
        return tl::unexpected(client.error());
    auto configuration = remote::loadConfiguration(*client, {}, context.console.stop);
    if (!configuration)
        return tl::unexpected(configuration.error());
    return std::make_shared<const resource::Configuration>(std::move(*configuration));
}

void ClaimFlags::addTo(CLI::App &command)
{
    command.add_option("--token", file, "A JWT, or its claims as JSON, in a file; - for standard input. Its signature is not verified");
    command.add_option("--issuer", issuer, "iss");
    command.add_option("--claim", claims, "name=text or name:=JSON; may be given several times, wins over the token");
}

Result<std::optional<json::object>> ClaimFlags::read(const Console &console) const
{
    if (file.empty() && issuer.empty() && claims.empty())
        return std::nullopt;
    json::object all;
    if (!file.empty()) {
        const auto text = readInput(console, file);
        if (!text)
            return fail(ErrorKind::Invalid, "call.unreadable", {{"file", file}});
        auto read = policy::roles::readClaims(*text);
        if (!read)
            return tl::unexpected(read.error());
        all = std::move(*read);
    }
    if (!issuer.empty())
        all["iss"] = issuer;
    for (const auto &text : claims) {
        const auto sign = text.find('=');
        const bool isJson = sign != std::string::npos && sign > 0 && text[sign - 1] == ':';
        if (sign == std::string::npos || sign == 0 || (isJson && sign == 1))
            return fail(ErrorKind::Invalid, "token.badClaim", {{"claim", text}});
        json::value value(text.substr(sign + 1));
        if (isJson) {
            auto parsed = parseJson(text.substr(sign + 1));
            if (!parsed)
                return fail(ErrorKind::Invalid, "token.badClaim", {{"claim", text}});
            value = std::move(*parsed);
        }
        all[text.substr(0, isJson ? sign - 1 : sign)] = std::move(value);
    }
    return all;
}

std::string roleFindingText(const Diagnostic &finding)
{
    for (const auto &[code, pattern] : findingTexts) {
        if (code != finding.code)
            continue;
        std::string out(pattern);
        for (const auto &[name, value] : finding.args)
            if (const auto at = out.find("{" + name + "}"); at != std::string::npos)
                out.replace(at, name.size() + 2, value);
        return out;
    }
    return finding.code;
}

std::string mappingText(const Mapping &mapping)
{
    return mapping.issuer + " " + mapping.claim + (mapping.value == policy::roles::anyValue ? " (any value)" : "=" + mapping.value);
}

std::string ruleText(const Decision &decision)
{
    if (decision.verdict == Verdict::Ungoverned)
        return decision.droppedBy.empty() ? "nothing includes the mapping" : decision.droppedBy + " has no <base /> in inbound";
    if (decision.verdict == Verdict::Denied)
        return decision.message;
    std::vector<std::string> targets, mappings;
    for (const auto &target : decision.targets)
        targets.push_back(target.text());
    for (const auto &mapping : decision.mappings)
        mappings.push_back(mappingText(mapping));
    auto text = decision.role;
    if (!mappings.empty())
        text += " (" + commaList(mappings) + ")";
    return text + ": " + (targets.empty() ? "a row written by hand" : commaList(targets));
}

json::array textsJson(const std::vector<std::string> &texts)
{
    json::array array;
    for (const auto &text : texts)
        array.emplace_back(text);
    return array;
}

json::object decisionJson(const Decision &decision)
{
    json::array targets, mappings;
    for (const auto &target : decision.targets)
        targets.emplace_back(target.text());
    for (const auto &mapping : decision.mappings)
        mappings.push_back(json::object{{"issuer", mapping.issuer}, {"claim", mapping.claim}, {"value", mapping.value}});
    json::object out{{"decision", nameOf(decision.verdict)}};
    if (decision.verdict == Verdict::Allowed) {
        out["role"] = decision.role;
        out["mappings"] = std::move(mappings);
        out["grants"] = std::move(targets);
    } else if (decision.verdict == Verdict::Denied) {
        out["message"] = decision.message;
    } else {
        out["droppedBy"] = decision.droppedBy;
    }
    return out;
}

} // namespace gatehouse::gatectl
