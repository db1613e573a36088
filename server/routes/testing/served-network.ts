import type { Scope } from "#contract/scope.ts";
import { SESSION_COOKIE } from "#contract/session.ts";
import { buildApp } from "#server/app.ts";
import type { App } from "#server/deps.ts";
import { fakeDeps, fakeLive, MemorySessions } from "#server/testing/fakes.ts";
import type { PipeRow, StationRow, TagRow } from "#server/tiles/pages-of-rows.ts";
import { sightOf } from "#server/tiles/sight.ts";
import type { Snapshot, SnapshotStore } from "#server/tiles/snapshot.ts";
import { liveColumns } from "#server/tiles/testing/classes-by-hand.ts";
import { snapshotFrom, UNITS } from "#server/tiles/testing/network.ts";

const pipe = (id: string, area_code: string, enterprise_id: string): PipeRow => ({
  id,
  area_code,
  enterprise_id,
  pressure_level: "HP_A",
  material: "steel",
  status: "in_service",
  gas_kind: "urban_ng",
  dn_mm: 500,
  length_m: 1000,
  laid_year: 2001,
  operating_kpa: 3000,
  flow_m3h: -4,
  last_patrolled: "2026-11-20",
  from_node: `N${id}`,
  path: [
    [114.5, 38 + Number(id.slice(1)) / 500],
    [114.52, 38 + Number(id.slice(1)) / 500],
  ],
});
const station = (id: string, area_code: string): StationRow => ({
  id,
  area_code,
  enterprise_id: "E1",
  name: id,
  kind: "city_gate",
  gas_kind: "lpg",
  lngLat: [114.51, 38.001],
});
const tag = (id: string, area_code: string, station_id: string, node_id: string): TagRow => ({
  id,
  area_code,
  enterprise_id: "E1",
  kind: "pressure",
  station_id,
  node_id,
});
/** Three pipes of two enterprises in three counties, P1 with a pressure tag at its beginning. */
export const network = {
  pipes: [pipe("P1", "130102", "E1"), pipe("P2", "130104", "E2"), pipe("P3", "130202", "E1")],
  stations: [station("S1", "130102"), station("S2", "130202")],
  // T2 is this county's and hangs on the other one's station.
  tags: [tag("T1", "130102", "S1", "NP1"), tag("T2", "130102", "S2", "x"), tag("T3", "130202", "S2", "NP3")],
};
const snapshot = snapshotFrom(network);
const old: Snapshot = { ...snapshotFrom({ pipes: network.pipes.slice(0, 1) }), version: "v0" };
const holds = (one: Snapshot): Pick<SnapshotStore, "current" | "sight"> => ({
  current: () => one,
  sight: (scope) => sightOf(scope, one, UNITS),
});
const snapshots: SnapshotStore = {
  ...holds(snapshot),
  refresh: async () => snapshot,
  onChange: () => () => undefined,
  at: (version) => (version === "v1" ? holds(snapshot) : version === "v0" ? holds(old) : undefined),
};

export const PROVINCE: Scope = { level: "province", areaCode: "130000", enterpriseId: null };
export const COUNTY: Scope = { level: "county", areaCode: "130102", enterpriseId: null };

/** The network served, with a clock and live values to be set. */
export class ServedNetwork {
  readonly sessions = new MemorySessions();
  now = Date.UTC(2026, 10, 25);
  told = new Map([["T1", { value: 150, state: 0 }]]);
  #app: App | null = null;

  async open(): Promise<void> {
    const live = { ...fakeLive(snapshot), columns: () => liveColumns(snapshot, this.told) };
    this.#app = await buildApp(fakeDeps({ snapshots, sessions: this.sessions, live, now: () => this.now }));
  }

  get app(): App {
    if (!this.#app) throw new Error("not open");
    return this.#app;
  }

  #headers(scope: Scope) {
    const { token, session } = this.sessions.admit({ scope });
    return { cookie: `${SESSION_COOKIE}=${token}`, "x-csrf-token": session.csrf };
  }

  get = (url: string, scope = PROVINCE, headers: Record<string, string> = {}) =>
    this.app.inject({ url, headers: { ...this.#headers(scope), ...headers } });

  post = (url: string, payload: object, scope = PROVINCE) =>
    this.app.inject({ method: "POST", url, payload, headers: this.#headers(scope) });
}
