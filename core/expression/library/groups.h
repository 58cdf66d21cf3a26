// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/call.h"

namespace gatehouse::expression {

//! Every group of the library, each in its own file of library/. Order does not matter: names are resolved when all are there.
void declareLanguage(Library &library); //!< object, primitives, Nullable, exceptions, delegates, IDisposable
void declareReflection(Library &library); //!< Type as far as names and tests go, Enum, ValueTuple, arrays of two and three dimensions
void declareStrings(Library &library); //!< string, char, StringBuilder, StringComparer
void declareNumbers(Library &library); //!< members of numeric types, Math, Convert, BitConverter, decimal
void declareTime(Library &library); //!< DateTime, DateTimeOffset, TimeSpan, TimeZoneInfo
void declareIdentifiers(Library &library); //!< Guid, Random, Version, Environment, CultureInfo
void declareEncodings(Library &library); //!< Encoding, Base64, IPAddress
void declareUris(Library &library); //!< Uri, UriBuilder, WebUtility, HttpUtility
void declareCollections(Library &library); //!< arrays, List, Dictionary, HashSet, Queue, Stack, KeyValuePair, Tuple
void declareLinq(Library &library); //!< Enumerable and its extension methods
void declareRegex(Library &library);
void declareJson(Library &library); //!< Newtonsoft.Json and Newtonsoft.Json.Linq
void declareXml(Library &library); //!< System.Xml.Linq, what is allowed of System.Xml
void declareCrypto(Library &library); //!< System.Security.Cryptography, X509Certificates
void declareContext(Library &library); //!< IContext and everything below it, Jwt, Authorization ...

} // namespace gatehouse::expression
