// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/thread_priority.h"

#include <sys/resource.h>
#include <unistd.h>

namespace gatehouse {

void becomeBackgroundThread()
{
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), 10); // of a thread: Linux counts nice per thread
}

} // namespace gatehouse
