// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/finding_text.h"

#include "ui/components/formats.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace gatehouse::ui::components {

namespace {

struct Words
{
    std::string_view code;
    const char *text; //!< %name% is an argument
};

constexpr std::array words{
    Words{"policy.unknownElement", QT_TRANSLATE_NOOP("PolicyFinding", "<%name%> is not known inside <%parent%>. Possible: %expected%.")},
    Words{"policy.unknownPolicy", QT_TRANSLATE_NOOP("PolicyFinding", "“%name%” is no policy that Azure knows.")},
    Words{"policy.notInAzure", QT_TRANSLATE_NOOP("PolicyFinding", "“%name%” is Gatehouse's own: Azure refuses it.")},
    Words{"policy.attributeNotInAzure", QT_TRANSLATE_NOOP("PolicyFinding", "The attribute “%attribute%” is Gatehouse's own: Azure refuses it.")},
    Words{"policy.unknownAttribute", QT_TRANSLATE_NOOP("PolicyFinding", "There is no attribute “%attribute%” here.")},
    Words{"policy.missingAttribute", QT_TRANSLATE_NOOP("PolicyFinding", "The attribute “%attribute%” is required.")},
    Words{"policy.badKey", QT_TRANSLATE_NOOP("PolicyFinding", "This key can't be used: %reason% %id%")},
    Words{"policy.oneOfAttributes", QT_TRANSLATE_NOOP("PolicyFinding", "One of these attributes is needed: %attributes%.")},
    Words{"policy.badValue", QT_TRANSLATE_NOOP("PolicyFinding", "“%value%” is no value for “%attribute%”.")},
    Words{"policy.badAddress", QT_TRANSLATE_NOOP("PolicyFinding", "“%value%” is no IP address.")},
    Words{"policy.badEnumValue", QT_TRANSLATE_NOOP("PolicyFinding", "“%value%” is no value for “%attribute%”. Possible: %expected%.")},
    Words{"policy.outOfRange", QT_TRANSLATE_NOOP("PolicyFinding", "“%attribute%” must be from %minimum% to %maximum%.")},
    Words{"policy.expressionNotAllowed", QT_TRANSLATE_NOOP("PolicyFinding", "“%attribute%” takes no expression.")},
    Words{"policy.textNotAllowed", QT_TRANSLATE_NOOP("PolicyFinding", "<%name%> can't hold text.")},
    Words{"policy.textNotAllowedExpected", QT_TRANSLATE_NOOP("PolicyFinding", "<%name%> can't hold text. Possible: %expected%.")},
    Words{"policy.childNotAllowed", QT_TRANSLATE_NOOP("PolicyFinding", "<%parent%> is empty: <%name%> can't stand in it.")},
    Words{"policy.missingChild", QT_TRANSLATE_NOOP("PolicyFinding", "<%name%> is not complete. Expected: %expected%.")},
    Words{"policy.tooManyChildren", QT_TRANSLATE_NOOP("PolicyFinding", "<%name%> may stand in <%parent%> %maximum% time(s).")},
    Words{"policy.wrongSection", QT_TRANSLATE_NOOP("PolicyFinding", "This policy is not allowed in this section.")},
    Words{"policy.wrongScope", QT_TRANSLATE_NOOP("PolicyFinding", "This policy is not allowed at this scope.")},
    Words{"policy.missingSection",
          QT_TRANSLATE_NOOP("PolicyFinding", "Without <%name%> nothing of that section runs, not even what broader scopes have there.")},
    Words{"policy.duplicateSection", QT_TRANSLATE_NOOP("PolicyFinding", "<%name%> may stand in the document once.")},
    Words{"policy.unknownFragment", QT_TRANSLATE_NOOP("PolicyFinding", "There is no policy fragment “%name%”.")},
    Words{"policy.unknownNamedValue", QT_TRANSLATE_NOOP("PolicyFinding", "There is no named value “%name%”.")},
    Words{"policy.unknownBackend", QT_TRANSLATE_NOOP("PolicyFinding", "There is no backend “%name%”.")},
    Words{"policy.unknownLogger", QT_TRANSLATE_NOOP("PolicyFinding", "There is no logger “%name%” for event hubs.")},
    Words{"policy.unusableLogger", QT_TRANSLATE_NOOP("PolicyFinding", "The logger “%name%” can't be used: %reason%.")},
    Words{"policy.oneOf", QT_TRANSLATE_NOOP("PolicyFinding", "Exactly one of %attributes% is needed.")},
    Words{"policy.baseInFragment", QT_TRANSLATE_NOOP("PolicyFinding", "<base/> can't stand in a fragment.")},
    Words{"policy.nestedFragment", QT_TRANSLATE_NOOP("PolicyFinding", "A fragment can't include another one.")},
    Words{"policy.notAllowedInside", QT_TRANSLATE_NOOP("PolicyFinding", "<%name%> can't stand inside <%parent%>.")},
    Words{"policy.wrongRoot", QT_TRANSLATE_NOOP("PolicyFinding", "The document must begin with <%expected%>.")},
    Words{"policy.expression", QT_TRANSLATE_NOOP("PolicyFinding", "%message% (%csharp%)")},
    Words{"policy.expressionNotClosed", QT_TRANSLATE_NOOP("PolicyFinding", "The expression is not closed.")},
    Words{"policy.notExecuted",
          QT_TRANSLATE_NOOP("PolicyFinding", "The local gateway accepts “%policy%” but does not run it: a request that reaches it fails.")},
    Words{"policy.noExternalCache", QT_TRANSLATE_NOOP("PolicyFinding", "No external cache is configured, so “%policy%” keeps nothing.")},
    Words{"policy.gatewayHeader", QT_TRANSLATE_NOOP("PolicyFinding", "The gateway itself writes the header “%name%”.")},
    Words{"policy.syntax.notClosed", QT_TRANSLATE_NOOP("PolicyFinding", "<%name%> is not closed.")},
    Words{"policy.syntax.mismatch", QT_TRANSLATE_NOOP("PolicyFinding", "<%name%> of line %line% is closed by </%end%>.")},
    Words{"policy.syntax.unexpectedEndTag", QT_TRANSLATE_NOOP("PolicyFinding", "Nothing is open that </%name%> could close.")},
    Words{"policy.syntax.endTag", QT_TRANSLATE_NOOP("PolicyFinding", "</%name% lacks its >.")},
    Words{"policy.syntax.tagNotClosed", QT_TRANSLATE_NOOP("PolicyFinding", "This tag lacks its >.")},
    Words{"policy.syntax.unexpectedCharacter", QT_TRANSLATE_NOOP("PolicyFinding", "“%character%” can't stand in a tag.")},
    Words{"policy.syntax.missingSpace", QT_TRANSLATE_NOOP("PolicyFinding", "A blank is missing before this attribute.")},
    Words{"policy.syntax.missingEquals", QT_TRANSLATE_NOOP("PolicyFinding", "“%attribute%” has no value.")},
    Words{"policy.syntax.missingQuote", QT_TRANSLATE_NOOP("PolicyFinding", "The value of “%attribute%” needs quotes.")},
    Words{"policy.syntax.valueNotClosed", QT_TRANSLATE_NOOP("PolicyFinding", "The value of “%attribute%” lacks its closing quote.")},
    Words{"policy.syntax.duplicateAttribute", QT_TRANSLATE_NOOP("PolicyFinding", "“%attribute%” stands here twice.")},
    Words{"policy.syntax.tooManyAttributes", QT_TRANSLATE_NOOP("PolicyFinding", "The element has too many attributes.")},
    Words{"policy.syntax.textOutside", QT_TRANSLATE_NOOP("PolicyFinding", "Text can't stand outside of the root element.")},
    Words{"policy.syntax.unexpectedLess", QT_TRANSLATE_NOOP("PolicyFinding", "“<” begins no tag here; write &lt; for the character.")},
    Words{"policy.syntax.doctype", QT_TRANSLATE_NOOP("PolicyFinding", "Declarations such as <!DOCTYPE> are not allowed.")},
    Words{"policy.syntax.commentNotClosed", QT_TRANSLATE_NOOP("PolicyFinding", "The comment is not closed.")},
    Words{"policy.syntax.cdataNotClosed", QT_TRANSLATE_NOOP("PolicyFinding", "The CDATA section is not closed.")},
    Words{"policy.syntax.instructionNotClosed", QT_TRANSLATE_NOOP("PolicyFinding", "The processing instruction is not closed.")},
    Words{"policy.syntax.multipleRoots", QT_TRANSLATE_NOOP("PolicyFinding", "A document has one root element.")},
    Words{"policy.syntax.noElement", QT_TRANSLATE_NOOP("PolicyFinding", "The document is empty: <policies> is missing.")},
    Words{"policy.syntax.notUtf8", QT_TRANSLATE_NOOP("PolicyFinding", "The text is no valid UTF-8.")},
    Words{"policy.syntax.tooLarge", QT_TRANSLATE_NOOP("PolicyFinding", "The document is larger than %limit% bytes.")},
    Words{"policy.syntax.tooDeep", QT_TRANSLATE_NOOP("PolicyFinding", "The document is nested deeper than %limit% elements.")},
    Words{"policy.syntax.tooManyNodes", QT_TRANSLATE_NOOP("PolicyFinding", "The document has more than %limit% nodes.")},
    Words{"policy.syntax.tooComplex", QT_TRANSLATE_NOOP("PolicyFinding", "Too many expressions are not closed.")},
};

} // namespace

QString findingText(const Diagnostic &diagnostic)
{
    const auto known = std::ranges::find(words, diagnostic.code, &Words::code);
    if (known == words.end())
        return diagnosticText(diagnostic);
    auto text = QCoreApplication::translate("PolicyFinding", known->text);
    for (const auto &[name, value] : diagnostic.args)
        text.replace(QLatin1Char('%') + fromUtf8(name) + QLatin1Char('%'), fromUtf8(value));
    return text;
}

} // namespace gatehouse::ui::components
