"""ntc-templates read what the router shows; the texts come in, the rows go out."""

import json
import sys

from ntc_templates.parse import parse_output

shown = json.load(sys.stdin)
json.dump(
    {command: parse_output("cisco_ios", command, text) for command, text in shown.items()},
    sys.stdout,
)
