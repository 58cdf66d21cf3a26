// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

class QTcpServer;

namespace gatehouse::remote {

//! What the browser shows at the end, in the person's language; plain text.
struct BrowserTexts
{
    std::string title, succeeded, failed;
};

//! Listens on 127.0.0.1, on a port that was free, for the one answer that a browser brings (RFC 8252 section 7.3). Used on the thread that made it.
class LoopbackReceiver
{
public:
    //! Fails with Unavailable "signIn.listen" (args: reason).
    static Result<LoopbackReceiver> listen();
    ~LoopbackReceiver();
    LoopbackReceiver(LoopbackReceiver &&) noexcept;
    LoopbackReceiver &operator=(LoopbackReceiver &&) noexcept;

    std::string redirectUri() const;
    //! Blocks for the first GET of redirectUri(), gives its query to `accept` and tells the browser by its outcome; other requests get an error and
    //! end nothing. Then nothing listens any more. Fails with Timeout "signIn.noAnswer", Cancelled "remote.cancelled".
    Result<std::string> receive(const std::function<bool(std::string_view query)> &accept, const BrowserTexts &texts, std::chrono::seconds limit, const std::stop_token &stop);

private:
    explicit LoopbackReceiver(std::unique_ptr<QTcpServer> server);
    std::unique_ptr<QTcpServer> m_server;
};

} // namespace gatehouse::remote
