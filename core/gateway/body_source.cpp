// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/body_source.h"

namespace gatehouse::gateway {

void BodyHandle::read(Callback callback)
{
    m_read = true;
    if (!m_front.empty()) {
        callback(takeFront());
        return;
    }
    if (m_source)
        m_source->readBody(std::move(callback));
    else
        callback(fail(ErrorKind::Unavailable, "gateway.bodyGone"));
}

bool BodyHandle::putBack(std::string text)
{
    if (!m_source || !m_source->takesBack())
        return false;
    m_front = std::move(text);
    m_read = false;
    return true;
}

const std::shared_ptr<BodyHandle> &BodyHandle::renew(std::shared_ptr<BodyHandle> &handle, BodySource &source)
{
    if (handle && handle.use_count() == 1) {
        handle->m_source = &source;
        handle->m_read = false;
        handle->m_front.clear();
        return handle;
    }
    if (handle)
        handle->detach();
    handle = std::make_shared<BodyHandle>(source);
    return handle;
}

} // namespace gatehouse::gateway
