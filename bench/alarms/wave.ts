import type { AlarmTag } from "#model/alarms/tag.ts";
import { buildTopology } from "#model/alarms/topology.ts";
import { rings } from "#server/alarms/flood.ts";
import { engineFor } from "./folding.ts";

export const WAVE_TAG: AlarmTag = {
  id: "P1",
  kind: "pressure",
  stationId: "S1",
  stationKind: "regulator_station",
  areaCode: "130102",
  enterpriseId: "E-1",
  lngLat: [114.5, 38],
  lowAlarm: 60,
  lowWarning: 75,
  highWarning: 120,
  highAlarm: 130,
  deadBand: 0.5,
  nominal: 100,
  samplingS: 10,
  staleAfterS: 60,
};

/** A square wave from well within to beyond the limit, and how often a person heard of it. */
export function ringsOfWave({ periodS, minutes }: { periodS: number; minutes: number }) {
  const topology = buildTopology([WAVE_TAG], { nodes: [], pipes: [] });
  const engine = engineFor(topology, 0);
  let heard = 0;
  let begins = 0;
  let isChattering = false;
  for (let s = 0; s < minutes * 60; s += 1) {
    const now = s * 1000;
    if (s % WAVE_TAG.samplingS === 0)
      engine.hear({ tagId: WAVE_TAG.id, t: now, v: s % periodS < periodS / 2 ? 140 : 100, q: 0 }, now);
    engine.tick(now);
    for (const entry of engine.take()) {
      if (rings(entry) && entry.kind !== "escalated") heard += 1;
      if (["raised", "rang_again", "came_again"].includes(entry.kind)) begins += 1;
      isChattering ||= entry.alarm.isChattering;
    }
  }
  return { heard, begins, isChattering };
}
