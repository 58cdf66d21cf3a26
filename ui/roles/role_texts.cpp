// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/roles/role_texts.h"

#include "ui/components/formats.h"

#include <QCoreApplication>
#include <QUrl>

#include <algorithm>
#include <array>

namespace gatehouse::ui::roles {

using components::fromUtf8;
using namespace policy::roles;

namespace {

struct RoleTexts
{
    Q_DECLARE_TR_FUNCTIONS(RoleTexts)
};

struct Words
{
    std::string_view code;
    const char *text; //!< %name% is an argument
};

constexpr std::array findingWords{
    Words{"roles.notIncluded", QT_TRANSLATE_NOOP("RoleFinding", "The global policy does not include the mapping: nothing is checked.")},
    Words{"roles.noToken", QT_TRANSLATE_NOOP("RoleFinding", "No policy before the mapping validates a token into “%tokens%”: callers have no claims.")},
    Words{"roles.dropped", QT_TRANSLATE_NOOP("RoleFinding", "Inbound has no <base />: the mapping does not run there.")},
    Words{"roles.nearLimit", QT_TRANSLATE_NOOP("RoleFinding", "The fragment has %bytes% of the %limit% bytes that Azure takes.")},
    Words{"roles.ownFrame", QT_TRANSLATE_NOOP("RoleFinding", "The fragment was edited by hand beside its rows.")},
    Words{"roles.opaque", QT_TRANSLATE_NOOP("RoleFinding", "The row of “%key%” (line %line%) was written by hand: it runs, and the matrix can't show what it does.")},
    Words{"roles.grantsEverything", QT_TRANSLATE_NOOP("RoleFinding", "%role% may call everything.")},
    Words{"roles.anyValue", QT_TRANSLATE_NOOP("RoleFinding", "Any value of the claim %claim% of %issuer% gives %role%.")},
    Words{"roles.unmapped", QT_TRANSLATE_NOOP("RoleFinding", "Nobody is mapped to %role%.")},
    Words{"roles.powerless", QT_TRANSLATE_NOOP("RoleFinding", "%role% may call nothing.")},
    Words{"roles.noSuchApi", QT_TRANSLATE_NOOP("RoleFinding", "There is no API %api%.")},
    Words{"roles.noSuchOperation", QT_TRANSLATE_NOOP("RoleFinding", "There is no operation %operation%.")},
    Words{"roles.noSuchProduct", QT_TRANSLATE_NOOP("RoleFinding", "There is no product %product%.")},
    Words{"roles.nobody", QT_TRANSLATE_NOOP("RoleFinding", "Nobody may call the API %api%.")},
};
constexpr std::array errorWords{
    Words{"roles.notAFragment", QT_TRANSLATE_NOOP("RoleError", "The fragment gatehouse-roles can't be read (%reason%).")},
    Words{"roles.noMapping", QT_TRANSLATE_NOOP("RoleError", "The fragment gatehouse-roles is no role mapping.")},
    Words{"roles.tooLarge", QT_TRANSLATE_NOOP("RoleError", "The fragment gatehouse-roles is larger than 512 KB.")},
    Words{"roles.doesNotCompile", QT_TRANSLATE_NOOP("RoleError", "The mapping does not compile: %reason%")},
    Words{"roles.none", QT_TRANSLATE_NOOP("RoleError", "There is no role mapping.")},
    Words{"roles.noClaims", QT_TRANSLATE_NOOP("RoleError", "That is neither a JWT nor a JSON object of claims.")},
    Words{"roles.badRole", QT_TRANSLATE_NOOP("RoleError", "“%role%” can't be a role's name: letters, digits, “.”, “_” and “-”, up to 64.")},
    Words{"roles.badMapping", QT_TRANSLATE_NOOP("RoleError", "Issuer, claim and value are needed; issuer and claim without spaces.")},
    Words{"roles.badTarget", QT_TRANSLATE_NOOP("RoleError", "The mapping can't name “%target%”.")},
    Words{"roles.opaque", QT_TRANSLATE_NOOP("RoleError", "A line written by hand decides about “%key%”. Edit it on the Policies page.")},
    Words{"roles.noPlace", QT_TRANSLATE_NOOP("RoleError", "The fragment was edited by hand so that there is no place for this. Edit it on the Policies page.")},
    Words{"roles.csvTooLarge", QT_TRANSLATE_NOOP("RoleError", "The list has more than 1 MiB or more than 10,000 groups.")},
    Words{"roles.badCsv", QT_TRANSLATE_NOOP("RoleError", "Line %line% has no name and id.")},
    Words{"roles.globalUnreadable", QT_TRANSLATE_NOOP("RoleError", "The global policy can't be read, so the mapping can't be included in it.")},
};

template<std::size_t N>
QString words(const std::array<Words, N> &all, const char *context, std::string_view code, const std::vector<Error::Arg> &args)
{
    const auto found = std::find_if(all.begin(), all.end(), [&](const Words &one) { return one.code == code; });
    if (found == all.end())
        return {};
    auto text = QCoreApplication::translate(context, found->text);
    for (const auto &[name, value] : args)
        text.replace("%" + fromUtf8(name) + "%", fromUtf8(value));
    return text;
}

} // namespace

QString roleText(const std::string &role)
{
    if (role == anyone)
        return RoleTexts::tr("Anyone");
    return role == signedIn ? RoleTexts::tr("Signed in") : fromUtf8(role);
}

QString targetText(const Target &target)
{
    switch (target.kind) {
    case TargetKind::Everything:
        break;
    case TargetKind::Method:
        return RoleTexts::tr("%1 of everything").arg(fromUtf8(target.method));
    case TargetKind::Product:
        return RoleTexts::tr("product %1").arg(fromUtf8(target.product));
    case TargetKind::Api:
        return RoleTexts::tr("API %1").arg(fromUtf8(target.api));
    case TargetKind::ApiMethod:
        return RoleTexts::tr("%1 of API %2").arg(fromUtf8(target.method), fromUtf8(target.api));
    case TargetKind::Operation:
        return RoleTexts::tr("operation %1 of API %2").arg(fromUtf8(target.operation), fromUtf8(target.api));
    }
    return RoleTexts::tr("everything");
}

QString findingText(const Diagnostic &finding)
{
    const auto text = words(findingWords, "RoleFinding", finding.code, finding.args);
    return text.isEmpty() ? fromUtf8(finding.code) : text;
}

QString mappingText(const Mapping &mapping)
{
    const auto host = QUrl(fromUtf8(mapping.issuer)).host();
    const auto issuer = host.isEmpty() ? fromUtf8(mapping.issuer) : host;
    return mapping.value == anyValue ? RoleTexts::tr("any %1 of %2").arg(fromUtf8(mapping.claim), issuer)
                                     : RoleTexts::tr("%1 = %2 of %3").arg(fromUtf8(mapping.claim), fromUtf8(mapping.value), issuer);
}

QString roleErrorText(const Error &error)
{
    const auto text = words(errorWords, "RoleError", error.code, error.args);
    return text.isEmpty() ? components::errorText(error) : text;
}

} // namespace gatehouse::ui::roles
