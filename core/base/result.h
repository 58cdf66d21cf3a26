// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <tl/expected.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse {

//! What sort of failure it is: decides an HTTP status, an exit code or whether to try again, never a text.
enum class ErrorKind {
    Invalid, //!< the input is wrong; trying again changes nothing
    NotFound,
    Conflict, //!< the thing exists already, or is in use
    PreconditionFailed, //!< If-Match did not match
    PreconditionRequired, //!< If-Match was needed and absent
    Unauthenticated,
    Forbidden,
    TooLarge, //!< over a stated limit
    TooMany, //!< throttled
    Unsupported, //!< known, but not done here
    Unavailable, //!< the other side can't be reached, or is closing
    Timeout,
    Cancelled,
    Corrupt, //!< stored data does not read back
    Internal, //!< a bug of ours
};

//! Names one failure. `code` is a stable identifier such as "http.headerTooLong"; `args` fill the text that the outer
//! layer owns (`management` and `gateway` the wire's English, `gatectl` and `ui` the person's words); `context` says,
//! innermost first, what was being done. No member ever holds a secret.
struct Error
{
    using Arg = std::pair<std::string, std::string>;

    ErrorKind kind = ErrorKind::Internal;
    std::string code;
    std::vector<Arg> args;
    std::vector<std::string> context;

    //! The argument's value, or "" when there is none of that name.
    std::string_view arg(std::string_view name) const;
    //! Appends a line of context and returns itself: `return unexpected(std::move(e).within("reading x"))`.
    Error within(std::string line) &&;
    //! "code (name=value, ...): context; ..." for logs and test output; not for a person.
    std::string debugText() const;

    bool operator==(const Error &) const = default;
};

template<typename T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

//! `return fail(ErrorKind::NotFound, "store.noSuchResource", {{"id", id}});`
tl::unexpected<Error> fail(ErrorKind kind, std::string code, std::vector<Error::Arg> args = {});

//! "Invalid", "NotFound", ... (not toString: QTest would find it by ADL)
std::string_view nameOf(ErrorKind kind);

} // namespace gatehouse
