import { useStore } from "zustand";
import {
  MATERIALS,
  PIPE_STATUSES,
  PRESSURE_LEVELS,
  STATION_KINDS,
  TAG_KINDS,
  TAG_STATES,
  WARNING_LEVELS,
} from "#contract/gas.ts";
import { totalOf } from "#lib/alarm-list.ts";
import type { Hover, HoverStore } from "#state/hover.ts";
import type { Live, LiveStore } from "#state/live.ts";
import type { MapWords } from "../map-input.ts";
import { valueText } from "../values.ts";

interface HoverTipProps {
  readonly hover: HoverStore;
  readonly live: LiveStore;
  readonly words: MapWords;
  /** Numbering of what is hovered. */
  readonly snapshot: string;
}

type AlarmsHover = Extract<Hover["feature"], { readonly kind: "alarms" }>;
type HazardHover = Extract<Hover["feature"], { readonly kind: "hazard" }>;
type ClusterHover = Extract<Hover["feature"], { readonly kind: "cluster" }>;
const WORST_FIRST = ["alarm", "warning", "offline", "stale", "suspect", "maintenance", "normal"] as const;

/** Distance from the pointer, and from the map's right edge within which the tip turns to the pointer's left. */
const GAP = 14;
const WIDTH = 240;

/** Name and key value of what lies under the pointer. Said for the eyes only: panels say it to everyone. */
export function HoverTip({ hover, live, words, snapshot }: HoverTipProps) {
  const at = useStore(hover, (state) => state.hover);
  if (!at?.feature) return null;
  const [title, ...lines] = linesOf(at.feature, live, words, snapshot);
  const isRight = at.x + WIDTH + GAP > window.innerWidth;
  const style = {
    top: `${at.y + GAP}px`,
    ...(isRight ? { right: `calc(100% - ${at.x - GAP}px)` } : { left: `${at.x + GAP}px` }),
  };
  return (
    <div className="map-tip" style={style} aria-hidden="true">
      <strong>{title}</strong>
      {lines.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
        <span key={i}>{line}</span>
      ))}
    </div>
  );
}

function linesOf(feature: NonNullable<Hover["feature"]>, live: LiveStore, words: MapWords, snapshot: string): string[] {
  if (feature.kind === "area") return [feature.name, words("map.hover.drill")];
  if (feature.kind === "station") return [feature.name, words(`gas.stationKind.${STATION_KINDS[feature.stationKind]}`)];
  if (feature.kind === "camera") return [feature.name, words(`video.state.${feature.state}`)];
  if (feature.kind === "hazard") return hazardLines(feature, words);
  if (feature.kind === "alarms") return alarmLines(feature, words);
  if (feature.kind === "cluster") return clusterLines(feature, words);
  if (feature.kind === "tag") return tagLines(feature, live.getState(), words, snapshot);
  const { level, material, dnMm, status } = feature;
  const first = `${words(`gas.pressureLevel.${PRESSURE_LEVELS[level]}`)} · ${words(`gas.material.${MATERIALS[material]}`)}`;
  const isUsed = PIPE_STATUSES[status] === "in_service";
  return [first, `DN ${dnMm}`, ...(isUsed ? [] : [words(`gas.pipeStatus.${PIPE_STATUSES[status]}`)])];
}

function hazardLines({ grade, note, isOverdue }: HazardHover, words: MapWords): string[] {
  const late = isOverdue ? [words("field.hazard.overdue")] : [];
  return [words(`gas.hazardGrade.${grade}`), ...(note === "" ? [] : [note]), ...late, words("map.hover.hazardOpen")];
}

/** How many alarms of each level, the worst first, and how many of them wait for somebody. */
function alarmLines({ counts, wanting }: AlarmsHover, words: MapWords): string[] {
  const told = WARNING_LEVELS.filter((level) => counts[level] > 0).map((level) =>
    words("map.hover.clusterState", { state: words(`gas.warningLevel.${level}`), count: counts[level] }),
  );
  return [
    words("map.hover.alarms", { count: totalOf(counts) }),
    ...told,
    words("map.hover.alarmsWanting", { count: wanting }),
    words("map.hover.alarmsOpen"),
  ];
}

/** How many stations, and how many of them in which state, the worst first. */
function clusterLines({ total, states }: ClusterHover, words: MapWords): string[] {
  const count = (state: string, count: number | undefined) =>
    count ? [words("map.hover.clusterState", { state: words(state), count })] : [];
  const told = WORST_FIRST.flatMap((state) => count(`gas.tagState.${state}`, states[TAG_STATES.indexOf(state)]));
  return [
    words("map.hover.cluster", { count: total }),
    ...told,
    ...count("map.hover.noSensor", states.at(-1)),
    words("map.hover.approach"),
  ];
}

/** A value is never told without its state: one that is old must not look like one that is. */
function tagLines(
  { seq, tagKind }: { readonly seq: number; readonly tagKind: number },
  { columns, status }: Live,
  words: MapWords,
  snapshot: string,
): string[] {
  const title = words(`gas.tagKind.${TAG_KINDS[tagKind]}`);
  const known = columns?.snapshot === snapshot ? columns : null;
  const value = known && valueText(known, seq, tagKind);
  if (!known || value === null) return [title, words("map.noValue")];
  const isLost = status === "silent" || status === "offline";
  const state = isLost ? "stale" : TAG_STATES[known.state[seq] ?? -1];
  return [`${title} ${value}`, state ? words(`gas.tagState.${state}`) : words("map.noValue")];
}
