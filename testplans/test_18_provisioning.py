"""Chapter 18. Provisioning.

The tasks of Table 95 and the steps of the four procedures, typed at the router's command line, with
their effect as applications and phones see it (document: How to Configure CTI CSTA).
"""

import pytest

from harness.expect import Call, Delivered, Fault, Held, Shown, expect, refused

ENABLING = "Document, Enabling CTI CSTA"
MANAGER = "Document, Creating a Session Manager"
NUMBER = "Document, Configuring a Number"
CLEARING = "Document, Clearing a Session"

VOIP = "voice service voip"
APPS = "voice register session-server 1"
CME = "telephony-service"
WITHOUT_A_PHONE = "299"
NUMBER_99 = ("ephone-dn 99", f"number {WITHOUT_A_PHONE}")
TEMPLATE = "ephone-dn-template 15"

# -- the ways through the modes -------------------------------------------------------------------

STEPS = {
    "enabling CTI": (
        ("enable", "privileged EXEC"),
        ("configure terminal", "global configuration"),
        (VOIP, "voice service"),
        ("callmonitor", "voice service"),
        ("sip", "SIP"),
        ("end", "privileged EXEC"),
    ),
    "creating a session manager": (
        ("enable", "privileged EXEC"),
        ("configure terminal", "global configuration"),
        ("voice register global", "voice register global"),
        ("mode cme", "voice register global"),
        ("exit", "global configuration"),
        (APPS, "session server"),
        ("cti-aware", "session server"),
        ("end", "privileged EXEC"),
    ),
    "configuring a number": (
        ("enable", "privileged EXEC"),
        ("configure terminal", "global configuration"),
        ("ephone-dn 99", "ephone-dn"),
        ("cti watch", "ephone-dn"),
        ("exit", "global configuration"),
        (CME, "telephony service"),
        ("em external", "telephony service"),
        ("end", "privileged EXEC"),
    ),
}


@pytest.mark.plan(
    "PR-01",
    ref="Document, How to Configure CTI CSTA, the steps that lead from mode to mode",
    clauses=[
        "enable.privileged",
        "enable.configure",
        "enable.voice-service",
        "enable.sip",
        "enable.end",
        "manager.voice-register-global",
        "manager.end",
        "dn.modes",
    ],
)
@pytest.mark.parametrize("procedure", STEPS)
def test_steps_lead_through_the_modes(terminal, procedure):
    """Each step of a procedure leads where the next one is typed; `end` leaves all modes."""
    for step, mode in STEPS[procedure]:
        terminal.leads_to(step, mode)


@pytest.mark.plan("PR-02", ref=f"{ENABLING}, step 1", clauses=["enable.privileged"])
def test_enable_wants_its_password(terminal):
    """A wrong password leaves user EXEC as it is; the right one opens privileged EXEC."""
    if not terminal.has_secret:
        pytest.skip("this bench's user is privileged without a secret")

    assert not terminal.enables_with("certainly wrong"), "router: a wrong password is taken"
    terminal.leads_to("enable", "privileged EXEC")


@pytest.mark.plan(
    "PR-03",
    ref=f"{ENABLING}, steps 1 and 2",
    clauses=["enable.privileged", "enable.configure"],
)
@pytest.mark.parametrize("line", ["configure terminal", "clear cti session id 1", "debug cti all"])
def test_user_exec_changes_nothing(terminal, line):
    """Before `enable` nobody configures the router, clears a session or debugs."""
    terminal.refuses(line)
    terminal.leads_to("", "user EXEC")


@pytest.mark.plan(
    "PR-04", ref="Document, Table 95, step 1; Enabling CTI CSTA, prerequisites",
    clauses=["task.version"],
)  # fmt: skip
def test_router_runs_a_cme_with_cti(configuration):
    """The router says that it runs Unified CME 8.0 or later."""
    major, minor = configuration.release
    assert major, "router: show telephony-service does not tell which CME it runs"
    assert (major, minor) >= (8, 0), f"router: it runs CME {major}.{minor}; CTI came with 8.0"


@pytest.mark.plan(
    "PR-33",
    ref="Document, Enabling CTI CSTA, prerequisites, note; CSTA Client Application Deployment",
    clauses=["task.address", "scope.gateway"],
)
@pytest.mark.parametrize("transport", ["UDP", "TCP"])
def test_session_ends_at_the_source_address(application, alice, configuration, transport):
    """A session goes on where `ip source-address` says, with nothing between it and the router."""
    application.open(line=alice, over=transport)

    configuration.names_itself_to(application)


# -- commands, their no forms and ranges ----------------------------------------------------------

OPTIONS = {
    "allow-connections sip to sip": ((VOIP,), "enable.allow-connections"),
    "callmonitor": ((VOIP,), "enable.callmonitor"),
    "gcid": ((VOIP,), "enable.gcid"),
    "cti csta mode basic": ((VOIP,), "enable.mode-basic"),
    "cti message device-id suppress-conversion": ((VOIP,), "enable.suppress-conversion"),
    "registrar server expires max 600 min 90": ((VOIP, "sip"), "enable.registrar"),
    "mode cme": (("voice register global",), "manager.mode-cme"),
    "cti-aware": ((APPS,), "manager.cti-aware"),
    "register-id apps": ((APPS,), "manager.register-id"),
    "keepalive 60": ((APPS,), "manager.keepalive"),
    "em external": ((CME,), "dn.em-external"),
    "url services http://10.0.0.2/menu.html root": ((CME,), "dn.url-services"),
    "cti watch": (("ephone-dn 99",), "dn.cti-watch"),
    "cti notify": (("ephone-dn 99",), "dn.cti-notify"),
}
TURNED_OFF = {
    "supplementary-service sip moved-temporarily": "enable.moved-temporarily",
    "supplementary-service sip refer": "enable.refer",
    "cti shutdown": "enable.cti",
}


@pytest.mark.plan(
    "PR-05",
    ref="Document, How to Configure CTI CSTA, every option",
    clauses=sorted({clause for _, clause in OPTIONS.values()}),
)
@pytest.mark.parametrize("option", OPTIONS)
def test_option_and_its_no_form(router, configuration, option):
    """An option stands in the running configuration until its `no` form takes it away."""
    way, _ = OPTIONS[option]

    with router.configured(*way, option):
        configuration.shows(*way, option)

        with router.configured(*way, f"no {option}"):
            configuration.shows_no(*way, option)


@pytest.mark.plan(
    "PR-06", ref=f"{ENABLING}, steps 5 to 7", clauses=sorted(TURNED_OFF.values())
)  # fmt: skip
@pytest.mark.parametrize("service", TURNED_OFF)
def test_service_that_is_turned_off(router, configuration, service):
    """What is on by itself is turned off by `no`, which the configuration shows."""
    with router.configured(VOIP, f"no {service}"):
        configuration.shows(VOIP, f"no {service}")

        with router.configured(VOIP, service):
            configuration.shows_no(VOIP, f"no {service}")


BLOCKS = {
    "voice register session-server 2": "register-id wallboard",
    "ephone-dn 99": f"number {WITHOUT_A_PHONE}",
    "ephone-dn-template 14": "cti watch",
    "ephone 99": "mac-address 02CE.00FF.FFFE",
    "voice logout-profile 9": "pin 4711",
    "voice user-profile 9": "user guest password secret1",
}


@pytest.mark.plan(
    "PR-32",
    ref="Document, How to Configure CTI CSTA, every block",
    clauses=["manager.tag", "dn.modes", "dn.example"],
)
@pytest.mark.parametrize("block", BLOCKS)
def test_block_and_its_no_form(router, configuration, block):
    """A block stands with its lines until its `no` form takes it away, and them."""
    with router.configured(block, BLOCKS[block]):
        configuration.shows(block, BLOCKS[block])

        with router.configured(f"no {block}"):
            configuration.shows_no(block)
            configuration.shows_no(block, BLOCKS[block])


SIP = (VOIP, "sip")
TAKEN = (
    ((), "voice register session-server 1"),
    ((), "voice register session-server 8"),
    ((APPS,), "keepalive 60"),
    ((APPS,), "keepalive 3600"),
    ((APPS,), "register-id a"),
    ((APPS,), "register-id abcdefghij0123456789ABCDEFGHIJ"),
    (SIP, "registrar server expires max 600 min 60"),
    (SIP, "registrar server expires max 86400 min 3600"),
)
BEYOND = (
    ((), "voice register session-server", "0"),
    ((), "voice register session-server", "9"),
    ((APPS,), "keepalive", "59"),
    ((APPS,), "keepalive", "3601"),
    ((APPS,), "register-id", "abcdefghij0123456789ABCDEFGHIJK"),
    (SIP, "registrar server expires max", "86401"),
    (SIP, "registrar server expires max 3600 min", "59"),
    (SIP, "registrar server expires max 3600 min", "3601"),
)
RANGES = ["manager.tag", "manager.keepalive", "manager.register-id", "enable.registrar"]


@pytest.mark.plan(
    "PR-07", ref=f"{MANAGER}, steps 6, 8 and 9; {ENABLING}, step 13", clauses=RANGES
)  # fmt: skip
@pytest.mark.parametrize(("way", "line"), TAKEN, ids=[line for _, line in TAKEN])
def test_edge_of_a_range_is_taken(configuration, way, line):
    """The least and the greatest value of a range are taken."""
    told = configuration.refusal_of(*way, line)

    assert not told, told


@pytest.mark.plan(
    "PR-08", ref=f"{MANAGER}, steps 6, 8 and 9; {ENABLING}, step 13", clauses=RANGES
)  # fmt: skip
@pytest.mark.parametrize(
    ("way", "command", "value"), BEYOND, ids=[f"{command} {value}" for _, command, value in BEYOND]
)
def test_value_beyond_a_range_is_refused(terminal, way, command, value):
    """A value beyond its range is refused, with the caret under it."""
    for line in ("enable", "configure terminal", *way):
        terminal.types(line)

    terminal.refuses(f"{command} {value}", at=value)


EXAMPLES = (
    ((APPS,), "register appl", "register-id appl"),
    (
        (CME,),
        "url services http://my_application/menu.html root",
        "url services http://my_application/menu.html root",
    ),
)


@pytest.mark.plan(
    "PR-36",
    ref=f"{MANAGER}, step 8; {NUMBER}, step 11, examples",
    clauses=["manager.register-id", "dn.url-services"],
)
@pytest.mark.parametrize(("way", "line", "stands"), EXAMPLES, ids=[line for _, line, _ in EXAMPLES])
def test_example_of_a_step_is_taken_as_it_is_printed(
    terminal, router, configuration, way, line, stands
):
    """What a step prints as its example is taken, abbreviated as it is, and stands written out."""
    with router.configured(*way, stands):
        for each in ("enable", "configure terminal", *way):
            terminal.types(each)
        terminal.takes(f"no {stands}")
        configuration.shows_no(*way, stands)

        terminal.takes(line)

        configuration.shows(*way, stands)


MISPRINTS = (
    ((VOIP,), "allow-connections sip-to-sip", "-to-sip"),
    ((VOIP,), "no supplementary-service sip moved-temporary", "y"),
    ((VOIP,), "no supplementary-service sip-refer", "-refer"),
    ((VOIP,), "supplementary-service sip-refer", "-refer"),
    ((VOIP,), "csta cti mode basic", "sta cti mode basic"),
    ((VOIP,), "cti csta mode", "% Incomplete command."),
)


@pytest.mark.plan(
    "PR-09",
    ref=f"{ENABLING}, summary steps 4 to 6; Table 96; {MANAGER}, example",
    clauses=["enable.allow-connections", "enable.moved-temporarily", "enable.refer"],
)
@pytest.mark.parametrize(("way", "line", "rest"), MISPRINTS, ids=[line for _, line, _ in MISPRINTS])
def test_misprint_of_the_document_is_refused(terminal, configuration, way, line, rest):
    """What the document misprints is refused where it goes wrong, and changes nothing."""
    for each in ("enable", "configure terminal", *way):
        terminal.types(each)

    with configuration.stays_as_it_is():
        terminal.refuses(line, at=rest)


@pytest.mark.plan(
    "PR-10", ref=f"{ENABLING}, steps 7 and 8", clauses=["enable.cti", "enable.callmonitor"]
)  # fmt: skip
def test_wrong_line_in_a_push_leaves_the_router_unchanged(configuration):
    """A push with one wrong line ends in one sentence, and the lines before it are undone."""
    wrong = (VOIP, "callmonitor", "gcid", "no supplementary-service sip moved-temporary")

    with configuration.stays_as_it_is():
        told = configuration.refusal_of(*wrong)

    assert 'refused "no supplementary-service sip moved-temporary" in mode con' in told
    assert "Invalid input" in told
    assert told.endswith('("y"); line 4 of 4')


@pytest.mark.plan(
    "PR-11", ref="Document, Configuration Examples", clauses=["dn.example", "enable.example"]
)
def test_nothing_is_left_to_push(configuration):
    """The bench holds the document's whole configuration: pushed again it changes nothing."""
    assert configuration.lacking == ()


@pytest.mark.plan(
    "PR-12", ref="CME Command Reference, write memory", clauses=["enable.example", "dn.example"]
)
def test_saved_configuration_is_the_running_one(terminal, configuration):
    """What is saved is what runs, line by line."""
    if not configuration.startup_is_ours:
        pytest.skip("this bench's startup configuration is not ours to overwrite")
    terminal.types("enable")

    for line in ("write memory", "copy running-config startup-config"):
        terminal.takes(line)

        configuration.is_saved()


# -- what the examples bring ----------------------------------------------------------------------

EXAMPLE_FOR_A_MOC_CLIENT = (
    VOIP,
    "allow-connections sip to sip",
    "no supplementary-service sip moved-temporarily",
    "no supplementary-service sip refer",
    "no cti shutdown",
    "cti csta mode basic",
)


@pytest.mark.plan(
    "PR-13", ref=f"{ENABLING}, example", clauses=["enable.example", "enable.cti", "enable.end"]
)
def test_example_for_a_moc_client_opens_sessions(application, alice, router):
    """Where CTI was shut, the example entered as it stands lets a client have its session."""
    with router.configured(VOIP, "cti shutdown"):
        with refused(Fault.CTI_SHUT_DOWN):
            application.open(line=alice)

        with router.configured(*EXAMPLE_FOR_A_MOC_CLIENT):
            with expect(router.shows_session(of=application)):
                application.open(line=alice)
            application.monitor()


EXAMPLE_OF_A_SESSION_MANAGER = (
    "voice register global",
    "mode cme",
    "voice register session-server 1",
    "keepalive 60",
    "register-id appl",
    "cti-aware",
)


@pytest.mark.plan(
    "PR-14", ref=f"{MANAGER}, example", clauses=["manager.example", "manager.mode-cme"]
)
def test_example_of_a_session_manager_registers(managers, application, alice, router):
    """The example entered as it stands lets an application register and have its sessions."""
    registrar = (VOIP, "sip", "registrar server expires max 120 min 60")
    with router.configured(*registrar, *EXAMPLE_OF_A_SESSION_MANAGER):
        with expect(router.shows_manager("appl")):
            managers.is_granted("appl", 60, of=300, by="keepalive 60")

        with expect(router.shows_session(of=application)):
            application.open(line=alice, client="sdk")


@pytest.mark.plan("PR-15", ref=f"{MANAGER}, step 6", clauses=["manager.tag", "manager.several"])
def test_first_and_last_session_manager_serve_together(managers, router):
    """The session managers with the tags 1 and 8 are two: each has its own name and keepalive."""
    registrar = ("voice register global", "mode cme", VOIP, "sip", "registrar server")
    first = ("voice register session-server 1", "register-id first", "keepalive 120")
    last = ("voice register session-server 8", "register-id last", "keepalive 60")
    with (
        router.configured(*registrar, *first, *last),
        expect(router.shows_manager("first"), router.shows_manager("last")),
    ):
        managers.is_granted("first", 120, by="keepalive 120")
        managers.is_granted("last", 60, by="keepalive 60")


@pytest.mark.plan(
    "PR-16", ref=f"{NUMBER}, example", clauses=["dn.example", "dn.cti-watch", "dn.cti-notify"]
)
def test_every_number_of_the_example_is_served(application, configuration):
    """Each number that has `cti watch`, with a phone or only with `cti notify`, has its session."""
    numbers = configuration.watched_numbers
    assert len(numbers) > 1

    for number in numbers:
        application.open(line=number)
        application.monitor()
        assert application.is_watching, number
        application.close()


# -- a change is felt at once ---------------------------------------------------------------------


@pytest.mark.plan(
    "PR-17", ref=f"{NUMBER}, step 6", clauses=["dn.cti-watch-template", "dn.cti-notify-template"]
)
@pytest.mark.parametrize("option", ["cti watch", "cti notify"])
def test_number_has_priority_over_its_template(application, router, option):
    """What is set at a number holds although its template does not have it."""
    template = (TEMPLATE, "description has it not", f"no {option}")
    number = (*NUMBER_99, TEMPLATE, "cti watch", "cti notify")
    with router.configured(*template, *number):
        application.open(line=WITHOUT_A_PHONE)
        application.monitor()

        assert application.is_watching


@pytest.mark.plan("PR-18", ref=f"{NUMBER}, step 6", clauses=["dn.cti-watch"])
def test_number_that_is_watched_no_longer(application, alice, bob, router):
    """Without `cti watch` the monitors of a number end at once, and those of no other."""
    application.open(line=bob)
    application.monitor()

    with (
        expect(
            application.loses_its_monitor(),
            bob.cti.loses_its_monitor(),
            router.shows_monitors(alice, of=alice.cti),
        ),
        router.configured(f"ephone-dn {bob.dn}", "no cti watch"),
    ):
        pass


@pytest.mark.plan("PR-19", ref=f"{NUMBER}, step 7", clauses=["dn.cti-notify"])
def test_number_that_is_kept_up_no_longer(application, router):
    """Without `cti notify` a number that no phone carries is down again."""
    with router.configured(*NUMBER_99, "cti watch", "cti notify"):
        application.open(line=WITHOUT_A_PHONE)
        with (
            router.configured("ephone-dn 99", "no cti notify"),
            refused(Fault.OUT_OF_SERVICE),
        ):
            application.monitor()

        application.monitor()
        assert application.is_watching


@pytest.mark.plan("PR-20", ref=f"{NUMBER}, prerequisite", clauses=["dn.prerequisite"])
def test_number_that_is_taken_away(application, router):
    """Once its ephone-dn is removed, a number is unknown to applications."""
    with router.configured(*NUMBER_99, "cti watch", "cti notify"):
        application.open(line=WITHOUT_A_PHONE)
        application.close()

        with router.configured("no ephone-dn 99"), refused(Fault.UNKNOWN_LINE):
            application.open(line=WITHOUT_A_PHONE)


@pytest.mark.plan("PR-21", ref=f"{ENABLING}, step 7", clauses=["enable.cti"])
def test_shutting_cti_ends_the_sessions_that_stand(application, alice, router):
    """`cti shutdown` ends every open session at once, and none is listed any more."""
    application.open(line=alice)

    with (
        expect(application.loses_its_session(), alice.cti.loses_its_session()),
        router.configured(VOIP, "cti shutdown"),
    ):
        pass


@pytest.mark.plan("PR-22", ref=f"{MANAGER}, step 8", clauses=["manager.register-id"])
def test_renamed_session_manager(managers, router):
    """After a new `register-id` the old name is refused and the new one registers."""
    with router.has_managers("before"):
        managers.register("before")

        with router.configured(APPS, "register-id after"):
            with refused(Fault.UNKNOWN_REGISTER_ID):
                managers.register("before")
            with expect(router.shows_manager("after")):
                managers.register("after")


@pytest.mark.plan("PR-23", ref=f"{MANAGER}, step 9", clauses=["manager.keepalive"])
def test_changed_keepalive(managers, router):
    """A changed `keepalive` is granted from the next registration on."""
    with router.has_managers("apps", keepalive=60):
        managers.is_granted("apps", 60, of=3600, by="keepalive 60")

        with router.configured(APPS, "keepalive 300"):
            managers.is_granted("apps", 300, of=3600, by="keepalive 300")


@pytest.mark.plan(
    "PR-24", ref="CME Command Reference, create cnf-files", clauses=["dn.prerequisite"]
)
def test_phones_files_are_deleted_and_created(guest, router, configuration):
    """`no create cnf-files` deletes the phones' files, `create cnf-files` makes them again."""
    guest.bring("7961")
    with router.knows(guest):
        with router.configured(CME, "no create cnf-files"):
            configuration.shows_no(CME, "create cnf-files")
            configuration.offers_no_file_of(guest)

        configuration.offers_file_of(guest)


# -- clearing a session ---------------------------------------------------------------------------


@pytest.mark.plan("PR-25", ref=f"{CLEARING}, step 2", clauses=["clear.session", "clear.session-id"])
def test_clearing_a_session_leaves_the_others(application, alice, bob, router):
    """`clear cti session id` ends the session of that identifier and no other."""
    application.open(line=alice)

    with expect(
        application.loses_its_session(),
        router.shows_no_session(of=application),
        router.shows_session(of=alice.cti),
        router.shows_session(of=bob.cti),
    ):
        router.clear_session(of=application)


@pytest.mark.plan("PR-34", ref=f"{CLEARING}, step 2", clauses=["clear.session"])
def test_clearing_a_session_leaves_calls_alone(application, alice, bob, given, router):
    """Who talks goes on talking when a session of the line is cleared; its other one tells on."""
    call = given.talking(alice, bob)
    application.open(line=alice)
    application.monitor()

    with expect(
        application.loses_its_session(),
        alice.sees_nothing(),
        bob.sees_nothing(),
        alice.phone.talks_to(bob),
        bob.phone.talks_to(alice),
    ):
        router.clear_session(of=application)

    held = Held(call, holding=alice)
    with expect(alice.sees(held), bob.sees(held), alice.phone.shows(Shown.HOLD)):
        alice.cti.hold_call(call)


@pytest.mark.plan(
    "PR-26", ref=f"{CLEARING}, step 2; CME Command Reference", clauses=["clear.session"]
)
def test_clearing_what_is_not_there_harms_nobody(terminal, alice, bob, router):
    """An identifier that no session has ends no session."""
    terminal.types("enable")

    with expect(router.shows_session(of=alice.cti), router.shows_session(of=bob.cti)):
        terminal.leads_to("clear cti session id 2147483647", "privileged EXEC")


# -- the commands that look -----------------------------------------------------------------------

LOOKING = (
    "show cti session",
    "show cti call",
    "show cti gcid",
    "show cti line-node",
    "debug cti core",
    "no debug cti core",
    "debug callmonitor all",
    "undebug all",
)


@pytest.mark.plan("PR-27", ref="Document, Table 96", clauses=["feature.commands"])
@pytest.mark.parametrize("line", LOOKING)
def test_command_of_the_feature_exists(terminal, line):
    """The commands that came with CTI are known to the router."""
    terminal.types("enable")

    terminal.takes(line)


@pytest.mark.plan(
    "PR-35", ref="Document, Table 96; CME Command Reference", clauses=["feature.commands"]
)
@pytest.mark.parametrize("line", ["clear csta session id 1", "debug cti callmon"])
def test_command_that_table_96_misprints_is_refused(terminal, line):
    """What the table writes otherwise than its command is written is refused."""
    terminal.types("enable")

    terminal.refuses(line)
    terminal.leads_to("", "privileged EXEC")


@pytest.mark.plan("PR-28", ref="Document, Table 96, debug cti", clauses=["feature.commands"])
def test_debug_output_comes_to_who_asked_for_it(terminal, application, alice):
    """With `debug cti all` and `terminal monitor` a session's services are told, else nothing."""
    terminal.types("enable")
    application.open(line=alice)
    assert application.asks_at_once(1) == 1
    assert "CTI" not in terminal.hears()

    for line in ("debug cti all", "terminal monitor"):
        terminal.types(line)
    application.monitor()
    application.stop_monitor()
    told = terminal.hears()
    terminal.types("undebug all")

    assert "//CTI/" in told, "router: no debug output of CTI came"
    application.monitor()
    assert "//CTI/" not in terminal.hears(), "router: debug output came after undebug all"


@pytest.mark.plan(
    "PR-29", ref="CME System Administrator Guide, Phones; Configuration Fundamentals, logging",
    clauses=["phone.register"],
)  # fmt: skip
def test_registration_is_logged_where_somebody_monitors(terminal, guest, router):
    """A phone that comes into service is logged with its ephone and MAC address."""
    terminal.types("enable")
    terminal.types("terminal monitor")
    guest.bring("7961")
    with router.knows(guest), expect(router.serves(guest)):
        guest.phone.plug_in()

    terminal.heard("IPPHONE-6-REGISTER", guest)


@pytest.mark.plan(
    "PR-30", ref=f"{ENABLING}, step 8; CME Command Reference, debug callmonitor",
    clauses=["enable.callmonitor"],
)  # fmt: skip
def test_callmonitor_reports_calls(terminal, alice, bob, given, router):
    """With `callmonitor` the call monitor tells of calls under debug; without, of none."""
    for line in ("enable", "terminal monitor", "debug callmonitor all"):
        terminal.types(line)
    with router.configured(VOIP, "no callmonitor"):
        call = given.talking(alice, bob)
        assert "//CMM/" not in terminal.hears(), "router: calls are monitored without callmonitor"

    with router.configured(VOIP, "callmonitor"):
        with expect(
            alice.sees_anything_of(call),
            bob.sees_anything_of(call),
            alice.phone.falls_idle(),
            bob.phone.falls_idle(),
            router.shows_no_call(),
        ):
            alice.phone.hang_up()
        told = terminal.hears()
    terminal.types("undebug all")

    assert "//CMM/" in told, "router: callmonitor is on and debug callmonitor tells of no call"


SECOND_NUMBER = "298"


@pytest.mark.plan("PR-31", ref=f"{ENABLING}, step 11", clauses=["enable.suppress-conversion"])
@pytest.mark.parametrize("suppressed", [False, True], ids=["converted", "suppressed"])
def test_second_number_in_messages(alice, bob, router, suppressed):
    """A call to Bob's second number is told under his first one; suppressed, as it was dialled."""
    option = "cti message device-id suppress-conversion"
    number = (f"ephone-dn {bob.dn}", f"number {bob.number} secondary {SECOND_NUMBER}")
    with router.configured(*number, VOIP, option if suppressed else f"no {option}"):
        call, told = Call("call"), SECOND_NUMBER if suppressed else bob

        with expect(
            alice.sees_anything_of(call),
            bob.sees(Delivered(call, alerting=bob, calling=alice, called=told)),
            bob.phone.rings(),
        ):
            alice.phone.call(SECOND_NUMBER)

        with expect(
            alice.sees_anything_of(call), bob.sees_anything_of(call), bob.phone.falls_idle()
        ):
            alice.phone.hang_up()
