import { DUCT_KINDS } from "#contract/duct.ts";
import {
  GAS_KINDS,
  HAZARD_GRADES,
  MATERIALS,
  PIPE_STATUSES,
  PRESSURE_LEVELS,
  STATION_KINDS,
  TAG_KINDS,
} from "#contract/gas.ts";
import { AREAS_FROM } from "./areas-from.ts";
import type { Collection, CollectionId, Property, ValueType } from "./property.ts";

const of =
  (type: ValueType) =>
  (name: string, zh: string, en: string, sql = `f.${name}`): Property => ({ name, type, zh, en, sql });
const text = of("text");
const number = of("number");
const integer = of("integer");
const boolean = of("boolean");
const date = of("date");
const instant = of("instant");
const choice = (name: string, zh: string, en: string, choices: readonly string[], sql = `f.${name}`): Property => ({
  ...text(name, zh, en, sql),
  choices,
});

const ID = text("id", "编号", "Id");
/** Whose a row is, by code and by name. */
const OWNER: readonly Property[] = [
  text("area_code", "区划代码", "Area code"),
  text("area_name", "区划", "Area", "coalesce(u.name, d.name)"),
  text("enterprise_id", "企业编号", "Enterprise id"),
  text("enterprise_name", "企业", "Enterprise", "e.name"),
];
const NAMES = `left join enterprise e on e.id = f.enterprise_id
               left join division d on d.code = f.area_code
               left join supervision_unit u on u.code = f.area_code`;

/** What was written by hand may hold a telephone number: whoever is not its enterprise reads it masked (domain.md §7). */
const MASKED_NOTE = String.raw`case when app_level() = 'enterprise' then f.note
  else regexp_replace(f.note, '(1[3-9]\d)\d{4}(\d{4})', '\1****\2', 'g') end`;

const areas: Collection = {
  id: "areas",
  zh: "区划",
  en: "Areas",
  description: "Divisions (GB/T 2260) and supervision units of the caller's area, with their outlines",
  geometry: "MultiPolygon",
  from: `(${AREAS_FROM}) f`,
  properties: [
    ID,
    text("name", "名称", "Name"),
    choice("level", "级别", "Level", ["province", "city", "county"]),
    text("parent", "监管上级", "Answers to"),
    text("division_parent", "行政上级", "Division above"),
    number("area_km2", "面积 km²", "Area km²"),
    boolean("is_indicative", "示意界线", "Outline is indicative"),
    text("review_number", "审图号", "Map review number"),
  ],
  instant: null,
};

const enterprises: Collection = {
  id: "enterprises",
  zh: "燃气企业",
  en: "Enterprises",
  description: "Gas enterprises that work in the caller's area, with their licences; without a place of their own",
  geometry: null,
  from: `enterprise f
         left join division d on d.code = f.area_code
         left join supervision_unit u on u.code = f.area_code
         left join lateral (select string_agg(l.kind || ' ' || l.number, '; ' order by l.kind, l.number) as licences,
                                   min(l.expires) as first_expiry
                              from enterprise_licence l where l.enterprise_id = f.id) l on true`,
  properties: [
    ID,
    text("name", "名称", "Name"),
    text("area_code", "注册区划代码", "Home area code"),
    text("area_name", "注册区划", "Home area", "coalesce(u.name, d.name)"),
    text("credit_code", "统一社会信用代码", "Credit code (GB 32100)"),
    integer("safety_staff", "安全管理人员", "Safety staff"),
    text("licences", "许可证", "Licences", "l.licences"),
    date("first_expiry", "最早到期", "First licence expires", "l.first_expiry"),
  ],
  instant: null,
};

const stations: Collection = {
  id: "stations",
  zh: "场站与设施",
  en: "Stations",
  description: "City gates, regulator stations and boxes, LNG, CNG and LPG sites and posts",
  geometry: "Point",
  from: `station f ${NAMES}`,
  properties: [
    ID,
    text("name", "名称", "Name"),
    choice("kind", "类型", "Kind", STATION_KINDS),
    ...OWNER,
    choice("gas_kind", "气种", "Gas kind", GAS_KINDS),
    text("address", "地址", "Address"),
    choice("pressure_level", "压力级制", "Pressure level", PRESSURE_LEVELS),
    choice("outlet_level", "出口级制", "Outlet level", PRESSURE_LEVELS),
    number("inlet_kpa", "进口压力 kPa", "Inlet kPa"),
    number("outlet_kpa", "出口压力 kPa", "Outlet kPa"),
    number("capacity_m3h", "能力 m³/h", "Capacity m³/h"),
    integer("built_year", "建成年份", "Built"),
    choice("status", "状态", "Status", PIPE_STATUSES),
  ],
  instant: null,
};

const pipes: Collection = {
  id: "pipes",
  zh: "管段",
  en: "Pipes",
  description: "Pipe segments with material, diameter, pressure level and owner",
  geometry: "LineString",
  from: `pipe f ${NAMES}`,
  properties: [
    ID,
    ...OWNER,
    choice("gas_kind", "气种", "Gas kind", GAS_KINDS),
    choice("pressure_level", "压力级制", "Pressure level", PRESSURE_LEVELS),
    choice("material", "管材", "Material", MATERIALS),
    number("dn_mm", "公称直径 mm", "DN mm"),
    number("wall_mm", "壁厚 mm", "Wall mm"),
    number("length_m", "长度 m", "Length m"),
    integer("laid_year", "敷设年份", "Laid"),
    number("depth_m", "埋深 m", "Depth m"),
    number("design_kpa", "设计压力 kPa", "Design kPa"),
    number("operating_kpa", "运行压力 kPa", "Operating kPa"),
    choice("status", "状态", "Status", PIPE_STATUSES),
    text("anticorrosion", "防腐", "Anticorrosion"),
    number("survey_accuracy_m", "测量精度 m", "Survey accuracy m"),
    text("source_crs", "来源坐标系", "CRS of the source"),
    text("from_node", "起点", "From node"),
    text("to_node", "终点", "To node"),
  ],
  instant: null,
};

const ducts: Collection = {
  id: "ducts",
  zh: "管沟",
  en: "Ducts",
  description:
    "Ducts of other utilities that gas creeps along, as recorded: the enterprise is the one that keeps the record, the length that of the line",
  geometry: "LineString",
  from: `duct f ${NAMES}`,
  properties: [
    ID,
    choice("kind", "类型", "Kind", DUCT_KINDS),
    ...OWNER,
    text("owner_name", "权属单位", "Owner"),
    number("width_mm", "净宽 mm", "Inside width mm"),
    number("height_mm", "净高 mm", "Inside height mm"),
    number("length_m", "长度 m", "Length m", "round(st_length(f.geom::geography)::numeric, 2)::float8"),
    text("from_space", "起点", "From space"),
    text("to_space", "终点", "To space"),
  ],
  instant: null,
};

const tags: Collection = {
  id: "tags",
  zh: "监测点",
  en: "Tags",
  description: "Measured quantities with their limits and newest values; `at` is when the newest value was measured",
  geometry: "Point",
  from: `(select t.*, coalesce(n.geom, s.geom) as geom, s.name as station_name
            from tag t left join station s on s.id = t.station_id left join node n on n.id = t.node_id) f
         left join latest l on l.tag_id = f.id ${NAMES}`,
  properties: [
    ID,
    text("name", "名称", "Name"),
    choice("kind", "测量量", "Quantity", TAG_KINDS),
    text("unit", "单位", "Unit"),
    text("station_id", "场站编号", "Station id"),
    text("station_name", "场站", "Station"),
    ...OWNER,
    number("value", "最新值", "Newest value", "l.v"),
    instant("at", "测量时间", "Measured at", "l.t"),
    integer("quality", "质量码", "Quality code (0 good, 1 suspect, 2 bad)", "l.q"),
    number("low_alarm", "低报警限", "Low alarm"),
    number("low_warning", "低预警限", "Low warning"),
    number("high_warning", "高预警限", "High warning"),
    number("high_alarm", "高报警限", "High alarm"),
    number("dead_band", "回差", "Dead-band"),
    integer("sampling_s", "采样周期 s", "Sampling s"),
    integer("stale_after_s", "过期 s", "Stale after s"),
  ],
  instant: "at",
};

const hazards: Collection = {
  id: "hazards",
  zh: "隐患",
  en: "Hazards",
  description: "Hazards with their grade and how far their removal has come; telephone numbers in notes are masked",
  geometry: "Point",
  from: `hazard f ${NAMES}`,
  properties: [
    ID,
    choice("grade", "等级", "Grade", HAZARD_GRADES),
    text("state", "进展", "State"),
    instant("found_at", "发现时间", "Found at"),
    instant("due_at", "整改期限", "Due at"),
    text("note", "说明", "Note", MASKED_NOTE),
    ...OWNER,
  ],
  instant: "found_at",
};

/** All that is open to other programs, in the order in which it is told. */
export const COLLECTIONS: Readonly<Record<CollectionId, Collection>> = {
  areas,
  enterprises,
  stations,
  pipes,
  ducts,
  tags,
  hazards,
};

export const findCollection = (id: string): Collection | null =>
  Object.hasOwn(COLLECTIONS, id) ? COLLECTIONS[id as CollectionId] : null;
