// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/texts.h"

#include <array>
#include <utility>

namespace gatehouse::gatectl {

namespace {

//! "{x}" is the argument x.
constexpr auto texts = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"policy.unknownName", "No policy is called {name}; `gatectl policy schema` lists them."},
    {"remote.connect", "{host} can't be reached: {reason}"},
    {"remote.resolve", "The name of {host} is not known: {reason}"},
    {"remote.tls", "The certificate of {host} was refused: {reason}. --ca-file names an authority to trust."},
    {"remote.timeout", "{host} did not answer in time."},
    {"remote.broken", "The connection to {host} broke: {reason}"},
    {"remote.cancelled", "Cancelled."},
    {"remote.answerTooLarge", "The answer is larger than {limit} bytes."},
    {"remote.badAnswer", "The answer can't be read: {reason}"},
    {"remote.foreignLink", "The service points to another host ({host}), which must not get the token."},
    {"remote.badUrl", "'{url}' is no http or https URL of a management endpoint."},
    {"remote.plainHttp", "{url}: the token goes over plain http to this machine alone. Use https."},
    {"remote.badScope",
     "'{scope}' is no service id. It has the form "
     "/subscriptions/S/resourceGroups/G/providers/Microsoft.ApiManagement/service/N."},
    {"remote.badCertificate", "The file of trusted certificates holds none in PEM form."},
    {"remote.noEndpointFile",
     "No local gateway runs ({path} is not there). 'gatectl run' starts one; --url and --scope name another."},
    {"remote.notRunning", "The local gateway of {path} does not run any more. 'gatectl run' starts it."},
    {"remote.badEndpointFile", "The local gateway's endpoint file can't be read: {reason}"},
    {"remote.noTokenFile", "The token file {path} can't be read."},
    {"remote.noCertificateFile", "The certificate file {path} can't be read."},
    {"remote.badTokenFile", "The token file {path} holds no token."},
    {"remote.badSafetyLevel", "'{level}' is no safety level: free, confirm, typeName or readOnly."},
    {"remote.readOnly", "The connection '{name}' is read-only: nothing was sent."},
    {"remote.needsConfirmation", "The connection '{name}' asks before a change: say --yes. Nothing was sent."},
    {"remote.needsName",
     "The connection '{name}' wants its name before a change: say --confirm-name '{name}'. Nothing was sent."},
    {"remote.changedMeanwhile", "{id} was changed by somebody else since it was read."},
    {"remote.notInAzure", "{id}: {finding} Nothing was sent."},
    {"remote.skipped", "Skipped, because {because} failed."},
    {"settings.unreadable", "The settings file {path} can't be read: {reason}"},
    {"settings.noConnection", "No connection '{name}' in the settings file {path}."},
    {"service.locked", "Another gateway (process {pid}) holds this data directory."},
    {"service.notLoopback",
     "{endpoint}: the management endpoint listens on this machine alone, unless --allow-remote-management is given."},
    {"signIn.issuer", "'{issuer}' can't be the sign-in issuer: {reason}."},
    {"signIn.noAudience", "--sign-in-audience names nothing: without an audience any token of the issuer would do."},
    {"signIn.noClient", "--sign-in-client names the client that people sign in as: the provider knows gatectl by it."},
    {"signIn.nobody", "Nobody is signed in here: 'gatectl login' does it."},
    {"signIn.ended", "The sign-in of {name} has ended: 'gatectl login' renews it."},
    {"signIn.issuerDiffers", "The document of {issuer} speaks for another issuer: {found}."},
    {"signIn.unreachable", "The sign-in provider {issuer} can't be reached: {reason}"},
    {"signIn.providerDown", "The sign-in provider answers {status}. It may be down for a moment."},
    {"signIn.noBrowserFlow", "The provider has no authorization endpoint. Without --browser gatectl asks by a device code."},
    {"signIn.noDeviceFlow", "The provider knows no device codes: --browser signs in by a browser on this machine."},
    {"signIn.noPkce", "The provider does not take S256 of PKCE; without it a sign-in on this machine is not safe."},
    {"signIn.wrongState", "The browser brought an answer to another sign-in than this one (state). It was not used."},
    {"signIn.wrongNonce", "The ID token belongs to another sign-in than this one (nonce). It was not used."},
    {"signIn.mixUp", "The answer comes from another issuer ('{found}') than the one asked ({issuer}). It was not used."},
    {"signIn.denied", "The sign-in was denied. {description}"},
    {"signIn.refused", "The provider refused: {error}. {description}"},
    {"signIn.codeExpired", "The code has expired before somebody signed in. Begin anew."},
    {"signIn.noAnswer", "No browser came back in five minutes."},
    {"signIn.badAnswer", "The provider's answer can't be used: {reason}."},
    {"signIn.idToken", "The ID token is not good: {reason}"},
    {"signIn.clock", "The provider's clock is {seconds} seconds ahead of this machine's, so its tokens are not valid here. Set the clock."},
    {"signIn.listen", "This machine lets no port be opened for the browser's answer: {reason}"},
    {"signIn.locked", "Another program holds the sign-ins in {path}."},
    {"signIn.store", "{path} can't be opened: it was made with another key or is damaged. Delete it and sign in again."},
    {"identity.discovery", "The provider's document is not good: {reason}."},
    {"role.badScope", "'{at}' is no place: apis/orders, subscription, group or an absolute id is one."},
    {"role.unknown", "There is no role '{role}'; `gatectl role list --definitions` shows all."},
    {"role.noAssignment", "No role assignment '{name}' at {scope}; `gatectl role list` shows where each stands."},
    {"sample.noBackends",
     "The addresses of the backends are not in {path}: run 'gatectl sample backends' first, or name the file by "
     "--backends-file."},
    {"sample.noGateway", "It is not known where the gateway listens: say --gateway-url."},
    {"sample.badFile", "The sample's own file {file} can't be used: {reason}"},
    {"call.badHeader", "'{header}' is no header: 'Name: value' is one."},
    {"call.badToken", "{file} holds no token: a token is one line."},
    {"call.unreadable", "{file} can't be read."},
    {"trace.unknownApi", "No API of the service has the path of {url}: name it by --api."},
    {"trace.none", "The gateway answered {status} without a trace. Is the address the gateway of this service?"},
    {"trace.expired", "The debug credential expired at {time}."},
    {"trace.wrongApi", "The request reached another API than the one that the debug credential is for ({reason}): name it by --api."},
    {"trace.gone", "There is no trace {traceId} any more, or not yet."},
    {"trace.forbidden", "Your rights do not cover traces."},
    {"trace.unsupported", "This service gives no traces, or has no such API or gateway."},
    {"token.badClaim", "'{claim}' is no claim: name=text or name:=JSON is one."},
    {"token.wish", "No such token can be made: {reason}."},
    {"proof.wish", "No such proof can be made: {reason}."},
    {"key.invalid", "That is no private key in PEM, or an encrypted one."},
    {"json.syntax", "Line {line}, column {column}: {reason}"},
    {"net.badRedisTarget",
     "The address of Redis can't be read ({reason}). redis://HOST:PORT, rediss://:PASSWORD@HOST:PORT and "
     "HOST:PORT,password=...,ssl=True are addresses."},
    {"identity.tokenSource", "The token source '{name}' in {path} can't be used: {reason}."},
    {"identity.tokenSources", "{path} holds no token sources: {reason}."},
    {"remote.noVault", "The local gateway serves no vault: `gatectl run --vault HOST:PORT` does."},
    {"remote.badVault", "'{url}' is no address of a vault: it goes by https, or to this machine."},
    {"remote.vault", "The vault refused it ({status} {code}): {message}"},
    {"vault.emptyValue", "{file} is empty: that is no secret."},
    {"vault.otherKey", "The values were sealed by another key than the vault-key of the data directory."},
    {"file.tooOpen", "Others may read or write {path}, which holds secrets: chmod 600 it."},
    {"file.absent", "There is no file {path}."},
    {"roles.none", "No policy fragment is a role mapping."},
    {"roles.noMapping", "The fragment gatehouse-roles is no role mapping."},
    {"roles.notAFragment", "The fragment gatehouse-roles can't be read: {reason}"},
    {"roles.tooLarge", "The fragment gatehouse-roles is larger than 512 KiB."},
    {"roles.doesNotCompile", "The role mapping does not compile: {reason}"},
    {"roles.noClaims", "That is neither a JWT nor a JSON object of claims."},
    {"roles.noOperation", "There is no operation {operation}."},
    {"rotation.running", "A rotation of {subscription} runs already ({id}); 'gatectl keys rotate {subscription}' goes on with it."},
    {"rotation.bothInUse",
     "Both keys of {subscription} are in use: making either anew would shut a client out. Move them to one key first, or say which by --key."},
    {"rotation.notProved",
     "It is not known which key of {subscription} is free: none was seen unused for {quiet}. If you know it, say which by --key."},
    {"rotation.none", "No rotation {id} runs here; 'gatectl keys status' shows all."},
    {"rotation.noneOf", "No rotation of {subscription} runs."},
    {"rotation.notRenewed", "The service took the call and the {key} key of {subscription} is still the same."},
    {"rotation.retiring", "Too late: the old key may be gone already. Run 'gatectl keys rotate' to end the rotation."},
    {"rotation.state", "The state of rotations in {path} can't be read; nothing was done. Mend it or move it away."},
    {"rotation.locked", "Another gatectl rotates keys with the state {path}."},
    {"rotation.noTarget", "Say where clients read the key: --file, --key-vault, --webhook or --rules."},
    {"rotation.noRule", "{path} has no rule for {subscription}."},
    {"rotation.wish", "That can't be: {reason}"},
    {"keyTarget.badFile", "{path} is not one line of text."},
    {"keyTarget.noFolder", "The folder of {path} does not exist."},
    {"keyTarget.refused", "{target} refused the new key (HTTP {status})."},
    {"keyTarget.failed", "{target} did not take the new key (HTTP {status})."},
    {"file.write", "{path} can't be written: {reason}"},
    {"file.read", "{path} can't be read: {reason}"},
    {"net.listen", "Can't listen on {endpoint}: {reason}"},
});

std::string filled(std::string_view text, const Error &error)
{
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto open = text.find('{', at);
        const auto close = open == std::string_view::npos ? open : text.find('}', open);
        if (close == std::string_view::npos)
            return out.append(text.substr(at));
        out.append(text.substr(at, open - at)).append(error.arg(text.substr(open + 1, close - open - 1)));
        at = close + 1;
    }
    return out;
}

std::string armText(const Error &error)
{
    std::string text(error.arg("message"));
    if (text.empty())
        text = "The service answered " + std::string(error.arg("status")) + ".";
    else if (!error.arg("code").empty())
        text = std::string(error.arg("code")) + ": " + text;
    for (const auto &[name, value] : error.args) {
        if (name == "detail")
            text += "\n  " + value;
    }
    if (const auto id = error.arg("requestId"); !id.empty())
        text += "\n  (request " + std::string(id) + ")";
    return text;
}

} // namespace

std::string textOf(const Error &error)
{
    std::string text;
    if (error.code == "remote.arm")
        text = armText(error);
    for (const auto &[code, pattern] : texts) {
        if (code == error.code)
            text = filled(pattern, error);
    }
    if (text.empty())
        return error.debugText();
    for (const auto &line : error.context)
        text += "\n  while " + line;
    return text;
}

} // namespace gatehouse::gatectl
