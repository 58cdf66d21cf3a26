// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <tl/expected.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::policy {

using XslParameters = std::vector<std::pair<std::string, std::string>>;

//! A compiled stylesheet: immutable, shared by threads. It reads and writes no file and no network, imports nothing, knows no extension
//! functions, and ends at limits of depth and work.
class Stylesheet
{
public:
    static tl::expected<Stylesheet, std::string> compile(std::string_view text);
    //! Parameters are texts, not XPath. Fails with what the XML or the transformation got wrong.
    tl::expected<std::string, std::string> apply(std::string_view xml, const XslParameters &parameters) const;

private:
    struct Data;
    std::shared_ptr<const Data> m_data;
};

} // namespace gatehouse::policy
