import { NO_FILTER } from "#contract/pipe-classes.ts";
import { areaTree } from "#lib/area-tree.ts";
import { NO_BADGES } from "#lib/badge-mesh.ts";
import { clusterMesh } from "#lib/cluster-mesh.ts";
import { STATES, spotsOf } from "#lib/cluster-view.ts";
import { pipeStates, StateBytes } from "#lib/state-bytes.ts";
import { THEMES } from "#theme/tokens.ts";
import { LAYERS } from "../index.ts";
import type { Scene } from "../layer.ts";

const area = (code: string, level: "province" | "city" | "county", parent: string | null) => ({
  code,
  name: code,
  level,
  parent,
  divisionParent: parent,
  lngLat: [114.5, 38] as [number, number],
  bbox: [114, 37, 115, 39] as [number, number, number, number],
  areaKm2: 1,
  indicative: true,
});

/** A province of three counties; 雄县 answers to 雄安, which is no division. */
export const AREAS = areaTree([
  area("130000", "province", null),
  area("130100", "city", "130000"),
  area("130102", "county", "130100"),
  area("130104", "county", "130100"),
  area("133100", "city", "130000"),
  area("130638", "county", "133100"),
]);

const source = (set: string) => ({ type: "vector" as const, tiles: [`http://x/${set}/{z}/{x}/{y}`] });

const COLUMNS = {
  zoom: 10,
  origin: [0.8, 0.4] as const,
  xy: Int16Array.of(0, 0),
  total: Uint32Array.of(12),
  states: new Uint32Array(STATES).fill(12, 0, 1),
  range: Uint32Array.of(0, 12),
};
const CLUSTERS = {
  ...COLUMNS,
  members: new Uint32Array(12),
  place: new Uint32Array(24),
  spots: spotsOf(COLUMNS),
  mesh: clusterMesh(COLUMNS),
};

const CAMERAS: NonNullable<Scene["cameras"]> = [
  { id: "V1", name: "北门站大门", lngLat: [114.5, 38], headingDeg: 90, fovDeg: 70, rangeM: 50, state: "live" },
  { id: "V2", name: "北门站罐区", lngLat: [114.5, 38], headingDeg: null, fovDeg: null, rangeM: null, state: "cut" },
];

const PIPE: NonNullable<Scene["selectedPipe"]> = [
  [114, 38],
  [114.1, 38.1],
];

const HAZARDS: NonNullable<Scene["hazards"]> = [
  { id: "H1", grade: "major", lngLat: [114.5, 38], note: "燃气管道上方违章占压", isOverdue: true },
  { id: "H2", grade: "minor", lngLat: [114.6, 38], note: "标志桩缺失", isOverdue: false },
];

const WAYS: NonNullable<Scene["ways"]> = [
  {
    account: "zhang",
    name: "张师傅",
    lines: [
      [
        [114.5, 38],
        [114.51, 38],
      ],
    ],
    place: [114.51, 38],
    at: 0,
  },
];

/** A scene in which every layer has something to draw; a test says only what matters to it. */
export const sceneOf = (over: Partial<Scene> = {}): Scene => ({
  theme: THEMES.light,
  words: (key) => key,
  scale: 1,
  visible: new Set(LAYERS.map((layer) => layer.id)),
  opacity: {},
  base: { kind: "plain" },
  tiles: { area: source("area"), network: source("network") },
  areas: AREAS,
  focus: "130100",
  enterpriseAreas: null,
  circles: { values: { "130102": 3, "130638": 12 }, max: 12 },
  hexes: {
    sizeM: 5000,
    hexes: [{ q: 1400, r: 560, count: 3 }],
    scale: { method: "quantile", min: 3, max: 3, breaks: [] },
  },
  fill: { values: { "130100": 3, "133100": 9 }, scale: { method: "quantile", min: 3, max: 9, breaks: [9] } },
  areaSums: [
    {
      code: "130100",
      name: "石家庄市",
      level: "city",
      lngLat: [114.5, 38],
      km: 1234.6,
      stations: 56,
      alarms: 3,
      warnings: 12,
    },
  ],
  filters: {},
  pipeWidths: "zoom",
  pipeFilter: NO_FILTER,
  reduced: new Set(),
  network: {
    version: "v1",
    bounds: [110, 35, 120, 43],
    minZoom: 4,
    maxZoom: 15,
    load: async () => null,
    pipeStates: pipeStates(10),
    painted: { by: "level" },
    tagStates: new StateBytes(10),
    stationStates: new StateBytes(10),
    clusters: { view: CLUSTERS },
    badges: { view: NO_BADGES },
  },
  alarmBadges: [
    {
      key: "130100",
      kind: "area",
      lngLat: [114.5, 38],
      counts: { red: 1, orange: 0, yellow: 2, blue: 0 },
      worst: "red",
      wanting: 1,
      box: null,
    },
  ],
  isFeedLost: false,
  values: [{ lng: 114, lat: 38, text: "2.10 kPa", state: 0 }],
  clusters: CLUSTERS,
  cameras: CAMERAS,
  hazards: HAZARDS,
  ways: WAYS,
  selectedStation: { lng: 114, lat: 38 },
  selectedPipe: PIPE,
  ...over,
});
