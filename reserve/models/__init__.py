"""All models of the reserve, importable from one place."""

from reserve.models.applications import Application, PaperCheck, StageResult
from reserve.models.assessment import (
    CandidateLetter,
    Decision,
    Expert,
    Protocol,
    Score,
    Sheet,
)
from reserve.models.competitions import (
    Competition,
    CompetitionDocument,
    CompetitionRequirement,
    Level,
    Stage,
    StageCriterion,
)
from reserve.models.consents import Consent, agreed, not_withdrawn
from reserve.models.dictionaries import (
    ConsentText,
    ExclusionGround,
    Readiness,
    Requirement,
    TeamRole,
)
from reserve.models.growth import (
    Internship,
    InternshipSite,
    Learner,
    Meeting,
    Mentorship,
    StudyGroup,
)
from reserve.models.members import Extension, Member, Transition
from reserve.models.plans import (
    Activity,
    Deficit,
    DevelopmentPlan,
    PlanItem,
    PlanTemplate,
    PlanTemplateItem,
)
from reserve.models.succession import (
    EffectiveHead,
    NeedsAction,
    NeedsAnalysis,
    Tenure,
)
from reserve.models.teams import ManagementTeam, TeamMember, TeamTraining
from reserve.models.vacancies import Nomination, NominationStep, Vacancy

__all__ = [
    "Activity",
    "Application",
    "CandidateLetter",
    "Competition",
    "CompetitionDocument",
    "CompetitionRequirement",
    "Consent",
    "ConsentText",
    "Decision",
    "Deficit",
    "DevelopmentPlan",
    "EffectiveHead",
    "ExclusionGround",
    "Expert",
    "Extension",
    "Internship",
    "InternshipSite",
    "Learner",
    "Level",
    "ManagementTeam",
    "Meeting",
    "Member",
    "Mentorship",
    "NeedsAction",
    "NeedsAnalysis",
    "Nomination",
    "NominationStep",
    "PaperCheck",
    "PlanItem",
    "PlanTemplate",
    "PlanTemplateItem",
    "Protocol",
    "Readiness",
    "Requirement",
    "Score",
    "Sheet",
    "Stage",
    "StageCriterion",
    "StageResult",
    "StudyGroup",
    "TeamMember",
    "TeamRole",
    "TeamTraining",
    "Tenure",
    "Transition",
    "Vacancy",
    "agreed",
    "not_withdrawn",
]
