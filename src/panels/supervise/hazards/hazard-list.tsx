import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { deskHazardsQuery } from "#api/hazards.ts";
import type { Hazard } from "#contract/field/hazards.ts";
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
  const [limit, setLimit] = useState(PAGE);
  const where = { ...listOf(filter), ...(area && { area }), ...(enterprise && { enterprise }) };
  const list = useQuery(deskHazardsQuery({ ...where, limit }));
  return (
    <Section title={t("board.list")}>
      <Answer query={list} lines={9}>
        {({ hazards, next }) => (
          <>
            {hazards.length === 0 && <Empty>{t("board.empty")}</Empty>}
            <ul className="hazard-rows" aria-label={t("board.list")}>
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
    </Section>
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
