import type { QueryClient } from "@tanstack/react-query";
import { keepAlarms } from "#api/alarm-book.ts";
import { areasQuery } from "#api/areas.ts";
import { followCameras } from "#api/cameras.ts";
import { setSessionHooks } from "#api/client.ts";
import { connectLive } from "#api/live.ts";
import { clearOtherShelves, networkShelf, setNetworkShelf } from "#api/network-shelf.ts";
import { openPast } from "#api/past.ts";
import { checkMe, meQuery } from "#api/session.ts";
import { NO_FILTER } from "#contract/pipe-classes.ts";
import type { Me } from "#contract/session.ts";
import { openRinging } from "#panels/alarms/ring/open-ringing.ts";
import { worksWithMap } from "#panels/me.ts";
import { homePanel, PANEL_IDS } from "#panels/panel-ids.ts";
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
import { watchWish } from "#state/live-wish.ts";
import { createModelStore } from "#state/model.ts";
import type { PreferencesStore } from "#state/preferences.ts";
import type { Stores } from "#state/stores.tsx";
import { createTimeStore, runPlayer } from "#state/time.ts";
import { NO_TREND } from "#state/trend.ts";
import { fromSearch, type Known } from "#state/url.ts";
import { mirrorToUrl, windowBar } from "#state/url-mirror.ts";
import { NO_VIDEO } from "#state/video.ts";
import { createViewStore, type ViewStore } from "#state/view.ts";
import { createQueryClient } from "./query-client.ts";

/** Everything that lives as long as a session, and goes with it: no data of one person may be left for the next. */
export interface House {
  readonly queries: QueryClient;
  readonly stores: Stores;
  /** Starts what listens to the world; answers how to stop it. */
  readonly open: () => () => void;
}

/** The view of a link that says nothing, for one person. */
export const knownFor = (me: Me): Known => ({
  layers: LAYER_IDS,
  panels: PANEL_IDS,
  usual: {
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
    panel: homePanel(me.role),
    wall: false,
    trend: NO_TREND,
    time: null,
    video: NO_VIDEO,
    alarms: NO_ALARM_VIEW,
  },
});

/** A link may name a place outside the person's sight, or one that is no more: the person stands at their top instead. */
async function leaveUnknownArea(queries: QueryClient, view: ViewStore): Promise<void> {
  const { areas } = await queries.fetchQuery(areasQuery);
  const { area } = view.getState();
  if (area !== null && !areas.some(({ code }) => code === area)) {
    view.setState({ area: null, enterprise: null, camera: null });
  }
}

/** Shows what is live, or the moment of the past that the view names; answers how to stop. */
function openTime({ view, live, shown, time }: Stores): () => void {
  const stopPlayer = runPlayer(view, time);
  const stopPast = openPast({
    moment: () => view.getState().time,
    onMoment: (listener) => view.subscribe((now, before) => void (now.time !== before.time && listener())),
    live,
    shown,
    tell: (told) => time.setState(told),
    now: () => Date.now() + live.getState().clockSkewMs,
  });
  return () => {
    stopPlayer();
    stopPast();
  };
}

/** Keeps live values and alarms coming for what the person looks at, and has alarms heard; answers how to stop. */
function openLive(stores: Stores, me: Me, queries: QueryClient): () => void {
  const stopPast = openTime(stores);
  const line = connectLive(stores.live, {
    onAlarms: (message) => alarms.hear(message),
    onCameras: (message) => cameras.hear(message),
  });
  const cameras = followCameras({ queries, follow: line.followCameras });
  const alarms = keepAlarms({ book: stores.alarms, follow: line.followAlarms, onNews: stores.alarmNews.say });
  const stopRinging = openRinging(stores, me);
  const stopWish = watchWish(stores, line.subscribe);
  return () => {
    stopWish();
    stopRinging();
    alarms.stop();
    cameras.stop();
    line.stop();
    stopPast();
  };
}

/** An inspector may start without a line: networks of their areas stay on the device, theirs alone and as their scope sees them. */
function keepNetworks({ account, role, scope }: Me): void {
  const own = `${account} ${scope.level} ${scope.areaCode} ${scope.enterpriseId ?? ""}`;
  setNetworkShelf(role === "inspector" ? networkShelf(own) : null);
  // Where storage may not be used nothing was kept either.
  clearOtherShelves(own).catch(() => {});
}

/** Throws when the server's idea of a person is not the contract's. */
export function buildHouse(me: Me, preferences: PreferencesStore, onSignedOut: () => void): House {
  const known = knownFor(me);
  const bar = windowBar(window);
  const view = createViewStore(fromSearch(bar.search(), known));
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
    preferences,
  };
  const queries = createQueryClient(() => stores.view.getState().wall);
  queries.setQueryData(meQuery.queryKey, checkMe(me));
  setSessionHooks({ csrf: () => queries.getQueryData(meQuery.queryKey)?.csrf ?? null, onSignedOut });

  const open = () => {
    const stopMirror = mirrorToUrl(stores.view, known, bar);
    const stopWatch = stores.live.subscribe(({ ended }) => {
      if (ended === "signed_out") onSignedOut();
    });
    keepNetworks(me);
    // A failure is told by the panels, which ask the same question.
    if (worksWithMap(me.role)) leaveUnknownArea(queries, stores.view).catch(() => {});
    const stopLive = worksWithMap(me.role) ? openLive(stores, me, queries) : () => {};
    return () => {
      stopLive();
      stopWatch();
      stopMirror();
    };
  };
  return { queries, stores, open };
}
