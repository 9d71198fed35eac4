"""Rules to recommendations: which texts the results of an organization call for."""

from __future__ import annotations

from django.db import connection, transaction

from monitoring.engine import locks
from monitoring.models import Cycle, Recommendation, RecommendationText
from monitoring.services.advice_sql import RECOMMEND


@transaction.atomic
def recommend(cycle_id: int) -> int:
    """Write the cycle's recommendations anew; return how many there are.

    Of each rule the newest version holds. One recommendation for each text: of the
    rules that call it the most pressing one. Ranked by priority, then the weaker
    value first, then by the rule's code.
    """
    locks.hold(cycle_id)
    cycle = Cycle.objects.get(pk=cycle_id)
    Recommendation.objects.filter(cycle=cycle).delete()
    texts = RecommendationText.objects.filter(rules__methodology=cycle.methodology_id)
    deadlines = {text.pk: text.deadline_after(cycle.run_on) for text in texts}
    if not deadlines:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            RECOMMEND,
            {
                "cycle": cycle_id,
                "texts": list(deadlines),
                "days": list(deadlines.values()),
            },
        )
        return int(cursor.rowcount)
