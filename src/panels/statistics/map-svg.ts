import type { AreaOutline } from "#contract/area-outlines.ts";
import type { LngLat } from "#contract/route.ts";
import { type AreaFill, classOf, colorIndex } from "#lib/fill-scale.ts";
import { escapeXml } from "#lib/escape-xml.ts";

/** What a picture of a map says. */
export interface MapSheet {
  readonly outlines: readonly Pick<AreaOutline, "code" | "polygons">[];
  readonly fill: AreaFill;
  readonly nameOf: (code: string) => string;
  readonly textOf: (value: number) => string;
  /** Beneath the classes, e.g. how they were made. */
  readonly method: string;
  readonly noData: string;
  readonly colors: {
    readonly classes: readonly string[];
    readonly noData: string;
    readonly line: string;
    readonly text: string;
    readonly ground: string;
  };
  readonly font: string;
}

/** CSS pixels. */
const LEGEND_WIDTH = 190;
const ROW = 20;
const TALLEST = 1.1;
/** More names than this lie over one another. */
const MOST_NAMES = 40;
const RAD = Math.PI / 180;

type Ring = readonly LngLat[];

/** Twice the area of a ring, degrees squared. */
const areaOf = (ring: Ring): number =>
  ring.slice(1).reduce((sum, [x, y], i) => {
    const [px, py] = ring[i] as LngLat;
    return sum + px * y - x * py;
  }, 0);

/** The middle of a ring's box, weighed little: a name stands about there. */
function middleOf(ring: Ring): LngLat {
  const twice = areaOf(ring);
  if (twice === 0) return ring[0] as LngLat;
  let [cx, cy] = [0, 0];
  ring.slice(1).forEach(([x, y], i) => {
    const [px, py] = ring[i] as LngLat;
    const cross = px * y - x * py;
    cx += (px + x) * cross;
    cy += (py + y) * cross;
  });
  return [cx / (3 * twice), cy / (3 * twice)];
}

const largestOf = (polygons: AreaOutline["polygons"]): Ring =>
  polygons.map(([outer]) => outer ?? []).reduce((a, b) => (Math.abs(areaOf(b)) > Math.abs(areaOf(a)) ? b : a), []);

interface Frame {
  readonly put: (at: LngLat) => readonly [number, number];
  readonly height: number;
}

/** Degrees to pixels of a frame so wide: plane, true in the middle. */
function frameOf(outlines: MapSheet["outlines"], width: number): Frame {
  const all = outlines.flatMap(({ polygons }) => polygons.flat(2));
  const [lngs, lats] = [all.map(([lng]) => lng), all.map(([, lat]) => lat)];
  const least = (list: readonly number[]) => list.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (list: readonly number[]) => list.reduce((a, b) => Math.max(a, b), -Infinity);
  const [west, south, east, north] = [least(lngs), least(lats), most(lngs), most(lats)];
  const squeeze = Math.cos(((south + north) / 2) * RAD);
  const [wide, tall] = [Math.max((east - west) * squeeze, 1e-6), Math.max(north - south, 1e-6)];
  const scale = Math.min(width / wide, (TALLEST * width) / tall);
  const left = (width - wide * scale) / 2;
  const put = ([lng, lat]: LngLat) => [left + (lng - west) * squeeze * scale, (north - lat) * scale] as const;
  return { put, height: Math.ceil(tall * scale) };
}

/** Areas as shapes by their classes, with a legend that counts: an SVG so wide. null where no area has an outline. */
export function mapSvg(sheet: MapSheet, width: number): { readonly svg: string; readonly height: number } | null {
  const { outlines, fill, colors, nameOf, textOf } = sheet;
  if (outlines.every(({ polygons }) => polygons.length === 0)) return null;
  const mapWidth = width - LEGEND_WIDTH;
  const { put, height: mapHeight } = frameOf(outlines, mapWidth);
  const classes = fill.scale.breaks.length + 1;
  const height = Math.max(mapHeight, ROW * (classes + 3));
  const colorOf = (cls: number) => colors.classes[colorIndex(fill.scale, cls)] ?? colors.noData;
  const fixed = (at: LngLat) =>
    put(at)
      .map((n) => n.toFixed(1))
      .join(" ");
  const shapes = outlines.map(({ code, polygons }) => {
    const value = fill.values[code];
    const d = polygons.flatMap((rings) => rings.map((ring) => `M${ring.map(fixed).join("L")}Z`)).join("");
    const color = value === undefined ? colors.noData : colorOf(classOf(fill.scale, value));
    return `<path d="${d}" fill="${color}" fill-rule="evenodd" stroke="${colors.line}" stroke-width="0.8"/>`;
  });
  const names =
    outlines.length > MOST_NAMES
      ? []
      : outlines.flatMap(({ code, polygons }) => {
          const ring = largestOf(polygons);
          if (ring.length === 0) return [];
          const [x, y] = put(middleOf(ring));
          return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="11" text-anchor="middle" fill="${colors.text}" stroke="${colors.ground}" stroke-width="3" paint-order="stroke">${escapeXml(nameOf(code))}</text>`;
        });
  const bounds = [fill.scale.min, ...fill.scale.breaks, fill.scale.max];
  const counts = new Array<number>(classes).fill(0);
  for (const { code } of outlines) {
    const value = fill.values[code];
    if (value !== undefined) counts[classOf(fill.scale, value)] = (counts[classOf(fill.scale, value)] ?? 0) + 1;
  }
  const without = outlines.filter(({ code }) => fill.values[code] === undefined).length;
  const row = (i: number, color: string, text: string) =>
    `<rect x="${mapWidth + 12}" y="${ROW * i}" width="20" height="12" fill="${color}" stroke="${colors.line}"/>` +
    `<text x="${mapWidth + 40}" y="${ROW * i + 11}" font-size="12" fill="${colors.text}">${escapeXml(text)}</text>`;
  const legend = [
    ...counts.map((count, i) =>
      row(i, colorOf(i), `${textOf(bounds[i] as number)} – ${textOf(bounds[i + 1] as number)} (${count})`),
    ),
    ...(without > 0 ? [row(classes, colors.noData, `${sheet.noData} (${without})`)] : []),
    `<text x="${mapWidth + 12}" y="${ROW * (classes + 2)}" font-size="11" fill="${colors.text}">${escapeXml(sheet.method)}</text>`,
  ];
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escapeXml(sheet.font)}">`,
    ...shapes,
    ...names,
    ...legend,
    "</svg>",
  ].join("");
  return { svg, height };
}
