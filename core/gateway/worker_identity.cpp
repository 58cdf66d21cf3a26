// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a worker does for identity's caches, which all workers share.
#include "core/gateway/operations.h"
#include "core/gateway/worker.h"

namespace gatehouse::gateway {

void Worker::fetch(identity::FetchRequest request, std::function<void(Result<identity::FetchAnswer>)> done)
{
    policy::OutgoingRequest outgoing;
    outgoing.method = std::move(request.method);
    outgoing.url = std::move(request.url);
    outgoing.headers = std::move(request.headers);
    outgoing.body = std::move(request.body);
    outgoing.timeout = request.timeout;
    const auto serial = ++m_oneWaySerial;
    auto came = [this, serial, whenDone = std::move(done)](Result<policy::ResponseMessage> response) {
        // It is on the stack now.
        loopImpl().defer([this, serial] {
            m_oneWay.erase(serial);
            tellWhenDrained();
        });
        if (!response) {
            whenDone(tl::unexpected(std::move(response.error())));
            return;
        }
        const auto *body = response->body.bytes();
        whenDone(identity::FetchAnswer{response->status, body ? *body : std::string()});
    };
    m_oneWay.emplace(serial, sendRequest(*this, std::move(outgoing), std::move(came)));
}

identity::Io Worker::identityIo()
{
    return {[this](identity::FetchRequest request, std::function<void(Result<identity::FetchAnswer>)> done) {
                fetch(std::move(request), std::move(done));
            },
            [door = m_door](std::function<void()> task) {
                const std::lock_guard lock(door->mutex);
                if (door->loop)
                    door->loop->post(std::move(task));
            }};
}

} // namespace gatehouse::gateway
