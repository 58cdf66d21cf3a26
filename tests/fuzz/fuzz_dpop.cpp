// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A DPoP proof as a client sends it, for a request of which one good proof is known: no other text may pass. And an htu, whose normal form is its
// own normal form.

#include "core/crypto/digest.h"
#include "core/identity/dpop.h"

#include <cstdint>
#include <cstdlib>

namespace {

// corpus/dpop/good without its signature, and the thumbprint of its key.
const std::string_view signedPart =
    "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6IkpaNE1abEpCa0tqZGJpRHV4aFllT092"
    "SVVIcGNxY1prZXRRVUFmRmFRNFEiLCJ5Ijoia1duOTlHYmU0SzdmV3JJaTRKQXp1ZUVxTWt4QWRKMmhnUkJybnkzMndJZyIsImNydiI6"
    "IlAtMjU2In19"
    ".eyJqdGkiOiIwZjljNWYyZSIsImh0bSI6IkdFVCIsImh0dSI6Imh0dHBzOi8vYXBpLmV4YW1wbGUuY29tL29yZGVycy8xIiwiaWF0Ijox"
    "Nzk1NDc4NDAwLCJhdGgiOiJVa00yYjQyRTU0dTRoV3p1S1ZfQjN6eXVsVUE2dnROWWpKVXZfcnUyUWNrIn0";
const std::string_view thumbprint = "3pIO9kPt4-n6dEeSCYCg2WEiGRU-tAlR_5fumy2M77Q";

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace gatehouse;
    const std::string_view text{reinterpret_cast<const char *>(data), size};
    static identity::DpopKeys keys(64);
    static const auto digest = crypto::sha256("an.access.token");
    const identity::DpopRequest request{"GET", "https://api.example.com/orders/1", digest, thumbprint, UtcTime(std::chrono::seconds(1'795'478'400))};
    const auto proof = identity::checkProof(text, request, {}, &keys);
    if (proof && (!text.starts_with(signedPart) || proof->thumbprint != thumbprint || proof->id != "0f9c5f2e"))
        std::abort();
    if (!proof && (identity::nameOf(proof.error().fault).empty() || proof.error().message.empty()))
        std::abort();
    if (const auto target = identity::targetOfText(text))
        if (identity::targetOfText(*target) != target)
            std::abort();
    return 0;
}
