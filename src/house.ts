import type { QueryClient } from "@tanstack/react-query";
import { areasQuery } from "#api/areas.ts";
import { setSessionHooks } from "#api/client.ts";
import { clearOtherShelves, networkShelf, setNetworkShelf } from "#api/network-shelf.ts";
import { dropOtherPacks, packOwner } from "#api/pack-caches.ts";
import { checkMe, meQuery } from "#api/session.ts";
import type { Me } from "#contract/session.ts";
import { worksWithMap } from "#panels/me.ts";
import { homePanel, PANEL_IDS } from "#panels/panel-ids.ts";
import { createStores } from "#state/create-stores.ts";
import { LAYER_IDS } from "#state/layer-ids.ts";
import type { PreferencesStore } from "#state/preferences.ts";
import type { Stores } from "#state/stores.tsx";
import { fromSearch, type Known } from "#state/url.ts";
import { mirrorToUrl, windowBar } from "#state/url-mirror.ts";
import { usualView } from "#state/usual-view.ts";
import type { ViewStore } from "#state/view.ts";
import { atOnce, atRest, openLater } from "./open-later.ts";
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
  usual: usualView({ visible: new Set(LAYER_IDS), panel: homePanel(me.role) }),
});

/** A link may name a place outside the person's sight, or one that is no more: the person stands at their top instead. */
async function leaveUnknownArea(queries: QueryClient, view: ViewStore): Promise<void> {
  const { areas } = await queries.fetchQuery(areasQuery);
  const { area } = view.getState();
  if (area !== null && !areas.some(({ code }) => code === area)) {
    view.setState({ area: null, enterprise: null, camera: null });
  }
}

/** An inspector may start without a line: networks of their areas stay on the device, theirs alone and as their scope sees them. */
function keepNetworks(me: Me): void {
  const { account, role, scope } = me;
  const own = `${account} ${scope.level} ${scope.areaCode} ${scope.enterpriseId ?? ""}`;
  setNetworkShelf(role === "inspector" ? networkShelf(own) : null);
  // Where storage may not be used nothing was kept either.
  clearOtherShelves(own).catch(() => {});
  dropOtherPacks(packOwner(me)).catch(() => {});
}

/** `isField`: a phone in the field. Throws when the server's idea of a person is not the contract's. */
export function buildHouse(me: Me, preferences: PreferencesStore, isField: boolean, onSignedOut: () => void): House {
  const known = knownFor(me);
  const bar = windowBar(window);
  const stores = createStores(fromSearch(bar.search(), known), preferences);
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
    const stopLive = worksWithMap(me.role)
      ? openLater(
          () => import("./house-live.ts"),
          ({ openLive }) => {
            try {
              return openLive(stores, me, queries);
            } catch (error) {
              // Whoever looks at the map must not take it for a live one.
              stores.live.setState({ status: "offline" });
              throw error;
            }
          },
          isField ? atRest : atOnce,
        )
      : () => {};
    return () => {
      stopLive();
      stopWatch();
      stopMirror();
    };
  };
  return { queries, stores, open };
}
