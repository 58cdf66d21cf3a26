// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/sse_stream.h"

#include <QObject>

#include <algorithm>
#include <atomic>
#include <mutex>

namespace gatehouse::remote {

namespace {

constexpr auto firstWait = std::chrono::seconds{1};
constexpr auto longestWait = std::chrono::seconds{30};
constexpr auto silence = std::chrono::seconds{35}; //!< the service sends a heartbeat every 10 s

bool isForGood(int status)
{
    return status >= 400 && status != 408 && status != 429 && status < 500;
}

} // namespace

//! Lives as long as the stream or a callback under way; `mutex` is recursive since a callback may drop the call it came
//! from.
struct SseStream::Core : std::enable_shared_from_this<Core>
{
    Core(const ArmClient &arm, ExchangeFilter wanted, Callbacks given, std::string cursor)
        : client(arm), filter(std::move(wanted)), callbacks(std::move(given)), after(std::move(cursor))
    {
    }
    ~Core()
    {
        if (relay)
            relay->deleteLater();
    }

    void follow(QObject &context);

    void connect();
    void onPiece(std::string_view piece);
    void onEnd(std::optional<Error> error);
    void report(State state, std::optional<Error> error = {});
    //! Runs it on the context's thread while both are alive. Under the mutex.
    void deliver(std::function<void(const Callbacks &)> task);

    ArmClient client; //!< a copy: connection and network
    ExchangeFilter filter;
    QObject *relay = nullptr; //!< ours, on the context's thread, so that posting to it never meets a dying context
    Callbacks callbacks;
    std::recursive_mutex mutex;
    std::string after;
    SecretString usedToken;
    SseParser parser;
    std::unique_ptr<PendingCall> call;
    std::chrono::milliseconds wait = firstWait;
    int status = 0;
    std::atomic<bool> stopped = false;
};

void SseStream::Core::follow(QObject &context)
{
    relay = new QObject;
    relay->moveToThread(context.thread());
    QObject::connect(&context, &QObject::destroyed, relay, [weak = weak_from_this()] {
        if (const auto self = weak.lock())
            self->stopped = true;
    });
}

void SseStream::Core::deliver(std::function<void(const Callbacks &)> task)
{
    if (!relay) {
        task(callbacks);
        return;
    }
    auto run = [weak = weak_from_this(), task = std::move(task)] {
        const auto self = weak.lock();
        if (self && !self->stopped)
            task(self->callbacks);
    };
    QMetaObject::invokeMethod(relay, std::move(run), Qt::QueuedConnection);
}

void SseStream::Core::report(State state, std::optional<Error> error)
{
    deliver([state, error = std::move(error)](const Callbacks &to) {
        if (to.state)
            to.state(state, error);
    });
}

void SseStream::Core::connect()
{
    std::scoped_lock lock(mutex);
    if (stopped)
        return;
    auto query = queryOf(filter);
    if (!after.empty())
        query.emplace_back("after", after);
    HttpCall http;
    http.url = client.urlOf(std::string(localProviderPath) + "/exchanges", query);
    http.headers = {{"Accept", "text/event-stream"}};
    const auto &connection = client.connection();
    http.bearer = connection.person ? connection.person->held() : connection.token;
    usedToken = http.bearer;
    http.caPem = connection.caPem;
    http.idleTimeout = silence;
    parser = SseParser();
    status = 0;
    report(State::Connecting);
    Network::Stream stream;
    stream.head = [weak = weak_from_this()](int code, const HeaderList &) {
        if (const auto self = weak.lock()) {
            std::scoped_lock locked(self->mutex);
            self->status = code;
            if (code == 200) {
                self->wait = firstWait;
                self->report(State::Live);
            }
        }
    };
    stream.piece = [weak = weak_from_this()](std::string_view piece) {
        if (const auto self = weak.lock())
            self->onPiece(piece);
    };
    stream.end = [weak = weak_from_this()](std::optional<Error> error) {
        if (const auto self = weak.lock())
            self->onEnd(std::move(error));
    };
    call = client.network()->open(std::move(http), std::move(stream));
}

void SseStream::Core::onPiece(std::string_view piece)
{
    std::scoped_lock lock(mutex);
    std::vector<ExchangeRecord> records;
    for (const auto &event : parser.feed(piece)) {
        const auto value = parseJson(event.data);
        if (!value)
            continue;
        if (event.name == "gap") {
            const auto *object = value->if_object();
            const auto missed = object ? intMember(*object, "missed").value_or(0) : 0;
            deliver([missed](const Callbacks &to) {
                if (to.gap)
                    to.gap(static_cast<std::uint64_t>(std::max(0LL, missed)));
            });
            continue;
        }
        if (auto record = exchangeFrom(*value))
            records.push_back(std::move(*record));
    }
    if (!parser.lastId().empty())
        after = parser.lastId();
    if (records.empty())
        return;
    deliver([records = std::move(records)](const Callbacks &to) {
        if (to.records)
            to.records(records);
    });
}

void SseStream::Core::onEnd(std::optional<Error> error)
{
    std::scoped_lock lock(mutex);
    if (stopped)
        return;
    const auto &person = client.connection().person;
    // A person's token is fresh again soon: whoever asks next sees to that.
    if (person && status == 401)
        person->refused(usedToken);
    else if (isForGood(status)) {
        HttpAnswer answer;
        answer.status = status;
        report(State::Refused, armError(answer));
        return;
    }
    report(State::Waiting, std::move(error));
    call = client.network()->after(wait, [weak = weak_from_this()] {
        if (const auto self = weak.lock())
            self->connect();
    });
    wait = std::min<std::chrono::milliseconds>(wait * 2, longestWait);
}

SseStream::SseStream(const ArmClient &client, ExchangeFilter filter, QObject *context, Callbacks callbacks,
                     std::string after)
    : m_network(client.network())
    , m_core(std::make_shared<Core>(client, std::move(filter), std::move(callbacks), std::move(after)))
{
    if (context)
        m_core->follow(*context);
    m_core->connect();
}

SseStream::~SseStream()
{
    std::unique_ptr<PendingCall> call;
    {
        std::scoped_lock lock(m_core->mutex);
        m_core->stopped = true;
        call = std::move(m_core->call);
    }
    call.reset(); // outside the mutex: it waits for a callback that may want it
}

} // namespace gatehouse::remote
