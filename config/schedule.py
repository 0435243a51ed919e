"""Every periodic job on one screen: a dotted name and how many seconds lie between two runs."""

SCHEDULE: dict[str, int] = {
    "catecp.kernel.jobs.take_up_lost_jobs": 60,
}
