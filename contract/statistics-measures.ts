import { z } from "zod";
import { type Dimension, HAZARD_STATES } from "./statistics-dimensions.ts";

/** A word in both languages; the catalogue is data, so that API, page, export and documents say the same. */
export interface Named {
  readonly zh: string;
  readonly en: string;
}

/**
 * What facts a measure is made of; each topic has its SQL in `server/statistics/topics.ts`. Facts of a topic share their columns: whose, where,
 * which day, when it became known, how many, how much.
 */
export const TOPICS = [
  "enterprise",
  "licence",
  "pipe",
  "station",
  "equipment",
  "customer",
  "tag",
  "supply",
  "hazard",
  "hazard_due",
  "alarm",
  "alarm_answer",
  "incident",
] as const;
export type Topic = (typeof TOPICS)[number];

/** Of a topic's facts, `n` counts them and `amount` adds up their whole units (mm, L, s, m³). */
export type Part = "n" | "amount";

/**
 * How a number comes of facts:
 * `stock`: all facts up to the last day of the period (what there was on that day); `flow`: facts within the period;
 * `ratio`: a flow divided by another part of the same facts; `peak`: the largest day's sum within the period;
 * `per_km2`: a stock by the area of its division.
 */
export type Formula =
  | { readonly kind: "stock" | "flow" | "peak"; readonly part: Part; readonly scale: number }
  | { readonly kind: "ratio"; readonly part: Part; readonly by: Part; readonly scale: number }
  | { readonly kind: "per_km2"; readonly part: Part; readonly scale: number };

export interface Measure {
  readonly name: Named;
  readonly unit: Named;
  readonly group: "enterprises" | "network" | "users" | "supply" | "sensing" | "alarms" | "hazards";
  readonly topic: Topic;
  readonly formula: Formula;
  /** The formula in words. */
  readonly says: Named;
  /** Words of the topic's dimensions that alone count; others are left out. */
  readonly only?: Readonly<Partial<Record<Dimension, readonly string[]>>>;
  /** Tables that the facts are taken from. */
  readonly sources: readonly string[];
  /** Where it is asked for; null where it is the product's own. */
  readonly clause: string | null;
  /** Beside places and times, which every measure has. */
  readonly by: readonly Dimension[];
  /** Of households: cells of fewer than five are not told to anyone but their enterprise. */
  readonly isPersonal: boolean;
  readonly digits: number;
}

const pieces = { zh: "座", en: "" };
/** Every state of the hazard loop but the last. */
const OPEN = HAZARD_STATES.filter((state) => state !== "closed");
const BUILT = ["in_service", "out_of_use"];

const stock = (part: Part = "n", scale = 1): Formula => ({ kind: "stock", part, scale });
const flow = (part: Part = "n", scale = 1): Formula => ({ kind: "flow", part, scale });

/** Every figure of the product, once. Adding one is an entry here and, where its facts are new, their SQL. */
export const MEASURES = {
  enterprises: {
    name: { zh: "燃气经营企业", en: "Gas enterprises" },
    unit: { zh: "家", en: "" },
    group: "enterprises",
    topic: "enterprise",
    formula: stock(),
    says: { zh: "注册地在区域内的企业数", en: "Enterprises whose home is in the area" },
    sources: ["enterprise"],
    clause: null,
    by: [],
    isPersonal: false,
    digits: 0,
  },
  licences: {
    name: { zh: "有效经营许可", en: "Valid licences" },
    unit: { zh: "个", en: "" },
    group: "enterprises",
    topic: "licence",
    formula: stock(),
    says: { zh: "期末当日未到期的许可数", en: "Licences that have not ended on the last day" },
    sources: ["enterprise_licence"],
    clause: "城镇燃气管理条例 第十五条",
    by: ["licenceKind"],
    isPersonal: false,
    digits: 0,
  },
  pipeKm: {
    name: { zh: "管道长度", en: "Length of pipe" },
    unit: { zh: "km", en: "km" },
    group: "network",
    topic: "pipe",
    formula: stock("amount", 1e-6),
    only: { pipeStatus: BUILT },
    says: {
      zh: "期末已敷设（含停用、不含规划）管段长度之和；年代不详的计入最早一年",
      en: "Lengths of pipes laid by the last day, planned ones not; those of unknown year count from the first",
    },
    sources: ["pipe"],
    clause: null,
    by: ["gasKind", "pressureLevel", "material", "pipeStatus"],
    isPersonal: false,
    digits: 1,
  },
  pipeKmPerKm2: {
    name: { zh: "管网密度", en: "Density of pipes" },
    unit: { zh: "km/km²", en: "km/km²" },
    group: "network",
    topic: "pipe",
    formula: { kind: "per_km2", part: "amount", scale: 1e-6 },
    only: { pipeStatus: BUILT },
    says: { zh: "管道长度 ÷ 行政区面积", en: "Length of pipe by the area of the division" },
    sources: ["pipe", "division"],
    clause: null,
    by: ["gasKind", "pressureLevel", "material"],
    isPersonal: false,
    digits: 3,
  },
  stations: {
    name: { zh: "场站设施", en: "Stations" },
    unit: pieces,
    group: "network",
    topic: "station",
    formula: stock(),
    only: { pipeStatus: BUILT },
    says: {
      zh: "期末已建成（不含规划）场站与调压设施数",
      en: "Stations and boxes built by the last day, planned ones not",
    },
    sources: ["station"],
    clause: null,
    by: ["stationKind", "gasKind", "pressureLevel", "pipeStatus"],
    isPersonal: false,
    digits: 0,
  },
  equipment: {
    name: { zh: "阀门与调压器", en: "Valves and regulators" },
    unit: { zh: "个", en: "" },
    group: "network",
    topic: "equipment",
    formula: stock(),
    says: { zh: "管网节点中的阀门与调压器数", en: "Valves and regulators among the network's nodes" },
    sources: ["node"],
    clause: null,
    by: ["equipmentKind", "condition", "pressureLevel"],
    isPersonal: false,
    digits: 0,
  },
  customers: {
    name: { zh: "用户", en: "Users" },
    unit: { zh: "户", en: "" },
    group: "users",
    topic: "customer",
    formula: stock(),
    says: { zh: "登记用户数", en: "Users on record" },
    sources: ["customer"],
    clause: null,
    by: ["gasKind", "customerClass"],
    isPersonal: true,
    digits: 0,
  },
  annualUseM3: {
    name: { zh: "用户年用气量", en: "Users' yearly gas" },
    unit: { zh: "万m³", en: "10⁴ m³" },
    group: "users",
    topic: "customer",
    formula: stock("amount", 1e-4),
    says: { zh: "登记用户年用气量之和", en: "Yearly gas of the users on record" },
    sources: ["customer"],
    clause: null,
    by: ["gasKind", "customerClass"],
    isPersonal: true,
    digits: 1,
  },
  gasSuppliedM3: {
    name: { zh: "供气量", en: "Gas supplied" },
    unit: { zh: "万m³", en: "10⁴ m³" },
    group: "supply",
    topic: "supply",
    formula: flow("amount", 1e-7),
    says: { zh: "期内日报供气量之和", en: "Daily reports within the period, added up" },
    sources: ["supply_report"],
    clause: null,
    by: ["gasKind"],
    isPersonal: false,
    digits: 1,
  },
  gasPeakM3: {
    name: { zh: "日供气峰值", en: "Peak day" },
    unit: { zh: "万m³/日", en: "10⁴ m³ a day" },
    group: "supply",
    topic: "supply",
    formula: { kind: "peak", part: "amount", scale: 1e-7 },
    says: { zh: "期内日供气量最大值", en: "The largest day's sum within the period" },
    sources: ["supply_report"],
    clause: null,
    by: ["gasKind"],
    isPersonal: false,
    digits: 1,
  },
  supplyReports: {
    name: { zh: "供气日报份数", en: "Supply reports" },
    unit: { zh: "份", en: "" },
    group: "supply",
    topic: "supply",
    formula: flow(),
    says: { zh: "期内收到的供气日报份数", en: "Daily reports received for the period" },
    sources: ["supply_report"],
    clause: null,
    by: ["gasKind"],
    isPersonal: false,
    digits: 0,
  },
  tags: {
    name: { zh: "测点", en: "Tags" },
    unit: { zh: "个", en: "" },
    group: "sensing",
    topic: "tag",
    formula: stock(),
    says: { zh: "登记测点数", en: "Tags on record" },
    sources: ["tag"],
    clause: null,
    by: ["tagKind"],
    isPersonal: false,
    digits: 0,
  },
  alarms: {
    name: { zh: "报警次数", en: "Alarms raised" },
    unit: { zh: "次", en: "" },
    group: "alarms",
    topic: "alarm",
    formula: flow(),
    says: { zh: "期内发生的报警数", en: "Alarms raised within the period" },
    sources: ["alarm"],
    clause: null,
    by: ["warningLevel", "gasKind"],
    isPersonal: false,
    digits: 0,
  },
  alarmAnswerS: {
    name: { zh: "报警平均响应时间", en: "Mean answer to alarms" },
    unit: { zh: "秒", en: "s" },
    group: "alarms",
    topic: "alarm_answer",
    formula: { kind: "ratio", part: "amount", by: "n", scale: 1 },
    says: {
      zh: "Σ(确认时间−发生时间) ÷ 已确认报警数",
      en: "Seconds from raised to acknowledged, of those acknowledged",
    },
    sources: ["alarm"],
    clause: "GB/T 41261（ISA-18.2）",
    by: ["warningLevel", "gasKind"],
    isPersonal: false,
    digits: 0,
  },
  incidents: {
    name: { zh: "报警事件", en: "Incidents of alarms" },
    unit: { zh: "起", en: "" },
    group: "alarms",
    topic: "incident",
    formula: flow(),
    says: { zh: "同一原因的报警计一起，按首发报警归属", en: "Alarms of one cause are one, told where its first rang" },
    sources: ["alarm", "alarm_incident"],
    clause: null,
    by: ["warningLevel", "gasKind"],
    isPersonal: false,
    digits: 0,
  },
  hazardsFound: {
    name: { zh: "发现隐患", en: "Hazards found" },
    unit: { zh: "项", en: "" },
    group: "hazards",
    topic: "hazard",
    formula: flow(),
    says: { zh: "期内发现的隐患数", en: "Hazards found within the period" },
    sources: ["hazard"],
    clause: null,
    by: ["hazardGrade", "hazardState"],
    isPersonal: false,
    digits: 0,
  },
  hazardsOpen: {
    name: { zh: "未销隐患", en: "Open hazards" },
    unit: { zh: "项", en: "" },
    group: "hazards",
    topic: "hazard",
    formula: stock(),
    only: { hazardState: OPEN },
    says: { zh: "期末前发现、在获知时点尚未销号的隐患数", en: "Found by the last day and, as known, not yet closed" },
    sources: ["hazard"],
    clause: null,
    by: ["hazardGrade", "hazardState"],
    isPersonal: false,
    digits: 0,
  },
  hazardsOverdue: {
    name: { zh: "超期隐患", en: "Overdue hazards" },
    unit: { zh: "项", en: "" },
    group: "hazards",
    topic: "hazard_due",
    formula: stock(),
    only: { hazardState: OPEN },
    says: { zh: "期末前到期、在获知时点尚未销号的隐患数", en: "Due by the last day and, as known, not yet closed" },
    sources: ["hazard"],
    clause: null,
    by: ["hazardGrade", "hazardState"],
    isPersonal: false,
    digits: 0,
  },
} as const satisfies Record<string, Measure>;

export type MeasureId = keyof typeof MEASURES;
export const MEASURE_IDS = Object.keys(MEASURES) as [MeasureId, ...MeasureId[]];
export const MeasureId = z.enum(MEASURE_IDS);

/** A measure by its id, as one type. */
export const measureOf = (id: MeasureId): Measure => MEASURES[id];
