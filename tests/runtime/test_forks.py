import os
import signal
import sys

import pytest

from harness.runtime.forks import Done, Job, in_forks


def told(jobs, *, at_a_time=2, seconds=10):
    return sorted(in_forks(jobs, at_a_time=at_a_time, seconds=seconds), key=lambda d: d.number)


def test_each_job_returns_its_result_from_a_process_of_its_own(tmp_path):
    jobs = [Job(os.getpid, tmp_path / f"{number}.txt") for number in range(3)]

    pids = [done.result for done in told(jobs)]

    assert len({*pids, os.getpid()}) == 4


def test_no_more_run_together_than_asked(tmp_path):
    def alone():
        (tmp_path / "busy").mkdir()
        (tmp_path / "busy").rmdir()
        return True

    jobs = [Job(alone, tmp_path / f"{number}.txt") for number in range(4)]

    assert all(done.result for done in told(jobs, at_a_time=1))


def test_what_a_job_prints_and_why_it_dies_stays_in_its_log(tmp_path):
    def dies():
        sys.stdout.write("so far so good\n")
        raise ZeroDivisionError

    (done,) = told([Job(dies, tmp_path / "logs" / "dies.txt")])

    said = (tmp_path / "logs" / "dies.txt").read_text()
    assert done == Done(0, None)
    assert "so far so good" in said
    assert "ZeroDivisionError" in said


def test_a_job_that_takes_too_long_is_killed_and_the_others_are_done(tmp_path):
    jobs = [Job(signal.pause, tmp_path / "a.txt"), Job(lambda: "done", tmp_path / "b.txt")]

    assert told(jobs, at_a_time=1, seconds=0.2) == [Done(0, None), Done(1, "done")]


def test_who_stops_listening_ends_what_still_runs(tmp_path):
    os.mkfifo(tmp_path / "life")

    def waits():
        (tmp_path / "life").open("w")  # once somebody reads
        signal.pause()

    running = in_forks(
        [Job(lambda: "first", tmp_path / "a.txt"), Job(waits, tmp_path / "b.txt")],
        at_a_time=2,
        seconds=10,
    )
    assert next(running).result == "first"
    with (tmp_path / "life").open() as life:
        running.close()
        assert life.read() == ""


@pytest.mark.parametrize("result", [{"a": 1}, (), [1, 2]])
def test_results_come_back_as_they_were(tmp_path, result):
    (done,) = told([Job(lambda: result, tmp_path / "a.txt")])

    assert done.result == result
