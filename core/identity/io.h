// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/http/headers.h"

#include <chrono>
#include <functional>
#include <string>

namespace gatehouse::identity {

struct FetchRequest
{
    std::string method = "GET";
    std::string url;
    http::Headers headers;
    std::string body;
    std::chrono::milliseconds timeout{10'000};
};

struct FetchAnswer
{
    int status = 0;
    std::string body;
};

//! How a worker fetches and wakes for what all workers share. Copies may outlive the exchange that they came from.
struct Io
{
    //! On the worker's thread: one request, redirects not followed, of no exchange. `done` runs there too, later and once, but not when the
    //! worker goes first.
    std::function<void(FetchRequest, std::function<void(Result<FetchAnswer>)> done)> fetch;
    //! From any thread: runs the task on the worker soon, or never when the worker is gone.
    std::function<void(std::function<void()>)> post;
};

} // namespace gatehouse::identity
