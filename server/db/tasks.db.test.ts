import { beforeAll, expect, test } from "vitest";
import { CHANGAN, plantCanaryWorld, SIGHTS } from "#server/testing/canary-world.ts";
import { describeOnBothEngines } from "./testing/engines.ts";
import type { InstantKey } from "./instant-key.ts";
import { listTasks } from "./tasks.ts";

describeOnBothEngines("tasks of alarms", (bench) => {
  beforeAll(async () => {
    await plantCanaryWorld(bench.db());
    await bench.db().asSystem((tx) =>
      tx.query(
        `insert into alarm_task (id, alarm_id, area_code, enterprise_id, step, assignee, assignee_name, note, due_at, created_at, created_by)
         select 'many-' || lpad(n::text, 3, '0'), 'A-many', $1, $2, 'dispatched', 'walker', '王', '', now(),
                '2026-03-01T00:00:00Z'::timestamptz + make_interval(secs => (n / 30) * 0.000001), '值班'
           from generate_series(0, 249) n`,
        [CHANGAN.area, CHANGAN.enterprise],
      ),
    );
  });

  test("stand in the list however many there are, page by page, those of one instant among them, to who may see them", async () => {
    for (const { name, scope, sees } of SIGHTS) {
      const told: string[] = [];
      let after: InstantKey | null = null;
      do {
        const asked = { alarm: "A-many", assignee: null, state: "any" as const, after, limit: 40 };
        const page: Awaited<ReturnType<typeof listTasks>> = await bench.db().as(scope, (tx) => listTasks(tx, asked));
        expect(page.tasks.length).toBeLessThanOrEqual(40);
        told.push(...page.tasks.map(({ id }) => id));
        after = page.next;
      } while (after !== null);
      const isSeen = sees.some(({ area, enterprise }) => area === CHANGAN.area && enterprise === CHANGAN.enterprise);
      expect([name, told.length, new Set(told).size]).toEqual([name, isSeen ? 250 : 0, isSeen ? 250 : 0]);
    }
  });
});
