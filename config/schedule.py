"""Every periodic job on one screen: a dotted name and how many seconds lie between two runs."""

SCHEDULE: dict[str, int] = {
    "catecp.notices.jobs.send_due_messages": 15,
    "catecp.kernel.jobs.take_up_lost_jobs": 60,
    "catecp.learning.jobs_rosters.fold_reach": 60,
    "catecp.learning.jobs_rosters.recount_reach": 86_400,
}
