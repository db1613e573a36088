import { COLOR_BYS } from "#contract/pipe-classes.ts";
import type { AnyRoute } from "#contract/route.ts";
import { HEX_MEASURES } from "#contract/statistics-hexes.ts";
import { MEASURE_IDS } from "#contract/statistics-measures.ts";
import { canary } from "#server/db/testing/canaries.ts";
import { FIELD_SAMPLES } from "./field-samples.ts";
import { byId, list, type Make, type Sample } from "./sample.ts";

/** A polygon about the place where every canary lies. */
const AROUND = [
  [114.9, 37.9],
  [115.1, 37.9],
  [115, 38.2],
];
const YEAR = { from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z" };

const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const TODAY = { from: dayFromNow(-1), to: dayFromNow(1) };

const MONTHS = { from: "2026-10-01T00:00:00Z", to: "2026-12-01T00:00:00Z" };
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const SOME_RULE = {
  name: "any pressure",
  appliesTo: {},
  condition: { kind: "absolute", side: "high", limit: 0 },
  level: "red",
  onDelayS: 0,
  offDelayS: 0,
  deadBand: null,
  escalateMin: { county: null, city: null, province: null },
  suppressWhile: null,
  procedure: "",
};

/** Requests for each contract route, by method and path. A route that is not here fails the matrix. */
export const SAMPLES: Readonly<Record<string, Make>> = {
  "GET /healthz": list(() => ({})),
  "GET /readyz": list(() => ({})),
  "GET /api/welcome": list(() => ({})),
  "GET /api/session": list(() => ({})),
  "GET /api/access-tokens": list(() => ({})),
  "GET /api/exports": list(() => ({})),
  "GET /api/map": list(() => ({})),
  // Of an area or enterprise out of sight there is no overview; an area in sight may hold somebody who is not.
  "GET /api/overview": ({ area, enterprise }) => [
    { unseen: 200 },
    { query: { area }, unseen: "either" },
    { query: { enterprise }, unseen: 404 },
    { query: { area, enterprise, level: "MP_A", gasKind: "urban_ng" }, unseen: "either" },
  ],
  "GET /api/areas": list(() => ({})),
  "GET /api/area-outlines": ({ area }) => [{ query: { codes: area }, unseen: 200 }],
  "GET /api/enterprises": list(
    () => ({}),
    ({ area }) => ({ area }),
  ),
  "GET /api/enterprises/:id": ({ enterprise }) => [{ params: { id: enterprise }, unseen: 404 }],
  "GET /api/search": list(
    () => ({ q: "canary", limit: "50" }),
    (owner) => ({ q: canary(owner) }),
    ({ enterprise }) => ({ q: enterprise }),
    ({ area }) => ({ q: area }),
  ),
  "GET /api/stations": list(
    () => ({}),
    ({ area }) => ({ area }),
    ({ enterprise }) => ({ enterprise }),
    (owner) => ({ cursor: Buffer.from(canary(owner).slice(0, -1)).toString("base64url") }),
  ),
  "GET /api/stations/:id": byId,
  "GET /api/pipes/:id": byId,
  "GET /api/seq/:kind/:seq": (owner, snapshot) =>
    (["pipe", "station", "tag"] as const).map((kind) => {
      const seq = { pipe: snapshot.pipeSeq, station: snapshot.stationSeq, tag: snapshot.tagSeq }[kind](canary(owner));
      return { params: { kind, seq: String(seq) }, query: { v: snapshot.version }, unseen: 404 };
    }),
  "GET /api/tags/:id/readings": (owner) => [{ params: { id: canary(owner) }, query: YEAR, unseen: 404 }],
  "GET /api/latest": list(
    () => ({}),
    ({ area }) => ({ area }),
    () => ({ bbox: "114.9,37.9,115.1,38.1", kind: "pressure" }),
  ),
  "GET /api/tag-quality": list(
    () => ({}),
    ({ area }) => ({ area }),
    () => ({ limit: "1" }),
    (owner) => ({ cursor: Buffer.from(canary(owner).slice(0, -1)).toString("base64url") }),
  ),
  "GET /api/tags/:id/gaps": (owner) => [
    { params: { id: canary(owner) }, query: { from: YEAR.from, to: "2026-02-01T00:00:00Z" }, unseen: 404 },
  ],
  "GET /api/gaps": list(
    () => ({ from: dayFromNow(-30), to: dayFromNow(0) }),
    ({ area }) => ({ area, from: dayFromNow(-1), to: dayFromNow(1), limit: "1" }),
    (owner) => ({ ...TODAY, cursor: Buffer.from(`1e15 ${canary(owner).slice(0, -1)}`).toString("base64url") }),
  ),
  // A row's outcome is a closed word, so that the canaries stand under one that is known.
  "GET /api/reading-outcomes": list(
    () => ({}),
    ({ area }) => ({ area }),
    ({ enterprise }) => ({ enterprise }),
    (owner) => ({ tag: canary(owner) }),
    () => ({ outcome: "malformed", from: YEAR.from, to: YEAR.to }),
    () => ({ limit: "1" }),
  ),
  "GET /api/tags/:id/series": (owner) => [
    { params: { id: canary(owner) }, query: YEAR, unseen: 404 },
    { params: { id: canary(owner) }, query: { ...YEAR, method: "m4", points: "8" }, unseen: 404 },
  ],
  "GET /api/cameras": list(
    () => ({}),
    ({ area }) => ({ area }),
    ({ enterprise }) => ({ enterprise }),
    (owner) => ({ station: canary(owner) }),
    () => ({ near: "115,38" }),
    (owner) => ({ cursor: Buffer.from(canary(owner).slice(0, -1)).toString("base64url") }),
  ),
  "GET /api/cameras/:id": byId,
  "GET /api/camera-health": list(
    () => ({}),
    (owner) => ({ ids: canary(owner) }),
  ),
  "POST /api/cameras/:id/play": (owner) => [{ params: { id: canary(owner) }, body: {}, unseen: 404 }],
  "GET /api/history/tags": list((owner) => ({ tags: canary(owner) })),
  "GET /api/history/alarms": list(
    () => TODAY,
    (owner) => ({ ...YEAR, tags: canary(owner) }),
  ),
  "GET /api/history/doubts": list(() => TODAY),
  "GET /api/history/alarms/next": list(
    () => ({ at: YEAR.from, direction: "after" }),
    () => ({ at: YEAR.to, direction: "before" }),
  ),
  "GET /api/annotations": list((owner) => ({ tags: canary(owner), ...YEAR })),
  "POST /api/annotations": (owner) => [
    { body: { id: `note-${canary(owner)}`, tagId: canary(owner), at: YEAR.from, note: "seen" }, unseen: 404 },
  ],
  "POST /api/network/count": () =>
    COLOR_BYS.map((by) => ({ body: { bbox: [114.9, 37.9, 115.1, 38.1], zoom: 14, by }, unseen: 200 })),
  "POST /api/network/select": () => [{ body: { polygon: AROUND }, unseen: 200 }],
  "GET /api/alarms": list(
    () => ({}),
    ({ area }) => ({ area }),
    ({ enterprise }) => ({ enterprise, hold: "any", order: "urgency" }),
    (owner) => ({ tag: canary(owner), state: "normal,unacknowledged" }),
    (owner) => ({ incident: canary(owner), level: "red,blue", kind: "pressure" }),
  ),
  "GET /api/alarms/:id": byId,
  "GET /api/alarm-journal": list(
    () => ({}),
    ({ area }) => ({ area }),
    (owner) => ({ alarm: canary(owner) }),
    (owner) => ({ tag: canary(owner), from: MONTHS.from, to: MONTHS.to }),
  ),
  "POST /api/alarms/acknowledge": (owner) => [{ body: { ids: [canary(owner)], comment: "known" }, unseen: 200 }],
  "POST /api/alarms/shelve": (owner) => [
    { body: { ids: [canary(owner)], reason: "meter is changed", until: inAnHour() }, unseen: 200 },
  ],
  "POST /api/alarms/unshelve": (owner) => [{ body: { ids: [canary(owner)] }, unseen: 200 }],
  "POST /api/alarms/confirm-leak": (owner) => [{ body: { ids: [canary(owner)], comment: "smelt" }, unseen: 200 }],
  "GET /api/incidents": list(
    () => ({}),
    ({ area }) => ({ area, state: "any" }),
    ({ enterprise }) => ({ enterprise }),
  ),
  "GET /api/incidents/:id": byId,
  "GET /api/alarm-rules": list(() => ({ status: "all" })),
  "GET /api/alarm-rules/:id": byId,
  "POST /api/alarm-rules/simulate": () => [{ body: { rule: SOME_RULE, ...MONTHS }, unseen: 200 }],
  "GET /api/maintenance": list(() => ({})),
  "POST /api/maintenance": (owner) => [
    {
      body: { stationId: canary(owner), from: new Date().toISOString(), to: inAnHour(), reason: "valves" },
      unseen: 404,
    },
  ],
  "POST /api/maintenance/:id/end": byId,
  "GET /api/alarms/:id/assignees": byId,
  "GET /api/tasks": list(
    () => ({}),
    (owner) => ({ alarm: canary(owner), state: "any" }),
  ),
  "GET /api/tasks/:id": byId,
  "GET /api/alarm-kpis": list(
    () => MONTHS,
    ({ area }) => ({ ...MONTHS, area }),
    ({ enterprise }) => ({ ...MONTHS, enterprise }),
  ),
  "GET /api/model/state": ({ area }) => [{ query: { area }, unseen: "either" }],
  "GET /api/model/scenarios": list(
    () => ({}),
    ({ area }) => ({ area }),
  ),
  "GET /api/model/scenarios/:id": byId,
  // Every measure by who it belongs to: a key or a name of somebody out of sight would be a leak.
  "GET /api/statistics": ({ area, enterprise }) => [
    ...MEASURE_IDS.map((measure) => ({
      query: { measure, rows: "enterprise", columns: "county" },
      unseen: 200 as const,
    })),
    { query: { measure: "pipeKm", area }, unseen: "either" },
    { query: { measure: "pipeKm", enterprise }, unseen: 404 },
  ],
  "GET /api/statistics/rows": (owner) => [
    ...MEASURE_IDS.map((measure) => ({ query: { measure, rows: "enterprise" }, unseen: 200 as const })),
    { query: { measure: "pipeKm", rows: "enterprise", row: owner.enterprise }, unseen: 200 },
    { query: { measure: "stations", rows: "county", row: owner.area, limit: "1" }, unseen: 200 },
  ],
  "GET /api/statistics/hexes": ({ area, enterprise }) => [
    ...HEX_MEASURES.map((measure) => ({ query: { measure, sizeM: "5000" }, unseen: 200 as const })),
    { query: { measure: "hazardsOpen", sizeM: "500", area }, unseen: "either" },
    { query: { measure: "hazardsFound", sizeM: "500", enterprise }, unseen: 404 },
  ],
  "GET /api/statistics/revisions": list(
    () => ({ measure: "pipeKm", since: YEAR.from }),
    ({ area }) => ({ measure: "stations", rows: "county", row: area, since: YEAR.from }),
  ),
  "GET /api/statistics/views": list(() => ({})),
  "GET /api/statistics/reports": list(
    () => ({}),
    () => ({ limit: "1" }),
  ),
  "GET /api/statistics/reports/:id": byId,
  "GET /api/statistics/reports/:id/verify": byId,
  "GET /api/statistics/notes": list(() => ({ measure: "pipeKm" })),
  ...FIELD_SAMPLES,
  "GET /api/datasets": list(() => ({})),
  "GET /api/datasets/:name/rejected": (owner) => [{ params: { name: canary(owner) }, unseen: 404 }],
  "GET /api/accounts": list(() => ({})),
  "GET /api/audit": list(() => ({ limit: "200" })),
  "DELETE /api/accounts/:account/sessions": (owner) => [{ params: { account: canary(owner) }, unseen: 404 }],
};

export const routeKey = ({ method, path }: AnyRoute): string => `${method} ${path}`;

export function addressOf(path: string, { params = {}, query = {} }: Sample): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const search = new URLSearchParams(query).toString();
  return search === "" ? filled : `${filled}?${search}`;
}
