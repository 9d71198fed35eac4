"""Who works here and where, and what the shell of the site keeps."""

from portal.models.files import Attachment
from portal.models.jobs import Job, JobItem
from portal.models.journal import JournalEntry
from portal.models.notifications import Notification
from portal.models.people import Appointment, Person, Position
from portal.models.units import Body, Organization, Unit
from portal.models.users import Membership, User

__all__ = [
    "Appointment",
    "Attachment",
    "Body",
    "Job",
    "JobItem",
    "JournalEntry",
    "Membership",
    "Notification",
    "Organization",
    "Person",
    "Position",
    "Unit",
    "User",
]
