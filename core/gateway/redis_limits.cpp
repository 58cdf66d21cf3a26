// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/redis_limits.h"

#include "core/crypto/base64.h"
#include "core/crypto/digest.h"
#include "core/gateway/redis_scripts.h"

#include <algorithm>

namespace gatehouse::gateway {

namespace {

constexpr std::size_t longestKey = 200;
constexpr std::uint64_t mostExact = 1ULL << 53; // Lua's numbers are doubles

std::string text(std::uint64_t number)
{
    return std::to_string(std::min(number, mostExact));
}

std::string command(const char *name, std::string_view script, const std::string &key, const std::vector<std::string> &arguments)
{
    std::vector<std::string_view> words{name, script, "1", key};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::string bytes;
    net::appendCommand(bytes, words);
    return bytes;
}

//! The numbers of an answer, or nothing when it has another form.
std::vector<std::int64_t> numbersOf(const net::RespValue &answer, std::size_t count)
{
    std::vector<std::int64_t> numbers;
    for (const auto &item : answer.items)
        if (item.kind == net::RespValue::Kind::Integer)
            numbers.push_back(item.integer);
    if (numbers.size() != count)
        numbers.clear();
    return numbers;
}

std::int64_t slotOf(const limit::Rule &rule)
{
    constexpr std::uint64_t exactCalls = 64; // as limit::SlidingWindow has it
    return rule.calls <= exactCalls ? 1 : std::max<std::int64_t>(1, (rule.periodMicros + 63) / 64);
}

std::vector<std::string> quotaArguments(const limit::QuotaRule &rule, std::uint64_t calls, std::uint64_t bytes, bool judges)
{
    // Where periods begin, near 1970: exact in a double, and the same for all gateways.
    const auto start = rule.periodMicros > 0 ? (rule.startMicros % rule.periodMicros + rule.periodMicros) % rule.periodMicros : 0;
    return {rule.calls ? text(*rule.calls) : "-1", rule.bytes ? text(*rule.bytes) : "-1", std::to_string(rule.periodMicros),
            std::to_string(start), text(calls), text(bytes), judges ? "1" : "0"};
}

} // namespace

//! A script that a step waits for. Sent by its name; a server that does not know it gets its text.
class RedisLimits::Script final : public policy::Operation
{
public:
    using Done = std::function<void(Result<std::vector<std::int64_t>>)>;

    Script(RedisLimits &owner, std::string_view script, std::size_t results, std::string key, std::vector<std::string> arguments, Done done)
        : m_owner(owner), m_script(script), m_results(results), m_key(std::move(key)), m_arguments(std::move(arguments)), m_done(std::move(done))
    {
        send(command("EVALSHA", crypto::toHex(crypto::sha1(script)), m_key, m_arguments));
    }
    void cancel() override
    {
        m_done = nullptr;
        m_call.reset();
    }

private:
    void send(const std::string &bytes)
    {
        m_call = m_owner.m_client->send(bytes, 1, [this](Result<std::vector<net::RespValue>> replies) { came(std::move(replies)); });
    }

    void came(Result<std::vector<net::RespValue>> replies)
    {
        if (!replies) {
            finish(tl::unexpected(replies.error()));
            return;
        }
        const auto &answer = replies->front();
        if (answer.isError() && answer.text.starts_with("NOSCRIPT")) {
            send(command("EVAL", m_script, m_key, m_arguments));
            return;
        }
        auto numbers = numbersOf(answer, m_results);
        if (numbers.empty())
            finish(fail(ErrorKind::Unavailable, "net.redisUnavailable", {{"reason", answer.isError() ? answer.text : "an answer of another form"}}));
        else
            finish(std::move(numbers));
    }

    //! May destroy this.
    void finish(Result<std::vector<std::int64_t>> result)
    {
        m_owner.reached(result.has_value(), result ? std::string() : result.error().debugText());
        if (const auto done = std::exchange(m_done, nullptr))
            done(std::move(result));
    }

    RedisLimits &m_owner;
    std::string_view m_script;
    std::size_t m_results;
    std::string m_key;
    std::vector<std::string> m_arguments;
    Done m_done;
    std::unique_ptr<net::RedisCall> m_call;
};

//! SET NX that a step waits for.
class RedisLimits::Mark final : public policy::Operation
{
public:
    Mark(RedisLimits &owner, const std::string &key, std::chrono::milliseconds life, std::function<void(Result<bool>)> done)
        : m_owner(owner), m_done(std::move(done))
    {
        std::string bytes;
        net::appendCommand(bytes, {"SET", key, "1", "NX", "PX", std::to_string(life.count())});
        m_call = m_owner.m_client->send(bytes, 1, [this](const Result<std::vector<net::RespValue>> &replies) { came(replies); });
    }
    void cancel() override
    {
        m_done = nullptr;
        m_call.reset();
    }

private:
    //! May destroy this.
    void came(const Result<std::vector<net::RespValue>> &replies)
    {
        const auto *answer = replies ? &replies->front() : nullptr;
        const bool isKnown = answer && (answer->kind == net::RespValue::Kind::Simple || answer->kind == net::RespValue::Kind::Null);
        Result<bool> result = isKnown && answer->kind == net::RespValue::Kind::Simple;
        if (!isKnown)
            result = fail(ErrorKind::Unavailable, "net.redisUnavailable",
                          {{"reason", !replies ? replies.error().debugText() : answer->isError() ? answer->text : "an answer of another form"}});
        m_owner.reached(isKnown, isKnown ? std::string() : result.error().debugText());
        if (!isKnown && m_owner.m_failOpen)
            result = true;
        if (const auto done = std::exchange(m_done, nullptr))
            done(std::move(result));
    }

    RedisLimits &m_owner;
    std::function<void(Result<bool>)> m_done;
    std::unique_ptr<net::RedisCall> m_call;
};

//! SET NX and GET.
class RedisLimits::Agreement final : public policy::Operation
{
public:
    Agreement(RedisLimits &owner, const std::string &key, const SecretString &own, std::function<void(Result<SecretString>)> done)
        : m_done(std::move(done))
    {
        std::string bytes;
        net::appendCommand(bytes, {"SET", key, crypto::base64Url(own.reveal()), "NX"});
        net::appendCommand(bytes, {"GET", key});
        m_call = owner.m_client->send(bytes, 2, [this](const Result<std::vector<net::RespValue>> &replies) {
            Result<SecretString> secret = fail(ErrorKind::Unavailable, "net.redisUnavailable");
            const auto bytesOf = [](const net::RespValue &reply) {
                return reply.kind == net::RespValue::Kind::Bulk ? crypto::decodeBase64(reply.text, crypto::Base64Form::StrictUrl) : std::nullopt;
            };
            if (auto held = replies ? bytesOf(replies->back()) : std::nullopt; held && held->size() >= 32)
                secret = SecretString(std::move(*held));
            if (const auto finished = std::exchange(m_done, nullptr)) // may destroy this
                finished(std::move(secret));
        });
    }
    void cancel() override
    {
        m_done = nullptr;
        m_call.reset();
    }

private:
    std::function<void(Result<SecretString>)> m_done;
    std::unique_ptr<net::RedisCall> m_call;
};

RedisLimits::RedisLimits(std::unique_ptr<net::RedisClient> client, std::string prefix, bool failOpen, Logger &logger)
    : m_client(std::move(client)), m_prefix(std::move(prefix)), m_failOpen(failOpen), m_logger(logger)
{
}

RedisLimits::~RedisLimits() = default;

//! Counter keys may be anything a caller sends: what is long is told by its digest.
std::string RedisLimits::keyOf(std::string_view kind, std::string_view counter, std::string_view key) const
{
    auto name = std::string(counter) + "\n" + std::string(key);
    if (name.size() > longestKey)
        name = "#" + crypto::toHex(crypto::sha256(name));
    return m_prefix + std::string(kind) + ":" + name;
}

//! Says once that it fails, and once that it works again.
void RedisLimits::reached(bool works, const std::string &reason)
{
    if (works == std::exchange(m_works, works))
        return;
    if (works)
        m_logger.info("shared limits are counted again");
    else
        m_logger.error("shared limits can't be counted and {}: {}", m_failOpen ? "let calls pass" : "refuse calls", reason);
}

policy::OperationPointer RedisLimits::take(std::string_view counter, std::string_view key, const limit::Rule &rule, std::uint32_t increment,
                                           std::function<void(Result<limit::Verdict>)> done)
{
    std::vector<std::string> arguments{text(rule.calls), std::to_string(rule.periodMicros), text(increment), std::to_string(slotOf(rule))};
    return std::make_unique<Script>(*this, slidingWindowScript, 3, keyOf("rate", counter, key), std::move(arguments),
                                    [open = m_failOpen, calls = rule.calls, done = std::move(done)](const Result<std::vector<std::int64_t>> &numbers) {
                                        if (numbers)
                                            done(limit::Verdict{(*numbers)[0] != 0, static_cast<std::uint64_t>((*numbers)[1]), (*numbers)[2]});
                                        else if (open)
                                            done(limit::Verdict{true, calls, 0});
                                        else
                                            done(tl::unexpected(numbers.error()));
                                    });
}

policy::OperationPointer RedisLimits::takeQuota(std::string_view counter, std::string_view key, const limit::QuotaRule &rule, std::uint64_t calls,
                                                std::function<void(Result<limit::QuotaVerdict>)> done)
{
    return std::make_unique<Script>(*this, fixedWindowScript, 3, keyOf("quota", counter, key), quotaArguments(rule, calls, 0, true),
                                    [open = m_failOpen, done = std::move(done)](const Result<std::vector<std::int64_t>> &numbers) {
                                        if (!numbers && !open) {
                                            done(tl::unexpected(numbers.error()));
                                            return;
                                        }
                                        limit::QuotaVerdict verdict;
                                        if (numbers && (*numbers)[0] != 0) {
                                            verdict.kind = (*numbers)[0] == 1 ? limit::QuotaVerdict::OutOfCalls : limit::QuotaVerdict::OutOfBandwidth;
                                            if ((*numbers)[1] >= 0)
                                                verdict.replenishMicros = (*numbers)[1];
                                        }
                                        if (numbers)
                                            verdict.calls = static_cast<std::uint64_t>(std::max<std::int64_t>(0, (*numbers)[2]));
                                        done(verdict);
                                    });
}

policy::OperationPointer RedisLimits::remember(std::string_view name, std::chrono::milliseconds life, std::function<void(Result<bool>)> done)
{
    return std::make_unique<Mark>(*this, m_prefix + "once:" + crypto::base64Url(name), life, std::move(done));
}

policy::OperationPointer RedisLimits::agree(std::string_view name, const SecretString &own, std::function<void(Result<SecretString>)> done)
{
    return std::make_unique<Agreement>(*this, m_prefix + "secret:" + std::string(name), own, std::move(done));
}

void RedisLimits::add(std::string_view counter, std::string_view key, const limit::Rule &rule, std::uint64_t calls)
{
    const std::vector<std::string> arguments{text(mostExact), std::to_string(rule.periodMicros), text(calls), std::to_string(slotOf(rule))};
    m_client->send(command("EVAL", slidingWindowScript, keyOf("rate", counter, key), arguments), 1, nullptr);
}

void RedisLimits::addToQuota(std::string_view counter, std::string_view key, const limit::QuotaRule &rule, std::uint64_t calls,
                             std::uint64_t bytes)
{
    const auto arguments = quotaArguments(rule, calls, bytes, false);
    // The command is on its way when the call goes: its answer is nobody's.
    m_client->send(command("EVAL", fixedWindowScript, keyOf("quota", counter, key), arguments), 1, nullptr);
}

} // namespace gatehouse::gateway
