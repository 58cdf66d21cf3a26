// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/raise.h"

#include "core/expression/text16.h"

namespace gatehouse::expression {

std::string_view fullNameOf(Raised kind)
{
    switch (kind) {
    case Raised::Exception: return "System.Exception";
    case Raised::ArgumentException: return "System.ArgumentException";
    case Raised::ArgumentNull: return "System.ArgumentNullException";
    case Raised::ArgumentOutOfRange: return "System.ArgumentOutOfRangeException";
    case Raised::Arithmetic: return "System.ArithmeticException";
    case Raised::DivideByZero: return "System.DivideByZeroException";
    case Raised::Format: return "System.FormatException";
    case Raised::IndexOutOfRange: return "System.IndexOutOfRangeException";
    case Raised::InvalidCast: return "System.InvalidCastException";
    case Raised::InvalidOperation: return "System.InvalidOperationException";
    case Raised::KeyNotFound: return "System.Collections.Generic.KeyNotFoundException";
    case Raised::NotSupported: return "System.NotSupportedException";
    case Raised::NullReference: return "System.NullReferenceException";
    case Raised::ObjectDisposed: return "System.ObjectDisposedException";
    case Raised::OutOfMemory: return "System.OutOfMemoryException";
    case Raised::Overflow: return "System.OverflowException";
    case Raised::RankMismatch: return "System.RankException";
    case Raised::UriFormat: return "System.UriFormatException";
    case Raised::Xml: return "System.Xml.XmlException";
    case Raised::JsonReader: return "Newtonsoft.Json.JsonReaderException";
    case Raised::JsonSerialization: return "Newtonsoft.Json.JsonSerializationException";
    case Raised::Json: return "Newtonsoft.Json.JsonException";
    case Raised::Cryptographic: return "System.Security.Cryptography.CryptographicException";
    case Raised::RegexParse: return "System.ArgumentException";
    case Raised::RegexMatchTimeout: return "System.Text.RegularExpressions.RegexMatchTimeoutException";
    case Raised::NotImplemented: return "System.NotImplementedException";
    case Raised::FileNotFound: return "System.IO.FileNotFoundException";
    case Raised::TimeZoneNotFound: return "System.TimeZoneNotFoundException";
    case Raised::DecoderFallback: return "System.Text.DecoderFallbackException";
    }
    return "System.Exception";
}

void raise(Raised kind, std::string_view message, std::string_view parameter)
{
    throw Raise{kind, toUtf16(message), toUtf16(parameter), {}};
}

void raiseNullArgument(std::string_view parameter)
{
    raise(Raised::ArgumentNull, "Value cannot be null.", parameter);
}

} // namespace gatehouse::expression
