// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace gatehouse::net {

//! What a server's certificate must show.
struct TlsChecks
{
    bool chain = true; //!< somebody trusted has signed it
    bool name = true; //!< it is the host's

    bool operator==(const TlsChecks &) const = default;
};

} // namespace gatehouse::net
