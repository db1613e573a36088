import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FieldRecord, Receipt } from "#contract/field/records.ts";
import { SESSION_COOKIE } from "#contract/session.ts";
import { buildApp } from "#server/app.ts";
import type { Session } from "#server/auth/sessions.ts";
import type { Db } from "#server/db/db.ts";
import type { App, Deps } from "#server/deps.ts";
import { CHANGAN, type Sighted, SIGHTS } from "#server/testing/canary-world.ts";
import { fakeDeps, MemorySessions } from "#server/testing/fakes.ts";
import { sealed } from "./records.ts";

/** The server over a test's database, with a data directory of its own and people who knock. */
export interface FieldApp {
  readonly app: App;
  readonly dataDir: string;
  as(account: string, over?: Partial<Session>): { cookie: string; "x-csrf-token": string };
  send(
    of: FieldRecord,
    account?: string,
    over?: Partial<Session>,
  ): Promise<{ status: number; body: Receipt & { receipt?: Receipt } }>;
  receipt(id: string, account?: string): Promise<Receipt | undefined>;
  close(): Promise<void>;
}

export const AT_CHANGAN = { level: "enterprise", areaCode: CHANGAN.area, enterpriseId: CHANGAN.enterprise } as const;
export const sightOf = (name: string): Sighted => SIGHTS.find((sight) => sight.name === name) as Sighted;

export async function openFieldApp(db: Db, over: Partial<Deps> = {}): Promise<FieldApp> {
  const sessions = new MemorySessions();
  const dataDir = mkdtempSync(join(tmpdir(), "gas-one-map-field-"));
  const deps = fakeDeps({ db, sessions, ...over });
  const app = await buildApp({ ...deps, config: { ...deps.config, DATA_DIR: dataDir, RATE_LIMIT: 1_000_000 } });
  await app.ready();
  const as: FieldApp["as"] = (account, who = {}) => {
    const person = { account, name: `${account}先生`, role: "inspector" as const, scope: AT_CHANGAN, ...who };
    const { token, session } = sessions.admit(person);
    return { cookie: `${SESSION_COOKIE}=${token}`, "x-csrf-token": session.csrf };
  };
  return {
    app,
    dataDir,
    as,
    async send(of, account = of.author, who = {}) {
      const payload = await sealed(of);
      const reply = await app.inject({ method: "POST", url: "/api/field/records", headers: as(account, who), payload });
      return { status: reply.statusCode, body: reply.json() };
    },
    async receipt(id, account = "zhang") {
      const reply = await app.inject({ url: `/api/field/receipts?ids=${id}`, headers: as(account) });
      return reply.json<{ receipts: Receipt[] }>().receipts[0];
    },
    async close() {
      await app.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
