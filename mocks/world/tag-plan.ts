import type { StationKind, TagKind } from "#contract/gas.ts";
import type { Part } from "./rows.ts";

/** A quantity that a kind of station measures; `rank` says which come first when a county has few sensors. */
export interface TagPlan {
  readonly kind: TagKind;
  readonly name: string;
  /** Which side's pressure, where there are two. */
  readonly side?: "inlet" | "outlet";
  readonly rank: number;
}

export const TAG_PLANS: Readonly<Record<StationKind, readonly TagPlan[]>> = {
  city_gate: [
    { kind: "pressure", name: "出站压力", side: "outlet", rank: 0 },
    { kind: "flow", name: "出站瞬时流量", rank: 0 },
    { kind: "pressure", name: "进站压力", side: "inlet", rank: 1 },
    { kind: "temperature", name: "出站温度", rank: 4 },
    { kind: "gas_concentration", name: "工艺区燃气浓度", rank: 3 },
  ],
  storage_distribution: [
    { kind: "pressure", name: "储罐压力", side: "inlet", rank: 2 },
    { kind: "gas_concentration", name: "罐区燃气浓度", rank: 3 },
  ],
  regulator_station: [
    { kind: "pressure", name: "出口压力", side: "outlet", rank: 1 },
    { kind: "pressure", name: "进口压力", side: "inlet", rank: 3 },
    { kind: "flow", name: "瞬时流量", rank: 3 },
    { kind: "gas_concentration", name: "调压间燃气浓度", rank: 4 },
  ],
  regulator_cabinet: [
    { kind: "pressure", name: "出口压力", side: "outlet", rank: 2 },
    { kind: "flow", name: "瞬时流量", rank: 4 },
    { kind: "pressure", name: "进口压力", side: "inlet", rank: 5 },
  ],
  regulator_box: [
    { kind: "pressure", name: "出口压力", side: "outlet", rank: 5 },
    { kind: "gas_concentration", name: "箱内燃气浓度", rank: 6 },
    { kind: "temperature", name: "箱内温度", rank: 7 },
  ],
  valve_room: [
    { kind: "pressure", name: "管线压力", side: "inlet", rank: 2 },
    { kind: "valve_position", name: "阀位", rank: 3 },
    { kind: "gas_concentration", name: "阀室燃气浓度", rank: 5 },
  ],
  valve_pit: [
    { kind: "methane", name: "相邻空间甲烷", rank: 2 },
    { kind: "ethane", name: "相邻空间乙烷", rank: 4 },
    { kind: "valve_position", name: "阀位", rank: 6 },
  ],
  lng_storage: [
    { kind: "tank_level", name: "储罐液位", rank: 1 },
    { kind: "pressure", name: "储罐压力", side: "inlet", rank: 3 },
    { kind: "gas_concentration", name: "罐区燃气浓度", rank: 3 },
  ],
  cng_mother: [
    { kind: "pressure", name: "进站压力", side: "inlet", rank: 3 },
    { kind: "gas_concentration", name: "压缩区燃气浓度", rank: 3 },
  ],
  cng_daughter: [{ kind: "gas_concentration", name: "卸气区燃气浓度", rank: 3 }],
  cng_relief: [
    { kind: "gas_concentration", name: "减压区燃气浓度", rank: 3 },
    { kind: "temperature", name: "出口温度", rank: 5 },
  ],
  filling_station: [{ kind: "gas_concentration", name: "加气区燃气浓度", rank: 3 }],
  lpg_plant: [
    { kind: "tank_level", name: "储罐液位", rank: 2 },
    { kind: "gas_concentration", name: "灌装间燃气浓度", rank: 2 },
    { kind: "temperature", name: "储罐温度", rank: 4 },
  ],
  lpg_shop: [{ kind: "gas_concentration", name: "瓶库燃气浓度", rank: 4 }],
  gas_holder: [{ kind: "tank_level", name: "柜位", rank: 1 }],
  gas_works: [
    { kind: "pressure", name: "出厂压力", side: "inlet", rank: 1 },
    { kind: "gas_concentration", name: "厂区燃气浓度", rank: 3 },
  ],
  odoriser: [{ kind: "odorant", name: "加臭浓度", rank: 2 }],
  cp_test_post: [{ kind: "cp_potential", name: "管地电位", rank: 3 }],
  drip: [],
};

/** Sensors on the trunk lines: all of the inlet stations', and every third valve room's pressure. */
export const isTrunkTag = (kind: StationKind, index: number, plan: TagPlan): boolean =>
  kind === "city_gate" || (index % 3 === 0 && plan.kind === "pressure");

export const trunkTagCount = (trunk: Part): number =>
  trunk.stations.reduce((sum, s, i) => sum + TAG_PLANS[s.kind].filter((p) => isTrunkTag(s.kind, i, p)).length, 0);
