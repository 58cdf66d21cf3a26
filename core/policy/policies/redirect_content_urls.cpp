// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/policy/message_edits.h"
#include "core/policy/message_part.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"

namespace gatehouse::policy {

namespace {

std::string withoutSlash(std::string url)
{
    while (url.ends_with('/'))
        url.pop_back();
    return url;
}

//! Does the URL end here, or go on below? "http://a.test" is no beginning of "http://a.tests".
bool endsUrl(std::string_view rest)
{
    constexpr std::string_view goesOn = "-._~%:@";
    return rest.empty()
        || !((rest[0] >= 'a' && rest[0] <= 'z') || (rest[0] >= 'A' && rest[0] <= 'Z') || (rest[0] >= '0' && rest[0] <= '9')
             || goesOn.find(rest[0]) != std::string_view::npos);
}

//! Scheme and host are found without case; the rest of a link stays.
std::string replaced(const std::string &text, const std::string &from, const std::string &to)
{
    const auto lower = toLower(text);
    const auto wanted = toLower(from);
    std::string out;
    std::size_t copied = 0;
    for (auto at = lower.find(wanted); at != std::string::npos; at = lower.find(wanted, at + wanted.size())) {
        if (!endsUrl(std::string_view(text).substr(at + wanted.size())))
            continue;
        out.append(text, copied, at - copied);
        out += to;
        copied = at + wanted.size();
    }
    return out.append(text, copied);
}

class RedirectContentUrlsStep final : public Step
{
public:
    explicit RedirectContentUrlsStep(bool response) : m_response(response) { }
    StepResult run(Run &run) const override
    {
        auto &exchange = run.exchange();
        const auto part = messagePart(exchange, m_response);
        const auto *text = part.body.bytes();
        const auto backend = withoutSlash(exchange.backendBaseUrl);
        const auto gateway = gatewayUrl(exchange);
        if (!text || backend.empty() || gateway.empty())
            return StepResult::next();
        const auto &from = m_response ? backend : gateway;
        const auto &to = m_response ? gateway : backend;
        auto changed = replaced(*text, from, to);
        if (changed == *text)
            return StepResult::next();
        if (changed.size() > maxWrittenBody)
            return StepResult::fail(bodyTooLarge());
        setBody(part.body, part.headers, std::move(changed));
        return StepResult::next();
    }

private:
    //! Where the API stands for clients.
    static std::string gatewayUrl(const Exchange &exchange)
    {
        const auto &url = exchange.originalUrl;
        if (url.scheme.empty())
            return {};
        auto text = url.scheme + "://" + url.authority();
        const auto path = exchange.matched.api ? exchange.matched.api->path : std::string();
        return withoutSlash(path.empty() ? text : text + (path.starts_with('/') ? "" : "/") + path);
    }
    bool m_response;
};

} // namespace

void compileRedirectContentUrls(Compiler &compiler, NodeId)
{
    const bool response = worksOnResponse(compiler.section());
    compiler.emit(bufferStep(!response, response));
    compiler.emit(std::make_unique<RedirectContentUrlsStep>(response));
}

} // namespace gatehouse::policy
