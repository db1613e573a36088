import { type Plane, planeAt, type Xy } from "./plane.ts";
import { intBetween, type Rng, rng } from "./rng.ts";
import type { DuctRow, Part, PipeRow } from "./rows.ts";

/** Streets whose ducts somebody has surveyed: those about the middle of the town. */
const MOST_STREETS = 300;
/** A street's gas pipe that ducts run beside, m. */
const [LEAST_M, MOST_M] = [30, 500];

interface Way {
  readonly kind: DuctRow["kind"];
  readonly code: string;
  readonly owner: string;
  /** Left of the gas pipe, m. */
  readonly asideM: number;
  /** Between its wells, m. */
  readonly wellM: number;
  /** In one street out of so many. */
  readonly oneIn: number;
  readonly widthsMm: readonly number[];
  readonly heightMm: number | null;
}

const WAYS: readonly Way[] = [
  {
    kind: "sewer",
    code: "WS",
    owner: "排水公司",
    asideM: 4,
    wellM: 40,
    oneIn: 1,
    widthsMm: [300, 400, 600],
    heightMm: null,
  },
  { kind: "telecom", code: "TX", owner: "通信公司", asideM: -6, wellM: 80, oneIn: 3, widthsMm: [500], heightMm: 300 },
  { kind: "heating", code: "RL", owner: "热力公司", asideM: 9, wellM: 120, oneIn: 4, widthsMm: [1200], heightMm: 1000 },
];

/** Ducts of other utilities along the streets of a town, from well to well, as the gas company surveyed them. */
export function streetDucts(seed: number, part: Part): DuctRow[] {
  const streets = middleStreets(part.pipes);
  const [first] = streets;
  if (!first) return [];
  const [lng, lat] = first.path[0] as readonly [number, number];
  const plane = planeAt(lng, lat);
  const r = rng(seed, `ducts ${part.areaCode}`);
  return streets.flatMap((pipe) =>
    WAYS.filter(({ oneIn }) => intBetween(r, 1, oneIn) === 1).flatMap((way) => along(pipe, way, plane, r)),
  );
}

function middleStreets(pipes: readonly PipeRow[]): PipeRow[] {
  const streets = pipes.filter(
    ({ pressure_level: level, status, length_m: m, path }) =>
      level.startsWith("MP") && status === "in_service" && m >= LEAST_M && m <= MOST_M && path.length === 2,
  );
  const middle = [0, 1].map((k) => median(streets.map(({ path }) => path[0]?.[k] ?? 0)));
  const far = ({ path }: PipeRow) => Math.hypot(...[0, 1].map((k) => (path[0]?.[k] ?? 0) - (middle[k] ?? 0)));
  return streets.sort((a, b) => far(a) - far(b) || (a.id < b.id ? -1 : 1)).slice(0, MOST_STREETS);
}

const median = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;

/** One way along one street: pieces between wells. Wells at a crossing are shared by the streets that meet there. */
function along(
  { id, area_code, enterprise_id, path, from_node, to_node }: PipeRow,
  way: Way,
  plane: Plane,
  r: Rng,
): DuctRow[] {
  const [a, b] = [path[0], path[1]].map((place) => plane.toXy(place as [number, number])) as [Xy, Xy];
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = Math.hypot(dx, dy);
  const [nx, ny] = [(-dy / length) * way.asideM, (dx / length) * way.asideM];
  const pieces = Math.max(1, Math.round(length / way.wellM));
  const place = (k: number) => plane.toLngLat([a[0] + nx + (dx * k) / pieces, a[1] + ny + (dy * k) / pieces]);
  const well = (k: number) => `${way.code}-${k === 0 ? from_node : k === pieces ? to_node : `${id}-${k}`}`;
  const width_mm = way.widthsMm[intBetween(r, 0, way.widthsMm.length - 1)] ?? null;
  return Array.from({ length: pieces }, (_, k) => ({
    id: `${way.code}${id}-${k + 1}`,
    kind: way.kind,
    area_code,
    enterprise_id,
    owner_name: way.owner,
    width_mm,
    height_mm: way.heightMm,
    from_space: well(k),
    to_space: well(k + 1),
    path: [place(k), place(k + 1)],
  }));
}
