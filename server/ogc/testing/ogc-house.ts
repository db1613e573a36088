import type { LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll } from "vitest";
import type { Role, Scope } from "#contract/scope.ts";
import { CSRF_HEADER, SESSION_COOKIE } from "#contract/session.ts";
import { buildApp } from "#server/app.ts";
import type { Tx } from "#server/db/db.ts";
import { type Bench, describeOnBothEngines } from "#server/db/testing/engines.ts";
import type { App } from "#server/deps.ts";
import { plantCanaryWorld } from "#server/testing/canary-world.ts";
import { fakeDeps, MemorySessions } from "#server/testing/fakes.ts";

export const PROVINCE: Scope = { level: "province", areaCode: "130000", enterpriseId: null };

/** How many stations stand in a row from 114.00° 38.00° on, 0.01° apart, beside those of the canaries. */
export const ROW_OF_STATIONS = 250;

/** Stations of 正定 in a row, each tenth without a year; one pipe along them, hazards a day apart, a licence. */
async function plantRow(tx: Tx): Promise<void> {
  await tx.query(
    `insert into station (id, dataset_name, name, kind, area_code, enterprise_id, gas_kind, pressure_level, inlet_kpa, built_year, status, geom)
     select 'S' || lpad(i::text, 4, '0'), 'row', 'Station ' || i, case when i % 2 = 0 then 'city_gate' else 'regulator_box' end,
            '130123', 'E-3', 'urban_ng', 'MP_A', 100 + i, case when i % 10 = 0 then null else 1990 + i % 30 end, 'in_service',
            st_setsrid(st_makepoint(114 + i * 0.01, 38), 4490)
       from generate_series(0, ${ROW_OF_STATIONS - 1}) i`,
  );
  await tx.query(
    `insert into hazard (id, dataset_name, area_code, enterprise_id, grade, state, found_at, note, geom)
     select 'H' || i, 'row', '130123', 'E-3', case when i % 3 = 0 then 'major' else 'minor' end, 'found',
            timestamptz '2026-11-01T00:00:00Z' + make_interval(days => i), '电话13812345678', st_setsrid(st_makepoint(114.5, 38 + i * 0.01), 4490)
       from generate_series(0, 9) i`,
  );
}

export interface OgcHouse {
  readonly app: () => App;
  /** Headers of a person of this scope, with a session. */
  readonly admit: (scope?: Scope, role?: Role, account?: string) => Record<string, string>;
  /** Asks as the province, or as `headers` say. */
  readonly get: (url: string, headers?: Record<string, string>) => Promise<LightMyRequestResponse>;
}

/** The same tests on both engines against `/ogc` over the canaries' world and a row of stations. */
export function describeOgc(name: string, tests: (house: OgcHouse, bench: Bench) => void): void {
  describeOnBothEngines(name, (bench) => {
    let app: App | undefined;
    const sessions = new MemorySessions();
    const need = () => {
      if (!app) throw new Error("the house stands within tests alone");
      return app;
    };
    beforeAll(async () => {
      const db = bench.db();
      await plantCanaryWorld(db);
      await db.asSystem(plantRow);
      const { config } = fakeDeps();
      const own = { RATE_LIMIT: 1_000_000, DATA_DIR: bench.place().dataDir };
      app = await buildApp(fakeDeps({ db, sessions, config: { ...config, ...own } }));
      await app.ready();
    });
    afterAll(() => app?.close());
    const admit: OgcHouse["admit"] = (scope = PROVINCE, role = "analyst", account = "reader") => {
      const { token, session } = sessions.admit({ scope, role, account, name: account });
      return { cookie: `${SESSION_COOKIE}=${token}`, [CSRF_HEADER]: session.csrf };
    };
    tests(
      {
        app: need,
        admit,
        get: async (url, headers = admit()) => await need().inject({ url, headers }),
      },
      bench,
    );
  });
}
