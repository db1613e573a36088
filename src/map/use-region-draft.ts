import { type KeyboardEvent, type PointerEvent, useRef, useState, type WheelEvent } from "react";
import type { LngLat } from "#contract/route.ts";
import type { Spot } from "#lib/polyline.ts";
import { type Looking, placeAt, spotOf, zoomedAround } from "#lib/screen-place.ts";
import { type ChosenPipesStore, drawRegion, type RegionTool, takeTool } from "#state/chosen-pipes.ts";
import { moveCamera, type ViewStore } from "#state/view.ts";
import {
  addCorner,
  beginStroke,
  closeCorners,
  closeStroke,
  type Draft,
  NO_DRAFT,
  strokeOn,
  takeCornerBack,
} from "./region-draw.ts";

export interface RegionDraftInput {
  readonly tool: RegionTool;
  readonly chosen: ChosenPipesStore;
  readonly view: ViewStore;
  /** Where the map looks. */
  readonly at: Looking;
}

/** Pixels an arrow moves the cross: a little, and with Shift a lot. */
const NUDGE = 8;
const LEAP = 64;
/** The map follows a cross that comes this near to its edge, pixels. */
const EDGE = 24;
/** A press that moves further than this is no click, pixels. */
const CLICK_PX = 6;
const ZOOM_PER_WHEEL = 1 / 240;
const ZOOMS = { least: 4, most: 19 } as const;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const spotIn = (event: { readonly clientX: number; readonly clientY: number }, box: Element): Spot => {
  const { left, top } = box.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
};

/** The draft of a region, and what a person can do to it; a region that is whole goes to the store. */
function useDraft({ chosen, at }: RegionDraftInput) {
  const [draft, setDraft] = useState<Draft>(NO_DRAFT);
  // Events may come faster than drawings: each goes on from what the one before has made.
  const newest = useRef(draft);
  const change = (next: (before: Draft) => Draft) => {
    newest.current = next(newest.current);
    setDraft(newest.current);
  };
  const toPlace = (spot: Spot): LngLat => placeAt(at, spot);
  const drop = () => change((d) => ({ ...d, stroke: null }));
  return {
    draft,
    isStroking: () => newest.current.stroke !== null,
    setCorner: (spot: Spot) => change((d) => addCorner(d, toPlace(spot), (place) => spotOf(at, place))),
    takeBack: () => change(takeCornerBack),
    finish: () => {
      const region = closeCorners(newest.current);
      if (region) drawRegion(chosen, region);
    },
    cancel: () => takeTool(chosen, null),
    begin: (spot: Spot) => change((d) => beginStroke(d, spot)),
    go: (spots: readonly Spot[]) => change((d) => strokeOn(d, spots)),
    drop,
    end: (spot: Spot) => {
      const region = closeStroke(strokeOn(newest.current, [spot]), toPlace);
      if (region) drawRegion(chosen, region);
      else drop();
    },
  };
}
type DraftInHand = ReturnType<typeof useDraft>;

const look = (view: ViewStore, { lng, lat, zoom }: Looking) =>
  moveCamera(view, { lng, lat, zoom: Math.min(ZOOMS.most, Math.max(ZOOMS.least, zoom)) });

/** Arrows move a cross, Space sets a corner under it; Enter, Backspace and Esc close, take back and cancel. */
function useKeys({ view, at }: RegionDraftInput, { setCorner, finish, takeBack, cancel }: DraftInHand) {
  const [cross, setCross] = useState<Spot | null>(null);
  const from = cross ?? { x: at.width / 2, y: at.height / 2 };
  const move = ([dx, dy]: readonly [number, number], step: number) => {
    const { spot, looking } = crossMoved(at, from, [dx * step, dy * step]);
    setCross(spot);
    if (looking) look(view, looking);
  };
  const keys: Readonly<Record<string, () => void>> = {
    " ": () => {
      setCross(from);
      setCorner(from);
    },
    Enter: finish,
    Backspace: takeBack,
    Escape: cancel,
    "+": () => look(view, zoomedAround(at, from, at.zoom + 1)),
    "=": () => look(view, zoomedAround(at, from, at.zoom + 1)),
    "-": () => look(view, zoomedAround(at, from, at.zoom - 1)),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const arrow = ARROWS[event.key];
    const isOnSheet = event.target === event.currentTarget;
    if (isOnSheet && arrow) move(arrow, event.shiftKey ? LEAP : NUDGE);
    else if ((isOnSheet || event.key === "Escape") && keys[event.key]) keys[event.key]?.();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { cross, hideCross: () => setCross(null), onKeyDown };
}

/** A held button draws with the lasso; a click sets a corner of the polygon. The wheel zooms the map below. */
function usePointer({ tool, view, at }: RegionDraftInput, hand: DraftInHand, hideCross: () => void) {
  const { isStroking, begin, go, end, drop, setCorner } = hand;
  const [pointer, setPointer] = useState<Spot | null>(null);
  const pressed = useRef<Spot | null>(null);
  return {
    pointer,
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0 || event.target !== event.currentTarget) return;
      const spot = spotIn(event, event.currentTarget);
      hideCross();
      pressed.current = spot;
      if (tool !== "lasso") return;
      event.currentTarget.setPointerCapture(event.pointerId);
      begin(spot);
    },
    onPointerMove: (event: PointerEvent) => {
      const box = event.currentTarget;
      setPointer(spotIn(event, box));
      if (!isStroking()) return;
      // A hand is faster than frames: without the moves between, a curve would be a chain of chords.
      const moves = event.nativeEvent.getCoalescedEvents();
      go((moves.length > 0 ? moves : [event.nativeEvent]).map((move) => spotIn(move, box)));
    },
    onPointerUp: (event: PointerEvent) => {
      const [from, to] = [pressed.current, spotIn(event, event.currentTarget)];
      pressed.current = null;
      if (isStroking()) end(to);
      else if (from && Math.hypot(to.x - from.x, to.y - from.y) < CLICK_PX) setCorner(to);
    },
    onPointerLeave: () => setPointer(null),
    onPointerCancel: drop,
    onWheel: (event: WheelEvent) => {
      if (isStroking()) return;
      look(view, zoomedAround(at, spotIn(event, event.currentTarget), at.zoom - event.deltaY * ZOOM_PER_WHEEL));
    },
  };
}

/** Everything the sheet over the map does: the draft, the cross of the keys, the pointer, and what to call for each event. */
export function useRegionDraft(input: RegionDraftInput) {
  const hand = useDraft(input);
  const { cross, hideCross, onKeyDown } = useKeys(input, hand);
  const { pointer, ...onPointer } = usePointer(input, hand, hideCross);
  const onDoubleClick = (event: { readonly target: unknown; readonly currentTarget: unknown }) => {
    if (event.target === event.currentTarget) hand.finish();
  };
  return { hand, cross, pointer, on: { onKeyDown, onDoubleClick, ...onPointer } };
}

/** The cross a step further; at the edge it stays and the map moves under it. */
function crossMoved(at: Looking, from: Spot, [dx, dy]: readonly [number, number]) {
  const to = { x: from.x + dx, y: from.y + dy };
  const spot = {
    x: Math.min(at.width - EDGE, Math.max(EDGE, to.x)),
    y: Math.min(at.height - EDGE, Math.max(EDGE, to.y)),
  };
  if (spot.x === to.x && spot.y === to.y) return { spot, looking: null };
  const [lng, lat] = placeAt(at, { x: at.width / 2 + to.x - spot.x, y: at.height / 2 + to.y - spot.y });
  return { spot, looking: { ...at, lng, lat } };
}
