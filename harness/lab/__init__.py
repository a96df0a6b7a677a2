"""The bench, assembled: topology → router, parties, journal, wire.

``standin_process`` starts the software router where the topology has no real one, ``lab`` climbs
the bench's strategy once and holds what stands on it, ``party``, ``desk`` and ``applications``
join the endpoints' verbs with the language of expectations, ``given`` builds a plan's first line.
Nothing here knows pytest or Allure; nothing here reaches into the stand-in.
"""
