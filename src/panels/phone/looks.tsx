import { useTranslation } from "react-i18next";
import { type Preferences, togglePalette } from "#state/preferences.ts";
import { usePreferences, useStores } from "#state/stores.tsx";
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

/** How the page looks to this person, and in which language. */
export function Looks() {
  const { t } = useTranslation();
  const { preferences } = useStores();
  const { theme, palette, language } = usePreferences((p) => p);
  return (
    <>
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
    </>
  );
}
