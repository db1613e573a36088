import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { initReactI18next } from "react-i18next";
import { setSessionHooks } from "#api/client.ts";
import { meQuery } from "#api/session.ts";
import { NO_FILTER } from "#contract/pipe-classes.ts";
import type { Me } from "#contract/session.ts";
import { i18n, loadOfficeWords, loadWords, startI18n } from "#lib/i18n/i18n.ts";
import { createAlarmBook, createAlarmNews } from "#state/alarm-book.ts";
import { createAlarmSound } from "#state/alarm-sound.ts";
import { NO_ALARM_VIEW } from "#state/alarm-view.ts";
import { createCameraEvents } from "#state/camera-events.ts";
import { createChosenPipesStore } from "#state/chosen-pipes.ts";
import { createFilterHistory } from "#state/filter-history.ts";
import { createHighlightStore } from "#state/highlight.ts";
import { createHoverStore } from "#state/hover.ts";
import { createInViewStore } from "#state/in-view.ts";
import { LAYER_IDS } from "#state/layer-ids.ts";
import { createLiveStore } from "#state/live.ts";
import { createModelStore } from "#state/model.ts";
import { createPreferences } from "#state/preferences.ts";
import { type Stores, StoresProvider } from "#state/stores.tsx";
import { createTimeStore } from "#state/time.ts";
import { NO_TREND } from "#state/trend.ts";
import { NO_VIDEO } from "#state/video.ts";
import { createViewStore, type View } from "#state/view.ts";
import "#ui/base.css";
import { paintTheme } from "#ui/paint-theme.ts";

export async function startWords(): Promise<void> {
  await startI18n("zh-CN", initReactI18next);
  await loadWords("zh-CN");
  await i18n.changeLanguage("zh-CN");
  await loadOfficeWords();
}

const VIEW: View = {
  area: null,
  enterprise: null,
  camera: null,
  selection: null,
  visible: new Set(LAYER_IDS),
  opacity: {},
  fill: null,
  filters: {},
  colorBy: "level",
  pipeFilter: NO_FILTER,
  panel: "overview",
  wall: false,
  trend: NO_TREND,
  time: null,
  video: NO_VIDEO,
  alarms: NO_ALARM_VIEW,
};

export interface Stage {
  readonly box: HTMLElement;
  readonly stores: Stores;
  readonly close: () => void;
}

/** Draws a part of the page for a signed-in person. */
export async function stage(me: Me, children: ReactNode, over: Partial<View> = {}): Promise<Stage> {
  await startWords();
  paintTheme("light");
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  queries.setQueryData(meQuery.queryKey, me);
  setSessionHooks({ csrf: () => me.csrf, onSignedOut: () => {} });
  const view = createViewStore({ ...VIEW, ...over });
  const stores: Stores = {
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
    camera: createCameraEvents(),
    preferences: createPreferences(null),
  };
  const box = document.body.appendChild(document.createElement("div"));
  const root = createRoot(box);
  root.render(
    <QueryClientProvider client={queries}>
      <StoresProvider stores={stores}>{children}</StoresProvider>
    </QueryClientProvider>,
  );
  const close = () => {
    root.unmount();
    box.remove();
    queries.clear();
  };
  return { box, stores, close };
}
