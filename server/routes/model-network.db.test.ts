import { afterAll, beforeAll, expect, test } from "vitest";
import { CRITICAL_KINDS } from "#contract/customer-kind.ts";
import { NODE_STATE } from "#contract/model-network.ts";
import { SESSION_COOKIE } from "#contract/session.ts";
import { readNetworkFile } from "#model/network/file.ts";
import { buildApp } from "#server/app.ts";
import { canary } from "#server/db/testing/canaries.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import type { App } from "#server/deps.ts";
import { leaks, OWNERS, plantCanaryWorld, SIGHTS, type Sighted } from "#server/testing/canary-world.ts";
import { fakeDeps, MemorySessions } from "#server/testing/fakes.ts";
import { createSnapshotStore, type OwnedSnapshotStore } from "#server/tiles/store.ts";

const AREAS = [...new Set(OWNERS.map(({ area }) => area))];

describeOnBothEngines("the network of an area for analysis", (bench) => {
  let app: App;
  let snapshots: OwnedSnapshotStore;
  const sessions = new MemorySessions();

  beforeAll(async () => {
    const db = bench.db();
    await plantCanaryWorld(db);
    await db.asSystem((tx) =>
      tx.query(
        `update customer set service_node = enterprise_id || '-service', is_critical = true,
                critical_kind = case enterprise_id when 'E-1' then 'hospital' end`,
      ),
    );
    await db.asSystem((tx) => tx.query("update pipe set to_node = enterprise_id || '-service'"));
    const { log } = fakeDeps();
    snapshots = createSnapshotStore({ db, log, watchMs: 0 });
    await snapshots.refresh();
    app = await buildApp(fakeDeps({ db, sessions, snapshots }));
    await app.ready();
  });
  afterAll(async () => {
    await app.close();
    await snapshots.close();
  });

  const get = (area: string, { scope }: Sighted, query = "") => {
    const { token } = sessions.admit({ role: "inspector", scope, account: "reader", name: "reader" });
    return app.inject({
      url: `/api/model/network?area=${area}${query}`,
      headers: { cookie: `${SESSION_COOKIE}=${token}` },
    });
  };

  test("holds the pipes, nodes, customers and ducts in sight and nothing else, whoever asks for whichever area", async () => {
    for (const sight of SIGHTS)
      for (const area of AREAS) {
        const seen = sight.sees.filter((owner) => owner.area === area);
        const reply = await get(area, sight);
        const what = `${sight.name} asks for ${area}`;
        expect(reply.statusCode, what).toBe(seen.length > 0 ? 200 : 404);
        expect(leaks(reply.rawPayload.toString("latin1"), sight), what).toEqual([]);
        if (seen.length === 0) continue;
        const { pipes, nodes, critical, ducts } = readNetworkFile(new Uint8Array(reply.rawPayload).buffer);
        expect([...pipes.ids].sort(), what).toEqual(seen.map(canary).sort());
        expect([...ducts.ids].sort(), what).toEqual(seen.map(canary).sort());
        expect([...pipes.seq].map((seq) => snapshots.current().pipeId(seq))).toEqual(pipes.ids);
        const own = nodes.ids.filter((_, n) => !((nodes.state[n] as number) & NODE_STATE.border));
        expect(own.sort(), what).toEqual(seen.map(canary).sort());
        const told = critical.ids.map((id, i) => [id, CRITICAL_KINDS[critical.kind[i] as number]]);
        const due = seen.map((owner) => [canary(owner), owner.enterprise === "E-1" ? "hospital" : "critical_unknown"]);
        expect(told.sort(), what).toEqual(due.sort());
      }
  });

  test("an end that is no node in sight is a border: known by its place alone", async () => {
    const [province] = SIGHTS;
    const reply = await get(AREAS[1] as string, province as Sighted);
    const { nodes } = readNetworkFile(new Uint8Array(reply.rawPayload).buffer);
    const borders = nodes.ids.flatMap((id, n) => ((nodes.state[n] as number) & NODE_STATE.border ? [id] : []));
    expect(borders.sort()).toEqual(["E-1-service", "E-2-service"]);
  });

  test("numbers of an older snapshot are refused", async () => {
    const [province] = SIGHTS;
    expect((await get(AREAS[1] as string, province as Sighted, "&v=older")).statusCode).toBe(409);
    expect((await get(AREAS[1] as string, province as Sighted, `&v=${snapshots.current().version}`)).statusCode).toBe(
      200,
    );
    expect((await app.inject("/api/model/network?area=130102")).statusCode).toBe(401);
  });
});
