import { useTranslation } from "react-i18next";
import { Facts } from "#panels/asset/facts.tsx";
import { useMe } from "#panels/me.ts";
import { useSignOut } from "#panels/shell/tools.tsx";
import { type Preferences, togglePalette } from "#state/preferences.ts";
import { usePreferences, useStores } from "#state/stores.tsx";
import { problemWords } from "#ui/problem-words.ts";
import { Section } from "#ui/section.tsx";

const THEMES = [
  ["system", "themeSystem"],
  ["light", "themeLight"],
  ["dark", "themeDark"],
] as const;
const LANGUAGES = [
  ["zh-CN", "中文"],
  ["en", "English"],
] as const satisfies readonly (readonly [Preferences["language"], string])[];

/** Who is signed in, for which area, and how the page looks to them. */
export function MinePage({ onSignedOut }: { readonly onSignedOut: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const { preferences } = useStores();
  const { theme, palette, language } = usePreferences((p) => p);
  const signOut = useSignOut(onSignedOut);
  return (
    <>
      <Section title={me.name}>
        <Facts
          facts={[
            { label: t("shell.phone.account"), value: me.account },
            { label: t("admin.role"), value: t(`gas.role.${me.role}`) },
            { label: t("shell.phone.area"), value: me.enterpriseName ?? me.areaName },
          ]}
        />
        {me.demo && <p className="quiet">{t("shell.user.demo")}</p>}
      </Section>
      <Section title={t("shell.phone.appearance")}>
        <fieldset className="choice" aria-label={t("shell.phone.appearance")}>
          {THEMES.map(([value, word]) => (
            <button
              key={value}
              type="button"
              className="button outlined"
              aria-pressed={theme === value}
              onClick={() => preferences.setState({ theme: value })}
            >
              {t(`shell.phone.${word}`)}
            </button>
          ))}
          <button
            type="button"
            className="button outlined"
            aria-pressed={palette === "colour_safe"}
            onClick={() => togglePalette(preferences)}
          >
            {t("shell.user.colourSafe")}
          </button>
        </fieldset>
      </Section>
      <Section title={t("shell.phone.languageName")}>
        <fieldset className="choice" aria-label={t("shell.phone.languageName")}>
          {LANGUAGES.map(([value, name]) => (
            <button
              key={value}
              type="button"
              className="button outlined"
              lang={value}
              aria-pressed={language === value}
              onClick={() => preferences.setState({ language: value })}
            >
              {name}
            </button>
          ))}
        </fieldset>
      </Section>
      <Section title={t("shell.user.signOut")}>
        {signOut.isError && (
          <p className="notice failed" role="alert">
            {t("shell.user.signOutFailed", { reason: problemWords(signOut.error) })}
          </p>
        )}
        <button
          type="button"
          className="button outlined phone-out"
          disabled={signOut.isPending}
          onClick={() => signOut.mutate()}
        >
          {signOut.isPending ? t("shell.user.signingOut") : t("shell.user.signOut")}
        </button>
      </Section>
    </>
  );
}
