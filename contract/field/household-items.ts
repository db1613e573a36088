import type { HazardGrade } from "../gas.ts";
import type { ChecklistItem, Clause } from "./checklists.ts";

const gb = (no: string, text: string): Clause => ({ text, source: `GB 55009-2021 第 ${no} 条`, certainty: "source" });
const field = (text: string): Clause => ({ text, source: "行业惯例", certainty: "field" });
const ours = (text: string): Clause => ({ text, source: "产品默认值", certainty: "default" });

const PIPED = ["urban_ng", "rural_ng", "coal_gas"] as const;

type Over = Partial<Omit<ChecklistItem, "id" | "group" | "text" | "textEn" | "clause" | "hazard">>;

/** An item of group and number `id`; a bad answer makes a hazard of `grade`, or is noted alone. */
function item(
  id: string,
  text: string,
  textEn: string,
  clause: Clause,
  grade: HazardGrade | null,
  over: Over = {},
): ChecklistItem {
  return {
    id,
    group: id[0] as ChecklistItem["group"],
    text,
    textEn,
    kind: "confirm",
    unit: null,
    min: null,
    max: null,
    choices: [],
    when: {},
    isRequired: true,
    photo: grade === null ? "never" : "when_bad",
    clause,
    hazard: grade === null ? null : { grade, code: `check-${id}` },
    ...over,
  };
}

const piped: Over = { when: { gasKinds: [...PIPED] } };

/** Items of the household check, version 1, group by group (A 环境 … G 液化气瓶). */
export const HOUSEHOLD_ITEMS: readonly ChecklistItem[] = [
  item("A1", "用气房间通风良好", "The room where gas is used is aired", field("用气房间应通风良好"), "general"),
  item(
    "A2",
    "用气房间未作卧室、未住人",
    "Nobody sleeps where gas is used",
    field("设有燃气设施的房间不得用作卧室"),
    "major",
  ),
  item(
    "A3",
    "无双火源（同室不混用其他明火、其他燃气）",
    "No second source of fire or other gas in the room",
    field("同一房间不得使用两种及以上火源或气源"),
    "major",
  ),
  item(
    "A4",
    "周边无易燃易爆物、腐蚀品堆放",
    "Nothing inflammable or corrosive nearby",
    field("燃气设施周边不得堆放易燃易爆物品"),
    "general",
  ),
  item(
    "B1",
    "室内管道严密，检漏无泄漏",
    "Pipes indoors are tight: no leak found",
    field("燃气管道及附件应严密不漏"),
    "major",
    { ...piped, photo: "always" },
  ),
  item(
    "B2",
    "管道无锈蚀、松动、变形",
    "Pipes are not rusted, loose or bent",
    field("管道应固定牢靠，无锈蚀"),
    "general",
    piped,
  ),
  item(
    "B3",
    "管道未暗埋、未私改、未包封",
    "Pipes are not hidden, altered or boxed in",
    field("不得擅自改装、暗埋、包封燃气设施"),
    "general",
    piped,
  ),
  item(
    "B4",
    "管道上未缠绕电线、未悬挂重物",
    "No wires around pipes, nothing hung on them",
    field("燃气管道上不得缠绕电线、悬挂重物"),
    "minor",
    piped,
  ),
  item("B5", "灶前压力", "Pressure at the appliance", field("居民低压天然气燃具前压力 1.5–3.0 kPa"), "general", {
    kind: "number",
    unit: "kPa",
    min: 1.5,
    max: 3,
    isRequired: false,
    when: { gasKinds: ["urban_ng", "rural_ng"], classes: ["residential"] },
  }),
  item("C1", "燃气表外观完好、运行正常", "The meter is whole and runs", field("燃气表应完好、计量正常"), "general", {
    ...piped,
    photo: "always",
  }),
  item("C2", "燃气表有效期至", "Meter valid until", field("燃气表应在检定有效期内使用"), "minor", {
    ...piped,
    kind: "date",
    isRequired: false,
  }),
  item("C3", "表读数", "Meter reading", ours("记录表读数"), null, {
    ...piped,
    kind: "number",
    unit: "m³",
    min: 0,
    isRequired: false,
  }),
  item(
    "D1",
    "连接软管为燃具专用软管，使用年限不短于燃具",
    "A hose made for gas, whose life is no shorter than the appliance's",
    gb("6.1.7", "燃具连接软管应为专用软管，使用年限不应低于燃具的判废年限"),
    "general",
  ),
  item("D2", "软管长度", "Length of the hose", gb("6.1.8", "软管长度不应大于 2 m"), "general", {
    kind: "number",
    unit: "m",
    min: 0,
    max: 2,
  }),
  item("D3", "软管中间无接口、无三通", "No joint in the hose", gb("6.1.8", "软管不应有接口"), "general"),
  item(
    "D4",
    "软管未穿越墙体、门窗、顶棚和地面",
    "The hose goes through no wall, door, window, ceiling or floor",
    gb("6.1.8", "软管不应穿越墙体、门窗、顶棚和地面"),
    "general",
  ),
  item(
    "D5",
    "软管无老化、龟裂，两端固定",
    "The hose is sound and held at both ends",
    field("软管应无老化、龟裂，两端卡固"),
    "general",
  ),
  item("D6", "软管有效期至", "Hose valid until", gb("6.1.7", "软管应在使用年限内"), "general", {
    kind: "date",
    isRequired: false,
  }),
  item(
    "E1",
    "灶具具有熄火保护装置",
    "The cooker has flame-out protection",
    gb("6.1.2", "家用燃具应具有熄火保护功能"),
    "general",
  ),
  item("E2", "燃具在判废年限内", "The appliance is within its life", field("燃具应在判废年限内使用"), "general", {
    kind: "date",
    isRequired: false,
  }),
  item("E3", "热水器类型", "Kind of water heater", gb("6.1.3", "不应在室内使用直排式燃气热水器"), "major", {
    kind: "choice",
    choices: [
      { code: "none", text: "无", textEn: "None", isBad: false },
      { code: "balanced", text: "平衡式", textEn: "Balanced flue", isBad: false },
      { code: "forced", text: "强排式", textEn: "Forced flue", isBad: false },
      { code: "natural", text: "烟道式", textEn: "Natural flue", isBad: false },
      { code: "flueless", text: "直排式", textEn: "No flue", isBad: true },
    ],
  }),
  item(
    "E4",
    "热水器（壁挂炉）烟道接出室外、无破损",
    "The flue leads outdoors and is whole",
    field("烟道应接出室外且无破损"),
    "major",
    {
      when: { answer: { item: "E3", is: ["balanced", "forced", "natural"] } },
    },
  ),
  item(
    "F1",
    "超压、欠压、过流切断装置有效",
    "Shut-off for over- and under-pressure and over-flow works",
    gb("6.1.9", "用户管道应设置超压、欠压、过流切断功能的安全装置"),
    "general",
    piped,
  ),
  item(
    "F2",
    "可燃气体报警器安装并有效",
    "A gas alarm is there and works",
    field("用气场所宜设置可燃气体报警装置"),
    "general",
    {
      when: { classes: ["commercial", "public", "industrial", "heating"] },
    },
  ),
  item(
    "F3",
    "已安装家用报警器（如有）有效",
    "The household alarm, if any, works",
    ours("家用报警器在有效期内"),
    "minor",
    {
      isRequired: false,
      when: { classes: ["residential"] },
    },
  ),
  item(
    "G1",
    "气瓶为合格瓶、在检验期内，可扫码追溯",
    "The cylinder is approved, in date and can be traced by its code",
    field("不得使用超期、报废、无警示标签气瓶"),
    "major",
    {
      when: { gasKinds: ["lpg"] },
      photo: "always",
    },
  ),
  item(
    "G2",
    "气瓶直立放置，远离热源，瓶与灶间距",
    "Distance from cylinder to cooker",
    field("气瓶与燃具净距不小于 0.5 m"),
    "general",
    {
      kind: "number",
      unit: "m",
      min: 0.5,
      when: { gasKinds: ["lpg"] },
    },
  ),
  item(
    "G3",
    "瓶阀、减压阀完好无泄漏",
    "Valve and regulator are whole and tight",
    field("瓶阀、调压器应完好不漏"),
    "major",
    { when: { gasKinds: ["lpg"] } },
  ),
  item(
    "G4",
    "地下室、半地下室未使用气瓶",
    "No cylinder below ground",
    field("地下室、半地下室、高层建筑不得使用瓶装液化石油气"),
    "major",
    {
      when: { gasKinds: ["lpg"] },
    },
  ),
];
