import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { deskHazardsQuery } from "#api/hazards.ts";
import type { Hazard, listHazards } from "#contract/field/hazards.ts";
import type { Query } from "#contract/route.ts";
import { formatMinute } from "#lib/format.ts";
import type { BoardFilter } from "#lib/hazard-facets.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { useStores } from "#state/stores.tsx";
import { openHazard } from "#state/supervise.ts";
import { WarningMark } from "#ui/mark.tsx";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { GRADE_MARK, listOf, useHazardName } from "./words.ts";
import "#ui/button.css";
import "./hazards.css";

const PAGE = 50;
const MOST = 500;

interface ListProps {
  readonly area: string | null;
  readonly enterprise: string | null;
  readonly filter: BoardFilter;
}

/** Hazards of what was picked, the most pressing first. */
export function HazardList({ area, enterprise, filter }: ListProps) {
  const { t } = useTranslation();
  const where = { ...listOf(filter), ...(area && { area }), ...(enterprise && { enterprise }) };
  return (
    <Section title={t("board.list")}>
      <HazardRows where={where} name={t("board.list")} empty={t("board.empty")} lines={9} />
    </Section>
  );
}

interface RowsProps {
  readonly where: Query<typeof listHazards>;
  /** What the list is called by those who hear it. */
  readonly name: string;
  readonly empty: string;
  /** Grey lines while it is asked for. */
  readonly lines: number;
}

/** Hazards of a filter, the most pressing first, more of them on request. */
export function HazardRows({ where, name, empty, lines }: RowsProps) {
  const { t } = useTranslation();
  const [limit, setLimit] = useState(PAGE);
  const list = useQuery(deskHazardsQuery({ ...where, limit }));
  return (
    <Answer query={list} lines={lines}>
      {({ hazards, next }) => (
        <>
          {hazards.length === 0 && <Empty>{empty}</Empty>}
          <ul className="hazard-rows" aria-label={name}>
            {hazards.map((hazard) => (
              <HazardRow key={hazard.id} hazard={hazard} />
            ))}
          </ul>
          {next !== null && limit < MOST && (
            <button
              type="button"
              className="button outlined"
              disabled={list.isFetching}
              onClick={() => setLimit(Math.min(MOST, limit * 3))}
            >
              {t("board.more")}
            </button>
          )}
          {next !== null && limit >= MOST && <p className="quiet">{t("board.cut", { count: MOST })}</p>}
        </>
      )}
    </Answer>
  );
}

/** One hazard in a list; it opens in place of the list. */
export function HazardRow({ hazard }: { readonly hazard: Hazard }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const nameOf = useHazardName();
  const due = hazard.dueAt ? t("board.due_at", { time: formatMinute(hazard.dueAt, languageNow()) }) : t("board.noDue");
  const further = [
    hazard.isOverdue ? t("field.hazard.overdue") : null,
    hazard.climbedTo ? t("board.climbedTo", { level: t(`board.climbed.${hazard.climbedTo}`) }) : null,
    hazard.pressed > 0 ? t("board.pressed", { count: hazard.pressed }) : null,
    hazard.isCut ? t("field.hazard.isCut") : null,
  ].filter((one) => one !== null);
  return (
    <li>
      <button type="button" className="hazard-row" onClick={() => openHazard(view, hazard.id)}>
        <WarningMark level={GRADE_MARK[hazard.grade]} />
        <span className="hazard-row-words">
          <strong>{nameOf(hazard)}</strong>
          <span className="quiet">
            {[t(`gas.hazardGrade.${hazard.grade}`), t(`field.hazard.state.${hazard.state}`), hazard.areaName].join(
              " · ",
            )}
          </span>
          <span className={hazard.isOverdue ? "hazard-late" : "quiet"}>{[due, ...further].join(" · ")}</span>
        </span>
      </button>
    </li>
  );
}
