// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gatectl/sample/fleet.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace gatehouse::gatectl::sample {

//! API id to the address of its backend.
using BackendUrls = std::map<std::string, std::string>;

//! One HTTP server an API on 127.0.0.1, answering the documents' examples with the fleet's delays and failures. Runs
//! until destroyed.
class Backends
{
public:
    //! The servers take `firstPort` and the next ones; 0: free ports. The fleet must outlive it.
    static Result<std::unique_ptr<Backends>> start(const Fleet &fleet, std::uint64_t seed, std::uint16_t firstPort = 0);
    virtual ~Backends() = default;
    virtual const BackendUrls &urls() const = 0;
    virtual std::uint64_t answered() const = 0;
};

} // namespace gatehouse::gatectl::sample
