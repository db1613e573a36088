import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { initReactI18next } from "react-i18next";
import { setSessionHooks } from "#api/client.ts";
import { meQuery } from "#api/session.ts";
import type { Me } from "#contract/session.ts";
import { i18n, loadOfficeWords, loadWords, startI18n } from "#lib/i18n/i18n.ts";
import { createStores } from "#state/create-stores.ts";
import { LAYER_IDS } from "#state/layer-ids.ts";
import { createPreferences } from "#state/preferences.ts";
import { type Stores, StoresProvider } from "#state/stores.tsx";
import { usualView } from "#state/usual-view.ts";
import type { View } from "#state/view.ts";
import "#ui/base.css";
import { paintTheme } from "#ui/paint-theme.ts";

export async function startWords(): Promise<void> {
  await startI18n("zh-CN", initReactI18next);
  await loadWords("zh-CN");
  await i18n.changeLanguage("zh-CN");
  await loadOfficeWords();
}

const VIEW = usualView({ visible: new Set(LAYER_IDS), panel: "overview" });

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
  const stores = createStores({ ...VIEW, ...over }, createPreferences(null));
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
