import "maplibre-gl/dist/maplibre-gl.css";
import "./map-view.css";
import { useQuery } from "@tanstack/react-query";
import type { PaddingOptions } from "maplibre-gl";
import { type CSSProperties, useEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { pipeQuery, stationQuery } from "#api/assets.ts";
import { warmDecoders } from "#api/tiles.ts";
import type { AlarmBadge } from "#lib/alarm-badges.ts";
import { totalOf } from "#lib/alarm-list.ts";
import { PLAIN, type ReadyBase, readBase } from "./base.ts";
import { createMapController, type MapController } from "./controller.ts";
import { Attribution } from "./furniture/attribution.tsx";
import { Coordinates } from "./furniture/coordinates.tsx";
import { HoverTip } from "./furniture/hover-tip.tsx";
import { ScaleBar } from "./furniture/scale-bar.tsx";
import { ZoomButtons } from "./furniture/zoom-buttons.tsx";
import type { Chosen, MapInput } from "./map-input.ts";
import { ModeInHand } from "./modes/mode-in-hand.tsx";
import { RegionOverlay } from "./region-overlay.tsx";
import { useAlarmBadges } from "./use-alarm-badges.ts";
import { useAreaSums } from "./use-area-sums.ts";
import { useCameraMarks } from "./use-camera-marks.ts";
import { useFollowedWay } from "./use-followed-way.ts";
import { useHazardMarks } from "./use-hazard-marks.ts";
import { usePastBadges } from "./use-past-badges.ts";
import { usePastWays } from "./use-past-ways.ts";

export type MapViewProps = MapInput;

// This module is fetched when a map is about to be shown.
warmDecoders();

/** The configured base map, once it is known whether it can be read; plain ground when it cannot. */
function useBase({ mapConfig, onProblem }: MapInput): ReadyBase | null {
  const { kind, url } = mapConfig.base;
  // Plain ground is known without asking anybody.
  const [ready, setReady] = useState<ReadyBase | null>(kind === "plain" ? PLAIN : null);
  const tell = useRef(onProblem);
  tell.current = onProblem;
  useEffect(() => {
    const stop = new AbortController();
    readBase({ kind, url }, stop.signal).then(
      (base) => {
        if (stop.signal.aborted) return;
        tell.current("base", null);
        setReady(base);
      },
      (cause: unknown) => {
        if (stop.signal.aborted) return;
        const error = cause instanceof Error ? cause : new Error(String(cause));
        tell.current("base", { kind: "base", error });
        setReady(PLAIN);
      },
    );
    return () => stop.abort();
  }, [kind, url]);
  return ready;
}

/** Where the chosen thing lies: asked for with the same words as the panel asks, so it is fetched once. */
function useChosen({ view }: MapInput): Chosen {
  const selection = useStore(view, (v) => v.selection);
  const idOf = (kind: "station" | "pipe") => (selection?.kind === kind ? selection.id : "");
  const station = useQuery({ ...stationQuery(idOf("station")), enabled: idOf("station") !== "" }).data;
  const pipe = useQuery({ ...pipeQuery(idOf("pipe")), enabled: idOf("pipe") !== "" }).data;
  const [lng, lat] = idOf("station") !== "" && station ? station.lngLat : [null, null];
  return useMemo(
    () => ({
      station: lng === null || lat === null ? null : { lng, lat },
      pipe: pipe?.path ?? null,
      pipeSeq: pipe?.seq ?? null,
    }),
    [lng, lat, pipe?.path, pipe?.seq],
  );
}

/** How many alarms the badges tell of: the canvas cannot be read by who does not see it. */
const alarmsOn = (badges: readonly AlarmBadge[] | null): number | undefined =>
  badges?.reduce((sum, { counts }) => sum + totalOf(counts), 0);

/** Furniture stands beside the panels, as what is fitted does. */
const edgesOf = ({ left = 0, right = 0 }: Partial<PaddingOptions> = {}): CSSProperties => ({
  ["--map-edge-left" as string]: `${Math.max(EDGE, left)}px`,
  ["--map-edge-right" as string]: `${right + EDGE}px`,
});

/** Pixels between furniture and the edge of what can be seen of the map. */
const EDGE = 12;

/** The map with what is written around it. It fills its parent, which must have a size. */
export function MapView(props: MapViewProps) {
  const box = useRef<HTMLDivElement>(null);
  const [controller, setController] = useState<MapController | null>(null);
  const base = useBase(props);
  const chosen = useChosen(props);
  const newest = useRef(props);
  newest.current = props;
  const { snapshot } = props.mapConfig;

  // Another snapshot numbers everything anew: states, tiles and picking begin afresh.
  // biome-ignore lint/correctness/useExhaustiveDependencies: snapshot is what a controller is made for; the rest comes by update
  useEffect(() => {
    if (!base || !box.current) return;
    const made = createMapController(box.current, newest.current, base);
    setController(made);
    return () => {
      setController(null);
      made.destroy();
    };
  }, [base, snapshot]);

  const areaSums = useAreaSums(props, controller?.place ?? null);
  const cameras = useCameraMarks(props);
  const hazards = useHazardMarks(props);
  const pastBadges = usePastBadges(props, controller?.place ?? null);
  const followed = useFollowedWay(props);
  const ways = usePastWays(props) ?? followed ?? props.ways ?? null;
  const alarmBadges = useAlarmBadges(props, controller?.place ?? null) ?? pastBadges;
  useEffect(() => controller?.update({ ...props, areaSums, cameras, hazards, ways, alarmBadges }, chosen));

  const wall = useStore(props.view, (v) => v.wall);
  return (
    <div className="map-view" data-wall={wall || undefined} data-theme={props.theme} style={edgesOf(props.padding)}>
      <div
        className="map-canvas"
        ref={box}
        data-settled="false"
        data-alarms={alarmsOn(alarmBadges)}
        data-hazards={hazards?.length}
        data-ways={ways?.length}
      />
      {controller && (
        <>
          {props.chosenPipes && !wall && (
            <RegionOverlay chosen={props.chosenPipes} view={props.view} place={controller.place} words={props.words} />
          )}
          {props.model && !wall && <ModeInHand model={props.model} place={controller.place} words={props.words} />}
          {!wall && <ZoomButtons words={props.words} onZoom={controller.zoomBy} />}
          <div className="map-foot">
            <ScaleBar place={controller.place} words={props.words} />
            {!wall && <Coordinates hover={props.hover} words={props.words} />}
            <Attribution base={props.mapConfig.base} areas={props.areas} words={props.words} />
          </div>
          {!wall && <HoverTip hover={props.hover} live={props.live} words={props.words} snapshot={snapshot} />}
        </>
      )}
    </div>
  );
}
