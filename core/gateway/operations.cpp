// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/operations.h"

#include "core/gateway/redirect.h"
#include "core/net/timer_wheel.h"

#include <memory>

namespace gatehouse::gateway {

namespace {

class Wait final : public policy::Operation, private net::TimerWheel::Entry
{
public:
    Wait(Worker &worker, std::chrono::microseconds duration, std::function<void()> done) : m_done(std::move(done))
    {
        auto &loop = worker.loopImpl();
        if (duration.count() > 0) {
            loop.wheel.set(*this, std::chrono::steady_clock::now() + duration);
            return;
        }
        loop.defer([this, alive = std::weak_ptr<bool>(m_alive)] {
            if (!alive.expired())
                finish();
        });
    }
    void cancel() override { m_done = nullptr; }

private:
    void onDeadline() override { finish(); }
    //! May destroy this.
    void finish()
    {
        if (const auto done = std::exchange(m_done, nullptr))
            done();
    }

    std::function<void()> m_done;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

class Slice final : public policy::Operation
{
public:
    Slice(Worker &worker, std::function<void()> work) : m_slice(std::make_shared<std::function<void()>>(std::move(work)))
    {
        worker.loopImpl().yield([waiting = std::weak_ptr(m_slice)] {
            if (const auto slice = waiting.lock())
                (*slice)(); // may destroy the operation
        });
    }
    void cancel() override { m_slice.reset(); }

private:
    std::shared_ptr<std::function<void()>> m_slice;
};

class Buffer final : public policy::Operation
{
public:
    Buffer(Worker &worker, policy::Body &body, std::size_t limit, std::function<void(Status)> done)
        : m_body(body), m_limit(limit), m_done(std::move(done))
    {
        if (const auto *stream = std::get_if<std::shared_ptr<policy::BodyStream>>(&body.content))
            m_stream = *stream;
        const bool tooLarge = (m_stream && body.length && *body.length > limit) || (body.bytes() && body.bytes()->size() > limit);
        if (m_stream && !tooLarge) {
            read();
            return;
        }
        worker.loopImpl().defer([this, tooLarge, alive = std::weak_ptr<bool>(m_alive)] {
            if (!alive.expired())
                finish(tooLarge ? Status(fail(ErrorKind::TooLarge, "gateway.bodyTooLarge")) : Status());
        });
    }
    ~Buffer() override { cancel(); }

    void cancel() override
    {
        if (m_stream && m_done)
            m_stream->cancel();
        m_done = nullptr;
    }

private:
    void read()
    {
        m_stream->read([this, alive = std::weak_ptr<bool>(m_alive)](Result<std::string> piece) {
            if (!alive.expired())
                came(std::move(piece));
        });
    }

    void came(Result<std::string> piece)
    {
        if (!piece) {
            finish(tl::unexpected(piece.error()));
        } else if (piece->empty()) {
            m_body.set(std::move(m_text));
            finish({});
        } else if (m_text.size() + piece->size() > m_limit) {
            m_text += *piece;
            m_stream->putBack(std::move(m_text));
            finish(fail(ErrorKind::TooLarge, "gateway.bodyTooLarge"));
        } else {
            m_text += *piece;
            read();
        }
    }

    //! May destroy this.
    void finish(Status status)
    {
        if (const auto done = std::exchange(m_done, nullptr))
            done(std::move(status));
    }

    policy::Body &m_body;
    std::size_t m_limit;
    std::function<void(Status)> m_done;
    std::shared_ptr<policy::BodyStream> m_stream;
    std::string m_text;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

class Send final : public policy::Operation
{
public:
    Send(Worker &worker, policy::OutgoingRequest request, std::function<void(Result<policy::ResponseMessage>)> done)
        : m_worker(worker), m_request(std::move(request)), m_done(std::move(done))
        , m_deadline(std::chrono::steady_clock::now() + m_request.timeout)
    {
        call();
    }
    void cancel() override
    {
        m_done = nullptr;
        m_call.reset();
    }

private:
    void call()
    {
        net::ClientRequest request;
        request.method = m_request.method;
        request.url = m_request.url;
        request.headers = m_request.headers;
        request.body = m_request.body;
        request.certificate = m_request.certificate;
        request.checks = {m_request.checksChain, m_request.checksName};
        request.proxy = proxyAddress(m_request.proxy);
        request.timeout = std::chrono::duration_cast<std::chrono::milliseconds>(m_deadline - std::chrono::steady_clock::now());
        m_call = m_worker.client().send(std::move(request), [this](Result<http::Response> response) { came(std::move(response)); });
    }

    void came(Result<http::Response> response)
    {
        if (!response) {
            finish(tl::unexpected(response.error()));
            return;
        }
        if (m_request.followRedirects && redirect(response->head)) {
            m_worker.loopImpl().defer([this, alive = std::weak_ptr<bool>(m_alive)] {
                if (!alive.expired() && m_done)
                    call();
            });
            return;
        }
        policy::ResponseMessage message;
        message.status = response->head.status;
        message.reason = std::move(response->head.reason);
        message.headers = std::move(response->head.headers);
        message.body.set(std::move(response->body));
        http::removeHopByHop(message.headers);
        finish(std::move(message));
    }

    bool redirect(const http::ResponseHead &head)
    {
        const auto redirect = redirectOf(head.status, head.headers, m_request.method, m_request.url);
        if (!redirect || ++m_redirects > maxRedirects)
            return false;
        m_request.url = redirect->url();
        if (!redirect->sameOrigin) {
            m_request.headers.remove("Authorization");
            m_request.certificate.reset();
            m_request.checksChain = m_request.checksName = true;
        }
        if (redirect->asGet) {
            m_request.method = "GET";
            m_request.body.clear();
            m_request.headers.remove("Content-Type");
        }
        return true;
    }

    //! May destroy this.
    void finish(Result<policy::ResponseMessage> result)
    {
        if (const auto done = std::exchange(m_done, nullptr))
            done(std::move(result));
    }

    Worker &m_worker;
    policy::OutgoingRequest m_request;
    std::function<void(Result<policy::ResponseMessage>)> m_done;
    SteadyTime m_deadline;
    std::unique_ptr<net::ClientCall> m_call;
    int m_redirects = 0;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace

policy::OperationPointer waitFor(Worker &worker, std::chrono::microseconds duration, std::function<void()> done)
{
    return std::make_unique<Wait>(worker, duration, std::move(done));
}

policy::OperationPointer yieldFor(Worker &worker, std::function<void()> slice)
{
    return std::make_unique<Slice>(worker, std::move(slice));
}

policy::OperationPointer bufferBody(Worker &worker, policy::Body &body, std::size_t limit, std::function<void(Status)> done)
{
    return std::make_unique<Buffer>(worker, body, limit, std::move(done));
}

policy::OperationPointer sendRequest(Worker &worker, policy::OutgoingRequest request,
                                     std::function<void(Result<policy::ResponseMessage>)> done)
{
    return std::make_unique<Send>(worker, std::move(request), std::move(done));
}

} // namespace gatehouse::gateway
