import { createAlarmBook, createAlarmNews } from "./alarm-book.ts";
import { createAlarmSound } from "./alarm-sound.ts";
import { createCameraEvents } from "./camera-events.ts";
import { createChosenPipesStore } from "./chosen-pipes.ts";
import { createFilterHistory } from "./filter-history.ts";
import { createHazardNews } from "./hazard-news.ts";
import { createHighlightStore } from "./highlight.ts";
import { createHoverStore } from "./hover.ts";
import { createInViewStore } from "./in-view.ts";
import { createLiveStore } from "./live.ts";
import { createModelStore } from "./model.ts";
import type { PreferencesStore } from "./preferences.ts";
import type { Stores } from "./stores.tsx";
import { createTimeStore } from "./time.ts";
import { createViewStore, type View } from "./view.ts";

/** Every store of a session, each empty but for the view. */
export function createStores(first: View, preferences: PreferencesStore): Stores {
  const view = createViewStore(first);
  return {
    view,
    filterHistory: createFilterHistory(view),
    hover: createHoverStore(),
    highlight: createHighlightStore(),
    inView: createInViewStore(),
    chosenPipes: createChosenPipesStore(),
    model: createModelStore(),
    live: createLiveStore(),
    shown: createLiveStore(),
    time: createTimeStore(),
    alarms: createAlarmBook(),
    alarmNews: createAlarmNews(),
    alarmSound: createAlarmSound(),
    hazardNews: createHazardNews(),
    camera: createCameraEvents(),
    preferences,
  };
}
