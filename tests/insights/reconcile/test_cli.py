"""The command: exit codes, words for people, JSON for programs."""

import json
import subprocess
import sys
import time
from pathlib import Path

from catecp.insights.reconcile import cli

BROKEN = "A total of 120 participants attended the dialogue: 60 from China, 30 from Laos and 20 from Viet Nam.\n"


def test_command_returns_0_and_says_so_when_everything_adds_up(tmp_path, capsys):
    report = tmp_path / "clean.txt"
    report.write_text("The dialogue was attended by 120 participants, including 40 women.\n")

    code = cli.main([str(report)])

    assert code == 0
    assert capsys.readouterr().out == f"{report}: nothing found that does not reconcile.\n"


def test_command_returns_1_and_prints_numbers_and_sentences(tmp_path, capsys):
    report = tmp_path / "broken.txt"
    report.write_text(BROKEN)

    code = cli.main([str(report)])

    out = capsys.readouterr().out
    assert code == 1
    assert "60 + 30 + 20 = 110: 10 unaccounted for." in out
    assert "line 1: “A total of 120 participants" in out


def test_json_carries_rule_words_numbers_and_sentences(tmp_path, capsys):
    report = tmp_path / "broken.txt"
    report.write_text(BROKEN)

    code = cli.main([str(report), "--json"])

    answer = json.loads(capsys.readouterr().out)
    assert code == 1
    assert answer == {
        "file": str(report),
        "findings": [
            {
                "rule": "parts_sum",
                "what": "120 participants are stated, but the parts give 60 + 30 + 20 = 110: 10 unaccounted for.",
                "numbers": [120, 110, 60, 30, 20],
                "sentences": [BROKEN.strip()],
                "where": ["line 1"],
                "severity": "error",
            }
        ],
    }


def test_command_returns_2_and_the_reason_when_the_file_cannot_be_read(tmp_path, capsys):
    code = cli.main([str(tmp_path / "missing.docx")])
    code_json = cli.main([str(tmp_path / "missing.docx"), "--json"])

    captured = capsys.readouterr()
    assert (code, code_json) == (2, 2)
    assert captured.err.startswith("There is no file ")
    assert json.loads(captured.out)["error"].startswith("There is no file ")


def test_command_needs_neither_django_nor_a_terminal_that_knows_every_letter(tmp_path):
    report = tmp_path / "报告.txt"
    report.write_text("研讨会共134人参加，其中中国56人、柬埔寨31人、老挝25人、俄罗斯2人。\n", encoding="utf-8")
    source = Path(cli.__file__).parents[3]

    run = subprocess.run(
        [sys.executable, "-c", "import sys; from catecp.insights.reconcile import cli; code = cli.main(sys.argv[1:]);"
         "assert 'django' not in sys.modules; sys.exit(code)", str(report)],
        env={"PYTHONPATH": str(source), "PYTHONIOENCODING": "ascii", "PATH": ""}, capture_output=True, check=False,
    )  # fmt: skip

    assert run.returncode == 1, run.stderr.decode()


def test_three_hundred_pages_are_checked_within_seconds(tmp_path):
    seed = (Path(__file__).parent / "data" / "seed-report.txt").read_text(encoding="utf-8")
    report = tmp_path / "long.txt"
    report.write_text("\n\n".join(f"{part}. {seed}" for part in range(60)), encoding="utf-8")
    started = time.process_time()

    code = cli.main([str(report), "--json"])

    assert code == 1
    assert time.process_time() - started < 10
