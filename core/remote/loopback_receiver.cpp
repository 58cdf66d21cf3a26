// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/loopback_receiver.h"

#include "core/base/text.h"

#include <QHostAddress>
#include <QNetworkProxy>
#include <QTcpServer>
#include <QTcpSocket>

#include <algorithm>
#include <vector>

namespace gatehouse::remote {

namespace {

constexpr std::string_view callbackPath = "/callback";
constexpr qint64 longestHead = 16 << 10;
constexpr std::size_t mostBrowsers = 16; //!< connections at once: browsers open some that they do not use

std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        default: out += c;
        }
    }
    return out;
}

void answer(QTcpSocket &socket, std::string_view status, std::string_view title, std::string_view text)
{
    const auto page = "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>" + escaped(title) + "</title></head><body><h1>" + escaped(title)
        + "</h1><p>" + escaped(text) + "</p></body></html>\n";
    const auto head = "HTTP/1.1 " + std::string(status)
        + "\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nContent-Security-Policy: default-src 'none'\r\n"
          "X-Content-Type-Options: nosniff\r\nConnection: close\r\nContent-Length: "
        + std::to_string(page.size()) + "\r\n\r\n";
    const auto all = head + page;
    socket.readAll(); // what is left unread would make the close a reset, and the page would be lost
    socket.write(all.data(), static_cast<qint64>(all.size()));
    while (socket.bytesToWrite() > 0 && socket.waitForBytesWritten(2000)) { }
    socket.disconnectFromHost();
    if (socket.state() != QAbstractSocket::UnconnectedState)
        socket.waitForDisconnected(500);
}

struct Head
{
    std::string method, target, host;
};

Head headOf(std::string_view text)
{
    Head head;
    const auto lines = split(text, '\n');
    const auto words = split(trim(lines.front()), ' ');
    if (words.size() == 3) {
        head.method = words[0];
        head.target = words[1];
    }
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const auto colon = lines[i].find(':');
        if (colon != std::string_view::npos && equalsIgnoreCase(lines[i].substr(0, colon), "host"))
            head.host = trim(lines[i].substr(colon + 1));
    }
    return head;
}

} // namespace

LoopbackReceiver::LoopbackReceiver(std::unique_ptr<QTcpServer> server) : m_server(std::move(server)) { }
LoopbackReceiver::~LoopbackReceiver() = default;
LoopbackReceiver::LoopbackReceiver(LoopbackReceiver &&) noexcept = default;
LoopbackReceiver &LoopbackReceiver::operator=(LoopbackReceiver &&) noexcept = default;

Result<LoopbackReceiver> LoopbackReceiver::listen()
{
    auto server = std::make_unique<QTcpServer>();
    server->setProxy(QNetworkProxy::NoProxy);
    if (!server->listen(QHostAddress::LocalHost))
        return fail(ErrorKind::Unavailable, "signIn.listen", {{"reason", server->errorString().toStdString()}});
    return LoopbackReceiver(std::move(server));
}

std::string LoopbackReceiver::redirectUri() const
{
    return "http://127.0.0.1:" + std::to_string(m_server->serverPort()) + std::string(callbackPath);
}

Result<std::string> LoopbackReceiver::receive(const std::function<bool(std::string_view query)> &accept, const BrowserTexts &texts, std::chrono::seconds limit,
                                              const std::stop_token &stop)
{
    const auto host = "127.0.0.1:" + std::to_string(m_server->serverPort());
    const auto deadline = std::chrono::steady_clock::now() + limit;
    std::vector<std::unique_ptr<QTcpSocket>> sockets;
    while (std::chrono::steady_clock::now() < deadline) {
        if (stop.stop_requested())
            return fail(ErrorKind::Cancelled, "remote.cancelled");
        if (m_server->waitForNewConnection(50)) {
            while (auto *socket = m_server->nextPendingConnection()) {
                socket->setParent(nullptr);
                socket->setReadBufferSize(longestHead + 1);
                sockets.emplace_back(socket);
            }
            if (sockets.size() > mostBrowsers)
                sockets.erase(sockets.begin());
        }
        for (auto &socket : sockets) {
            socket->waitForReadyRead(5);
            const auto text = socket->peek(longestHead + 1).toStdString();
            const auto end = text.find("\r\n\r\n");
            if (end == std::string::npos) {
                if (text.size() > static_cast<std::size_t>(longestHead))
                    answer(*socket, "431 Request Header Fields Too Large", texts.title, texts.failed);
                continue;
            }
            const auto head = headOf(std::string_view(text).substr(0, end));
            const auto question = head.target.find('?');
            // Another name for this machine is a page elsewhere that had its name changed to ours.
            if (head.host != host)
                answer(*socket, "400 Bad Request", texts.title, texts.failed);
            else if (head.target.substr(0, question) != callbackPath)
                answer(*socket, "404 Not Found", texts.title, texts.failed);
            else if (head.method != "GET")
                answer(*socket, "405 Method Not Allowed", texts.title, texts.failed);
            else {
                m_server->close();
                auto query = question == std::string::npos ? std::string() : head.target.substr(question + 1);
                const bool good = accept(query);
                answer(*socket, good ? "200 OK" : "400 Bad Request", texts.title, good ? texts.succeeded : texts.failed);
                return query;
            }
        }
        std::erase_if(sockets, [](const auto &socket) { return socket->state() == QAbstractSocket::UnconnectedState; });
    }
    return fail(ErrorKind::Timeout, "signIn.noAnswer");
}

} // namespace gatehouse::remote
