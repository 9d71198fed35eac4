"""What checks of the passport and of indicators say, and why it matters."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from programs.checks.wording.words import Words

WORDS: Final = {
    "TARGET_CONFLICT": Words(
        _("Indicator %(label)s has different targets: %(values)s"),
        _(
            "«%(indicator)s»: whether the program is fulfilled depends on "
            "which of the figures is right."
        ),
    ),
    "TARGET_BELOW_BASELINE": Words(
        _(
            "Target %(target)s of indicator %(label)s is worse than the "
            "baseline %(baseline)s"
        ),
        _(
            "«%(indicator)s» had reached more than the target before the "
            "program (%(year)s)."
        ),
    ),
    "TARGET_UNMEASURABLE": Words(
        _("Indicator %(label)s cannot be measured"),
        _(
            "«%(indicator)s»: the document has no scale, no baseline and "
            "no formula, so growth cannot be told from its absence."
        ),
    ),
    "NO_TARGET_VALUE": Words(
        _("Indicators without a baseline and targets: %(count)s of %(total)s"),
        _("Without a target nobody can say at the end whether the program worked."),
    ),
    "NO_INDICATORS": Words(
        _("The document has no indicators"),
        _(
            "Events: %(count)s. Neither indicators nor expected figures: "
            "only what was done can be reported, not what it changed."
        ),
    ),
    "TARGET_WITHOUT_NUMBER": Words(
        _("Growth without a figure in event %(event)s"),
        _("Event %(sibling)s asks for growth of %(value)s by the same test."),
    ),
    "TARGET_SUBJECT_MISMATCH": Words(
        _("The target of event %(event)s is a share of a broader group"),
        _(
            "The share is counted of «%(subject)s», the event is for "
            "%(group)s: the target cannot be reached by those whom it is "
            "for."
        ),
    ),
    "INDICATOR_WITHOUT_EVENT": Words(
        _("No event leads to indicator %(label)s"),
        _(
            "«%(promise)s»: the plan has no work on it, so the target is "
            "reached by chance or not at all."
        ),
    ),
    "RESULT_WITHOUT_EVENT": Words(
        _("Nothing is planned for «%(promise)s»"),
        _(
            "It is promised, and no event of the plan works on it: in the "
            "evaluation it stays empty."
        ),
    ),
    "SCOPE_NAME": Words(
        _("The title lost the territory: %(territory)s"),
        _("«%(title)s» reads as a document of another territory."),
    ),
    "SCOPE_TEXT": Words(
        _("A municipal document speaks of a «%(words)s»"),
        _("The municipality cannot make it: either the level or the promise is wrong."),
    ),
    "ANNEX_MISSING": Words(
        _("Annex %(number)s is not there"),
        _("The document names «%(name)s» and does not have it."),
    ),
    "ROADMAP_NARROWER_THAN_PROJECT": Words(
        _("The roadmap is shorter than the program"),
        _("The program runs %(period)s, the plan of events %(plan)s."),
    ),
    "PROBLEM_IS_DIRECTION": Words(
        _("«%(name)s» is no problem"),
        _(
            "Heading %(label)s of the column «Problem» says what to do or "
            "what to fear, not what is wrong: its solution cannot be "
            "judged."
        ),
    ),
    "OWNER_SCOPE": Words(
        _("%(body)s answers for all, and some rows are left to others"),
        _(
            "Rows without this body: %(count)s of %(total)s. It cannot "
            "answer for what others do."
        ),
    ),
    "AMBIGUOUS_ABBR": Words(
        _("The abbreviation «%(word)s» is not explained"),
        _("Everybody reads it as «%(usual)s»."),
    ),
    "TERM_ALIAS": Words(
        _("The document has two names: «%(first)s» and «%(second)s»"),
        _("References to it may be taken for references to another document."),
    ),
    "WEEKEND_DATE": Words(
        _("The document is dated %(day)s, a day off"),
        _("Probably a slip of the pen, or it was registered later."),
    ),
    "FORM_CODE_SUSPECT": Words(
        _("The code of a form looks wrong: «%(code)s»"),
        _(
            "Others are written with a hyphen: %(others)s. The source "
            "cannot be found by this code."
        ),
    ),
    "FORMULA_NO_PERCENT": Words(
        _("Formulas without the percent sign: %(count)s"),
        _(
            "Other formulas of the document have it: the unit of the "
            "result is not certain."
        ),
    ),
    "NAME_VS_UNIT": Words(
        _("Indicator %(label)s is named after one thing and counts another"),
        _("The name speaks of %(named)s, K counts %(counted)s."),
    ),
    "CONDITION_NOT_IN_K": Words(
        _("The condition of indicator %(label)s is not counted"),
        _(
            "«%(condition)s» stands in the name only: K counts those too "
            "for whom it is not met."
        ),
    ),
    "O_TOO_BROAD": Words(
        _("O is broader than those who can have the result: %(labels)s"),
        _(
            "O is «%(denominator)s», the result exists in schools only: "
            "kindergartens lower the value."
        ),
    ),
    "NOT_OPERATIONAL": Words(
        _("Indicator %(label)s rests on a judgment"),
        _("«%(word)s» without a criterion: two people will count differently."),
    ),
    "TERM_DRIFT": Words(
        _("Two words for one thing: «%(first)s» and «%(second)s»"),
        _("It is not clear whether they mean the same, and so what is counted."),
    ),
    "INDICATOR_NAME_TRUNCATED": Words(
        _("The name of indicator %(label)s breaks off"),
        _("«%(word)s», and the document does not say of what."),
    ),
    "SAMPLE_VS_DENOMINATOR": Words(
        _("The sample of indicator %(label)s is not what O counts"),
        _(
            "The sample is «%(filter)s», O is «%(O)s»: the share is lower "
            "than among those observed."
        ),
    ),
    "SAMPLE_SELECTS_OUTCOME": Words(
        _("The sample of indicator %(label)s holds only those who succeeded"),
        _(
            "«%(filter)s» is what the indicator measures: the value will "
            "always be near 100."
        ),
    ),
    "SAMPLE_TERM_MISUSE": Words(
        _("A sample by a condition is called representative: %(labels)s"),
        _(
            "A representative sample is drawn at random; conclusions from "
            "this one do not hold for all."
        ),
    ),
    "CENSUS_WITH_FILTER": Words(
        _("A general population is narrowed by a condition: %(labels)s"),
        _("Either all are looked at, or there is a condition."),
    ),
    "UNIT_VS_SAMPLE": Words(
        _("People or teams are counted and organizations are sampled: %(labels)s"),
        _(
            "Indicators: %(count)s. One organization may have several "
            "heads or none: decide how they are counted."
        ),
    ),
}
