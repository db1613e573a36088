import { createContext, type ReactNode, useContext } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { AlarmBook, AlarmBookStore, AlarmNewsEvents } from "./alarm-book.ts";
import type { AlarmSound, AlarmSoundStore } from "./alarm-sound.ts";
import type { CameraEvents } from "./camera-events.ts";
import type { ChosenPipes, ChosenPipesStore } from "./chosen-pipes.ts";
import type { FilterHistory } from "./filter-history.ts";
import type { HazardNews, HazardNewsStore } from "./hazard-news.ts";
import type { HighlightStore } from "./highlight.ts";
import type { HoverStore } from "./hover.ts";
import type { InView, InViewStore } from "./in-view.ts";
import type { Live, LiveStore } from "./live.ts";
import type { Model, ModelStore } from "./model.ts";
import type { Preferences, PreferencesStore } from "./preferences.ts";
import type { Time, TimeStore } from "./time.ts";
import type { View, ViewStore } from "./view.ts";

/** Where map and panels meet: made once by the composition root, handed to both. */
export interface Stores {
  readonly view: ViewStore;
  readonly filterHistory: FilterHistory;
  readonly hover: HoverStore;
  readonly highlight: HighlightStore;
  readonly inView: InViewStore;
  readonly chosenPipes: ChosenPipesStore;
  readonly model: ModelStore;
  /** What the stream says, whatever is shown. */
  readonly live: LiveStore;
  /** What the screen shows: the stream, or a moment of the past. */
  readonly shown: LiveStore;
  readonly time: TimeStore;
  readonly alarms: AlarmBookStore;
  readonly alarmNews: AlarmNewsEvents;
  readonly alarmSound: AlarmSoundStore;
  readonly hazardNews: HazardNewsStore;
  readonly camera: CameraEvents;
  readonly preferences: PreferencesStore;
}

const Context = createContext<Stores | null>(null);

export const StoresProvider = ({ stores, children }: { readonly stores: Stores; readonly children: ReactNode }) => (
  <Context value={stores}>{children}</Context>
);

export function useStores(): Stores {
  const stores = useContext(Context);
  if (!stores) throw new Error("no StoresProvider above this component");
  return stores;
}

/** A part of the view; the component is drawn again when that part changes, compared one level deep. */
export const useView = <T,>(pick: (view: View) => T): T => useStore(useStores().view, useShallow(pick));

export const useInView = <T,>(pick: (inView: InView) => T): T => useStore(useStores().inView, useShallow(pick));

export const useChosenPipes = <T,>(pick: (chosen: ChosenPipes) => T): T =>
  useStore(useStores().chosenPipes, useShallow(pick));

export const useModel = <T,>(pick: (model: Model) => T): T => useStore(useStores().model, useShallow(pick));

export const useLive = <T,>(pick: (live: Live) => T): T => useStore(useStores().live, useShallow(pick));

export const usePreferences = <T,>(pick: (preferences: Preferences) => T): T =>
  useStore(useStores().preferences, useShallow(pick));

/** What is shown of sensors: live, or as they were. */
export const useShown = <T,>(pick: (shown: Live) => T): T => useStore(useStores().shown, useShallow(pick));

export const useTime = <T,>(pick: (time: Time) => T): T => useStore(useStores().time, useShallow(pick));

export const useAlarmBook = <T,>(pick: (book: AlarmBook) => T): T => useStore(useStores().alarms, useShallow(pick));

export const useAlarmSound = <T,>(pick: (sound: AlarmSound) => T): T =>
  useStore(useStores().alarmSound, useShallow(pick));

export const useHazardNews = <T,>(pick: (news: HazardNews) => T): T =>
  useStore(useStores().hazardNews, useShallow(pick));
