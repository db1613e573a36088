import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { askWelcome, askWho, type Welcome } from "#api/door.ts";
import { forgetMe, rememberedMe, rememberMe } from "#api/remembered-me.ts";
import type { Me } from "#contract/session.ts";
import { type Language, languageNow, loadWords } from "#lib/i18n/i18n.ts";
import { DoorWait, SignIn } from "#panels/sign-in/sign-in.tsx";
import { type PreferencesStore, toggleLanguage, toggleTheme } from "#state/preferences.ts";
import { ErrorBoundary } from "#ui/error-boundary.tsx";
import { problemWords } from "#ui/problem-words.ts";
import { systemIsDark } from "#ui/system-theme.ts";
import { fetchScreenOf } from "./screens.ts";

const fetchApp = async (language: Language) => {
  const [{ App }] = await Promise.all([import("./app.tsx"), loadWords(language)]);
  return App;
};

const App = lazy(async () => ({ default: await fetchApp(languageNow()) }));

type Session =
  | { readonly is: "asked" }
  | { readonly is: "unknown"; readonly error: unknown }
  | { readonly is: "out"; readonly welcome: Welcome | null; readonly hasEnded: boolean }
  | { readonly is: "in"; readonly me: Me };

const RETRY_MS = 5000;

/** Begins to fetch what everybody needs who is signed in. A failure comes up when it is shown. */
const beginHouse = (): void => void fetchApp(languageNow()).catch(() => {});

async function askServer(): Promise<Session> {
  const welcome = await askWelcome();
  const me = welcome.me === undefined ? await askWho() : welcome.me;
  if (me) rememberMe(me, Date.now());
  return me ? { is: "in", me } : { is: "out", welcome, hasEnded: false };
}

/** No line, or a server that cannot answer now. */
const isAway = ({ status }: { readonly status?: unknown }): boolean =>
  typeof status === "number" && (status === 0 || status >= 500);

/** Who is signed in. Without a line or a server, an inspector's phone opens for whoever worked with it last: with what it holds, and nothing else. */
async function askAll(): Promise<Session> {
  try {
    return await askServer();
  } catch (error) {
    const me = isAway(error as { status?: unknown }) ? rememberedMe(Date.now()) : null;
    if (me) return { is: "in", me };
    throw error;
  }
}

/** Knows only whether somebody is signed in. Everything else waits behind the door, and goes when the session goes. */
export function Root({ preferences }: { readonly preferences: PreferencesStore }) {
  const { t } = useTranslation("door");
  const [session, setSession] = useState<Session>({ is: "asked" });

  const ask = useCallback(() => {
    askAll().then(
      (found) => {
        if (found.is === "in") fetchScreenOf(found.me);
        setSession(found);
      },
      (error: unknown) => setSession({ is: "unknown", error }),
    );
  }, []);
  useEffect(() => {
    ask();
    // A slow line brings it while the server is asked; whoever signs in types meanwhile.
    beginHouse();
  }, [ask]);

  // A wall has nobody to press the button.
  const isUnknown = session.is === "unknown";
  useEffect(() => {
    if (!isUnknown) return;
    const timer = setInterval(ask, RETRY_MS);
    return () => clearInterval(timer);
  }, [isUnknown, ask]);

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
  const wait = (failure: string | null) => <DoorWait tools={tools} failure={failure} onRetry={ask} />;

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
          fetchScreenOf(me);
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
