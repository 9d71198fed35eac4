"""What checks of results, letters and recommendations say, and why it matters."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from programs.checks.wording.words import Words

WORDS: Final = {
    "LEVEL_WITHOUT_SCALE": Words(
        _("The level «%(level)s» has no scale"),
        _("The document gives %(value)s and does not say where the levels begin."),
    ),
    "CLAIM_VS_DATA": Words(
        _("The claim of growth does not follow from the data"),
        _("«%(claim)s»: growth is shown by %(grown)s of %(total)s indicators."),
    ),
    "TERM_MISUSE": Words(
        _("No change is called growth"),
        _("«%(words)s»: a rate of growth of zero is no growth."),
    ),
    "VALUES_MISSING": Words(
        _("Indicators without values: %(count)s of %(total)s"),
        _(
            "Only the direction of the change is given: next year there "
            "will be nothing to compare with."
        ),
    ),
    "TYPE_COVERAGE": Words(
        _("Results are given for some types and tracks only"),
        _(
            "Given: %(count)s of %(total)s combinations. Types of "
            "organizations cannot be compared."
        ),
    ),
    "UNIT_MIX": Words(
        _("Some indicators count children, the others organizations"),
        _(
            "Indicators of children: %(count)s of %(total)s. Their mean "
            "with the others has no meaning."
        ),
    ),
    "RESULT_BEFORE_EVALUATION": Words(
        _("Results were presented before the evaluation"),
        _("Presented on %(day)s, evaluated from %(starts_on)s."),
    ),
    "BASIS_BEFORE_EVALUATION": Words(
        _("The letter that asks for plans is older than the evaluation"),
        _(
            "«%(act)s» could not know the results of an evaluation that "
            "began on %(starts_on)s."
        ),
    ),
    "ORDER_AFTER_START": Words(
        _("The act was issued after the evaluation had begun"),
        _(
            "«%(act)s»; the evaluation began on %(starts_on)s, its first "
            "days have no basis."
        ),
    ),
    "SUBJECT_VS_REQUEST": Words(
        _("The subject and the request speak of different documents"),
        _(
            "Subject: «%(subject)s». Asked for: «%(request)s». Recipients "
            "will not know what to send."
        ),
    ),
    "CRITERION_NAME_DRIFT": Words(
        _(
            "Criteria are named differently in the list and in the "
            "recommendations: %(numbers)s"
        ),
        _("By the name nobody can tell that it is the same criterion."),
    ),
    "NO_SCORES": Words(
        _("The criteria have neither points nor thresholds"),
        _("Criteria: %(count)s. A school cannot see how far it is from the norm."),
    ),
    "NOT_ADDRESSED": Words(
        _("Recommendations without addressee, deadline and executor: %(count)s"),
        _("One list for everybody: nobody can be asked whether it was done."),
    ),
    "LEVEL_MIX": Words(
        _("Section %(section)s asks schools for work of the municipality"),
        _("Items: %(count)s. One school cannot do them alone."),
    ),
    "MISPLACED_ITEM": Words(
        _("Section %(section)s has items about other people"),
        _(
            "The section is «%(heading)s»: those whom the items concern "
            "will not look for them here."
        ),
    ),
    "HEADING_AS_ITEM": Words(
        _("A heading stands in the list as an item: «%(name)s»"),
        _("It would be counted and asked for as a recommendation."),
    ),
    "DUPLICATE_ITEM": Words(
        _("Section %(section)s gives one recommendation twice"),
        _("«%(name)s» stands in the section more than once."),
    ),
    "DUPLICATE_DOCUMENT": Words(
        _(
            "The list of documents repeats itself: %(count)s lines, "
            "%(different)s documents"
        ),
        _("It is not clear whether the second one is another edition."),
    ),
}
