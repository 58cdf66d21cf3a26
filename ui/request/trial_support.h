// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <stop_token>

namespace gatehouse::remote {
class ArmClient;
}

namespace gatehouse::ui::request {

//! Why changes can't be run unpublished there, for a person; "" : they can. Blocking: for the background.
QString whyNoTrials(const remote::ArmClient &client, const std::stop_token &stop);

} // namespace gatehouse::ui::request
