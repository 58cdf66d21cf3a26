// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/program.h"

namespace gatehouse::expression {

//! What C#'s operators do to numbers of one type, after the checker has promoted both sides to it. `kind` is Int32, UInt32, Int64, UInt64,
//! Single, Double, Decimal, Bool (And, Or, Xor, Equal) or Char and smaller integers for comparisons alone.
//! Raises DivideByZero, and Overflow where `isChecked`.
Value arithmetic(BinaryOperator op, TypeKind kind, bool isChecked, const Value &a, const Value &b);
//! A comparison of numbers of one type.
bool compareNumbers(BinaryOperator op, TypeKind kind, const Value &a, const Value &b);
Value negate(TypeKind kind, bool isChecked, const Value &value);
Value complement(TypeKind kind, const Value &value);
//! A conversion between numeric types and char; Overflow where `isChecked` or to and from decimal.
Value convertNumber(TypeKind from, TypeKind to, bool isChecked, const Value &value);
Tag tagOf(TypeKind kind); //!< of primitive numeric types, Bool and Char

} // namespace gatehouse::expression
