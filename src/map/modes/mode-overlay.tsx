import { useStore } from "zustand";
import type { IsolationAnswer, ModelAnswer } from "#contract/model.ts";
import type { LngLat } from "#contract/route.ts";
import type { Spot } from "#lib/polyline.ts";
import { type Looking, spotOf } from "#lib/screen-place.ts";
import { drawsLine, type Model, type ModelStore } from "#state/model.ts";
import type { PlaceStore } from "../keepers.ts";
import type { MapWords } from "../map-input.ts";
import { Consequence } from "./consequence-overlay.tsx";
import { GasSearch } from "./gas-search-overlay.tsx";
import { OtherWays } from "./other-ways.tsx";
import { Ring } from "./ring.tsx";
import "./modes.css";

export interface ModeOverlayProps {
  readonly model: ModelStore;
  readonly place: PlaceStore;
  readonly words: MapWords;
}

/** What a mode draws over the map beside the colours of pipes: the place clicked, valves in the order of closing, the cordon, what is measured. */
export function ModeOverlay({ model, place, words }: ModeOverlayProps) {
  const state = useStore(model);
  const at = useStore(place, (p) => (state.mode === null ? null : p.at));
  if (!at || state.mode === null) return null;
  return (
    <>
      <svg className="map-modes" role="img" aria-label={words(`model.mode.${state.mode}`)}>
        {state.mode === "measure" ? (
          <Measured corners={state.corners} at={at} />
        ) : (
          <Answer state={state} at={at} words={words} />
        )}
      </svg>
      <p className="map-mode-hint" role="status">
        {words(`model.hint.${drawsLine(state) ? "line" : state.mode}`)}
      </p>
    </>
  );
}

interface AnswerProps {
  readonly state: Model;
  readonly at: Looking;
  readonly words: MapWords;
}

/** Lines drawn across pipes: beside a plan, as changes of a scenario, and the one that is begun. */
const linesOf = ({ lines, changes, lineFrom }: Model): readonly (readonly LngLat[])[] => [
  ...lines,
  ...changes.flatMap((one) => (one.kind === "line" ? [one.line] : [])),
  ...(lineFrom ? [[lineFrom]] : []),
];

function Answer({ state, at, words }: AnswerProps) {
  const { picks, result, mode, readings } = state;
  const answer = result?.answer ?? null;
  return (
    <>
      {(answer?.kind === "isolate" || answer?.kind === "cordon") && answer.cordon && (
        <Ring ring={answer.cordon.ring} at={at} />
      )}
      {answer?.kind === "consequence" && <Consequence answer={answer} at={at} words={words} />}
      {mode === "methane" && <GasSearch answer={answer} readings={readings} at={at} words={words} />}
      <Lines lines={linesOf(state)} at={at} />
      {picks.map(({ lngLat, seq }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same pipe may be picked twice
        <Pin key={`${seq} ${i}`} spot={spotOf(at, lngLat)} text={picks.length > 1 ? "AB"[i] : ""} />
      ))}
      {answer && <Symbols answer={answer} at={at} />}
    </>
  );
}

function Symbols({ answer, at }: { readonly answer: ModelAnswer; readonly at: Looking }) {
  if (answer.kind === "scenario")
    return answer.marks.map(({ change, lngLat }) => (
      <Disc key={change} spot={spotOf(at, lngLat)} text={String(change + 1)} kind="change" />
    ));
  if (answer.kind === "trace")
    return answer.sources.map(({ name, lngLat }) => (
      <path key={name} className="mode-source" d={trianglePath(spotOf(at, lngLat))} />
    ));
  if (answer.kind !== "isolate") return null;
  return (
    <>
      <OtherWays answer={answer} at={at} />
      <Valves answer={answer} at={at} />
    </>
  );
}

/** A symbol's middle must not lie further off than this to be worth drawing, pixels. */
const OFF_SCREEN = 40;

/** Valves to close carry their place in the order; required ones are filled, those only saving gas are rings; stuck ones are crossed. */
function Valves({ answer, at }: { readonly answer: IsolationAnswer; readonly at: Looking }) {
  const isSeen = ({ x, y }: Spot) =>
    x > -OFF_SCREEN && y > -OFF_SCREEN && x < at.width + OFF_SCREEN && y < at.height + OFF_SCREEN;
  return (
    <>
      {answer.valves.map(({ node, order, lngLat, isRequired, isAdded }) => {
        const spot = spotOf(at, lngLat);
        const kind = isAdded ? "added" : isRequired ? "required" : "optional";
        return isSeen(spot) && <Disc key={node} spot={spot} text={String(order)} kind={kind} />;
      })}
      {answer.stuck.map(({ node, lngLat }) => {
        const { x, y } = spotOf(at, lngLat);
        return (
          <g key={node} className="mode-stuck">
            <circle cx={x} cy={y} r={10} />
            <path d={`M${x - 5} ${y - 5}l10 10M${x + 5} ${y - 5}l-10 10`} />
          </g>
        );
      })}
    </>
  );
}

/** Lines drawn across pipes, with a bar at each end. */
const Lines = ({ lines, at }: { readonly lines: readonly (readonly LngLat[])[]; readonly at: Looking }) =>
  lines.map((line) => {
    const spots = line.map((corner) => spotOf(at, corner));
    const path = `M${spots.map(({ x, y }) => `${x} ${y}`).join("L")}`;
    return (
      <g key={line.join()}>
        <path className="mode-barrier-edge" d={path} />
        <path className="mode-barrier" d={path} />
        {spots.map(({ x, y }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: ends have no other name than first and last
          <rect key={i} className="mode-barrier-end" x={x - 5} y={y - 5} width={10} height={10} />
        ))}
      </g>
    );
  });

const trianglePath = ({ x, y }: Spot) => `M${x} ${y - 10}l9 16h-18z`;

interface DiscProps {
  readonly spot: Spot;
  readonly text: string;
  readonly kind: "required" | "optional" | "added" | "change";
}

const Disc = ({ spot: { x, y }, text, kind }: DiscProps) => (
  <g className={`mode-disc ${kind}`}>
    <circle cx={x} cy={y} r={11} />
    <text x={x} y={y}>
      {text}
    </text>
  </g>
);

const Pin = ({ spot: { x, y }, text }: { readonly spot: Spot; readonly text: string | undefined }) => (
  <g className="mode-pin">
    <path d={`M${x} ${y}c-6-9-9-13-9-18a9 9 0 0 1 18 0c0 5-3 9-9 18z`} />
    {text ? (
      <text x={x} y={y - 18}>
        {text}
      </text>
    ) : (
      <circle cx={x} cy={y - 18} r={3} />
    )}
  </g>
);

function Measured({ corners, at }: { readonly corners: readonly LngLat[]; readonly at: Looking }) {
  const spots = corners.map((corner) => spotOf(at, corner));
  const line = spots.map(({ x, y }) => `${x} ${y}`).join("L");
  return (
    <>
      {spots.length > 2 && <path className="mode-measured-area" d={`M${line}Z`} />}
      {spots.length > 1 && <path className="mode-measured-edge" d={`M${line}`} />}
      {spots.length > 1 && <path className="mode-measured" d={`M${line}`} />}
      {spots.map(({ x, y }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: corners have no other name than their place in the row
        <circle key={i} className="mode-corner" cx={x} cy={y} r={5} />
      ))}
    </>
  );
}
