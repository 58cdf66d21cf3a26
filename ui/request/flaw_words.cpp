// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/request/flaw_words.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace gatehouse::ui::request {

namespace {

struct FlawWords
{
    std::string_view name;
    const char *words;
};

constexpr std::array known{
    FlawWords{"expired", QT_TRANSLATE_NOOP("Flaws", "exp lies an hour in the past")},
    FlawWords{"not-yet-valid", QT_TRANSLATE_NOOP("Flaws", "nbf lies an hour in the future")},
    FlawWords{"no-expiry", QT_TRANSLATE_NOOP("Flaws", "there is no exp")},
    FlawWords{"wrong-audience", QT_TRANSLATE_NOOP("Flaws", "aud is another API's")},
    FlawWords{"wrong-issuer", QT_TRANSLATE_NOOP("Flaws", "iss is another issuer's")},
    FlawWords{"bad-signature", QT_TRANSLATE_NOOP("Flaws", "the signature is of something else")},
    FlawWords{"unknown-key", QT_TRANSLATE_NOOP("Flaws", "signed by a key that the issuer does not publish, under a kid of its own")},
    FlawWords{"stolen-kid", QT_TRANSLATE_NOOP("Flaws", "signed by a key that the issuer does not publish, under the kid of one that it does")},
    FlawWords{"unsigned", QT_TRANSLATE_NOOP("Flaws", "alg is none and there is no signature")},
    FlawWords{"algorithm-confusion", QT_TRANSLATE_NOOP("Flaws", "alg is HS256, with the issuer's public key as the secret")},
    FlawWords{"wrong-method", QT_TRANSLATE_NOOP("Flaws", "htm is another method")},
    FlawWords{"wrong-url", QT_TRANSLATE_NOOP("Flaws", "htu is another URL")},
    FlawWords{"stale", QT_TRANSLATE_NOOP("Flaws", "iat lies an hour in the past")},
    FlawWords{"future", QT_TRANSLATE_NOOP("Flaws", "iat lies an hour in the future")},
    FlawWords{"no-id", QT_TRANSLATE_NOOP("Flaws", "there is no jti")},
    FlawWords{"no-token-hash", QT_TRANSLATE_NOOP("Flaws", "there is no ath")},
    FlawWords{"wrong-token-hash", QT_TRANSLATE_NOOP("Flaws", "ath is of another token")},
    FlawWords{"wrong-nonce", QT_TRANSLATE_NOOP("Flaws", "nonce is none of the server's")},
    FlawWords{"wrong-type", QT_TRANSLATE_NOOP("Flaws", "typ is JWT")},
    FlawWords{"other-key", QT_TRANSLATE_NOOP("Flaws", "made with another key than the token is bound to")},
    FlawWords{"private-key", QT_TRANSLATE_NOOP("Flaws", "jwk shows a private member")},
    FlawWords{"replayed", QT_TRANSLATE_NOOP("Flaws", "the same proof is sent twice")},
};

} // namespace

QString flawWords(std::string_view name)
{
    const auto *found = std::find_if(known.begin(), known.end(), [&](const FlawWords &one) { return one.name == name; });
    return found == known.end() ? QString() : QCoreApplication::translate("Flaws", found->words);
}

} // namespace gatehouse::ui::request
