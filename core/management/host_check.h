// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/http_server.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::management {

//! Which Host headers the management endpoint answers to. A page in a browser that had its own name resolved to this
//! machine (DNS rebinding) sends that name, which is none of these.
class HostCheck
{
public:
    //! Loopback names and addresses always; the endpoints' own hosts; with `remote` any address literal and the
    //! machine's name too (a literal can't be rebound).
    HostCheck(const std::vector<net::Endpoint> &endpoints, bool remote);
    bool allows(std::string_view hostHeader) const;

private:
    std::vector<std::string> m_names; //!< lower case
    bool m_anyLiteral;
};

} // namespace gatehouse::management
