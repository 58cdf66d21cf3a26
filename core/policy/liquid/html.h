// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::policy::liquid {

// WebUtility's forms, and tags taken out.
std::string htmlEncode(std::string_view text);
std::string htmlDecode(std::string_view text); //!< the five of XML, nbsp and numbers
std::string formEncode(std::string_view text);
std::string formDecode(std::string_view text);
std::string withoutHtml(std::string_view text);

} // namespace gatehouse::policy::liquid
