"""The router's command line, as IOS has it.

One table says everything about a command: the mode it lives in, its syntax in IOS notation, what
``no`` does, what it changes in the configuration and how it is printed back. Parsing, carets,
abbreviations and help are read from that table and from nowhere else.

* ``syntax``: the notation; ``matching``: a typed line against many syntaxes.
* ``rows``: what a row of the configuration table is; ``platform_rows``, ``voice_rows``,
  ``telephony_rows``: the table; ``modes``: the modes with their rows.
* ``configurator``: configuration lines, typed or from a file, into the model.
* ``running_config``: the model back into lines.
* ``exec_rows``, ``diagnosis_rows``: the EXEC commands, each an `orders.ExecRow`; ``shows``,
  ``telephony_shows``, ``platform_shows``, ``files``, ``debugging``: what they do.
* ``log``: what the router says by itself, and who hears it; ``lines``: what the configuration says
  of a terminal's line; ``banners``: what greets whoever comes in; ``help``: what ``?`` prints.
* ``editing``, ``session``: keys, echo, prompts, questions and pages; no socket.
* ``host``: what all sessions share, and the only door for others.

Absent on purpose: sockets (``standin.ssh`` carries a session) and the switch, which is known only
as ``standin.operations``.
"""
