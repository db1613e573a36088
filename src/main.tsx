import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { initReactI18next } from "react-i18next";
import { i18n, loadWords, startI18n } from "#lib/i18n/i18n.ts";
import { createPreferences, type PreferencesStore, themeIdOf } from "#state/preferences.ts";
import "#ui/base.css";
import "#ui/opening.css";
import { paintTheme } from "#ui/paint-theme.ts";
import { onSystemTheme, systemIsDark } from "#ui/system-theme.ts";
import { beginOpening } from "./opening.ts";
import { Root } from "./root.tsx";

function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** Theme and language of the page follow the person's choice, and the system's where there is none. */
function follow(preferences: PreferencesStore): void {
  const paint = () => paintTheme(themeIdOf(preferences.getState(), systemIsDark()));
  const name = () => {
    document.documentElement.lang = i18n.language;
    document.title = i18n.t("door:product");
  };
  paint();
  name();
  onSystemTheme(paint);
  i18n.on("languageChanged", name);
  preferences.subscribe(({ theme, palette, language }, before) => {
    if (theme !== before.theme || palette !== before.palette) paint();
    if (language !== before.language) void loadWords(language).then(() => i18n.changeLanguage(language));
  });
}

const RELOADED = "gas.reloaded-at";
const RELOAD_PAUSE_MS = 60_000;

/**
 * After an update of the server the parts that an open page has not fetched yet are gone. A reload brings the new page to the same view;
 * at most once a minute, so that a server that is down is not asked in circles, and never where the device knows that it has no line.
 */
function reloadWhenOutdated(): void {
  addEventListener("vite:preloadError", () => {
    if (!navigator.onLine) return;
    try {
      if (Date.now() - Number(sessionStorage.getItem(RELOADED) ?? 0) < RELOAD_PAUSE_MS) return;
      sessionStorage.setItem(RELOADED, String(Date.now()));
    } catch {
      return;
    }
    location.reload();
  });
}

async function start(): Promise<void> {
  reloadWhenOutdated();
  const preferences = createPreferences(storage());
  await startI18n(preferences.getState().language, initReactI18next);
  follow(preferences);
  if (import.meta.env.MODE === "mock") {
    const { startMocks } = await import("#mocks/browser.ts");
    await startMocks();
  }
  const root = document.getElementById("root");
  if (!root) throw new Error("index.html has no #root");
  const opening = await beginOpening(preferences.getState().language);
  createRoot(root).render(
    <StrictMode>
      <Root preferences={preferences} opening={opening} />
    </StrictMode>,
  );
}

void start();
