// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string_view>

namespace gatehouse::ui::request {

//! What a flaw of identity::tokenFlaws(), of identity::proofFlaws(), or remote::replayedProof does, for people; "" : an unknown one.
QString flawWords(std::string_view name);

} // namespace gatehouse::ui::request
