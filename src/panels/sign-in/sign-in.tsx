import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Welcome } from "#api/door.ts";
import type { Me } from "#contract/session.ts";
import { DoorNetwork } from "./door-network.tsx";
import "./sign-in.css";
import { SignInForm } from "./sign-in-form.tsx";

export interface DoorTools {
  readonly onToggleTheme: () => void;
  readonly onToggleLanguage: () => void;
}

/** The frame of everything seen before the map: product name, language, theme. */
function Door({ tools, foot, children }: { tools: DoorTools; foot?: string | undefined; children: ReactNode }) {
  const { t, i18n } = useTranslation("door");
  return (
    <main className="door">
      <DoorNetwork />
      <div className="door-tools">
        <button type="button" className="door-tool" onClick={tools.onToggleTheme}>
          {t("signIn.theme")}
        </button>
        <button
          type="button"
          className="door-tool"
          lang={i18n.language === "en" ? "zh-CN" : "en"}
          onClick={tools.onToggleLanguage}
        >
          {t("signIn.language")}
        </button>
      </div>
      {children}
      <p className="door-foot">{foot ?? " "}</p>
    </main>
  );
}

export interface SignInProps {
  readonly tools: DoorTools;
  /** null until the service has said what it is. */
  readonly welcome: Welcome | null;
  /** The person was in, and the session has ended. */
  readonly hasEnded: boolean;
  readonly onSignedIn: (me: Me) => void;
  readonly onBegin: () => void;
}

export function SignIn({ tools, welcome, hasEnded, onSignedIn, onBegin }: SignInProps) {
  const { t } = useTranslation("door");
  return (
    <Door tools={tools} foot={welcome ? t("signIn.version", { version: welcome.version }) : undefined}>
      <div className="door-card">
        <div className="door-name">
          <img src="/icon.svg" alt="" width="40" height="40" />
          <h1>{t("product")}</h1>
          {welcome?.demo && <span className="door-demo">{t("signIn.demo")}</span>}
        </div>
        <SignInForm isDemo={welcome?.demo === true} hasEnded={hasEnded} onSignedIn={onSignedIn} onBegin={onBegin} />
      </div>
    </Door>
  );
}

/** While the service is asked who is here, and when it cannot say. */
export function DoorWait({
  tools,
  failure,
  onRetry,
}: {
  readonly tools: DoorTools;
  readonly failure: string | null;
  readonly onRetry: () => void;
}) {
  const { t } = useTranslation("door");
  return (
    <Door tools={tools}>
      {failure === null ? (
        <p className="door-wait" role="status">
          {t("signIn.starting")}
        </p>
      ) : (
        <div className="door-card">
          <p className="door-said wrong" role="alert">
            {t("signIn.startFailed", { reason: failure })}
          </p>
          <button type="button" className="door-submit" onClick={onRetry}>
            {t("signIn.retry")}
          </button>
        </div>
      )}
    </Door>
  );
}
