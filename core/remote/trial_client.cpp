// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/trial_client.h"

#include "core/http/url.h"
#include "core/remote/apply.h"
#include "core/remote/arm_client.h"
#include "core/remote/json_reader.h"

namespace gatehouse::remote {

namespace {

using resource::ChangeItem;
using resource::ChangeKind;

std::string trialsPath()
{
    return std::string(localProviderPath) + "/trials";
}

//! The same failure in the words of a trial. Without trials the answer is 404, of a gateway that knows other paths alone also 405.
Error ofTrying(Error error)
{
    if (error.kind == ErrorKind::Forbidden)
        error.code = "trial.forbidden";
    else if (error.kind == ErrorKind::TooMany)
        error.code = "trial.full";
    else if (error.kind == ErrorKind::NotFound || error.kind == ErrorKind::Unsupported || error.arg("status") == "405")
        error = {ErrorKind::Unsupported, "trial.unsupported", std::move(error.args), std::move(error.context)};
    return error;
}

Result<json::value> changeJson(const ChangeItem &item, const resource::ServiceScope &scope)
{
    json::object change{{"id", item.id.text()}};
    if (item.kind == ChangeKind::Action)
        return fail(ErrorKind::Invalid, "trial.action", {{"id", item.id.text()}, {"action", item.action}});
    if (item.kind == ChangeKind::Delete || !item.after) {
        change["properties"] = nullptr;
        return change;
    }
    auto body = putBodyOf(*item.after, scope);
    if (const auto *object = body.if_object())
        change.insert(object->begin(), object->end());
    return change;
}

TrialFinding findingOf(const json::object &object)
{
    return {textOf(object, "severity"), textOf(object, "resource"), textOf(object, "element"), static_cast<int>(countOf(object, "line")),
            static_cast<int>(countOf(object, "column")), textOf(object, "code"), textOf(object, "message")};
}

Trial trialOf(const json::object &object)
{
    Trial trial;
    trial.id = textOf(object, "name");
    const auto *value = member(object, "properties");
    const auto *properties = value ? value->if_object() : nullptr;
    if (!properties)
        return trial;
    trial.token = SecretString(textOf(*properties, "token"));
    trial.createdAt = timeOf(*properties, "createdAt").value_or(UtcTime{});
    trial.expiresAt = timeOf(*properties, "expiresAt").value_or(UtcTime{});
    trial.basedOn = countOf(*properties, "basedOn");
    trial.changes = textsOf(*properties, "changes");
    return trial;
}

//! Of a refusal: Gatehouse.Local says in full what armError() can only say in words.
Result<TrialAnswer> refusalFrom(const Error &error)
{
    const auto parsed = parseJson(error.arg("findings"));
    if (!parsed)
        return tl::unexpected(ofTrying(error));
    const json::object envelope{{"findings", *parsed}};
    auto findings = listOf<TrialFinding>(envelope, "findings", findingOf);
    if (!findings || findings->empty())
        return tl::unexpected(ofTrying(error));
    return TrialAnswer{std::nullopt, std::move(*findings)};
}

} // namespace

Result<TrialAnswer> TrialClient::create(const resource::ChangeSet &changes, std::chrono::seconds lifetime, std::stop_token stop) const
{
    const auto scope = scopeOf(m_client.connection());
    if (!scope)
        return tl::unexpected(scope.error());
    json::array all;
    for (const auto &item : changes.inOrder()) {
        auto change = changeJson(item, *scope);
        if (!change)
            return tl::unexpected(std::move(change.error()));
        all.push_back(std::move(*change));
    }
    const auto answer = m_client.post(trialsPath(), json::object{{"changes", std::move(all)}, {"expiresInSeconds", lifetime.count()}}, std::move(stop));
    return answer ? trialAnswerFrom(answer->body) : refusalFrom(answer.error());
}

Status TrialClient::end(const std::string &id, std::stop_token stop) const
{
    const auto answer = m_client.remove(trialsPath() + "/" + http::percentEncode(id), {}, std::move(stop));
    if (answer || answer.error().kind == ErrorKind::NotFound)
        return {};
    return tl::unexpected(ofTrying(answer.error()));
}

Result<std::vector<Trial>> TrialClient::list(std::stop_token stop) const
{
    const auto answer = m_client.get(trialsPath(), {}, std::move(stop));
    if (!answer)
        return tl::unexpected(ofTrying(answer.error()));
    return listOf<Trial>(answer->body, "value", trialOf);
}

Result<std::string> trialIdOf(const HttpAnswer &answer)
{
    if (!answer.header(TrialClient::errorField).empty())
        return fail(ErrorKind::NotFound, "trial.gone");
    if (const auto id = answer.header(TrialClient::answerField); !id.empty())
        return std::string(id);
    return fail(ErrorKind::Unavailable, "trial.ignored", {{"status", std::to_string(answer.status)}});
}

Result<TrialAnswer> trialAnswerFrom(const json::value &body)
{
    const auto *object = body.if_object();
    auto trial = object ? trialOf(*object) : Trial{};
    if (trial.id.empty() || trial.token.empty() || trial.expiresAt == UtcTime{})
        return badAnswer("no trial");
    TrialAnswer answer{std::move(trial), {}};
    if (auto findings = listOf<TrialFinding>(*member(*object, "properties"), "findings", findingOf))
        answer.findings = std::move(*findings);
    return answer;
}

} // namespace gatehouse::remote
