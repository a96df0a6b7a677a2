"""napalm's ios driver, unmodified: facts, configuration, a merge compared, committed, undone."""

import json
import sys

from napalm import get_network_driver

bench = json.load(sys.stdin)
router = get_network_driver("ios")(
    bench["address"],
    "admin",
    "full",
    optional_args={"port": bench["ssh"], "secret": "cisco"},
)
with router:
    facts = router.get_facts()
    before = router.get_config()
    router.load_merge_candidate(config=bench["merge"])
    difference = router.compare_config()
    router.commit_config()
    merged = router.get_config()["running"]
    router.rollback()
    rolled_back = router.get_config()["running"]
    router.load_replace_candidate(config=before["running"].replace("hostname Router", "hostname R"))
    replacement = router.compare_config()
    router.discard_config()

json.dump(
    {
        "facts": facts,
        "startup": before["startup"],
        "before": before["running"],
        "difference": difference,
        "merged": merged,
        "rolled back": rolled_back,
        "replacement": replacement,
    },
    sys.stdout,
)
