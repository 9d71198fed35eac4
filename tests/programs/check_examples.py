"""An example and a counterexample of each check: code → (found, not found)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from programs.texts import ClauseText, ProgramText, SectionText, ValueText
from tests.programs.check_texts import (
    advice,
    clause,
    clauses,
    event,
    indicator,
    passport,
    plan,
    target,
    text,
)

Pair = tuple[ProgramText, ProgramText]
EARLY = {"starts_on": dt.date(2026, 3, 1), "act_on": dt.date(2026, 3, 20)}
SCHOOL_YEAR = {
    "starts_on": dt.date(2026, 9, 1),
    "ends_on": dt.date(2027, 8, 31),
    "act_on": dt.date(2026, 9, 2),
}
DIRECTIONS = (
    SectionText("d1", "direction", "Кадровый резерв", "1"),
    SectionText("d2", "direction", "Управленческие команды", "2"),
)
HELD = clause(
    "direction",
    "Оценка",
    about="evaluation",
    starts_on="2026-04-11",
    ends_on="2026-05-16",
)


def act(name: str, day: str, number: str = "7") -> ClauseText:
    """An act of the legal basis."""
    return clause("basis", f"{name} № {number}", act=name, number=number, date=day)


PLAN: dict[str, Pair] = {
    "EVENT_NUMBER_GAP": (
        plan(event(), event("Курсы", number="1.3")),
        plan(event(), event("Курсы", number="1.2")),
    ),
    "EVENT_NUMBER_MISSING": (
        plan(event(), event("Курсы", number="")),
        plan(event(number=""), event("Курсы", number="")),
    ),
    "EVENT_NO_DEADLINE": (plan(event(schedule_original="")), plan(event())),
    "ITEM_NO_DEADLINE": (
        plan(event(schedule_original=""), kind="measures"),
        plan(event(), kind="measures"),
    ),
    "DEADLINE_UNREAD": (
        plan(event(schedule_original="после утверждения бюджета")),
        plan(event(schedule_original="")),
    ),
    "EVENT_BEFORE_PROGRAMME": (
        plan(event(schedule_original="июнь 2025 г.")),
        plan(event(schedule_original="июнь 2026 г.")),
    ),
    "DEADLINE_BEFORE_ORDER": (
        plan(event(schedule_original="01.03.2026-10.03.2026"), **EARLY),
        plan(event(schedule_original="апрель 2026 г."), **EARLY),
    ),
    "DEADLINE_AT_ORDER": (
        plan(
            event(schedule_original="март 2026 г."),
            starts_on=dt.date(2026, 3, 1),
            act_on=dt.date(2026, 3, 30),
        ),
        plan(event(schedule_original="март 2026 г."), **EARLY),
    ),
    "PERIOD_START_BEFORE_ORDER": (
        text(act_on=dt.date(2026, 2, 2)),
        text(act_on=dt.date(2026, 2, 2), edition_on=dt.date(2026, 2, 2)),
    ),
    "DEADLINE_OUTSIDE_PERIOD": (
        plan(event(schedule_original="2027"), **SCHOOL_YEAR),
        plan(event(schedule_original="май 2027 г."), **SCHOOL_YEAR),
    ),
    "RECURRENCE_WITHOUT_YEARS": (
        plan(event(schedule_original="ежеквартально")),
        plan(event(schedule_original="апрель 2026, 2027")),
    ),
    "RECURRENCE_IN_NAME": (
        plan(event("Ежемесячная площадка", schedule_original="2026/2027 уч.г.")),
        plan(event("Диалоговая площадка", schedule_original="2026/2027 уч.г.")),
    ),
    "EVENT_ORDER": (
        plan(
            event("Конкурс в кадровый резерв", schedule_original="апрель 2027 г."),
            event("Разработка индивидуальных планов", number="1.2"),
        ),
        plan(
            event("Конкурс в кадровый резерв", schedule_original="апрель 2026 г."),
            event("Разработка индивидуальных планов", number="1.2"),
        ),
    ),
    "EVENT_NOT_REPEATED": (
        plan(
            event("Конкурс в кадровый резерв", schedule_original="апрель 2026, 2027"),
            event(
                "Разработка индивидуальных планов",
                number="1.2",
                schedule_original="май 2026 г.",
            ),
        ),
        plan(
            event("Конкурс в кадровый резерв", schedule_original="апрель 2026, 2027"),
            event(
                "Разработка индивидуальных планов",
                number="1.2",
                schedule_original="май 2026, 2027",
            ),
        ),
    ),
    "DUPLICATE_EVENT": (
        plan(event(), event(number="1.2")),
        plan(event(), event("Семинар для резерва", number="1.2")),
    ),
    "DUPLICATE_NAME": (
        plan(
            event("Курс «Компетенции современного руководителя»"),
            event("Курс для резерва «Компетенции современного руководителя»"),
        ),
        plan(event("Конкурс «Лидер»"), event("Итоги конкурса «Лидер»")),
    ),
    "SCHEDULE_OWNER_MISMATCH": (
        plan(
            event(
                schedule_original="в соответствии с планом-графиком ИРО",
                bodies_original="ОМСУ",
                responsible=("omsu",),
            )
        ),
        plan(event(schedule_original="в соответствии с планом-графиком ИРО")),
    ),
    "COLUMN_SPLIT": (
        plan(event(bodies_original="КК ОМСУ | ИРО,")),
        plan(event(bodies_original="КК ИРО, ОМСУ")),
    ),
}
PASSPORT: dict[str, Pair] = {
    "INDICATOR_NUMBER_MISSING": (
        text(indicators=(indicator(), indicator("Доля школ", number=""))),
        text(indicators=(indicator(number=""), indicator("Доля школ", number=""))),
    ),
    "TABLE_ROW_UNNUMBERED": (
        clauses(clause("mechanism", "ИМЦ", "1"), clause("mechanism", "Совет")),
        clauses(clause("mechanism", "ИМЦ"), clause("mechanism", "Совет")),
    ),
    "TARGET_CONFLICT": (
        passport(
            values=(
                ValueText(Decimal(2), variant="паспорт", is_chosen=False),
                ValueText(Decimal(20), variant="раздел 4", is_chosen=False),
            )
        ),
        passport(
            values=(
                ValueText(Decimal(2), variant="паспорт", reason="по приказу"),
                ValueText(Decimal(20), variant="раздел 4", is_chosen=False),
            )
        ),
    ),
    "TARGET_BELOW_BASELINE": (
        passport(baseline=Decimal(51)),
        passport(baseline=Decimal(51), higher_is_better=False),
    ),
    "TARGET_UNMEASURABLE": (
        passport(measure="dynamics", formula=""),
        passport(measure="dynamics", formula="", baseline=Decimal(3)),
    ),
    "NO_TARGET_VALUE": (passport(values=()), passport()),
    "NO_INDICATORS": (
        text(indicators=()),
        plan(event(targets=(target(),)), indicators=()),
    ),
    "TARGET_WITHOUT_NUMBER": (
        plan(
            event(targets=(target(None, measure="growth"),)),
            event("Курсы", number="1.2", targets=(target(10, measure="growth"),)),
        ),
        plan(event(targets=(target(None, measure="growth"),))),
    ),
    "TARGET_SUBJECT_MISMATCH": (
        plan(event("Курсы для дошкольных организаций", targets=(target(),))),
        plan(
            event(
                "Курсы для дошкольных организаций",
                targets=(target(subject="руководителей ДОО"),),
            )
        ),
    ),
    "INDICATOR_WITHOUT_EVENT": (
        passport(name="Практики, размещённые в сети"),
        plan(
            event("Обобщение лучших практик"),
            indicators=(indicator("Практики, размещённые в сети"),),
        ),
    ),
    "RESULT_WITHOUT_EVENT": (
        clauses(clause("result", "Стажировки руководителей", "1")),
        plan(
            event("Стажировки руководителей школ"),
            clauses=(clause("result", "Стажировки руководителей", "1"),),
        ),
    ),
    "SCOPE_NAME": (
        text(
            level="municipal",
            territory="Озёрский район",
            name="Муниципальная программа поддержки руководителей организаций",
        ),
        text(
            level="municipal",
            territory="Озёрский район",
            name="Муниципальная программа поддержки руководителей Озёрского района",
        ),
    ),
    "SCOPE_TEXT": (
        clauses(clause("problem", "Нужна региональная система"), level="municipal"),
        clauses(clause("problem", "Нужна муниципальная система"), level="municipal"),
    ),
    "ANNEX_MISSING": (
        clauses(ClauseText("annex", "Состав группы", "2", is_present=False)),
        clauses(ClauseText("annex", "Состав группы", "2")),
    ),
    "ROADMAP_NARROWER_THAN_PROJECT": (
        text(
            roadmap_starts_on=dt.date(2026, 7, 1),
            roadmap_ends_on=dt.date(2027, 12, 31),
        ),
        text(
            roadmap_starts_on=dt.date(2026, 1, 1),
            roadmap_ends_on=dt.date(2027, 12, 31),
        ),
    ),
    "PROBLEM_IS_DIRECTION": (
        text(sections=(SectionText("p", "problem", "Минимизация рисков", "1"),)),
        text(sections=(SectionText("p", "problem", "Рост доли слабых", "1"),)),
    ),
    "OWNER_SCOPE": (
        plan(
            event(responsible=("omsu",)),
            clauses=(clause("mechanism", "ИРО", function="обеспечивает реализацию"),),
        ),
        plan(
            event(),
            clauses=(clause("mechanism", "ИРО", function="обеспечивает реализацию"),),
        ),
    ),
    "AMBIGUOUS_ABBR": (plan(event("Семинар для ООО")), plan(event("Семинар для ОО"))),
    "TERM_ALIAS": (
        clauses(
            clause("mechanism", "ИРО", function="ведёт План мероприятий"),
            name="Комплекс мер по управлению",
        ),
        clauses(
            clause("mechanism", "ИРО", function="ведёт Комплекс мер"),
            name="Комплекс мер по управлению",
        ),
    ),
    "WEEKEND_DATE": (
        text(act_on=dt.date(2026, 1, 17)),
        text(act_on=dt.date(2026, 1, 16)),
    ),
    "FORM_CODE_SUSPECT": (
        clauses(clause("direction", "Формы", about="data_source", forms=["ДПО1"])),
        clauses(clause("direction", "Формы", about="data_source", forms=["ОО-1"])),
    ),
    "FORMULA_NO_PERCENT": (
        text(indicators=(indicator(), indicator(number="2", formula="K / O × 100"))),
        passport(formula="K / O × 100"),
    ),
    "NAME_VS_UNIT": (
        passport(numerator="Число организаций, от которых был участник"),
        passport(),
    ),
    "CONDITION_NOT_IN_K": (
        passport(name="Доля руководителей ОО (при условии объективности)"),
        passport(
            name="Доля руководителей ОО (при условии объективности)",
            numerator="Число руководителей ОО с объективными результатами",
        ),
    ),
    "O_TOO_BROAD": (
        passport(name="Доля руководителей, в ОО которых проведены ВПР"),
        passport(
            name="Доля руководителей, в ОО которых проведены ВПР",
            denominator="Всего руководителей общеобразовательных организаций",
        ),
    ),
    "NOT_OPERATIONAL": (
        passport(numerator="Число руководителей, эффективно принявших решения"),
        passport(),
    ),
    "TERM_DRIFT": (
        passport(
            name="Доля руководителей, обученных по современным вопросам образования",
            numerator="Число руководителей, обученных по вопросам менеджмента",
        ),
        passport(
            name="Доля руководителей, обученных по вопросам менеджмента",
            numerator="Число руководителей, обученных по вопросам менеджмента",
        ),
    ),
    "INDICATOR_NAME_TRUNCATED": (
        passport(name="ОО, сформировавшие объективную систему", numerator=""),
        passport(name="ОО, сформировавшие систему оценки качества", numerator=""),
    ),
    "SAMPLE_VS_DENOMINATOR": (
        passport(sample_filter="только участники семинаров"),
        passport(
            sample_filter="только участники семинаров", denominator="Число участников"
        ),
    ),
    "SAMPLE_SELECTS_OUTCOME": (
        passport(
            numerator="Число претендентов, назначенных на должность",
            denominator="Всего претендентов",
            sample_filter="только ОО, где претенденты назначены на должность",
        ),
        passport(
            numerator="Число претендентов, назначенных на должность",
            denominator="Всего претендентов",
            sample_filter="только ОО, где есть претенденты",
        ),
    ),
    "SAMPLE_TERM_MISUSE": (
        passport(sample_kind="representative_sample", sample_filter="только школы"),
        passport(sample_kind="representative_sample"),
    ),
    "CENSUS_WITH_FILTER": (passport(sample_filter="только школы"), passport()),
    "UNIT_VS_SAMPLE": (
        passport(sampled="organization"),
        passport(
            sampled="organization",
            numerator="Число руководителей, в ОО которых проведены семинары",
        ),
    ),
}
RESULTS: dict[str, Pair] = {
    "LEVEL_WITHOUT_SCALE": (
        clauses(clause("claim", "63 %, средний уровень", value=63, level="medium")),
        clauses(
            clause("claim", "63 %, средний уровень", value=63, level="medium"),
            clause("claim", "Средний уровень — от 50 до 80 %"),
        ),
    ),
    "CLAIM_VS_DATA": (
        clauses(
            clause("claim", "Рост практически по всем направлениям"),
            indicators=(
                indicator(change_in_document="grew"),
                indicator(change_in_document="stable"),
            ),
        ),
        clauses(
            clause("claim", "Рост практически по всем направлениям"),
            indicators=(indicator(change_in_document="grew"),),
        ),
    ),
    "TERM_MISUSE": (
        clauses(clause("claim", "Темп роста (стабильно, без изменений)")),
        clauses(clause("claim", "Темп роста 4 %")),
    ),
    "VALUES_MISSING": (
        passport(change_in_document="grew", values=()),
        passport(change_in_document="grew"),
    ),
    "TYPE_COVERAGE": (
        clauses(
            clause("claim", "Школы: 86 %", value=86, organization_type="general"),
            clause(
                "claim",
                "Кружки, трек 2: 25 %",
                value=25,
                organization_type="additional",
                track=2,
            ),
        ),
        clauses(
            clause("claim", "Школы: 86 %", value=86, organization_type="general"),
            clause("claim", "Сады: 80 %", value=80, organization_type="preschool"),
        ),
    ),
    "UNIT_MIX": (
        text(
            indicators=(
                indicator(),
                indicator(number="2"),
                indicator("Охват детей", number="3", observed="child"),
            )
        ),
        text(indicators=(indicator("Охват детей", observed="child"),)),
    ),
    "RESULT_BEFORE_EVALUATION": (
        clauses(HELD, clause("direction", "Итоги", about="results", date="2025-09-29")),
        clauses(HELD, clause("direction", "Итоги", about="results", date="2026-09-29")),
    ),
    "BASIS_BEFORE_EVALUATION": (
        clauses(HELD, act("Письмо департамента", "2025-07-29")),
        clauses(HELD, act("Порядок оценки", "2020-08-03")),
    ),
    "ORDER_AFTER_START": (
        clauses(HELD, act("Приказ", "2026-04-14")),
        clauses(HELD, act("Приказ", "2026-04-11")),
    ),
    "SUBJECT_VS_REQUEST": (
        clauses(
            clause("result", "Школьные планы", about="request"),
            kind="letter",
            name="О подготовке муниципального плана",
        ),
        clauses(
            clause("result", "Муниципальные планы", about="request"),
            kind="letter",
            name="О подготовке муниципального плана",
        ),
    ),
    "CRITERION_NAME_DRIFT": (
        clauses(
            clause("problem", "Кадры и резерв", "9", about="criterion"),
            sections=(SectionText("c9", "criterion", "Кадры", "9"),),
        ),
        clauses(
            clause("problem", "Кадры", "9", about="criterion"),
            sections=(SectionText("c9", "criterion", "Кадры", "9"),),
        ),
    ),
    "NO_SCORES": (
        text(sections=(SectionText("c9", "criterion", "Кадры", "9"),), indicators=()),
        text(sections=(SectionText("c9", "criterion", "Кадры", "9"),)),
    ),
    "NOT_ADDRESSED": (
        plan(advice("Изучить практики"), kind="recommendations"),
        plan(
            advice("Изучить практики"),
            kind="letter",
            reply_by=dt.date(2026, 10, 20),
        ),
    ),
    "LEVEL_MIX": (
        plan(advice("Сеть методобъединений")),
        plan(advice("План ранней профориентации")),
    ),
    "MISPLACED_ITEM": (
        plan(
            advice("Оценка резерва", "d1"),
            advice("Конкурсы для претендентов", "d2"),
            sections=DIRECTIONS,
        ),
        plan(
            advice("Конкурсы для претендентов", "d1"),
            advice("Диагностика команд", "d2"),
            sections=DIRECTIONS,
        ),
    ),
    "HEADING_AS_ITEM": (
        plan(advice("По достижению результатов:")),
        plan(advice("Достижение результатов")),
    ),
    "DUPLICATE_ITEM": (
        plan(advice("Сетевое взаимодействие"), advice("Сетевое взаимодействие")),
        plan(
            advice("Сетевое взаимодействие", "d1"),
            advice("Сетевое взаимодействие", "d2"),
            sections=DIRECTIONS,
        ),
    ),
    "DUPLICATE_DOCUMENT": (
        clauses(clause("basis", "Положение"), clause("basis", "Положение")),
        clauses(clause("basis", "Положение"), clause("basis", "Программа")),
    ),
}
EXAMPLES = {**PLAN, **PASSPORT, **RESULTS}
