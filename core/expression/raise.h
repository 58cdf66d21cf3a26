// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/value.h"

#include <stdexcept>
#include <string>

namespace gatehouse::expression {

//! Exceptions that natives and the machine raise themselves; raise.cpp has their full .NET names.
enum class Raised {
    Exception, ArgumentException, ArgumentNull, ArgumentOutOfRange, Arithmetic, DivideByZero, Format, IndexOutOfRange, InvalidCast,
    InvalidOperation, KeyNotFound, NotSupported, NullReference, ObjectDisposed, OutOfMemory, Overflow, RankMismatch, UriFormat, Xml,
    JsonReader, JsonSerialization, Json, Cryptographic, RegexParse, RegexMatchTimeout, NotImplemented, FileNotFound, TimeZoneNotFound,
    DecoderFallback,
};
std::string_view fullNameOf(Raised kind); //!< "System.FormatException"

//! A .NET exception on its way out of a native. It never leaves the machine: that turns it into an exception object of the language,
//! which a catch of the expression or LastError gets. Thrown and not returned because nearly every one of the library's members may
//! fail, and a failing expression is the rare path.
struct Raise
{
    Raised kind = Raised::Exception;
    std::u16string message;
    std::u16string parameter; //!< ParamName of argument exceptions
    Value object; //!< of `throw x;`: the exception object itself
};
[[noreturn]] void raise(Raised kind, std::string_view message, std::string_view parameter = {});
[[noreturn]] void raiseNullArgument(std::string_view parameter); //!< ArgumentNullException

//! Over a limit of the engine (steps, memory, recursion, size of a result): ends the evaluation, no catch of the expression sees it.
struct LimitReached
{
    std::string limit; //!< "steps", "memory", "recursion", "result"
};

} // namespace gatehouse::expression
