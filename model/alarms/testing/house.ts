import type { AlarmRule, RuleBody } from "#contract/alarm-rules.ts";
import { AlarmEngine } from "../engine.ts";
import type { EngineInput } from "../engine-input.ts";
import type { Transition } from "../record.ts";
import type { AlarmTag } from "../tag.ts";
import { buildTopology } from "../topology.ts";

export const tag = (over: Partial<AlarmTag> = {}): AlarmTag => ({
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
  deadBand: 1,
  nominal: 100,
  samplingS: 10,
  staleAfterS: 60,
  ...over,
});

export const rule = (over: Partial<RuleBody> & { id?: string } = {}): AlarmRule => ({
  id: "limits",
  name: "limits",
  appliesTo: {},
  condition: { kind: "limits", warningLevel: "yellow" },
  level: "orange",
  onDelayS: 0,
  offDelayS: 0,
  deadBand: null,
  escalateMin: { county: 15, city: 30, province: 60 },
  suppressWhile: null,
  procedure: "",
  version: 1,
  status: "active",
  enterpriseId: null,
  areaCode: "130000",
  createdAt: new Date(0).toISOString(),
  createdBy: null,
  activatedAt: null,
  activatedBy: null,
  ...over,
});

/** An engine on one clock; what it says of each step is answered by kinds, and kept whole in `entries`. */
export function house(tags: readonly AlarmTag[], rules: readonly AlarmRule[], over: Partial<EngineInput> = {}) {
  const engine = new AlarmEngine({
    topology: buildTopology(tags, { nodes: [], pipes: [] }),
    rulesOf: () => rules,
    isSensitive: () => false,
    windows: [],
    kept: [],
    nextSeq: 1,
    now: 0,
    ...over,
  });
  let now = 0;
  const entries: Transition[] = [];
  const take = () => {
    const fresh = engine.take();
    entries.push(...fresh);
    return fresh.map(({ kind }) => kind);
  };
  return {
    engine,
    entries,
    /** A value `after` ms from the one before, by the server's clock; the device's is wrong by `skew`. */
    say(v: number, after = 10_000, tagId = "P1", skew = 0, q: 0 | 1 | 2 = 0) {
      now += after;
      engine.hear({ tagId, t: now + skew, v, q }, now);
      return take();
    },
    wait(ms: number) {
      now += ms;
      engine.tick(now);
      return take();
    },
    get now() {
      return now;
    },
    take,
  };
}
