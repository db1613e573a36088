import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { enter } from "#api/door.ts";
import { DEMO_ACCOUNTS } from "#contract/demo-accounts.ts";
import type { Me } from "#contract/session.ts";
import { problemWords } from "#ui/problem-words.ts";

export interface SignInFormProps {
  readonly isDemo: boolean;
  readonly hasEnded: boolean;
  readonly onSignedIn: (me: Me) => void;
  /** The person has begun: a good moment to fetch what comes next. */
  readonly onBegin: () => void;
}

/** Keeps whatever was typed until the person is in; never logs or stores the password. */
export function SignInForm({ isDemo, hasEnded, onSignedIn, onBegin }: SignInFormProps) {
  const { t } = useTranslation("door");
  const [account, setAccount] = useState("");
  const [password, setPassword] = useState("");
  const [isShown, setShown] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const accountInput = useRef<HTMLInputElement>(null);
  const passwordInput = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    const name = account.trim();
    if (!name || !password) {
      setWrong(name ? t("signIn.needPassword") : t("signIn.needAccount"));
      (name ? passwordInput : accountInput).current?.focus();
      return;
    }
    setBusy(true);
    setWrong(null);
    try {
      onSignedIn(await enter(name, password));
    } catch (error) {
      setBusy(false);
      setWrong(problemWords(error));
      passwordInput.current?.select();
    }
  };

  return (
    <form method="post" onSubmit={(event) => void submit(event)} onFocus={onBegin} noValidate>
      {hasEnded && !wrong && <p className="door-said">{t("signIn.sessionEnded")}</p>}
      <label className="door-field">
        <span className="door-label">{t("signIn.account")}</span>
        <span className="door-input">
          <input
            ref={accountInput}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={64}
            value={account}
            onChange={(event) => setAccount(event.target.value)}
          />
        </span>
      </label>
      <div className="door-field">
        <label className="door-label" htmlFor="door-password">
          {t("signIn.password")}
        </label>
        <span className="door-input">
          <input
            ref={passwordInput}
            id="door-password"
            name="password"
            type={isShown ? "text" : "password"}
            autoComplete="current-password"
            maxLength={256}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          <button type="button" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
            {isShown ? t("signIn.hidePassword") : t("signIn.showPassword")}
          </button>
        </span>
      </div>
      <div role="alert">{wrong && <p className="door-said wrong">{wrong}</p>}</div>
      <button className="door-submit" type="submit" aria-disabled={isBusy}>
        {isBusy ? t("signIn.busy") : t("signIn.submit")}
      </button>
      {isDemo && (
        <DemoAccounts
          onPick={(name) => {
            setAccount(name);
            passwordInput.current?.focus();
          }}
        />
      )}
    </form>
  );
}

function DemoAccounts({ onPick }: { readonly onPick: (account: string) => void }) {
  const { t } = useTranslation("door");
  return (
    <div className="door-accounts">
      <p>{t("signIn.demoHint")}</p>
      <ul>
        {DEMO_ACCOUNTS.map((name) => (
          <li key={name}>
            <button type="button" aria-label={t("signIn.fillAccount", { account: name })} onClick={() => onPick(name)}>
              {name}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
