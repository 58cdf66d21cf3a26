// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/groups.h"
#include "core/expression/library/reflection.h"
#include "core/expression/machine.h"
#include "core/expression/objects.h"

namespace gatehouse::expression {

namespace {

Value objectToString(Call &call)
{
    return call.text(call.text(call[0]));
}

Value objectEquals(Call &call)
{
    return Value::ofBool(equalValues(call[0], call[1]));
}

void declareObject(Library &library)
{
    library.declare("class System.Object", Known::Object,
                    {{"new()", [](Call &) { return Value::of(new Cell); }},
                     {"string ToString()", objectToString},
                     {"bool Equals(object obj)", objectEquals},
                     {"static bool Equals(object objA, object objB)", objectEquals},
                     {"static bool ReferenceEquals(object objA, object objB)",
                      [](Call &call) { return Value::ofBool(sameReference(call[0], call[1])); }},
                     {"int GetHashCode()", [](Call &call) { return Value::ofInt(hashOf(call[0])); }}});
    library.declare("class System.ValueType", Known::ValueType);
    library.declare("class System.Enum", Known::Enum,
                    {{"string ToString()", objectToString},
                     {"bool HasFlag(Enum flag)",
                      [](Call &call) { return Value::ofBool((call[0].enumValue() & call[1].enumValue()) == call[1].enumValue()); }}});
    library.declare("class System.Delegate", Known::Delegate);
    library.declare("interface System.Collections.Generic.IEnumerator<T>", Known::IEnumerator1); // foreach's alone
    library.declare("interface System.IDisposable", Known::IDisposable, {{"void Dispose()", [](Call &) { return Value(); }}});
}

void declareNullable(Library &library)
{
    library.declare("struct System.Nullable<T>", Known::Nullable,
                    {{"bool HasValue { get; }", [](Call &call) { return Value::ofBool(!call[0].isNull()); }},
                     {"T Value { get; }",
                      [](Call &call) {
                          if (call.isNull(0))
                              raise(Raised::InvalidOperation, "Nullable object must have a value.");
                          return call[0];
                      }},
                     {"T GetValueOrDefault()",
                      [](Call &call) { return call.isNull(0) ? defaultValue(call.library(), call.typeArgument(0)) : call[0]; }},
                     {"T GetValueOrDefault(T defaultValue)", [](Call &call) { return call.isNull(0) ? call[1] : call[0]; }},
                     {"string ToString()", objectToString},
                     {"bool Equals(object other)", objectEquals},
                     {"int GetHashCode()", [](Call &call) { return Value::ofInt(hashOf(call[0])); }}});
}

void declareDelegates(Library &library)
{
    for (const auto *text : {"delegate R System.Func<R>()", "delegate R System.Func<A, R>(A a)", "delegate R System.Func<A, B, R>(A a, B b)",
             "delegate R System.Func<A, B, C, R>(A a, B b, C c)", "delegate R System.Func<A, B, C, D, R>(A a, B b, C c, D d)",
             "delegate R System.Func<A, B, C, D, E, R>(A a, B b, C c, D d, E e)",
             "delegate R System.Func<A, B, C, D, E, F, R>(A a, B b, C c, D d, E e, F f)",
             "delegate R System.Func<A, B, C, D, E, F, G, R>(A a, B b, C c, D d, E e, F f, G g)",
             "delegate R System.Func<A, B, C, D, E, F, G, H, R>(A a, B b, C c, D d, E e, F f, G g, H h)"})
        library.declare(text, Known::Func);
    for (const auto *text : {"delegate void System.Action()", "delegate void System.Action<A>(A a)", "delegate void System.Action<A, B>(A a, B b)",
             "delegate void System.Action<A, B, C>(A a, B b, C c)", "delegate void System.Action<A, B, C, D>(A a, B b, C c, D d)",
             "delegate void System.Action<A, B, C, D, E>(A a, B b, C c, D d, E e)",
             "delegate void System.Action<A, B, C, D, E, F>(A a, B b, C c, D d, E e, F f)"})
        library.declare(text, Known::Action);
    library.declare("delegate bool System.Predicate<T>(T obj)", Known::Predicate1);
    library.declare("delegate int System.Comparison<T>(T x, T y)", Known::Comparison1);
    library.declare("delegate R System.Converter<T, R>(T input)", Known::Converter2);
}

//! What .NET says where no message is given.
std::u16string defaultMessage(const std::string &type)
{
    static constexpr std::pair<std::string_view, std::u16string_view> messages[]{
        {"System.ArgumentException", u"Value does not fall within the expected range."},
        {"System.ArgumentNullException", u"Value cannot be null."},
        {"System.ArgumentOutOfRangeException", u"Specified argument was out of the range of valid values."},
        {"System.ArithmeticException", u"Overflow or underflow in the arithmetic operation."},
        {"System.ApplicationException", u"Error in the application."},
        {"System.DivideByZeroException", u"Attempted to divide by zero."},
        {"System.FormatException", u"One of the identified items was in an invalid format."},
        {"System.IndexOutOfRangeException", u"Index was outside the bounds of the array."},
        {"System.InvalidCastException", u"Specified cast is not valid."},
        {"System.InvalidOperationException", u"Operation is not valid due to the current state of the object."},
        {"System.NotImplementedException", u"The method or operation is not implemented."},
        {"System.NotSupportedException", u"Specified method is not supported."},
        {"System.NullReferenceException", u"Object reference not set to an instance of an object."},
        {"System.OperationCanceledException", u"The operation was canceled."},
        {"System.OverflowException", u"Arithmetic operation resulted in an overflow."},
        {"System.SystemException", u"System error."},
        {"System.TimeoutException", u"The operation has timed out."},
        {"System.UnauthorizedAccessException", u"Attempted to perform an unauthorized operation."},
        {"System.Collections.Generic.KeyNotFoundException", u"The given key was not present in the dictionary."},
        {"System.IO.IOException", u"I/O error occurred."},
    };
    for (const auto &[name, message] : messages)
        if (name == type)
            return std::u16string(message);
    return u"Exception of type '" + toUtf16(type) + u"' was thrown.";
}

//! `new ArgumentException("message", ...)`.
Value makeException(Call &call)
{
    const auto *message = call.count() > 0 ? stringOf(call[0]) : nullptr;
    const auto inner = call.count() > 1 && !stringOf(call[1]) ? call[1] : Value();
    std::u16string text = message ? *message : defaultMessage(call.result()->fullName);
    return Value::of(new ExceptionObject(call.result(), std::move(text), inner));
}

//! ArgumentNullException and the like take the parameter's name first.
Value makeParameterException(Call &call)
{
    const auto *parameter = call.count() > 0 ? stringOf(call[0]) : nullptr;
    const auto *message = call.count() > 1 ? stringOf(call[1]) : nullptr;
    std::u16string text = message ? *message : defaultMessage(call.result()->fullName);
    if (parameter)
        text += u"\nParameter name: " + *parameter;
    return Value::of(new ExceptionObject(call.result(), std::move(text), {}, parameter ? *parameter : std::u16string()));
}

void declareException(Library &library, const char *text)
{
    library.declare(text, Known::None,
                    {{"new()", makeException}, {"new(string message)", makeException}, {"new(string message, Exception innerException)", makeException}});
}

void declareExceptions(Library &library)
{
    library.declare("class System.Exception", Known::Exception,
                    {{"new()", makeException},
                     {"new(string message)", makeException},
                     {"new(string message, Exception innerException)", makeException},
                     {"string Message { get; }",
                      [](Call &call) {
                          const auto &exception = call.object<ExceptionObject>(0);
                          const auto &parameter = exception.parameter();
                          const bool isNamed = !parameter.empty() && exception.message().find(u"Parameter name: ") == std::u16string::npos;
                          return call.text(isNamed ? exception.message() + u"\nParameter name: " + parameter : exception.message());
                      }},
                     {"Exception InnerException { get; }", [](Call &call) { return call.object<ExceptionObject>(0).inner(); }},
                     {"Exception GetBaseException()",
                      [](Call &call) {
                          auto exception = call[0];
                          while (!exception.to<ExceptionObject>().inner().isNull())
                              exception = Value(exception.to<ExceptionObject>().inner());
                          return exception;
                      }},
                     {"string StackTrace { get; }", [](Call &call) { return call.text(u"   at Gatehouse.PolicyExpression"); }},
                     {"string Source { get; }", [](Call &call) { return call.text(u"Gatehouse"); }},
                     {"int HResult { get; }", [](Call &) { return Value::ofInt(static_cast<std::int32_t>(0x80131500)); }},
                     {"string ToString()", objectToString}});
    for (const auto *text : {"class System.SystemException : Exception", "class System.ApplicationException : Exception",
             "class System.ArithmeticException : SystemException", "class System.DivideByZeroException : ArithmeticException",
             "class System.OverflowException : ArithmeticException", "class System.NotFiniteNumberException : ArithmeticException",
             "class System.FormatException : SystemException", "class System.UriFormatException : FormatException",
             "class System.IndexOutOfRangeException : SystemException", "class System.InvalidCastException : SystemException",
             "class System.InvalidOperationException : SystemException", "class System.ObjectDisposedException : InvalidOperationException",
             "class System.NotSupportedException : SystemException", "class System.NotImplementedException : SystemException",
             "class System.NullReferenceException : SystemException", "class System.OutOfMemoryException : SystemException",
             "class System.RankException : SystemException", "class System.TimeoutException : SystemException",
             "class System.OperationCanceledException : SystemException", "class System.UnauthorizedAccessException : SystemException",
             "class System.ArrayTypeMismatchException : SystemException", "class System.TimeZoneNotFoundException : Exception",
             "class System.Collections.Generic.KeyNotFoundException : SystemException", "class System.IO.IOException : SystemException",
             "class System.IO.FileNotFoundException : IOException", "class System.IO.EndOfStreamException : IOException",
             "class System.Xml.XmlException : SystemException", "class System.Security.Cryptography.CryptographicException : SystemException",
             "class System.Text.RegularExpressions.RegexMatchTimeoutException : TimeoutException",
             "class System.ArgumentException : SystemException", "class System.Text.DecoderFallbackException : ArgumentException",
             "class Newtonsoft.Json.JsonException : Exception", "class Newtonsoft.Json.JsonReaderException : JsonException",
             "class Newtonsoft.Json.JsonSerializationException : JsonException", "class Newtonsoft.Json.JsonWriterException : JsonException"})
        declareException(library, text);
    library.declare("class System.ArgumentException : SystemException", Known::None,
                    {{"new(string message, string paramName)",
                      [](Call &call) {
                          return Value::of(new ExceptionObject(call.result(), std::u16string(call.stringOrEmpty(0)), {}, std::u16string(call.stringOrEmpty(1))));
                      }},
                     {"string ParamName { get; }", [](Call &call) { return call.text(call.object<ExceptionObject>(0).parameter()); }}});
    for (const auto *text : {"class System.ArgumentNullException : ArgumentException", "class System.ArgumentOutOfRangeException : ArgumentException"})
        library.declare(text, Known::None,
                        {{"new()", makeException}, {"new(string paramName)", makeParameterException}, {"new(string paramName, string message)", makeParameterException}});
}

} // namespace

void declareLanguage(Library &library)
{
    declareObject(library);
    declareNullable(library);
    declareDelegates(library);
    declareExceptions(library);
}

} // namespace gatehouse::expression
