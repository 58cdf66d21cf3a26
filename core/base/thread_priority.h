// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace gatehouse {

//! Lets every other thread of the program go before the calling one (nice 10 on Linux): telemetry must not hold up traffic where both
//! share a core.
void becomeBackgroundThread();

} // namespace gatehouse
