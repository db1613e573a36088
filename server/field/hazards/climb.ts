import { dayIn } from "#model/field/due.ts";
import { climbOf } from "#model/field/hazard-loop.ts";
import type { Db } from "#server/db/db.ts";
import { appendHazardEvent } from "#server/field/apply/hazards.ts";
import { climbDays } from "#server/field/rules.ts";

const AT_ONCE = 500;
const RANK = { county: 1, city: 2, province: 3 } as const;

interface Late {
  readonly id: string;
  readonly areaCode: string;
  readonly enterpriseId: string;
  readonly state: string;
  readonly dueAt: Date;
  readonly climbedTo: keyof typeof RANK | null;
}

/** Takes overdue hazards up: county, city, province, as the rule says. None comes down again by itself. Returns how many climbed. */
export async function climbHazards(db: Pick<Db, "asSystem">, nowMs: number): Promise<number> {
  return await db.asSystem(async (tx) => {
    const days = await climbDays(tx, dayIn(nowMs));
    if (days === null) return 0;
    const longest = new Date(nowMs - Math.min(days.county, days.city, days.province) * 86_400_000);
    const late = await tx.query<Late>(
      `select id, area_code as "areaCode", enterprise_id as "enterpriseId", state, due_at as "dueAt", climbed_to as "climbedTo"
         from hazard
        where state not in ('closed', 'rechecked') and due_at < $1 and climbed_to is distinct from 'province'
          and (climbed_to is null or due_at < $2)
        order by due_at limit ${AT_ONCE} for update skip locked`,
      [longest, new Date(nowMs - days.city * 86_400_000)],
    );
    let climbed = 0;
    for (const hazard of late) {
      const to = climbOf(hazard.dueAt.getTime(), nowMs, days);
      if (to === null || (hazard.climbedTo !== null && RANK[to] <= RANK[hazard.climbedTo])) continue;
      await tx.query("update hazard set climbed_to = $2 where id = $1", [hazard.id, to]);
      const event = {
        id: `${hazard.id}-climb-${to}-${hazard.dueAt.getTime()}`,
        hazardId: hazard.id,
        step: "climb" as const,
        from: hazard.state,
        to: hazard.state,
        at: new Date(nowMs),
        by: "rule",
        byName: "规则",
        lngLat: null,
        note: "",
        files: [],
        recordId: null,
        detail: { to },
      };
      await appendHazardEvent(tx, event, hazard);
      climbed += 1;
    }
    return climbed;
  });
}
