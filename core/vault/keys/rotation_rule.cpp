// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/keys/rotation_rule.h"

#include "core/base/text.h"
#include "core/http/url.h"
#include "core/openapi/data_document.h"
#include "core/vault/identifier.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <set>

namespace gatehouse::vault {

namespace {

constexpr std::size_t mostBytes = 256U << 10, mostRules = 1000, mostTargets = 16, longestText = 2048;
constexpr std::chrono::seconds longestSpan{std::chrono::hours{3650 * 24}};

//! https, or http to this machine.
enum class UrlVerdict { Good, Bad, Plain };
UrlVerdict judgeUrl(std::string_view text)
{
    const auto url = http::Url::parse(text);
    if (!url || url->host.empty())
        return UrlVerdict::Bad;
    if (url->scheme == "https")
        return UrlVerdict::Good;
    if (url->scheme != "http")
        return UrlVerdict::Bad;
    return isLoopbackHost(url->host) ? UrlVerdict::Good : UrlVerdict::Plain;
}

//! Reads members of one value, telling what is wrong where. Pointers are JSON's.
class RuleReader
{
public:
    RuleReader(const std::function<Position(const std::string &)> &place, Diagnostics &findings) : m_place(place), m_findings(findings) { }

    void add(const std::string &pointer, std::string code, std::vector<Error::Arg> args)
    {
        Diagnostic finding;
        finding.severity = Severity::Error;
        finding.position = m_place(pointer);
        finding.pointer = pointer;
        finding.code = "rotationRules." + std::move(code);
        finding.args = std::move(args);
        m_findings.push_back(std::move(finding));
    }
    const json::object *object(const json::value &value, const std::string &pointer, std::string_view what)
    {
        const auto *found = value.if_object();
        if (!found)
            add(pointer, "shape", {{"member", std::string{what}}, {"expected", "object"}});
        return found;
    }
    void onlyKnown(const json::object &object, const std::string &pointer, std::initializer_list<std::string_view> known)
    {
        for (const auto &[name, value] : object) {
            if (std::find(known.begin(), known.end(), std::string_view{name}) == known.end())
                add(pointer + "/" + escaped(name), "unknown", {{"member", std::string{std::string_view{name}.substr(0, 64)}}});
        }
    }
    std::string text(const json::object &object, const std::string &pointer, std::string_view name, bool required)
    {
        const auto *found = member(object, name);
        if (!found) {
            if (required)
                add(pointer, "missing", {{"member", std::string{name}}});
            return {};
        }
        const auto *given = found->if_string();
        if (!given || given->empty() || given->size() > longestText || given->find('\0') != json::string::npos) {
            add(pointer + "/" + std::string{name}, "shape", {{"member", std::string{name}}, {"expected", "text"}});
            return {};
        }
        return std::string{*given};
    }
    std::optional<std::chrono::seconds> span(const json::object &object, const std::string &pointer, std::string_view name)
    {
        if (!member(object, name))
            return std::nullopt;
        const auto given = text(object, pointer, name, true);
        const auto parsed = given.empty() ? std::nullopt : parseSpan(given);
        if (!parsed && !given.empty())
            badValue(pointer, name, given);
        return parsed;
    }
    void badValue(const std::string &pointer, std::string_view name, std::string_view given)
    {
        add(pointer + "/" + std::string{name}, "value", {{"member", std::string{name}}, {"value", std::string{given.substr(0, 64)}}});
    }
    void url(const std::string &given, const std::string &pointer, std::string_view name)
    {
        if (given.empty())
            return;
        const auto verdict = judgeUrl(given);
        if (verdict == UrlVerdict::Bad)
            badValue(pointer, name, given);
        else if (verdict == UrlVerdict::Plain)
            add(pointer + "/" + std::string{name}, "plainHttp", {{"url", given.substr(0, 200)}});
    }

    TargetSpec target(const json::value &value, const std::string &pointer);
    RotationRule rule(const json::value &value, const std::string &pointer);

private:
    static std::string escaped(std::string_view name)
    {
        std::string out;
        for (const char c : name)
            out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
        return out;
    }

    const std::function<Position(const std::string &)> &m_place;
    Diagnostics &m_findings;
};

TargetSpec RuleReader::target(const json::value &value, const std::string &pointer)
{
    TargetSpec spec;
    const auto *found = object(value, pointer, "targets");
    if (!found)
        return spec;
    if (member(*found, "file")) {
        onlyKnown(*found, pointer, {"file"});
        spec.path = text(*found, pointer, "file", true);
    } else if (member(*found, "keyVault")) {
        spec.kind = TargetSpec::KeyVault;
        onlyKnown(*found, pointer, {"keyVault", "tokenFile", "caFile"});
        spec.url = text(*found, pointer, "keyVault", true);
        url(spec.url, pointer, "keyVault");
        const auto parsed = http::Url::parse(spec.url);
        const auto path = parsed ? std::string_view{parsed->path} : std::string_view{};
        if (parsed && (!path.starts_with("/secrets/") || path.size() < 10 || path.substr(9).find('/') != path.npos || parsed->hasQuery))
            badValue(pointer, "keyVault", spec.url);
        spec.tokenFile = text(*found, pointer, "tokenFile", true);
        spec.caFile = text(*found, pointer, "caFile", false);
    } else if (const auto *kubernetes = member(*found, "kubernetes")) {
        spec.kind = TargetSpec::Kubernetes;
        onlyKnown(*found, pointer, {"kubernetes"});
        const auto below = pointer + "/kubernetes";
        if (const auto *parts = object(*kubernetes, below, "kubernetes")) {
            onlyKnown(*parts, below, {"server", "namespace", "secret", "entry", "tokenFile", "caFile"});
            spec.url = text(*parts, below, "server", true);
            url(spec.url, below, "server");
            spec.space = text(*parts, below, "namespace", true);
            spec.name = text(*parts, below, "secret", true);
            spec.entry = text(*parts, below, "entry", true);
            spec.tokenFile = text(*parts, below, "tokenFile", true);
            spec.caFile = text(*parts, below, "caFile", false);
            const auto isName = [](std::string_view name, std::string_view more) {
                return std::all_of(name.begin(), name.end(), [&](char c) {
                    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || more.find(c) != more.npos;
                });
            };
            if (!isName(spec.space, ""))
                badValue(below, "namespace", spec.space);
            if (!isName(spec.name, "."))
                badValue(below, "secret", spec.name);
            if (!isName(spec.entry, "._ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
                badValue(below, "entry", spec.entry);
        }
    } else if (member(*found, "webhook")) {
        spec.kind = TargetSpec::Webhook;
        onlyKnown(*found, pointer, {"webhook", "secretFile", "caFile"});
        spec.url = text(*found, pointer, "webhook", true);
        url(spec.url, pointer, "webhook");
        spec.secretFile = text(*found, pointer, "secretFile", true);
        spec.caFile = text(*found, pointer, "caFile", false);
    } else {
        add(pointer, "missing", {{"member", "file, keyVault, kubernetes or webhook"}});
    }
    return spec;
}

RotationRule RuleReader::rule(const json::value &value, const std::string &pointer)
{
    RotationRule rule;
    const auto *found = object(value, pointer, "rotations");
    if (!found)
        return rule;
    onlyKnown(*found, pointer, {"subscription", "every", "overlap", "quiet", "insist", "key", "targets"});
    rule.subscription = text(*found, pointer, "subscription", true);
    if (rule.subscription.size() > 256 || rule.subscription.find_first_of("/?#%\\") != std::string::npos)
        badValue(pointer, "subscription", rule.subscription);
    rule.every = span(*found, pointer, "every");
    if (rule.every && *rule.every == std::chrono::seconds{0})
        badValue(pointer, "every", "0");
    rule.overlap = span(*found, pointer, "overlap").value_or(rule.overlap);
    rule.quiet = span(*found, pointer, "quiet").value_or(rule.quiet);
    if (const auto *insist = member(*found, "insist")) {
        if (insist->is_bool())
            rule.insist = insist->get_bool();
        else
            add(pointer + "/insist", "shape", {{"member", "insist"}, {"expected", "true or false"}});
    }
    if (member(*found, "key")) {
        const auto key = text(*found, pointer, "key", true);
        if (key == "primary" || key == "secondary")
            rule.fresh = key == "primary" ? Slot::Primary : Slot::Secondary;
        else if (!key.empty())
            badValue(pointer, "key", key);
    }
    const auto *targets = member(*found, "targets");
    const auto *array = targets ? targets->if_array() : nullptr;
    if (!array || array->empty()) {
        add(array ? pointer + "/targets" : pointer, "missing", {{"member", "targets"}});
        return rule;
    }
    if (array->size() > mostTargets) {
        add(pointer + "/targets", "tooMany", {{"member", "targets"}, {"limit", std::to_string(mostTargets)}});
        return rule;
    }
    for (std::size_t i = 0; i < array->size(); ++i)
        rule.targets.push_back(target((*array)[i], pointer + "/targets/" + std::to_string(i)));
    return rule;
}

} // namespace

std::string_view nameOf(TargetSpec::Kind kind)
{
    constexpr std::array<std::string_view, 4> names{"file", "keyVault", "kubernetes", "webhook"};
    return names[static_cast<std::size_t>(kind)];
}

std::string TargetSpec::text() const
{
    switch (kind) {
    case File: return "file " + path;
    case KeyVault: return "key vault secret " + url;
    case Kubernetes: return "Kubernetes secret " + space + "/" + name + " (" + entry + ") at " + url;
    case Webhook: break;
    }
    return "webhook " + url;
}

std::optional<std::chrono::seconds> parseSpan(std::string_view text)
{
    if (text.size() < 2 || text.size() > 12)
        return std::nullopt;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size() - 1, number);
    if (error != std::errc{} || end != text.data() + text.size() - 1 || number < 0 || number > longestSpan.count())
        return std::nullopt;
    const auto unit = text.back() == 'd' ? 86400 : text.back() == 'h' ? 3600 : text.back() == 'm' ? 60 : text.back() == 's' ? 1 : 0;
    const std::chrono::seconds span{number * unit};
    return unit == 0 || span > longestSpan ? std::nullopt : std::optional(span);
}

std::string spanText(std::chrono::seconds span)
{
    const auto count = span.count();
    for (const auto &[unit, name] : {std::pair{86400, "d"}, std::pair{3600, "h"}, std::pair{60, "m"}})
        if (count != 0 && count % unit == 0)
            return std::to_string(count / unit) + name;
    return std::to_string(count) + "s";
}

tl::expected<std::vector<RotationRule>, Diagnostics> parseRotationRules(std::string text)
{
    const auto wrong = [](std::string reason, Position position = {}) {
        Diagnostic finding;
        finding.severity = Severity::Error;
        finding.position = position;
        finding.code = "rotationRules.syntax";
        finding.args = {{"reason", std::move(reason)}};
        return tl::unexpected(Diagnostics{std::move(finding)});
    };
    if (text.size() > mostBytes)
        return wrong("it is larger than 256 KiB");
    const auto document = openapi::DataDocument::read(std::move(text), {mostBytes, 16});
    if (!document) {
        const auto &first = document.error().front();
        const auto reason = first.arg("reason");
        return wrong(reason.empty() ? std::string{"it is no JSON or YAML (" + first.code + ")"} : std::string{reason}, first.position);
    }
    Diagnostics findings;
    const std::function<Position(const std::string &)> place = [&](const std::string &pointer) { return document->position(pointer); };
    RuleReader reader(place, findings);
    std::vector<RotationRule> rules;
    if (const auto *root = reader.object(document->value(), "", "document")) {
        reader.onlyKnown(*root, "", {"rotations"});
        const auto *all = member(*root, "rotations");
        const auto *array = all ? all->if_array() : nullptr;
        if (!array)
            reader.add("", "missing", {{"member", "rotations"}});
        else if (array->size() > mostRules)
            reader.add("/rotations", "tooMany", {{"member", "rotations"}, {"limit", std::to_string(mostRules)}});
        else
            for (std::size_t i = 0; i < array->size(); ++i)
                rules.push_back(reader.rule((*array)[i], "/rotations/" + std::to_string(i)));
    }
    std::set<std::string> seen;
    for (std::size_t i = 0; i < rules.size(); ++i)
        if (!rules[i].subscription.empty() && !seen.insert(toLower(rules[i].subscription)).second)
            reader.add("/rotations/" + std::to_string(i) + "/subscription", "twice", {{"subscription", rules[i].subscription}});
    if (!findings.empty())
        return tl::unexpected(std::move(findings));
    return rules;
}

json::object toJson(const RotationRule &rule)
{
    json::array targets;
    for (const auto &target : rule.targets) {
        json::object object;
        switch (target.kind) {
        case TargetSpec::File: object["file"] = target.path; break;
        case TargetSpec::KeyVault:
            object["keyVault"] = target.url;
            object["tokenFile"] = target.tokenFile;
            break;
        case TargetSpec::Kubernetes:
            object["kubernetes"] = json::object{{"server", target.url}, {"namespace", target.space}, {"secret", target.name},
                                                {"entry", target.entry}, {"tokenFile", target.tokenFile}};
            if (!target.caFile.empty())
                object["kubernetes"].get_object()["caFile"] = target.caFile;
            break;
        case TargetSpec::Webhook:
            object["webhook"] = target.url;
            object["secretFile"] = target.secretFile;
            break;
        }
        if (!target.caFile.empty() && target.kind != TargetSpec::Kubernetes)
            object["caFile"] = target.caFile;
        targets.push_back(std::move(object));
    }
    json::object object{{"subscription", rule.subscription}, {"overlap", spanText(rule.overlap)}, {"quiet", spanText(rule.quiet)},
                        {"insist", rule.insist}, {"targets", std::move(targets)}};
    if (rule.every)
        object["every"] = spanText(*rule.every);
    if (rule.fresh)
        object["key"] = nameOf(*rule.fresh);
    return object;
}

Result<RotationRule> ruleFrom(const json::value &value)
{
    Diagnostics findings;
    const std::function<Position(const std::string &)> place = [](const std::string &) { return Position{}; };
    auto rule = RuleReader(place, findings).rule(value, "");
    if (!findings.empty())
        return fail(ErrorKind::Corrupt, "rotation.state");
    return rule;
}

} // namespace gatehouse::vault
