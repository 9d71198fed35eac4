"""Celery's doors to the shell's work: messages carry ids and may be lost or doubled."""

from celery import shared_task

from portal import jobs_run, queue_watch, stored_files


@shared_task(ignore_result=True)
def work(job_id: int) -> int:
    """Do a batch of the job's items; harmless if the job is over or gone."""
    return jobs_run.batch(job_id)


@shared_task(ignore_result=True)
def sweep() -> int:
    """Wake the jobs whose messages were lost or whose workers died."""
    return jobs_run.sweep()


@shared_task(ignore_result=True)
def watch() -> int:
    """Tell the administrators of jobs that wait in vain."""
    return queue_watch.alert()


@shared_task(ignore_result=True)
def sweep_files() -> int:
    """Report files without rows and rows without files; nothing is deleted."""
    return stored_files.report(stored_files.compared())
