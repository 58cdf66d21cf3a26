// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The one unit that compiles Asio's implementation.
#include <boost/asio/impl/src.hpp>
