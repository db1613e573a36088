import { STATION_KINDS } from "#contract/gas.ts";
import { AREA_MEASURES } from "#contract/overview.ts";
import { COLOR_BYS } from "#contract/pipe-classes.ts";
import { AreaCode, EnterpriseId } from "#contract/scope.ts";
import { PIPE_WIDTHS } from "#lib/stroke.ts";
import { alarmParts, readAlarms } from "./url-alarms.ts";
import { filterParts, readFilter } from "./url-filter.ts";
import { readStatistics, statisticsParts } from "./url-statistics.ts";
import { readSupervise, superviseParts } from "./url-supervise.ts";
import { readTrend, trendParts } from "./url-trend.ts";
import { readVideo, videoParts } from "./url-video.ts";
import type { Camera, Filters, Selection, View } from "./view.ts";

/** What a link may name beside itself: the layers there are, and the view of a link that says nothing. */
export interface Known {
  readonly layers: readonly string[];
  readonly panels: readonly string[];
  readonly usual: View;
}

const FOLDED = "none";
const round = (value: number, digits: number) => Number(value.toFixed(digits)) + 0;

const cameraText = ({ lng, lat, zoom }: Camera) => [round(lat, 5), round(lng, 5), round(zoom, 2)].join(",");

/** The camera as the address bar keeps it: about a metre, a hundredth of a zoom step. */
export const roundCamera = ({ lng, lat, zoom }: Camera): Camera => ({
  lng: round(lng, 5),
  lat: round(lat, 5),
  zoom: round(zoom, 2),
});

function readCamera(text: string | null): Camera | null {
  const parts = text?.split(",") ?? [];
  if (parts.length !== 3 || parts.some((part) => part.trim() === "")) return null;
  const [lat, lng, zoom] = parts.map(Number) as [number, number, number];
  const isSound = Math.abs(lat) <= 85.06 && Math.abs(lng) <= 180 && zoom >= 0 && zoom <= 24;
  return isSound ? { lng, lat, zoom } : null;
}

const KINDS: readonly Selection["kind"][] = ["station", "pipe", "enterprise"];

function readSelection(text: string | null): Selection | null {
  const at = text?.indexOf(":") ?? -1;
  if (!text || at < 0) return null;
  const kind = KINDS.find((k) => k === text.slice(0, at));
  const id = text.slice(at + 1);
  return kind && id.length > 0 && id.length <= 64 ? { kind, id } : null;
}

const oneOf = <T extends string>(list: readonly T[], text: string | null): T | undefined =>
  list.find((value) => value === text);

function readFilters(search: URLSearchParams): Filters {
  const stationKind = oneOf(STATION_KINDS, search.get("kind"));
  return stationKind ? { stationKind } : {};
}

const isSame = (a: ReadonlySet<string>, b: ReadonlySet<string>) => a.size === b.size && [...a].every((x) => b.has(x));

function readLayers(text: string | null, known: Known): ReadonlySet<string> {
  if (text === null) return known.usual.visible;
  return new Set(text.split(",").filter((id) => known.layers.includes(id)));
}

function readOpacity(text: string | null, known: Known): Record<string, number> {
  const opacity: Record<string, number> = {};
  for (const part of text?.split(",") ?? []) {
    const [id = "", percent = ""] = part.split(":");
    const value = Number(percent) / 100;
    if (known.layers.includes(id) && percent !== "" && value >= 0 && value < 1) opacity[id] = value;
  }
  return opacity;
}

function readPanel(text: string | null, known: Known): string | null {
  if (text === FOLDED) return null;
  return known.panels.find((panel) => panel === text) ?? known.usual.panel;
}

const MINUTE_MS = 60_000;
/** No reading is older. */
const EARLIEST = Date.UTC(2000, 0, 1);

const timeText = (at: number) => new Date(at).toISOString().replace(/:\d\d\.\d+Z$/, "Z");

function readTime(text: string | null): number | null {
  if (text === null || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return null;
  const at = Math.floor(Date.parse(text) / MINUTE_MS) * MINUTE_MS;
  return at >= EARLIEST ? at : null;
}

const readScenario = (text: string | null): Pick<View, "scenario"> =>
  text !== null && /^[\w-]{8,64}$/.test(text) ? { scenario: text } : {};

/** A view as the part of the address after `?`; what is as usual is left out. Layer opacity in whole percent. */
export function toSearch(view: View, known: Known): string {
  const { usual } = known;
  const parts: (readonly [string, string | null | undefined])[] = [
    ["area", view.area],
    ["ent", view.enterprise],
    ["at", view.camera && cameraText(view.camera)],
    ["sel", view.selection && `${view.selection.kind}:${view.selection.id}`],
    [
      "layers",
      isSame(view.visible, usual.visible) ? null : known.layers.filter((id) => view.visible.has(id)).join(","),
    ],
    [
      "opacity",
      known.layers
        .filter((id) => (view.opacity[id] ?? 1) < 1)
        .map((id) => `${id}:${Math.round((view.opacity[id] ?? 1) * 100)}`)
        .join(",") || null,
    ],
    ["fill", view.fill],
    ["color", view.colorBy === usual.colorBy ? null : view.colorBy],
    ["width", view.pipeWidths === usual.pipeWidths ? null : view.pipeWidths],
    ...filterParts(view.pipeFilter),
    ["kind", view.filters.stationKind],
    ["panel", view.panel === usual.panel ? null : (view.panel ?? FOLDED)],
    ["wall", view.wall ? "1" : null],
    ...alarmParts(view.alarms),
    ...videoParts(view.video),
    ...trendParts(view.trend),
    ...statisticsParts(view.statistics),
    ...superviseParts(view.supervise),
    ["scenario", view.scenario ?? null],
    ["time", view.time === null ? null : timeText(view.time)],
    ["ways", view.time !== null && view.ways ? "1" : null],
  ];
  return parts
    .filter((part): part is readonly [string, string] => part[1] !== null && part[1] !== undefined)
    .map(([key, value]) => `${key}=${encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%3A", ":")}`)
    .join("&");
}

function withStatistics(search: URLSearchParams): Pick<View, "statistics"> {
  const statistics = readStatistics(search);
  return statistics ? { statistics } : {};
}

function withSupervise(search: URLSearchParams): Pick<View, "supervise"> {
  const supervise = readSupervise(search);
  return supervise ? { supervise } : {};
}

/** Of the past alone. */
const withWays = (search: URLSearchParams): Pick<View, "ways"> =>
  search.get("ways") === "1" && readTime(search.get("time")) !== null ? { ways: true } : {};

/** Reads what it understands and ignores the rest: an old or damaged link must still open the map. */
export function fromSearch(text: string, known: Known): View {
  const search = new URLSearchParams(text);
  const area = AreaCode.safeParse(search.get("area"));
  const enterprise = EnterpriseId.safeParse(search.get("ent"));
  return {
    area: area.success ? area.data : known.usual.area,
    enterprise: enterprise.success ? enterprise.data : known.usual.enterprise,
    camera: readCamera(search.get("at")),
    selection: readSelection(search.get("sel")),
    visible: readLayers(search.get("layers"), known),
    opacity: readOpacity(search.get("opacity"), known),
    fill: oneOf(AREA_MEASURES, search.get("fill")) ?? known.usual.fill,
    filters: readFilters(search),
    colorBy: oneOf(COLOR_BYS, search.get("color")) ?? known.usual.colorBy,
    pipeWidths: oneOf(PIPE_WIDTHS, search.get("width")) ?? known.usual.pipeWidths,
    pipeFilter: readFilter(search),
    panel: readPanel(search.get("panel"), known),
    wall: search.get("wall") === "1",
    alarms: readAlarms(search),
    video: readVideo(search),
    trend: readTrend(search),
    ...withStatistics(search),
    ...withSupervise(search),
    time: readTime(search.get("time")),
    ...withWays(search),
    ...readScenario(search.get("scenario")),
  };
}
