import { type RefObject, useEffect } from "react";
import type { Area } from "#contract/area.ts";
import { openAlarm } from "#state/alarm-view.ts";
import { clearRegion, type RegionTool, takeTool } from "#state/chosen-pipes.ts";
import { takeMode, undoStep } from "#state/model.ts";
import { toggleLegend, toggleTheme } from "#state/preferences.ts";
import { type Stores, useStores } from "#state/stores.tsx";
import { drillTo, openPanel, select } from "#state/view.ts";
import { systemIsDark } from "#ui/system-theme.ts";

/** What a key press asks for; null when the page should do nothing about it. */
export type KeyWish =
  | "search"
  | "help"
  | "escape"
  | "up"
  | "theme"
  | "overview"
  | "alarms"
  | "layers"
  | "lasso"
  | "polygon"
  | "legend"
  | "undo";

const WISHES: Readonly<Record<string, KeyWish>> = {
  "/": "search",
  "?": "help",
  Escape: "escape",
  u: "up",
  t: "theme",
  o: "overview",
  a: "alarms",
  l: "layers",
  s: "lasso",
  p: "polygon",
  g: "legend",
};

interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly defaultPrevented: boolean;
}

/** Letters typed into a field are text, and keys with Ctrl, Alt or ⌘ belong to the browser, but for the one that takes a step back. */
export function wishOf(press: Press, isTyping: boolean): KeyWish | null {
  if (press.defaultPrevented || press.altKey) return null;
  if (press.ctrlKey || press.metaKey) return press.key === "z" && !isTyping ? "undo" : null;
  if (isTyping && press.key !== "Escape") return null;
  return WISHES[press.key] ?? null;
}

const isTypingIn = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

export interface KeyPlace {
  readonly search: RefObject<HTMLInputElement | null>;
  readonly onHelp: () => void;
  /** Area one step up, null at the top of what the person may see. */
  readonly up: Pick<Area, "code"> | null;
  readonly root: string;
}

/** The keys of the whole page, while it is drawn. */
export function useKeys(place: KeyPlace): void {
  const stores = useStores();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const wish = wishOf(event, isTypingIn(event.target));
      if (wish === null || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      grant(wish, stores, place);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  });
}

/** Esc takes back one thing at a time: the tool in hand, the region, the open alarm, the selection, the panel. */
function stepBack({ view, chosenPipes, model }: Stores): void {
  const { selection, panel, alarms } = view.getState();
  const { tool, polygon } = chosenPipes.getState();
  if (tool !== null) takeTool(chosenPipes, null);
  else if (model.getState().mode !== null) takeMode(model, null);
  else if (panel === "region" && polygon !== null) {
    clearRegion(chosenPipes);
    openPanel(view, "overview");
  } else if (panel === "alarms" && alarms.alarm !== null) openAlarm(view, null);
  else if (selection) {
    select(view, null);
    openPanel(view, "overview");
  } else openPanel(view, null);
}

const swapTool = ({ chosenPipes }: Stores, tool: RegionTool) =>
  takeTool(chosenPipes, chosenPipes.getState().tool === tool ? null : tool);

function grant(wish: KeyWish, stores: Stores, place: KeyPlace): void {
  const { view, preferences, filterHistory } = stores;
  switch (wish) {
    case "search":
      place.search.current?.focus();
      break;
    case "help":
      place.onHelp();
      break;
    case "escape":
      stepBack(stores);
      break;
    case "lasso":
    case "polygon":
      swapTool(stores, wish);
      break;
    case "legend":
      toggleLegend(preferences);
      break;
    case "undo":
      if (stores.model.getState().mode === null || !undoStep(stores.model)) filterHistory.undo();
      break;
    case "up":
      if (place.up) drillTo(view, place.up.code === place.root ? null : place.up.code);
      break;
    case "theme":
      toggleTheme(preferences, systemIsDark());
      break;
    default:
      openPanel(view, wish);
  }
}
