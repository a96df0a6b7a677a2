from harness.application.forgetful import Forgetful

ANSWER = b"SIP/2.0 200 OK\r\nCSeq: 5 INFO\r\nContent-Length: 0\r\n\r\n"
INFO = b"INFO sip:201@r SIP/2.0\r\nCSeq: 2 INFO\r\nContent-Length: 0\r\n\r\n"
REFRESHED = b"SIP/2.0 200 OK\r\nCSeq: 6 INVITE\r\nContent-Length: 0\r\n\r\n"
ROUTER = ("10.0.0.1", 5060)


class Agent:
    """Sends what it is given, as a SIP agent on a socket."""

    def __init__(self):
        self.outbox = []

    def data_to_send(self):
        sent, self.outbox = self.outbox, []
        return [(octets, ROUTER) for octets in sent]


def test_the_first_answer_to_an_info_is_lost_and_the_second_is_not():
    agent = Agent()
    machine = Forgetful(agent)

    agent.outbox = [ANSWER]
    assert machine.data_to_send() == []
    agent.outbox = [ANSWER]
    assert machine.data_to_send() == [(ANSWER, ROUTER)]


def test_nothing_else_is_lost():
    agent = Agent()
    agent.outbox = [INFO, REFRESHED]

    assert Forgetful(agent).data_to_send() == [(INFO, ROUTER), (REFRESHED, ROUTER)]
