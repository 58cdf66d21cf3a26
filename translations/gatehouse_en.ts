<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>gatehouse::ui::catalog::ImportDialog</name>
    <message numerus="yes">
        <source>%n operation(s)</source>
        <translation>
            <numerusform>%n operation</numerusform>
            <numerusform>%n operations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s). Nothing is sent before you publish.</source>
        <translation>
            <numerusform>%n warning. Nothing is sent before you publish.</numerusform>
            <numerusform>%n warnings. Nothing is sent before you publish.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s); nothing is imported by halves.</source>
        <translation>
            <numerusform>%n finding; nothing is imported by halves.</numerusform>
            <numerusform>%n findings; nothing is imported by halves.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::components::DiffText</name>
    <message numerus="yes">
        <source>%n unchanged line(s)</source>
        <translation>
            <numerusform>%n unchanged line</numerusform>
            <numerusform>%n unchanged lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::limits::LimitDetail</name>
    <message numerus="yes">
        <source>Counted %1. %n operation(s) meet it.</source>
        <translation>
            <numerusform>Counted %1. %n operation meets it.</numerusform>
            <numerusform>Counted %1. %n operations meet it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::policies::DocumentPane</name>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::policies::FindBar</name>
    <message numerus="yes">
        <source>%n hit(s)</source>
        <translation>
            <numerusform>%n hit</numerusform>
            <numerusform>%n hits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::request::RequestForm</name>
    <message numerus="yes">
        <source>My %n change(s), not published</source>
        <translation>
            <numerusform>My %n change, not published</numerusform>
            <numerusform>My %n changes, not published</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ran against %n change(s) that are not published.</source>
        <translation>
            <numerusform>Ran against %n change that is not published.</numerusform>
            <numerusform>Ran against %n changes that are not published.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::roles::AccessPane</name>
    <message numerus="yes">
        <source>%1 of %n operation(s) may be called.</source>
        <translation>
            <numerusform>%1 of %n operation may be called.</numerusform>
            <numerusform>%1 of %n operations may be called.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::roles::PermissionDetail</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::shell::ChangeTray</name>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n new</numerusform>
            <numerusform>%n new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed</source>
        <translation>
            <numerusform>%n changed</numerusform>
            <numerusform>%n changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n deleted</source>
        <translation>
            <numerusform>%n deleted</numerusform>
            <numerusform>%n deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n action(s)</source>
        <translation>
            <numerusform>%n action</numerusform>
            <numerusform>%n actions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) staged</source>
        <translation>
            <numerusform>%n change staged</numerusform>
            <numerusform>%n changes staged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Discard %n staged change(s)?</source>
        <translation>
            <numerusform>Discard %n staged change?</numerusform>
            <numerusform>Discard %n staged changes?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::shell::CommandPalette</name>
    <message numerus="yes">
        <source>%n result(s)</source>
        <translation>
            <numerusform>%n result</numerusform>
            <numerusform>%n results</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::shell::MainWindow</name>
    <message numerus="yes">
        <source>%n change(s) could not be published.</source>
        <translation>
            <numerusform>%n change could not be published.</numerusform>
            <numerusform>%n changes could not be published.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) published.</source>
        <translation>
            <numerusform>%n change published.</numerusform>
            <numerusform>%n changes published.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::shell::NavigationButton</name>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n new</numerusform>
            <numerusform>%n new</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::shell::ReviewDialog</name>
    <message numerus="yes">
        <source>%n change(s), %1</source>
        <translation>
            <numerusform>%n change, %1</numerusform>
            <numerusform>%n changes, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>%n call</numerusform>
            <numerusform>%n calls</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) published.</source>
        <translation>
            <numerusform>%n change published.</numerusform>
            <numerusform>%n changes published.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::traffic::TrafficPage</name>
    <message numerus="yes">
        <source>%1 of %n request(s)</source>
        <translation>
            <numerusform>%1 of %n request</numerusform>
            <numerusform>%1 of %n requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> · %n held back</source>
        <translation>
            <numerusform> · %n held back</numerusform>
            <numerusform> · %n held back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> · %n missed</source>
        <translation>
            <numerusform> · %n missed</numerusform>
            <numerusform> · %n missed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>KeyRows</name>
    <message numerus="yes">
        <source>Some may be missing: the gateway did not end in order %n time(s).</source>
        <translation>
            <numerusform>Some may be missing: the gateway did not end in order once.</numerusform>
            <numerusform>Some may be missing: the gateway did not end in order %n times.</numerusform>
        </translation>
    </message>
</context>
</TS>
