import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { deskHazardsQuery } from "#api/hazards.ts";
import { dueDoorsQuery } from "#api/oversight.ts";
import { recordsQuery } from "#api/supervise.ts";
import type { HazardState } from "#contract/field/hazard-words.ts";
import type { getFieldKpis, KpiId } from "#contract/field/kpis.ts";
import type { FieldTask } from "#contract/field/tasks.ts";
import type { Reply } from "#contract/route.ts";
import { type DaySpan, instantsOf } from "#lib/day-span.ts";
import { formatDay, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { HazardRow } from "#panels/supervise/hazards/hazard-list.tsx";
import { SamplingRows } from "#panels/supervise/sampling/sampling-rows.tsx";
import { useStores, useView } from "#state/stores.tsx";
import { Empty } from "#ui/notice.tsx";
import { RecordLines } from "../record-line.tsx";
import "#ui/data-table.css";
import "#panels/supervise/hazards/hazards.css";

interface RecordsProps {
  readonly id: KpiId;
  readonly found: Reply<typeof getFieldKpis>;
  readonly span: DaySpan;
}

/** What a figure is made of: the records that were counted, and those that are missing from it. */
export function FigureRecords({ id, found, span }: RecordsProps): ReactNode {
  const { t } = useTranslation();
  if (id === "entry")
    return (
      <>
        <h5>{t("oversight.kpi.records.entry")}</h5>
        <Visits span={span} />
        <h5>{t("oversight.kpi.records.doors")}</h5>
        <DueDoors dueBy={span.to} />
      </>
    );
  if (id === "completion")
    return (
      <>
        <h5>{t("oversight.kpi.records.completion")}</h5>
        <Plan found={found} />
        <h5>{t("oversight.kpi.records.entry")}</h5>
        <Visits span={{ from: `${span.to.slice(0, 4)}-01-01`, to: span.to }} />
      </>
    );
  if (id === "repair" || id === "recheck")
    return (
      <>
        {HAZARD_STATES_OF[id].map((state) => (
          <Hazards key={state} span={span} asOf={found.asOf} state={state} />
        ))}
      </>
    );
  return (
    <>
      <h5>{t("oversight.kpi.records.sampling")}</h5>
      <SamplingRows />
    </>
  );
}

/** Visits that were let in within the days. */
function Visits({ span }: { readonly span: DaySpan }) {
  const { t } = useTranslation();
  const where = useView((view) => ({ area: view.area, enterprise: view.enterprise }));
  const ask = { ...where, author: null, kind: "check", flag: null, outcome: "entered", ...instantsOf(span) } as const;
  const records = useInfiniteQuery(recordsQuery(ask));
  return (
    <div className="figure-records">
      <RecordLines query={records} none={t("oversight.kpi.noRecords")} />
    </div>
  );
}

const PLACE_ZOOM = 17;

/** Doors that are due and were not entered; each is shown on the map. */
function DueDoors({ dueBy }: { readonly dueBy: string }) {
  const { t } = useTranslation();
  const { camera } = useStores();
  const area = useView((view) => view.area);
  const enterprise = useView((view) => view.enterprise);
  const doors = useQuery(dueDoorsQuery(area, enterprise, dueBy));
  const open = ({ lngLat: [lng, lat] }: FieldTask) => camera.say({ kind: "fly", lng, lat, zoom: PLACE_ZOOM });
  return (
    <Answer query={doors}>
      {({ tasks, total }) => {
        if (tasks.length === 0) return <Empty>{t("oversight.kpi.noRecords")}</Empty>;
        return (
          <div className="figure-records">
            {total > tasks.length && <p className="quiet">{t("oversight.kpi.dueTotal", { count: total })}</p>}
            <ul className="supervise-list">
              {tasks.map((task) => (
                <li key={task.id}>
                  <button type="button" className="supervise-line" onClick={() => open(task)}>
                    <strong>{task.customer?.address ?? (task.title || t("oversight.kpi.doorUnnamed"))}</strong>
                    <span className="quiet">
                      {t("oversight.kpi.dueOn", { day: formatDay(task.dueOn, languageNow()) })}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </div>
        );
      }}
    </Answer>
  );
}

const MOST_HAZARDS = 100;
/** Of hazards that came due, those that keep a figure down and those that it counts. */
const HAZARD_STATES_OF = { repair: ["open", "repaired"], recheck: ["fixed", "checked"] } as const;

interface HazardsProps {
  readonly span: DaySpan;
  readonly asOf: string;
  readonly state: "open" | "repaired" | "fixed" | "checked";
}

/** Hazards whose deadline fell within the days and is over. */
function Hazards({ span, asOf, state }: HazardsProps) {
  const { t } = useTranslation();
  const where = useView((view) => ({ area: view.area, enterprise: view.enterprise }));
  const { from, to } = instantsOf(span);
  const hazards = useQuery(
    deskHazardsQuery({
      state,
      dueFrom: from,
      dueBefore: Date.parse(to) < Date.parse(asOf) ? to : asOf,
      limit: MOST_HAZARDS,
      ...(where.area && { area: where.area }),
      ...(where.enterprise && { enterprise: where.enterprise }),
    }),
  );
  return (
    <>
      <h5>{t(`oversight.kpi.records.${state}`)}</h5>
      <Answer query={hazards}>
        {({ hazards: found, next }) => {
          // Open ones hold the repaired that nobody has closed: those stand in the other list.
          const rows = state === "open" ? found.filter((one) => !REPAIRED.includes(one.state)) : found;
          if (rows.length === 0) return <Empty>{t("oversight.kpi.noRecords")}</Empty>;
          return (
            <div className="figure-records">
              <ul className="hazard-rows">
                {rows.map((hazard) => (
                  <HazardRow key={hazard.id} hazard={hazard} />
                ))}
              </ul>
              {next !== null && <p className="quiet">{t("board.cut", { count: MOST_HAZARDS })}</p>}
            </div>
          );
        }}
      </Answer>
    </>
  );
}

const REPAIRED: readonly HazardState[] = ["fixed", "rechecked", "closed"];

function Plan({ found: { plan, doorsWithoutRule } }: Pick<RecordsProps, "found">) {
  const { t } = useTranslation();
  const language = languageNow();
  return (
    <div className="table-scroll">
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{t("oversight.kpi.planRule")}</th>
            {(["planDoors", "planPerYear", "planVisits"] as const).map((name) => (
              <th key={name} scope="col" className="number">
                {t(`oversight.kpi.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {plan.map(({ ruleId, name, doors, visitsPerYear, visits }) => (
            <tr key={ruleId}>
              <th scope="row" className="wrap">
                {name}
              </th>
              <td className="number">{formatNumber(doors, language)}</td>
              <td className="number">{formatNumber(visitsPerYear, language, 2)}</td>
              <td className="number">{formatNumber(visits, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {doorsWithoutRule > 0 && <p className="quiet">{t("oversight.kpi.planWithout", { count: doorsWithoutRule })}</p>}
    </div>
  );
}
