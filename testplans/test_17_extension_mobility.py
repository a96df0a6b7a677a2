"""Chapter 17. Services, directories, extension mobility.

What stands behind a phone's Services and Directories keys, fetched over HTTP; users who log in at
a phone, from its menu or by the administrator, and take their number along; what an application
that watches that number sees of it (document: Configuring a Number or Device; CME administrator
guide, Extension Mobility, Directory Services).
"""

import pytest

from harness.expect import (
    Call,
    Cause,
    Delivered,
    Established,
    Fault,
    Originated,
    ServiceInitiated,
    Shown,
    expect,
    maybe,
    refused,
)

MODELS = pytest.mark.parametrize("model", ["7960", "7961"])
MENU = "Extension Mobility"
XML_USER = ("telephony-service", "xml user harness password axlpw 15")


# -- the Services menu -------------------------------------------------------------------------


@pytest.mark.plan(
    "EM-01", ref="CME Administrator Guide, Extension Mobility", clauses=["em.services-menu"]
)
def test_services_menu_offers_extension_mobility(carol):
    """A phone with a logout profile offers extension mobility in its Services menu."""
    with expect(carol.phone.services.offer(MENU)):
        carol.phone.services.open()

    carol.phone.services.leave()


@pytest.mark.plan(
    "EM-02", ref="CME Administrator Guide, Extension Mobility", clauses=["em.services-menu"]
)
def test_services_menu_of_another_phone_does_not(alice):
    """A phone without a logout profile has nothing to log in to."""
    with expect(alice.phone.services.offer(but_not=[MENU])):
        alice.phone.services.open()

    alice.phone.services.leave()


@pytest.mark.plan(
    "EM-03", ref="Document, Configuring a Number, step 10", clauses=["dn.em-external"]
)
def test_em_external_removes_the_login_page(carol, router):
    """With `em external` the Services menu does not offer to log in; without it, it does."""
    with (
        router.configured("telephony-service", "em external"),
        expect(carol.phone.services.offer(but_not=[MENU])),
    ):
        carol.phone.services.open()

    with expect(carol.phone.services.offer(MENU)):
        carol.phone.services.open()

    carol.phone.services.leave()


@pytest.mark.plan(
    "EM-04", ref="Document, Configuring a Number, step 11", clauses=["dn.url-services"]
)
@MODELS
def test_url_services_root_replaces_the_menu(guest, router, web, model):
    """With `url services … root` the Services key opens the application's menu and no other."""
    guest.bring(model)
    menu = web.serve_menu("Timetable", "Weather")
    with router.lends(guest), router.configured("telephony-service", f"url services {menu} root"):
        guest.phone.plug_in()

        with expect(guest.phone.services.offer("Timetable", "Weather", but_not=[MENU])):
            guest.phone.services.open()

    assert web.asked_by == (f"CP-{model}G",)


# -- directories -------------------------------------------------------------------------------


@pytest.mark.plan(
    "EM-05", ref="CME Administrator Guide, Directory Services", clauses=["directory.names"]
)
def test_directory_lists_names_and_entries(alice, bob, router):
    """The local directory has the names of numbers and the entries made by hand."""
    with (
        router.configured(f"ephone-dn {bob.dn}", "name Bob Byrne"),
        router.configured("telephony-service", "directory entry 1 5550111 name Sales Desk"),
        expect(alice.phone.directories.list(("Bob Byrne", bob), ("Sales Desk", "5550111"))),
    ):
        alice.phone.directories.find()

    alice.phone.directories.leave()


@pytest.mark.plan(
    "EM-06", ref="CME Administrator Guide, Directory Services", clauses=["directory.search"]
)
def test_directory_is_searched_by_name(alice, bob, carol, router):
    """A search finds the names that fit and no others; one that nobody fits says so."""
    with (
        router.configured(f"ephone-dn {bob.dn}", "name Bob Byrne"),
        router.configured(f"ephone-dn {carol.dn}", "name Carol Carr"),
    ):
        with expect(alice.phone.directories.list(("Carol Carr", carol))):
            alice.phone.directories.find(last="carr")

        with expect(alice.phone.directories.find_nobody()):
            alice.phone.directories.find(first="Zoe")

    alice.phone.directories.leave()


@pytest.mark.plan(
    "EM-07", ref="CME Administrator Guide, Directory Services", clauses=["directory.dial"]
)
def test_directory_entry_is_called(alice, bob, router):
    """A name chosen in the directory is called at its number."""
    call = Call("call")
    with router.configured(f"ephone-dn {bob.dn}", "name Bob Byrne"):
        alice.phone.directories.find(last="byrne")

        with expect(
            bob.sees(Delivered(call, alerting=bob, calling=alice)),
            alice.sees_anything_of(call),
            bob.phone.rings(showing=alice),
            alice.phone.shows(Shown.RING_OUT, called=bob),
        ):
            alice.phone.directories.call("Bob Byrne")


# -- logging in and out at the phone -----------------------------------------------------------


@pytest.mark.plan(
    "EM-08", ref="Document, Configuring a Number, example", clauses=["em.login", "dn.example"]
)
def test_user_logs_in_at_the_phone(carol, user, router):
    """The right user name and password bring the user's number to the phone."""
    with expect(carol.phone.comes_into_service(line=user), router.shows_phone(carol, line=user)):
        carol.phone.services.log_in(user)


@pytest.mark.plan(
    "EM-09", ref="CME Administrator Guide, Extension Mobility", clauses=["em.password"]
)
@pytest.mark.parametrize("wrong", ["another one", "its beginning"])
def test_wrong_password_is_refused(carol, user, router, wrong):
    """A wrong password changes nothing, and the phone says so."""
    password = user.password[:-1] if wrong == "its beginning" else "wrong"
    with expect(carol.phone.services.refuse_login(), router.shows_phone(carol, line=carol)):
        carol.phone.services.log_in(user, password=password)

    carol.phone.services.leave()


@pytest.mark.plan("EM-10", ref="CME Administrator Guide, Extension Mobility", clauses=["em.logout"])
def test_user_logs_out_at_the_phone(carol, user, router):
    """Logout gives the phone its own number back."""
    with expect(carol.phone.comes_into_service(line=user)):
        carol.phone.services.log_in(user)

    with expect(carol.phone.comes_into_service(line=carol), router.shows_phone(carol, line=carol)):
        carol.phone.services.log_out()


@pytest.mark.plan(
    "EM-11", ref="CME Administrator Guide, Extension Mobility", clauses=["em.login-elsewhere"]
)
@MODELS
def test_login_elsewhere_ends_the_first(carol, guest, user, router, model):
    """A user who logs in at a second phone is logged out at the first, on either model."""
    guest.bring(model)
    with router.lends(guest):
        guest.phone.plug_in()
        with expect(carol.phone.comes_into_service(line=user)):
            carol.phone.services.log_in(user)

        with expect(
            guest.phone.comes_into_service(line=user),
            carol.phone.comes_into_service(line=carol),
            router.shows_phone(guest, line=user),
        ):
            guest.phone.services.log_in(user)

        with expect(guest.phone.comes_into_service(line=guest)):
            guest.phone.services.log_out()


@pytest.mark.plan(
    "EM-12", ref="CME Administrator Guide, Automatic Logout", clauses=["em.logout-in-a-call"]
)
def test_logout_waits_for_the_end_of_a_call(alice, carol, user, router):
    """A user who is logged out while a call is up keeps the call and the number until it ends."""
    call = Call("call")
    with expect(carol.phone.comes_into_service(line=user)):
        router.log_in(user, at=carol)
    with expect(alice.sees_anything_of(call), carol.phone.rings(showing=alice)):
        alice.phone.call(user)

    with expect(carol.phone.rings(showing=alice), router.shows_phone(carol, line=user)):
        router.log_out(user)

    with expect(alice.sees_anything_of(call), carol.phone.comes_into_service(line=carol)):
        alice.phone.hang_up()


@pytest.mark.plan(
    "EM-23", ref="CME Administrator Guide, Extension Mobility", clauses=["em.speed-dials"]
)
def test_users_speed_dials_come_along(alice, carol, user, router):
    """The user's speed dials stand behind the keys while he is logged in, and dial."""
    call = Call("call")
    with router.configured(
        f"voice user-profile {user.profile}", f"speed-dial 1 {alice.number} label Alice"
    ):
        with expect(
            carol.phone.comes_into_service(line=user),
            carol.phone.has_speed_dial("Alice", to=alice),
        ):
            carol.phone.services.log_in(user)

        with expect(alice.sees_anything_of(call), alice.phone.rings(showing=user)):
            carol.phone.press_speed_dial("Alice")
        with expect(
            alice.sees_anything_of(call), alice.phone.falls_idle(), carol.phone.falls_idle()
        ):
            carol.phone.hang_up()

        with expect(
            carol.phone.comes_into_service(line=carol), carol.phone.has_no_speed_dial("Alice")
        ):
            carol.phone.services.log_out()


@pytest.mark.plan(
    "EM-24", ref="CME Command Reference, reset (voice user-profile)", clauses=["em.edited"]
)
def test_changed_profile_reaches_the_phone_by_reset(alice, carol, user, router):
    """What is changed in a profile is at the phone once the profile is reset."""
    with expect(carol.phone.comes_into_service(line=user)):
        carol.phone.services.log_in(user)
    with (
        router.configured(
            f"voice user-profile {user.profile}", f"speed-dial 1 {alice.number} label Alice"
        ),
        expect(
            carol.phone.comes_into_service(line=user),
            carol.phone.has_speed_dial("Alice", to=alice),
        ),
    ):
        router.reset_profile(user.profile)


# -- logged out by the clock -------------------------------------------------------------------


@pytest.mark.plan("EM-13", ref="Document, MOC Client: Example", clauses=["em.logout-time"])
def test_everybody_is_logged_out_at_em_logout(carol, user, router, clock):
    """At each time of `em logout` the phone gets its own number back by itself, and not before."""
    times = f"{router.time_in(minutes=10)} {router.time_in(minutes=30)}"
    with router.configured("telephony-service", f"em logout {times}"):
        for minutes in (5, 14):
            with expect(carol.phone.comes_into_service(line=user)):
                carol.phone.services.log_in(user)
            with expect(router.shows_phone(carol, line=user)):
                clock.passes(minutes=minutes)

            with expect(carol.phone.comes_into_service(line=carol)):
                clock.passes(minutes=6)


@pytest.mark.plan("EM-14", ref="CME Command Reference, max-idle-time", clauses=["em.idle"])
def test_idle_user_is_logged_out(carol, user, router, clock):
    """After `max-idle-time` the user is logged out; picking the phone up begins it anew."""
    with router.configured(f"voice user-profile {user.profile}", "max-idle-time 10"):
        with expect(carol.phone.comes_into_service(line=user)):
            carol.phone.services.log_in(user)
        clock.passes(minutes=6)
        carol.phone.lift()
        carol.phone.hang_up()
        with expect(router.shows_phone(carol, line=user)):
            clock.passes(minutes=6)

        with expect(carol.phone.comes_into_service(line=carol)):
            clock.passes(minutes=5)


# -- the administrator, and the application ----------------------------------------------------


@pytest.mark.plan(
    "EM-15",
    ref="Document, Configuring a Number, steps 2 and 3",
    clauses=["dn.emadmin-login", "dn.emadmin-logout"],
)
def test_administrator_logs_a_user_in_and_out(carol, user, router):
    """`emadmin login` brings the user's number to the phone, `emadmin logout` takes it away."""
    with expect(carol.phone.comes_into_service(line=user), router.shows_phone(carol, line=user)):
        router.log_in(user, at=carol)

    with expect(carol.phone.comes_into_service(line=carol), router.shows_phone(carol, line=carol)):
        router.log_out(user)


@pytest.mark.plan(
    "EM-16", ref="Document, Configuring a Number, step 2", clauses=["dn.emadmin-login"]
)
def test_administrator_cannot_log_in_at_another_phone(alice, user, router):
    """A phone without a logout profile is not enabled for extension mobility: nothing happens."""
    told = router.refusal_of_login(user, at=alice)

    assert told, "router: emadmin login takes a phone without a logout profile"
    with expect(router.shows_phone(alice, line=alice)):
        pass


@pytest.mark.plan(
    "EM-28", ref="Document, Configuring a Number, step 2", clauses=["dn.emadmin-login"]
)
def test_administrator_logs_in_nobody_whom_no_profile_names(alice, carol, user, terminal):
    """A name that is nearly the user's is nobody's: the phone keeps its number."""
    terminal.types("enable")
    terminal.types(f"emadmin login {user.name}x {carol.ephone}")

    call = Call("call")
    with expect(
        alice.sees_anything_of(call),
        carol.sees(Delivered(call, alerting=carol, calling=alice)),
        carol.phone.rings(showing=alice),
    ):
        alice.phone.call(carol)


@pytest.mark.plan(
    "EM-29", ref="Document, Configuring a Number, step 3", clauses=["dn.emadmin-logout"]
)
def test_logout_of_somebody_else_leaves_the_user(alice, carol, user, router, terminal):
    """`emadmin logout` of a name that is logged in nowhere logs nobody out."""
    with expect(carol.phone.comes_into_service(line=user)):
        router.log_in(user, at=carol)

    terminal.types("enable")
    terminal.types(f"emadmin logout {user.name}x")

    call = Call("call")
    with expect(alice.sees_anything_of(call), carol.phone.rings(showing=alice)):
        alice.phone.call(user)


@pytest.mark.plan(
    "EM-30",
    ref="Document, Configuring a Number, steps 2, 3 and 10",
    clauses=["dn.em-external", "dn.emadmin-login"],
)
def test_administrator_logs_in_where_the_login_page_is_removed(carol, user, router):
    """`em external` takes the page away and nothing else: `emadmin` logs in and out."""
    with router.configured("telephony-service", "em external"):
        with expect(carol.phone.comes_into_service(line=user)):
            router.log_in(user, at=carol)

        with expect(carol.phone.comes_into_service(line=carol)):
            router.log_out(user)


@pytest.mark.plan(
    "EM-17",
    ref="Document, Configuring a Number, restriction 6 and prerequisites",
    clauses=["restriction.em-moc", "dn.extension-mobility"],
)
@pytest.mark.parametrize("by", ["phone", "administrator"])
def test_application_follows_the_users_number(alice, carol, user, application, by):
    """After the login the application watches and controls the user's number at that phone."""
    call = Call("call")
    with expect(carol.phone.comes_into_service(line=user)):
        user.log_in(at=carol, by=by)
    application.open(line=user)
    application.monitor()

    with expect(
        application.sees(Delivered(call, alerting=user, calling=alice)),
        alice.sees_anything_of(call),
        carol.phone.rings(showing=alice),
    ):
        alice.cti.make_call(to=user)

    with expect(
        application.sees(Established(call, answering=user)),
        alice.sees(Established(call, answering=user)),
        carol.phone.talks_to(alice),
    ):
        application.answer_call(call)


@pytest.mark.plan(
    "EM-25",
    ref="Document, Configuring a Number, restriction 6",
    clauses=["restriction.em-moc"],
)
def test_application_logs_in_after_the_user(carol, user, application, router):
    """A user who is logged in already may be logged in for the application as well."""
    with expect(carol.phone.comes_into_service(line=user)):
        carol.phone.services.log_in(user)

    with expect(router.shows_phone(carol, line=user)):
        router.log_in(user, at=carol)

    application.open(line=user)
    application.monitor()
    with expect(router.shows_monitors(user, of=application)):
        pass


@pytest.mark.plan(
    "EM-18",
    ref="Document, Configuring a Number, restriction 6 and step 7",
    clauses=["restriction.em-moc", "dn.cti-notify"],
)
def test_monitor_stands_through_login_and_logout(alice, carol, user, application, router):
    """With `cti notify` the number is watched before the login, and the same monitor goes on."""
    call = Call("call")
    application.open(line=user)
    application.monitor()
    with expect(
        carol.phone.comes_into_service(line=user),
        router.shows_monitors(user, of=application),
        application.sees_nothing(),
    ):
        carol.phone.services.log_in(user)

    with expect(
        application.sees(Delivered(call, alerting=user, calling=alice)),
        alice.sees_anything_of(call),
        carol.phone.rings(showing=alice),
    ):
        alice.phone.call(user)
    with expect(
        application.sees_anything_of(call), alice.sees_anything_of(call), carol.phone.falls_idle()
    ):
        alice.phone.hang_up()

    with expect(carol.phone.comes_into_service(line=carol), application.sees_nothing()):
        carol.phone.services.log_out()

    assert application.is_open


@pytest.mark.plan(
    "EM-26",
    ref="Document, Configuring a Number, restriction 6; ECMA-269 Make Call",
    clauses=["restriction.em-moc", "T94.make-call"],
)
@pytest.mark.parametrize("by", ["phone", "administrator"])
def test_make_call_goes_out_where_the_user_is_now(
    alice, carol, guest, user, application, router, by
):
    """Under one monitor the user moves to another phone: there Make Call goes out from then on."""
    call = Call("call")
    guest.bring("7960")
    with router.lends(guest):
        guest.phone.plug_in()
        with expect(carol.phone.comes_into_service(line=user)):
            user.log_in(at=carol, by=by)
        application.open(line=user, client="moc")
        application.begin()
        with expect(
            guest.phone.comes_into_service(line=user),
            carol.phone.comes_into_service(line=carol),
            application.sees_nothing(),
            router.shows_monitors(user, of=application),
        ):
            user.log_in(at=guest, by=by)

        with expect(
            application.sees(
                maybe(ServiceInitiated(call, initiating=user, cause=Cause.MAKE_CALL)),
                Originated(call, calling=user, called=alice),
                Delivered(call, alerting=alice, calling=user, called=alice),
            ),
            alice.sees(Delivered(call, alerting=alice, calling=user, called=alice)),
            carol.sees_nothing(),
            alice.phone.rings(showing=user),
            guest.phone.shows(Shown.RING_OUT, called=alice),
            carol.phone.falls_idle(),
            router.shows_call(user, alice),
        ):
            application.make_call(to=alice)

        with expect(
            application.sees_anything_of(call), alice.sees_anything_of(call),
            guest.phone.comes_into_service(line=guest),
        ):  # fmt: skip
            application.clear_connection(call)
            router.log_out(user)


@pytest.mark.plan(
    "EM-27",
    ref="Document, Configuring a Number, restriction 6; ECMA-269 Answer Call",
    clauses=["restriction.em-moc", "T94.answer-call"],
)
def test_answer_call_talks_where_the_user_is_now(alice, carol, guest, user, application, router):
    """A call for a user who has moved rings at the phone he is at, and is answered there."""
    call = Call("call")
    guest.bring("7960")
    with router.lends(guest):
        guest.phone.plug_in()
        with expect(carol.phone.comes_into_service(line=user)):
            user.log_in(at=carol, by="phone")
        application.open(line=user, client="moc")
        application.begin()
        with expect(
            guest.phone.comes_into_service(line=user),
            carol.phone.comes_into_service(line=carol),
            application.sees_nothing(),
        ):
            user.log_in(at=guest, by="phone")

        with expect(
            application.sees(Delivered(call, alerting=user, calling=alice)),
            alice.sees_anything_of(call),
            guest.phone.rings(showing=alice),
            carol.phone.falls_idle(),
        ):
            alice.phone.call(user)

        with expect(
            application.sees(Established(call, answering=user)),
            alice.sees(Established(call, answering=user)),
            carol.sees_nothing(),
            guest.phone.talks_to(alice),
            guest.phone.hears(alice),
            carol.phone.falls_idle(),
        ):
            application.answer_call(call)

        with expect(
            application.sees_anything_of(call), alice.sees_anything_of(call),
            guest.phone.comes_into_service(line=guest),
        ):  # fmt: skip
            application.clear_connection(call)
            alice.phone.hang_up()
            router.log_out(user)


@pytest.mark.plan(
    "EM-19",
    ref="Document, Configuring a Number, restriction 6 and step 7",
    clauses=["restriction.em-moc", "dn.extension-mobility"],
)
def test_number_without_notify_is_controlled_only_while_logged_in(carol, user, application, router):
    """Without `cti notify` the user's number can be monitored once it is at a phone, not before."""
    with router.configured(f"ephone-dn {user.dn}", "no cti notify"):
        application.open(line=user)
        with refused(Fault.OUT_OF_SERVICE):
            application.monitor()

        with expect(carol.phone.comes_into_service(line=user)):
            carol.phone.services.log_in(user)

        application.monitor()


# -- the XML API -------------------------------------------------------------------------------


@pytest.mark.plan("EM-20", ref="Document, Table 95, step 2", clauses=["task.axl-user"])
def test_axl_user_is_let_in(axl, router):
    """The XML API serves the user that `xml user` names, and nobody with another password."""
    with router.configured(*XML_USER):
        axl.uses("harness", "wrong")
        with expect(axl.is_turned_away()):
            pass

        axl.uses("harness", "axlpw")
        with expect(axl.is_served()):
            pass

        service, user = XML_USER
        with router.configured(service, f"no {user}"), expect(axl.is_turned_away()):
            pass


@pytest.mark.plan("EM-21", ref="XML Provider Developer Guide, ISexecCLI", clauses=["api.exec-cli"])
def test_axl_lines_stop_at_the_first_that_is_refused(axl, bob, router):
    """ISexecCLI takes lines until one is refused, tells which, and leaves the rest alone."""
    number = f"ephone-dn {bob.dn}"
    axl.uses("harness", "axlpw")
    with router.configured(*XML_USER, number, "description before", "label before"):
        refused_line = axl.configure(number, "description first", "nonsense", "label third")

        told = f"router: ISexecCLI says that line {refused_line} was refused; it was line 3"
        assert refused_line == 3, told
        with expect(router.holds("ephone-dn", "description first")):
            pass
        with expect(router.holds("ephone-dn", "label before")):
            pass


@pytest.mark.plan("EM-22", ref="CME Administrator Guide, XML API", clauses=["api.device"])
def test_axl_tells_who_is_logged_in(axl, carol, user, router):
    """ISgetDevice tells the profiles of a phone: the user's, too, while somebody is logged in."""
    device = ("ISDevName", f"SEP{carol.phone.mac}")
    profile = ("ISUserProfileID", str(user.profile))
    axl.uses("harness", "axlpw")
    with (
        router.configured(*XML_USER),
        expect(
            carol.phone.comes_into_service(line=user),
            axl.told(*profile, of=device, by="ISgetDevice"),
        ),
    ):
        router.log_in(user, at=carol)
