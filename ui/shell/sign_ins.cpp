// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/sign_ins.h"

#include "ui/components/formats.h"
#include "ui/shell/connection_list.h"

#include <QDesktopServices>
#include <QUrl>

namespace gatehouse::ui::shell {

namespace {

constexpr int refreshEvery = 20'000; //!< milliseconds; a fresh token costs nothing to ask for

std::string nameFor(const std::string &id)
{
    return "window/" + id;
}

} // namespace

SignIns::SignIns(ConnectionList &connections, std::shared_ptr<remote::Network> network, remote::SignInStore store, QObject *parent)
    : QObject(parent)
    , m_connections(connections)
    , m_network(std::move(network))
    , m_store(std::move(store))
    , m_opener([](const QString &url) { QDesktopServices::openUrl(QUrl(url, QUrl::StrictMode)); })
{
    m_timer.setInterval(refreshEvery);
    connect(&m_timer, &QTimer::timeout, this, &SignIns::keepFresh);
    m_timer.start();
}

void SignIns::resumeAll()
{
    using People = std::map<std::string, std::shared_ptr<remote::PersonalAccess>>;
    std::map<std::string, remote::SignInSettings> wanted;
    for (const auto &connection : m_connections.all()) {
        if (!connection.signIn.empty() && !connection.person)
            wanted.emplace(connection.id, connection.signIn);
    }
    if (wanted.empty())
        return;
    components::runInBackground<People>(
        this,
        [store = m_store, network = m_network, wanted](std::stop_token, const components::Progress &) {
            People people;
            for (const auto &[id, settings] : wanted) {
                // What does not read back is nobody: signing in again replaces it.
                if (auto person = remote::SignInSession::resume(nameFor(id), settings, store, network); person && *person)
                    people.emplace(id, std::move(*person));
            }
            return people;
        },
        [this](People people) {
            for (auto &[id, person] : people)
                takePerson(id, std::move(person));
        });
}

void SignIns::takePerson(const std::string &id, std::shared_ptr<remote::PersonalAccess> person)
{
    if (const auto *known = m_connections.find(id)) {
        auto connection = *known;
        connection.person = std::move(person);
        m_connections.put(connection);
    }
    tell(id);
}

void SignIns::signIn(const std::string &id, Way way)
{
    const auto *connection = m_connections.find(id);
    if (!connection || connection->signIn.empty() || isRunning(id))
        return;
    auto &attempt = m_attempts[id];
    attempt.request.reset();
    attempt.failure.reset();
    const remote::BrowserTexts texts{"Gatehouse", components::toUtf8(tr("The answer has come. Go back to Gatehouse: it says whether you are signed in.")),
                                     components::toUtf8(tr("The sign-in did not work. Gatehouse says why."))};
    const auto shown = std::make_shared<remote::DeviceRequest>(); // written before the progress that tells of it
    using Outcome = Result<std::shared_ptr<remote::SignInSession>>;
    attempt.task = components::runInBackground<Outcome>(
        this,
        [id, way, texts, shown, settings = connection->signIn, network = m_network, store = m_store](std::stop_token stop, const components::Progress &progress) -> Outcome {
            const SystemClock clock;
            SystemRandom random;
            const remote::SignInClient client(settings, network, clock, random);
            const auto open = [&](const std::string &url) { progress(0, QString::fromStdString(url)); };
            const auto show = [&](const remote::DeviceRequest &request) {
                *shown = request;
                progress(1, {});
            };
            auto who = way == Way::Browser ? client.withBrowser(open, texts, stop) : client.withDeviceCode(show, stop);
            if (!who)
                return tl::unexpected(std::move(who.error()));
            return remote::SignInSession::begin(nameFor(id), std::move(*who), store, network);
        },
        [this, id](Outcome outcome) {
            auto &ended = m_attempts[id];
            ended.request.reset();
            if (outcome) {
                takePerson(id, std::move(*outcome));
                return;
            }
            if (outcome.error().kind != ErrorKind::Cancelled)
                ended.failure = std::move(outcome.error());
            tell(id);
        },
        [this, id, way, shown](double, const QString &text) {
            if (way == Way::Browser) {
                m_opener(text);
                return;
            }
            m_attempts[id].request = *shown;
            tell(id);
        });
    tell(id);
}

void SignIns::cancel(const std::string &id)
{
    const auto found = m_attempts.find(id);
    if (found == m_attempts.end())
        return;
    found->second.task.task().cancel();
    found->second.task.abandon();
    found->second.request.reset();
    tell(id);
}

void SignIns::signOut(const std::string &id)
{
    cancel(id);
    takePerson(id, nullptr);
    auto &attempt = m_attempts[id];
    attempt.failure.reset();
    attempt.task = components::runInBackground<Status>(
        this, [name = nameFor(id), store = m_store, network = m_network](std::stop_token stop, const components::Progress &) { return remote::SignInSession::end(name, store, network, stop); },
        [this, id](Status ended) {
            if (!ended)
                m_attempts[id].failure = ended.error();
            tell(id);
        });
    tell(id);
}

bool SignIns::isRunning(const std::string &id) const
{
    const auto found = m_attempts.find(id);
    return found != m_attempts.end() && found->second.task.isRunning();
}

std::optional<remote::DeviceRequest> SignIns::deviceRequest(const std::string &id) const
{
    const auto found = m_attempts.find(id);
    return found == m_attempts.end() ? std::nullopt : found->second.request;
}

std::optional<Error> SignIns::failure(const std::string &id) const
{
    const auto found = m_attempts.find(id);
    return found == m_attempts.end() ? std::nullopt : found->second.failure;
}

void SignIns::keepFresh()
{
    for (const auto &connection : m_connections.all()) {
        auto &refresh = m_refreshes[connection.id];
        if (!connection.person || refresh.isRunning())
            continue;
        using Token = Result<SecretString>;
        refresh = components::runInBackground<Token>(
            this, [person = connection.person](std::stop_token stop, const components::Progress &) { return person->token(stop); },
            [this, id = connection.id](Token token) {
                if (!token && token.error().code == "signIn.ended") {
                    m_attempts[id].failure = token.error();
                    takePerson(id, nullptr);
                }
            });
    }
}

} // namespace gatehouse::ui::shell
