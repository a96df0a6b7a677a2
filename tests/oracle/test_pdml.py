from harness.oracle import dissection, pdml

BODY = b"""
    <field name="sip.msg_body" showname="Message Body" size="9" pos="90" show="" value="">
      <proto name="xml" showname="eXtensible Markup Language" size="9" pos="90">
        <field name="xml.tag" showname="&lt;a:cause&gt;" size="9" pos="90" show="&lt;a:cause&gt;" \
value="3c613a63617573653e">
          <field name="xml.cdata" showname="busy" size="4" pos="95" show="busy" value="62757379"/>
          <field name="" show="&lt;/a:cause&gt;" size="10" pos="99" value="3c2f613a63617573653e"/>
        </field>
      </proto>
    </field>"""
SIP = (
    b"""sip" showname="Session Initiation Protocol (INFO)" size="90" pos="42">
    <field name="sip.Request-Line" showname="Request-Line: INFO" size="4" pos="42" show="INFO" \
value="494e464f">
      <field name="sip.Method" showname="Method: INFO" size="4" pos="42" show="INFO" \
value="494e464f"/>
      <field name="sip.resend" showname="Resent Packet: False" size="0" pos="42" show="0"/>
    </field>
    <field name="sip.From" showname="From" size="9" pos="50" show="&quot;a&amp;lt;b&quot;
\t&lt;sip:1@h&gt;" value="46">
      <field name="sip.tag" showname="SIP tag: 7" hide="yes" size="1" pos="59" show="7" \
value="37"/>
    </field>"""
    + BODY
    + b"\n  </proto>\n"
)
SKINNY = b"""skinny" showname="Skinny Client Control Protocol" size="20" pos="54">
    <field name="skinny.messageId" showname="Message ID: StimulusMessage (5)" size="4" pos="62" \
show="5" value="05000000"/>
    <field name="skinny.text" showname="text: \xff" size="2" pos="66" show="\xff" value="ff00"/>
    <field name="" show="flags &amp;lt;" size="2" pos="68" value="0180">
      <field name="skinny.One" showname="One: Yes" size="2" pos="68" show="1" value="1" \
unmaskedvalue="0180"/>
    </field>
    <field name="" show="sid" size="4" pos="70" value="00000007">
      <field name="skinny.ip.ipv4" showname="ip: 0.0.0.7" size="4" pos="70" show="0.0.0.7" \
value="00000007"/>
    </field>
  </proto>
"""


def printed(*protocols):
    pieces = b"".join(b'  <proto name="' + each for each in protocols)
    return b"<packet>\n" + pieces + b"</packet>\n\n\n"


def differently(protocol):
    return protocol.replace(b'showname="', b'since="4.4" showname="')


def test_packets_and_their_protocols_are_cut_apart():
    first, second = pdml.packets(printed(b'ip" size="20">\n  </proto>\n', SKINNY) + printed(SIP))

    assert [name for name, _ in pdml.protocols(first)] == ["ip", "skinny"]
    assert [name for name, _ in pdml.protocols(second)] == ["sip"]


def test_a_protocol_inside_of_another_is_none_of_the_packet_s():
    (packet,) = pdml.packets(printed(SIP))

    assert b'<proto name="xml"' in packet
    assert len(list(pdml.protocols(packet))) == 1


def test_every_field_is_found_with_what_it_says_and_what_it_is():
    message, said, flags, bit, heading, address = pdml.fields(SKINNY)

    assert message[:2] == ("skinny.messageId", "Message ID: StimulusMessage (5)")
    assert said[4] == "ff00"
    assert (flags[0], pdml.text(flags[3]), flags[4], flags[6]) == ("", "flags &lt;", "0180", "")
    assert (bit[5] != "", bit[6]) == (True, "/")
    assert (heading[3], heading[5]) == ("sid", "")
    assert (address[0], address[3], address[4]) == ("skinny.ip.ipv4", "0.0.0.7", "00000007")


def test_what_is_shown_is_read_as_xml_reads_it_and_hidden_fields_are_left_out():
    head, _ = pdml.parted(SIP, b"sip.msg_body")

    assert pdml.shown(head, "sip.") == [
        ("Request-Line", "INFO"),
        ("Method", "INFO"),
        ("resend", "0"),
        ("From", '"a&lt;b"  <sip:1@h>'),
    ]


def test_nodes_stand_in_each_other_as_printed():
    _, body = pdml.parted(SIP, b"sip.msg_body")
    (holder,) = pdml.nodes(body)
    (document,) = holder.inside
    (tag,) = document.inside

    assert (document.name, tag.name, pdml.text(tag.show)) == ("xml", "xml.tag", "<a:cause>")
    assert [(each.name, each.value) for each in tag.inside] == [
        ("xml.cdata", "62757379"),
        ("", "3c2f613a63617573653e"),
    ]


def test_a_protocol_without_the_field_is_not_parted():
    assert pdml.parted(SKINNY, b"sip.msg_body") == (SKINNY, b"")


def test_what_is_printed_in_another_way_is_left_to_the_parser_and_read_the_same():
    head, body = pdml.parted(SIP, b"sip.msg_body")

    assert pdml.shown(differently(head), "sip.") == pdml.shown(head, "sip.")
    assert pdml.nodes(differently(body)) == pdml.nodes(body)
    # What is no UTF-8 is shown by the parser in another way.
    plain = SKINNY.replace(b"\xff", b"?")
    assert pdml.fields(differently(plain)) == [
        (*field[:5], field[5].partition('"')[2].rstrip('"'), field[6])
        for field in pdml.fields(plain)
    ]


def test_a_bit_and_a_field_that_only_the_parser_understands_make_the_same_message():
    once, again = (
        dissection.read(printed(each), ["SCCP"]).records for each in (SKINNY, differently(SKINNY))
    )

    assert once == again
    assert once[0].fields == {
        "messageId": (5,),
        "text": (b"\xff\0",),
        "flags &lt;": (0x8001,),
        "ip": ("0.0.0.7",),
    }


def test_the_same_message_is_told_of_each_packet_that_carries_it():
    records = dissection.read(printed(SKINNY, SKINNY) + printed(SKINNY), ["SCCP"] * 2).records

    assert [(each.packet, each.name) for each in records] == [(1, "StimulusMessage")] * 2 + [
        (2, "StimulusMessage")
    ]


def test_an_unknown_message_is_objected_to_whether_it_was_met_before_or_not():
    unknown = SKINNY.replace(b"StimulusMessage (5)", b"Unknown (5)")

    for _ in range(2):
        reading = dissection.read(printed(SKINNY) + printed(unknown), ["SCCP"] * 2)
        assert reading.objections == ("packet 2: unknown SCCP message 0x0005",)
