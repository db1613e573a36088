import type { ModelPick } from "#contract/model.ts";
import type { ModelAssumption } from "#contract/model-assumptions.ts";
import type { CordonAnswer, ReleaseWish } from "#contract/model-incident.ts";
import { consequenceAt } from "./consequence.ts";
import type { Answered, Desk } from "./desk.ts";
import { Marks } from "./marks.ts";
import { planCordon } from "./plan.ts";

const ASSUMPTIONS: readonly ModelAssumption[] = ["records", "borders_feed", "busy_hour", "regulators_hold"];

/**
 * How far to keep away, at once: nothing is solved for it. Of a plan (`wish` null) the very cordon that the plan will have; of a release that
 * of today's pressure, which the network's giving way can only make smaller. No pipe is marked: the map itself need not be drawn again for it.
 */
export function answerCordon(desk: Desk, pick: ModelPick, pipe: number, wish: ReleaseWish | null): Answered {
  const { net } = desk;
  const answer: CordonAnswer = {
    kind: "cordon",
    version: net.rows.version,
    area: net.rows.area,
    pipe: net.rows.pipes.ids[pipe] as string,
    cordon: wish ? ringOf(desk, pick, pipe, wish) : planCordon(desk, pick, pipe),
    assumptions: [...ASSUMPTIONS, ...(wish ? [] : ["hole_20mm" as const, "no_wind" as const]), "cordon_screening"],
    ms: 0,
  };
  return { answer, marks: new Marks(net).result() };
}

function ringOf(desk: Desk, pick: ModelPick, pipe: number, wish: ReleaseWish): CordonAnswer["cordon"] {
  const cordon = consequenceAt(desk, pick, pipe, wish, null)?.cordon;
  return cordon?.polygon ? { ring: cordon.polygon.coordinates[0] ?? [], reachM: cordon.reachM } : null;
}
