// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/network.h"

#include <QElapsedTimer>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QObject>

#include <mutex>

namespace gatehouse::remote {

//! Shared by a call's owner and the network thread. Callbacks run under the mutex, so that dropping the call waits for
//! one that runs; it is recursive, so that a callback may drop its own call.
struct CallState
{
    std::recursive_mutex mutex;
    bool dropped = false;
    bool isStream = false;
    std::function<void(Result<HttpAnswer>)> done;
    Network::Stream stream;
};

//! Fails with Invalid "remote.badUrl" or "remote.badCertificate".
Result<QNetworkRequest> requestOf(const HttpCall &call);
QNetworkReply *sendOn(QNetworkAccessManager &manager, const QNetworkRequest &request, const HttpCall &call);

//! Follows one reply to its end on the network thread; deletes itself with the reply.
class ReplyReader final : public QObject
{
public:
    ReplyReader(QNetworkReply *reply, std::shared_ptr<CallState> state, std::size_t maxBody);

    //! Aborts without a callback.
    void drop();

private:
    void readHead();
    void read();
    void finish();
    Error errorOf() const;
    void deliver(Result<HttpAnswer> result);

    QNetworkReply *m_reply;
    std::shared_ptr<CallState> m_state;
    std::size_t m_maxBody;
    QElapsedTimer m_clock;
    HttpAnswer m_answer;
    QStringList m_tlsErrors;
    bool m_hasHead = false;
    bool m_tooLarge = false;
};

} // namespace gatehouse::remote
