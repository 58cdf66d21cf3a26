// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/exchange.h"

#include <memory>
#include <string>
#include <utility>

namespace gatehouse::gateway {

//! Whoever a body comes from: the client's connection or the backend's.
class BodySource
{
public:
    virtual void readBody(policy::BodyStream::Callback callback) = 0;
    virtual void cancelBody() = 0;
    //! True when its pipe begins with BodyHandle::takeFront().
    virtual bool takesBack() const { return false; }

protected:
    ~BodySource() = default;
};

//! A body that was not read yet. Policies may keep it longer than its exchange: then it reads as gone.
class BodyHandle final : public policy::BodyStream
{
public:
    explicit BodyHandle(BodySource &source) : m_source(&source) { }

    void read(Callback callback) override;
    void cancel() override
    {
        if (m_source)
            m_source->cancelBody();
    }
    bool putBack(std::string text) override;
    std::string takeFront() { return std::exchange(m_front, {}); }
    void detach() { m_source = nullptr; }
    bool isRead() const { return m_read; }

    //! Lets go of `handle` and gives one for a new message; the same object when nobody else holds it.
    static const std::shared_ptr<BodyHandle> &renew(std::shared_ptr<BodyHandle> &handle, BodySource &source);

private:
    BodySource *m_source;
    std::string m_front; //!< was read and put back
    bool m_read = false; //!< somebody took a piece: it can't be passed on whole
};

} // namespace gatehouse::gateway
