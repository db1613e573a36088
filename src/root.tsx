import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { askWho } from "#api/door.ts";
import type { Me } from "#contract/session.ts";
import { type Language, languageNow, loadWords } from "#lib/i18n/i18n.ts";
import { DoorWait, SignIn } from "#panels/sign-in/sign-in.tsx";
import { type PreferencesStore, toggleLanguage, toggleTheme } from "#state/preferences.ts";
import { ErrorBoundary } from "#ui/error-boundary.tsx";
import { problemWords } from "#ui/problem-words.ts";
import { systemIsDark } from "#ui/system-theme.ts";

const fetchApp = async (language: Language) => {
  const [{ App }] = await Promise.all([import("./app.tsx"), loadWords(language)]);
  return App;
};

const App = lazy(async () => ({ default: await fetchApp(languageNow()) }));

type Session =
  | { readonly is: "asked" }
  | { readonly is: "unknown"; readonly error: unknown }
  | { readonly is: "out"; readonly hasEnded: boolean }
  | { readonly is: "in"; readonly me: Me };

const RETRY_MS = 5000;

/** Knows only whether somebody is signed in. Everything else waits behind the door, and goes when the session goes. */
export function Root({ preferences }: { readonly preferences: PreferencesStore }) {
  const { t } = useTranslation("door");
  const [session, setSession] = useState<Session>({ is: "asked" });

  const ask = useCallback(() => {
    askWho().then(
      (me) => setSession(me ? { is: "in", me } : { is: "out", hasEnded: false }),
      (error: unknown) => setSession({ is: "unknown", error }),
    );
  }, []);
  useEffect(ask, [ask]);

  // A wall has nobody to press the button.
  const isUnknown = session.is === "unknown";
  useEffect(() => {
    if (!isUnknown) return;
    const timer = setInterval(ask, RETRY_MS);
    return () => clearInterval(timer);
  }, [isUnknown, ask]);

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
        hasEnded={session.hasEnded}
        onBegin={() => void fetchApp(languageNow()).catch(() => {})}
        onSignedIn={(me) => setSession({ is: "in", me })}
      />
    );
  return (
    <ErrorBoundary
      fallback={() => <DoorWait tools={tools} failure={t("problem.mismatch")} onRetry={() => location.reload()} />}
    >
      <Suspense fallback={wait(null)}>
        <App
          me={session.me}
          preferences={preferences}
          onSignedOut={(why) => setSession({ is: "out", hasEnded: why === "ended" })}
        />
      </Suspense>
    </ErrorBoundary>
  );
}
