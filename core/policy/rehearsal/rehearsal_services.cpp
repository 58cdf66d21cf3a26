// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/rehearsal/rehearsal_services.h"

#include "core/base/text.h"
#include "core/http/message.h"
#include "core/policy/cached_value.h"
#include "core/policy/rehearsal/variables.h"
#include "core/policy/steps.h"

#include <algorithm>

namespace gatehouse::policy::rehearsal {

namespace {

constexpr std::size_t maxTraces = 1000;
constexpr std::size_t maxSamples = 1000;
constexpr std::size_t largestAnswer = 8U << 20; // what the gateway keeps of an answer to send-request

//! Whether `used` is about that counter.
bool isAbout(const UsedCalls &used, std::string_view counter, std::string_view key)
{
    return containsIgnoreCase(counter, used.policy) && (!used.key || *used.key == key);
}

std::string urlOf(const Exchange &exchange)
{
    auto url = exchange.backendBaseUrl;
    if (url.ends_with('/') && exchange.backendPath.starts_with('/'))
        url.pop_back();
    if (!exchange.backendPath.empty() && !exchange.backendPath.starts_with('/') && !url.ends_with('/'))
        url += '/';
    url += exchange.backendPath;
    if (!exchange.backendQuery.empty())
        url += "?" + exchange.backendQuery;
    return url;
}

ResponseMessage messageOf(const Answer &answer)
{
    ResponseMessage message;
    message.status = answer.status;
    message.reason = answer.reason.empty() ? std::string(http::reasonPhrase(answer.status)) : answer.reason;
    message.headers = answer.headers;
    if (!answer.body.empty())
        message.body.set(answer.body);
    return message;
}

} // namespace

void SeededRandom::fill(std::span<std::uint8_t> bytes)
{
    for (auto &byte : bytes) { // splitmix64
        m_state += 0x9e3779b97f4a7c15ULL;
        auto mixed = m_state;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
        byte = static_cast<std::uint8_t>((mixed ^ (mixed >> 31)) >> 24);
    }
}

CacheHit RehearsalCache::find(std::string_view key)
{
    const auto found = m_entries.find(key);
    if (found == m_entries.end() || found->second.second <= m_clock.steady())
        return {};
    return {found->second.first,
            std::chrono::duration_cast<std::chrono::microseconds>(found->second.second - m_clock.steady())};
}

void RehearsalCache::store(std::string_view key, CachedPointer content, std::chrono::microseconds duration)
{
    m_entries.insert_or_assign(std::string(key), std::pair(std::move(content), m_clock.steady() + duration));
}

void RehearsalCache::remove(std::string_view key)
{
    if (const auto found = m_entries.find(key); found != m_entries.end())
        m_entries.erase(found);
}

struct RehearsalServices::Event
{
    std::function<void()> happen; //!< empty: cancelled
};

class RehearsalServices::Handle final : public Operation
{
public:
    explicit Handle(std::shared_ptr<Event> event) : m_event(std::move(event)) { }
    ~Handle() override { cancel(); }
    void cancel() override { m_event->happen = nullptr; }

private:
    std::shared_ptr<Event> m_event;
};

//! Bytes that come in one piece.
class RehearsalServices::Stream final : public BodyStream
{
public:
    Stream(RehearsalServices &services, std::string text) : m_services(services), m_text(std::move(text)) { }
    void read(Callback callback) override
    {
        m_read = m_services.later({}, [this, callback = std::move(callback)] { callback(std::exchange(m_text, {})); });
        m_taken = true;
    }
    bool putBack(std::string piece) override
    {
        m_text.insert(0, piece);
        m_taken = false;
        return true;
    }
    void cancel() override
    {
        m_read.reset();
        m_taken = true;
    }
    bool isTaken() const { return m_taken; }
    const std::string &text() const { return m_text; }
    std::string take()
    {
        m_taken = true;
        return std::move(m_text);
    }

private:
    RehearsalServices &m_services;
    std::string m_text;
    OperationPointer m_read;
    bool m_taken = false;
};

RehearsalServices::RehearsalServices(const Case &given)
    : m_given(given)
    , m_clock(given.now)
    , m_random(given.seed)
    , m_cache(m_clock)
    , m_backend(given.backend.value_or(std::vector<Answer>{{}}))
    , m_answers(given.answers)
{
    for (const auto &entry : given.cache)
        if (auto content = toCached(variableOf(entry.value)))
            m_cache.store(valueKey(entry.key), std::make_shared<const CachedContent>(std::move(*content)),
                          entry.duration);
    for (const auto &taken : given.concurrency)
        m_places[taken.key] = taken.count;
}

RehearsalServices::~RehearsalServices() = default;

bool RehearsalServices::runAll(std::size_t maxEvents)
{
    for (std::size_t i = 0; i < maxEvents; ++i) {
        if (m_events.empty())
            return true;
        const auto [due, event] = *m_events.begin();
        m_events.erase(m_events.begin());
        if (!event->happen)
            continue;
        m_clock.advanceTo(due);
        const auto happen = std::exchange(event->happen, nullptr);
        happen();
    }
    return m_events.empty();
}

Body RehearsalServices::streamOf(std::string text)
{
    Body body;
    if (text.empty())
        return body;
    body.length = text.size();
    body.content = std::static_pointer_cast<BodyStream>(std::make_shared<Stream>(*this, std::move(text)));
    return body;
}

std::optional<std::string> RehearsalServices::textOf(const Body &body)
{
    if (const auto *bytes = body.bytes())
        return *bytes;
    const auto *stream = std::get_if<std::shared_ptr<BodyStream>>(&body.content);
    if (!stream)
        return std::string();
    const auto *own = dynamic_cast<const Stream *>(stream->get());
    return own && !own->isTaken() ? std::optional(own->text()) : std::nullopt;
}

std::shared_ptr<RehearsalServices::Event> RehearsalServices::schedule(std::chrono::microseconds delay,
                                                                      std::function<void()> happen)
{
    auto event = std::make_shared<Event>(Event{std::move(happen)});
    m_events.emplace(m_clock.passed() + std::max(delay, std::chrono::microseconds{0}), event);
    return event;
}

//! Letting go of it cancels.
OperationPointer RehearsalServices::later(std::chrono::microseconds delay, std::function<void()> happen)
{
    return std::make_unique<Handle>(schedule(delay, std::move(happen)));
}

OperationPointer RehearsalServices::answer(Stubs &stubs, const OutgoingRequest &request,
                                           std::function<void(Result<ResponseMessage>)> done)
{
    const auto *found = stubs.next(request.method, request.url);
    if (!found) {
        m_unanswered.push_back(request.method + " " + request.url);
        return later({}, [done = std::move(done)] { done(fail(ErrorKind::Unavailable, "rehearsal.noAnswer")); });
    }
    const bool late = found->failure == Answer::Failure::Timeout || found->delay >= request.timeout;
    if (late)
        return later(request.timeout,
                     [done = std::move(done)] { done(fail(ErrorKind::Timeout, "gateway.backendTimeout")); });
    if (found->failure == Answer::Failure::Unavailable)
        return later(found->delay,
                     [done = std::move(done)] { done(fail(ErrorKind::Unavailable, "gateway.backendConnect")); });
    return later(found->delay,
                 [done = std::move(done), message = messageOf(*found)]() mutable { done(std::move(message)); });
}

OperationPointer RehearsalServices::send(OutgoingRequest request, std::function<void(Result<ResponseMessage>)> done)
{
    m_sent.push_back(std::move(request));
    return answer(m_answers, m_sent.back(), [done = std::move(done)](Result<ResponseMessage> response) {
        const auto *bytes = response ? response->body.bytes() : nullptr;
        if (bytes && bytes->size() > largestAnswer)
            done(fail(ErrorKind::TooLarge, "gateway.bodyTooLarge"));
        else
            done(std::move(response));
    });
}

void RehearsalServices::sendOneWay(OutgoingRequest request)
{
    m_sent.push_back(std::move(request));
}

//! As the backend gets it, without what belongs to one connection.
OutgoingRequest RehearsalServices::backendRequest(const Exchange &exchange) const
{
    OutgoingRequest request;
    request.method = exchange.request.method;
    request.url = urlOf(exchange);
    request.headers = exchange.request.headers;
    http::removeHopByHop(request.headers);
    request.headers.remove("Content-Length");
    request.headers.remove("Expect");
    const auto host = request.headers.get("Host");
    const auto backend = http::Url::parse(request.url);
    if (backend && (!host || *host == exchange.originalUrl.authority())) // a policy that set Host means it
        request.headers.set("Host", backend->authority());
    request.body = textOf(exchange.request.body).value_or(std::string());
    return request;
}

OperationPointer RehearsalServices::forward(Exchange &exchange, const ForwardOptions &options,
                                            std::function<void(Status)> done)
{
    const auto failed = [&](ErrorKind kind, const char *code) {
        return later({}, [done, kind, code] { done(fail(kind, code)); });
    };
    auto &body = exchange.request.body;
    const auto *stream = std::get_if<std::shared_ptr<BodyStream>>(&body.content);
    auto *own = stream ? dynamic_cast<Stream *>(stream->get()) : nullptr;
    if (own && own->isTaken())
        return failed(ErrorKind::Unavailable, "gateway.bodyGone");
    if (own && options.bufferRequestBody && own->text().size() > maxBufferedBody)
        return failed(ErrorKind::TooLarge, "gateway.bodyTooLarge");
    auto request = backendRequest(exchange);
    if (!http::Url::parse(request.url) || !http::isToken(request.method))
        return failed(ErrorKind::Unavailable, "gateway.noBackend");
    request.timeout = options.timeout;
    if (own && options.bufferRequestBody)
        body.set(own->take());
    else if (own)
        own->take();
    m_forwarded.push_back(std::move(request));
    return answer(m_backend, m_forwarded.back(),
                  [this, &exchange, done = std::move(done)](Result<ResponseMessage> response) {
                      if (!response) {
                          done(tl::unexpected(response.error()));
                          return;
                      }
                      const auto *bytes = response->body.bytes();
                      auto content = bytes ? streamOf(*bytes) : Body();
                      exchange.response = std::move(*response);
                      exchange.response.body = std::move(content);
                      done({});
                  });
}

OperationPointer RehearsalServices::wait(std::chrono::microseconds duration, std::function<void()> done)
{
    return later(duration, std::move(done));
}

OperationPointer RehearsalServices::buffer(Body &body, std::size_t limit, std::function<void(Status)> done)
{
    return later({}, [&body, limit, done = std::move(done)] {
        const auto *stream = std::get_if<std::shared_ptr<BodyStream>>(&body.content);
        auto *own = stream ? dynamic_cast<Stream *>(stream->get()) : nullptr;
        if (own && own->isTaken()) {
            done(fail(ErrorKind::Unavailable, "gateway.bodyGone"));
            return;
        }
        if (own && own->text().size() > limit) {
            done(fail(ErrorKind::TooLarge, "gateway.bodyTooLarge"));
            return;
        }
        if (own)
            body.set(own->take());
        done({});
    });
}

limit::Verdict RehearsalServices::take(std::string_view counter, std::string_view key, const limit::Rule &rule,
                                       std::uint32_t increment)
{
    const auto now = std::chrono::duration_cast<std::chrono::microseconds>(m_clock.steady().time_since_epoch()).count();
    const auto [entry, isNew] = m_counters.try_emplace({std::string(counter), std::string(key)});
    if (isNew)
        for (const auto &used : m_given.counters)
            if (isAbout(used, counter, key) && used.calls > 0)
                entry->second.take(rule, now,
                                   static_cast<std::uint32_t>(std::min<std::uint64_t>(
                                       used.calls, std::min<std::uint64_t>(rule.calls, UINT32_MAX))));
    return entry->second.take(rule, now, increment);
}

limit::FixedWindow &RehearsalServices::quota(std::string_view counter, std::string_view key,
                                             const limit::QuotaRule &rule)
{
    const auto [entry, isNew] = m_quotas.try_emplace({std::string(counter), std::string(key)});
    if (isNew)
        for (const auto &used : m_given.quotas)
            if (isAbout(used, counter, key))
                entry->second.add(rule, m_clock.utc().time_since_epoch().count(), used.calls, used.bytes);
    return entry->second;
}

limit::QuotaVerdict RehearsalServices::takeQuota(std::string_view counter, std::string_view key,
                                                 const limit::QuotaRule &rule, std::uint64_t calls)
{
    return quota(counter, key, rule).take(rule, m_clock.utc().time_since_epoch().count(), calls);
}

void RehearsalServices::addToQuota(std::string_view counter, std::string_view key, const limit::QuotaRule &rule,
                                   std::uint64_t calls)
{
    quota(counter, key, rule).add(rule, m_clock.utc().time_since_epoch().count(), calls, 0);
}

std::shared_ptr<void> RehearsalServices::enter(std::string_view key, std::uint64_t maximum)
{
    auto &taken = m_places[std::string(key)];
    if (taken >= maximum)
        return nullptr;
    ++taken;
    return std::shared_ptr<void>(&taken, [](void *count) { --*static_cast<std::uint64_t *>(count); });
}

//! Tokens are verified with keys, and those come from the answers too.
identity::Io RehearsalServices::identityIo()
{
    const auto fetch = [this](const identity::FetchRequest &request,
                              std::function<void(Result<identity::FetchAnswer>)> done) {
        const auto *answer = m_answers.next(request.method, request.url);
        if (!answer)
            m_unanswered.push_back(request.method + " " + request.url);
        Result<identity::FetchAnswer> result = fail(ErrorKind::Unavailable, "rehearsal.noAnswer");
        auto delay = std::chrono::microseconds{0};
        if (answer && (answer->failure == Answer::Failure::Timeout || answer->delay >= request.timeout)) {
            result = fail(ErrorKind::Timeout, "gateway.backendTimeout");
            delay = request.timeout;
        } else if (answer && answer->failure == Answer::Failure::None) {
            result = identity::FetchAnswer{answer->status, answer->body};
            delay = answer->delay;
        }
        schedule(delay, [done = std::move(done), result = std::move(result)] { done(result); });
    };
    return {fetch, [this](std::function<void()> task) { schedule({}, std::move(task)); }};
}

void RehearsalServices::trace(TraceEntry entry)
{
    if (m_traces.size() < maxTraces)
        m_traces.push_back(std::move(entry));
}

void RehearsalServices::measure(MetricSample sample)
{
    if (m_samples.size() < maxSamples)
        m_samples.push_back(std::move(sample));
}

} // namespace gatehouse::policy::rehearsal
