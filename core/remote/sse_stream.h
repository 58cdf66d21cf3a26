// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/arm_client.h"
#include "core/remote/local_provider.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

class QObject;

namespace gatehouse::remote {

//! One server-sent event (WHATWG HTML section 9.2).
struct SseEvent
{
    std::string id;
    std::string name; //!< "message" when the stream named none
    std::string data;

    bool operator==(const SseEvent &) const = default;
};

//! Incremental reader of text/event-stream: any cut of the bytes gives the same events. An event above `maxEvent` bytes
//! is dropped.
class SseParser
{
public:
    explicit SseParser(std::size_t maxEvent = 1U << 20) : m_maxEvent(maxEvent) { }
    std::vector<SseEvent> feed(std::string_view bytes);
    //! The last id that an event named.
    const std::string &lastId() const { return m_lastId; }

private:
    void line(std::string_view text, std::vector<SseEvent> &events);

    std::size_t m_maxEvent;
    std::string m_buffer;
    std::string m_lastId;
    SseEvent m_event;
    bool m_hasData = false;
    bool m_tooLong = false;
    bool m_skipLineFeed = false;
};

//! The live tail of exchanges: connects, goes on from its cursor after a break (1 s, doubling to 30 s), and stops when
//! destroyed: no callback runs after that when it is destroyed on the context's thread.
class SseStream
{
public:
    enum class State { Connecting, Live, Waiting /*!< to try again */, Refused /*!< 401, 403, 404: for good */ };

    struct Callbacks
    {
        std::function<void(std::vector<ExchangeRecord>)> records; //!< as many as came at once, oldest first
        std::function<void(std::uint64_t missed)> gap;
        std::function<void(State, std::optional<Error>)> state;
    };

    //! Callbacks run on `context`'s thread, never after it died; on the network thread when it is nullptr (then they
    //! must not block). `after` "" begins with what comes from now on.
    SseStream(const ArmClient &client, ExchangeFilter filter, QObject *context, Callbacks callbacks,
              std::string after = {});
    ~SseStream();
    SseStream(const SseStream &) = delete;
    SseStream &operator=(const SseStream &) = delete;

private:
    struct Core;
    std::shared_ptr<Network> m_network; //!< the last reference must not go on the network's own thread
    std::shared_ptr<Core> m_core;
};

} // namespace gatehouse::remote
