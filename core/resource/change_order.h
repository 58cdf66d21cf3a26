// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resource/change_set.h"

namespace gatehouse::resource {

//! The order of the calls: puts so that nothing is written before what it depends on, then actions, then deletes.
std::vector<ChangeItem> inCallOrder(std::vector<ChangeItem> items);

} // namespace gatehouse::resource
