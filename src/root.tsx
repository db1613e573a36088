import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { askWelcome } from "#api/door.ts";
import { forgetMe, rememberMe } from "#api/remembered-me.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { DoorWait, SignIn } from "#panels/sign-in/sign-in.tsx";
import { type PreferencesStore, toggleLanguage, toggleTheme } from "#state/preferences.ts";
import { ErrorBoundary } from "#ui/error-boundary.tsx";
import { problemWords } from "#ui/problem-words.ts";
import { systemIsDark } from "#ui/system-theme.ts";
import { fetchHouse } from "./fetch-house.ts";
import { findSession, type Opening } from "./opening.ts";
import { fetchScreenOf } from "./screens.ts";
import type { Session } from "./session.ts";

const App = lazy(async () => ({ default: (await fetchHouse(languageNow())).App }));

const RETRY_MS = 5000;

/** Begins to fetch what everybody needs who is signed in. A failure comes up when it is shown. */
const beginHouse = (): void => void fetchHouse(languageNow()).catch(() => {});

interface RootProps {
  readonly preferences: PreferencesStore;
  /** What was begun before anything was drawn; without it the page asks by itself. */
  readonly opening?: Opening;
}

/** Knows only whether somebody is signed in. Everything else waits behind the door, and goes when the session goes. */
export function Root({ preferences, opening }: RootProps) {
  const { t } = useTranslation("door");
  const [session, setSession] = useState<Session>(opening?.first ?? { is: "asked" });

  const askAgain = useCallback(() => void findSession(languageNow()).then(setSession), []);
  useEffect(() => {
    if (opening) void opening.found.then((found) => setSession((now) => (now.is === "asked" ? found : now)));
    else askAgain();
  }, [opening, askAgain]);

  // A wall has nobody to press the button.
  const isUnknown = session.is === "unknown";
  useEffect(() => {
    if (!isUnknown) return;
    const timer = setInterval(askAgain, RETRY_MS);
    return () => clearInterval(timer);
  }, [isUnknown, askAgain]);

  const leave = (why: "left" | "ended") => {
    if (why === "left") forgetMe();
    setSession({ is: "out", welcome: null, hasEnded: why === "ended" });
    askWelcome().then(
      (welcome) => setSession((now) => (now.is === "out" ? { ...now, welcome } : now)),
      // The form works without it; a service that is down says so at sign-in.
      () => {},
    );
  };
  const tools = {
    onToggleTheme: () => toggleTheme(preferences, systemIsDark()),
    onToggleLanguage: () => toggleLanguage(preferences),
  };
  const wait = (failure: string | null) => <DoorWait tools={tools} failure={failure} onRetry={askAgain} />;

  if (session.is === "asked") return wait(null);
  if (session.is === "unknown") return wait(problemWords(session.error));
  if (session.is === "out")
    return (
      <SignIn
        tools={tools}
        welcome={session.welcome}
        hasEnded={session.hasEnded}
        onBegin={beginHouse}
        onSignedIn={(me) => {
          fetchScreenOf(me).catch(() => {});
          rememberMe(me, Date.now());
          setSession({ is: "in", me });
        }}
      />
    );
  return (
    <ErrorBoundary
      fallback={() => <DoorWait tools={tools} failure={t("problem.mismatch")} onRetry={() => location.reload()} />}
    >
      <Suspense fallback={wait(null)}>
        <App me={session.me} preferences={preferences} onSignedOut={leave} />
      </Suspense>
    </ErrorBoundary>
  );
}
