import type { MeasureId } from "#contract/statistics-measures.ts";
import { type Counted, type Hand, chinaDay, nextDay, yearDay } from "./by-hand.ts";
import type { MoreRows } from "./more-rows.ts";

type Of = (rows: MoreRows) => Counted[];
const FIRST = "1900-01-01";

const licences: Of = (rows) =>
  rows.licences.flatMap((row) => [
    { ...row, keys: { licenceKind: row.kind }, day: FIRST, weight: 1 },
    { ...row, keys: { licenceKind: row.kind }, day: nextDay(row.expires), weight: -1 },
  ]);
const stations: Of = (rows) =>
  rows.stations
    .filter(({ status }) => status !== "planned")
    .map((row) => ({
      ...row,
      keys: { stationKind: row.kind, gasKind: row.gas, pressureLevel: row.level, pipeStatus: row.status },
      day: yearDay(row.builtYear),
      weight: 1,
    }));
const equipment: Of = (rows) =>
  rows.nodes
    .filter(({ kind }) => kind !== "tee")
    .map((row) => ({
      ...row,
      keys: { equipmentKind: row.kind, pressureLevel: row.level, ...(row.condition && { condition: row.condition }) },
      day: FIRST,
      weight: 1,
    }));
const tags: Of = (rows) => rows.tags.map((row) => ({ ...row, keys: { tagKind: row.kind }, day: FIRST, weight: 1 }));
const doubted: Of = (rows) =>
  rows.tags.flatMap((row) =>
    row.reasons === null
      ? []
      : [{ ...row, keys: { qualityReason: row.reasons[0] as string }, day: chinaDay(row.since), weight: 1 }],
  );
const telemetry =
  (weight: (n: number) => number): Of =>
  (rows) =>
    rows.days.map((row) => ({ ...row, keys: {}, weight: weight(row.n) }));
const alarms =
  (weight: (alarm: MoreRows["alarms"][number]) => number): Of =>
  (rows) =>
    rows.alarms.map((row) => {
      const station = rows.tags[row.tag]?.station;
      const gasKind = station === undefined ? undefined : rows.stations[station]?.gas;
      return {
        ...row,
        keys: { warningLevel: row.level, ...(gasKind && { gasKind }) },
        day: chinaDay(row.raisedAt),
        weight: weight(row),
      };
    });
const visits =
  (counts: (outcome: string) => boolean): Of =>
  (rows) =>
    rows.visits
      .filter(({ isSuperseded }) => !isSuperseded)
      .map((row) => ({
        ...row,
        keys: { visitOutcome: row.outcome, gasKind: row.gas, customerClass: row.class },
        day: chinaDay(row.at),
        weight: counts(row.outcome) ? 1 : 0,
      }));
const doors =
  (day: (due: string) => string): Of =>
  (rows) =>
    rows.doors.flatMap((row) =>
      row.dueOn === null || row.isOffPlan
        ? []
        : [{ ...row, keys: { gasKind: row.gas, customerClass: row.class }, day: day(row.dueOn), weight: 1 }],
    );
const walks: Of = (rows) =>
  rows.walks.map((row) => ({
    ...row,
    keys: { walkProof: row.isDoubted ? "doubted" : "proven" },
    day: chinaDay(row.at),
    weight: Math.round(row.lengthM * 1000) / 1e6,
  }));

/** The measures of all other tables, reckoned another way than the product does. */
export const MORE_BY_HAND: Readonly<Partial<Record<MeasureId, Hand<MoreRows>>>> = {
  licences: { how: "stock", of: licences },
  stations: { how: "stock", of: stations },
  equipment: { how: "stock", of: equipment },
  tags: { how: "stock", of: tags },
  tagsDoubted: { how: "stock", of: doubted },
  tagsDoubtedShare: { how: "stock", of: doubted, by: { how: "stock", of: tags }, scale: 100 },
  readings: { how: "flow", of: telemetry((n) => n / 10_000) },
  dataComplete: { how: "flow", of: telemetry(() => 1), by: { how: "stock", of: tags }, scale: 100, isPerDay: true },
  alarms: { how: "flow", of: alarms(() => 1) },
  incidents: { how: "flow", of: alarms(({ isFirst }) => (isFirst ? 1 : 0)) },
  alarmAnswerS: {
    how: "flow",
    of: alarms(({ answerS }) => answerS ?? 0),
    by: { how: "flow", of: alarms(({ answerS }) => (answerS === null ? 0 : 1)) },
    scale: 1,
  },
  checksDone: { how: "flow", of: visits(() => true) },
  checksEntered: { how: "flow", of: visits((outcome) => outcome === "entered") },
  checksRefused: { how: "flow", of: visits((outcome) => outcome === "refused") },
  checksEntryShare: {
    how: "flow",
    of: visits((outcome) => outcome === "entered"),
    by: { how: "flow", of: visits(() => true) },
    scale: 100,
  },
  checksDue: { how: "flow", of: doors((due) => due) },
  checksOverdue: { how: "stock", of: doors(nextDay) },
  patrolKm: { how: "flow", of: walks },
};
