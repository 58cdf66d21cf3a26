// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/body_source.h"

namespace gatehouse::gateway {

void BodyHandle::read(Callback callback)
{
    m_read = true;
    if (m_source)
        m_source->readBody(std::move(callback));
    else
        callback(fail(ErrorKind::Unavailable, "gateway.bodyGone"));
}

const std::shared_ptr<BodyHandle> &BodyHandle::renew(std::shared_ptr<BodyHandle> &handle, BodySource &source)
{
    if (handle && handle.use_count() == 1) {
        handle->m_source = &source;
        handle->m_read = false;
        return handle;
    }
    if (handle)
        handle->detach();
    handle = std::make_shared<BodyHandle>(source);
    return handle;
}

} // namespace gatehouse::gateway
