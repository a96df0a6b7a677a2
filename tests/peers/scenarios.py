"""SIPp's texts, put together: one session on [line], services asked for, events answered.

Written by hand after RFC 3261, ECMA-269 and the document; no line of them comes from our codecs.
"""

NAMESPACE = "http://www.ecma-international.org/standards/ecma-323/csta/ed3"

_REQUEST = """  <send retrans="500"><![CDATA[
{method} sip:[line]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
Max-Forwards: 70
From: <sip:sipp@[local_ip]>;tag=[pid]SIPp[call_number]
To: <sip:[line]@[remote_ip]>{tag}
Call-ID: [call_id]
CSeq: {number} {method}
{lines}Content-Length: [len]

{body}]]></send>
"""
_ACK = """  <send><![CDATA[
ACK sip:[line]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
Max-Forwards: 70
From: <sip:sipp@[local_ip]>;tag=[pid]SIPp[call_number]
To: <sip:[line]@[remote_ip]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 1 ACK
Content-Length: 0

]]></send>
"""
_OK = """  <send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

]]></send>
"""
_CSTA = "Content-Type: application/csta+xml\nContent-Disposition: signal;handling=required\n"
_CONTACT = "Contact: <sip:sipp@[local_ip]:[local_port];transport=[transport]>\n"


def _request(method, number, *, body="", tag="[peer_tag_param]", lines=""):
    if body:
        lines += _CSTA
        body = f'<?xml version="1.0"?>\n{body}\n'
    return _REQUEST.format(method=method, number=number, tag=tag, lines=lines, body=body)


def _escaped(pattern):
    return pattern.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _answered(pattern, *, keep=""):
    assign = f"_,{keep}" if keep else "_"
    return (
        f'  <recv response="200"><action><ereg regexp="{_escaped(pattern)}" search_in="body"'
        f' check_it="true" assign_to="{assign}"/></action></recv>\n'
    )


def _told(event):
    return (
        f'  <recv request="INFO"><action><ereg regexp="&lt;{event}[ &gt;]" search_in="body"'
        f' check_it="true" assign_to="_"/></action></recv>\n{_OK}'
    )


def element(name, inside=""):
    return f'<{name} xmlns="{NAMESPACE}">{inside}</{name}>'


def scenario(name, *steps):
    """A whole session; each step is a service's body, what its answer says, and the events."""
    number = 3
    parts = [
        f'<?xml version="1.0" encoding="UTF-8"?>\n<scenario name="{name}">\n',
        _request("INVITE", 1, body=element("RequestSystemStatus"), tag="", lines=_CONTACT),
        '  <recv response="100" optional="true"/>\n',
        _answered("<RequestSystemStatusResponse.*<systemStatus>normal<"),
        _ACK,
        _request("INFO", 2, body=element("MonitorStart", "<monitorObject><deviceObject>[line]"
                 "</deviceObject></monitorObject>")),
        _answered("<MonitorStartResponse.*<monitorCrossRefID>([^<]+)<", keep="monitor"),
    ]  # fmt: skip
    for body, answer, events in steps:
        parts += [_request("INFO", number, body=body), _answered(answer)]
        parts += [_told(event) for event in events]
        number += 1
    stop = element("MonitorStop", "<monitorCrossRefID>[$monitor]</monitorCrossRefID>")
    parts += [
        _request("INFO", number, body=stop),
        _answered("<MonitorStopResponse"),
        _request("BYE", number + 1),
        '  <recv response="200"/>\n  <Reference variables="_"/>\n</scenario>\n',
    ]
    return "".join(parts)
